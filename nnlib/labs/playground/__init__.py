"""The playground: a network that trains before your eyes, with everything in reach.

To find your way, begin with `model`, which joins what is computed; it knows no widgets.

- `points` makes the points and deals them into training and test.
- `table` reads what a learner hands in, arrays, a table or a CSV file, and says what is wrong.
- `own_points` lays that over the plane, and writes it for the line of code.
- `brush` holds points that are painted by hand, and paints them.
- `inputs` makes of the two coordinates what the network gets.
- `task` tells two classes, three classes and a number apart, and gives the score of each.
- `networks` makes a network, the package's or a learner's, and lists its weights.
- `wiring` finds which weight is which connection.
- `run` trains it step by step, and looks at it over the plane.
- `compare` keeps the curves of earlier runs.
- `sight` says which unit and which weight are looked at.

From `view` on it is about the page: `view` joins the model with what is seen, `panel` has the
controls, `picture` draws, `touch` turns mouse, finger and keys into changes of the model, and
`words` says all of it in sentences.
"""
