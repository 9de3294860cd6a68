"""Exercises of notebook 03, "Measure the error"."""

import numpy as np

from nnlib.check.base import Choice, Exercise


def _case(m, c, seed):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 2, (m, c)), rng.integers(0, 2, (m, c)).astype(float)


_CASES = [
    (np.array([[0.5], [3.0], [-1.0]]), np.array([[0.0], [1.0], [1.0]])),
    _case(5, 1, 0),
    _case(4, 3, 1),
    (np.array([[2.5, -0.75]]), np.array([[0.3, 0.6]])),
    (np.array([[3]]), np.array([[1]])),
    (np.array([[0.25]]), np.array([[1]])),
    (np.array([[3], [2]]), np.array([[1], [5]])),
    (np.array([[0.5], [0.25]], dtype=np.float32), np.array([[1.0], [0.0]], dtype=np.float32)),
]


@Exercise.with_solution(
    task="Write `sse(y_hat, y)`: the sum of squared errors, one number.",
    cases=_CASES,
    special=[(np.ones((3, 1)), np.ones((3, 1)))],
    known="""
        np.abs(y - y_hat).sum()
            You add absolute errors. Squaring is more than losing the sign: it makes an error that
            is twice as large count four times.
        (y - y_hat).sum() ** 2; sum(y - y_hat) ** 2
            You square the sum. Square every error first, then add: the order matters.
        (y ** 2 - y_hat ** 2).sum()
            You square before you subtract. The error is y − y_hat; square that.
    """,
    hints=[
        "The error of every entry is y − y_hat. NumPy subtracts whole arrays.",
        "`** 2` squares every entry of an array.",
        "`.sum()` adds all entries of an array to one number.",
    ],
    praise="One number, and it is the sum for every shape.",
)
def sse(y_hat, y):
    """y_hat (m, c), y (m, c)."""
    error = y - y_hat
    squares = error**2
    return squares.sum()


@Exercise.with_solution(
    task="Write `sse_gradient(y_hat, y)`: the slope of SSE along every entry of y_hat.",
    cases=_CASES,
    known="""
        (y_hat - y) ** 2; (y - y_hat) ** 2
            These are the squares, the loss of every entry. Wanted is how steep each of them is.
        2 * (y_hat - y) / y.size
            This is the gradient of MSE, the mean. SSE is a sum: nothing is divided.
        np.sign(y_hat - y)
            This is the slope of the absolute error: only a sign. The slope of a square grows with
            the error.
    """,
    hints=[
        "Look at one entry alone: how steep is (y − y_hat)² when y_hat moves?",
        "The slope of e² is 2e. Here e = y − y_hat, and e falls by 1 when y_hat grows by 1.",
        "So it is 2 (y − y_hat) · (−1), for every entry.",
    ],
    praise="Every slope is right, and the shape is that of y_hat.",
)
def sse_gradient(y_hat, y):
    """y_hat (m, c), y (m, c)."""
    difference = y_hat - y
    return 2 * difference


one_big_error = Choice(
    name="one_big_error",
    question="One network is off by 1 on four samples. Another is off by 2 on one sample and right "
    "on three. Which has the larger SSE?",
    options="""
        a) The first: it is wrong four times.
            It is wrong more often, but by less each time: 1² + 1² + 1² + 1² = 4, and 2² = 4.
        b) The first: its absolute errors add up to 4, those of the second to 2.
            That compares absolute errors. With squares the single error of 2 counts 4.
        c) The second: large errors always cost more.
            A larger error costs more than one smaller error; here it stands against four.
        d) Neither: both are 4.
            Right. One error of 2 weighs as much as four errors of 1: 2² + 0 + 0 + 0 = 1 + 1 + 1 +
            1.
        e) It depends on the signs of the errors.
            A square has no sign: it depends on their sizes alone.
    """,
    hints=["Write both sums down: four terms each."],
)

every_sample_twice = Choice(
    name="every_sample_twice",
    question="We put every sample into the data a second time. Nothing new is said. What happens "
    "to the SSE, and what to the MSE?",
    options="""
        a) Both stay as they are: the same samples say the same.
            The mean stays. But the SSE is a sum, and now it has every square twice.
        b) The SSE doubles, the MSE stays.
            Right. The sum has every square twice. The mean divides it by twice as many entries.
        c) Both double.
            The sum of the squares doubles, but the MSE divides it by the number of entries, and
            that doubles too.
        d) The SSE stays, the MSE halves.
            So it would be if the sum stayed. But each new sample adds its square to the sum.
        e) The SSE becomes four times as large, because errors are squared.
            The errors themselves stay as large as they were. There are only twice as many squares.
    """,
    hints=["Write the sum for two samples, then for the same two samples twice."],
)

first_arrow = Choice(
    name="first_arrow",
    question="The lab below starts at w₁ = −3, w₂ = 1.5, on the side of a long valley. The lowest "
    "point is near w₁ = 0.6, w₂ = −0.1. An arrow shows the next step, against the gradient. Which "
    "way does it point?",
    options="""
        a) Straight at the lowest point: that is the shortest way down.
            The gradient knows only the place where the point stands. There the steepest way down
            leads more than 30° past the lowest point.
        b) At a right angle to the line of equal height, and so past the lowest point.
            Right. That is the steepest way down from where the point stands.
        c) Along the line of equal height.
            Along that line the loss does not change at all, so it is no way down.
        d) Uphill, since a gradient points uphill.
            The gradient does. The step goes against it, so the arrow points downhill.
    """,
    hints=["The gradient points where the loss grows fastest. What does it know of far places?"],
)

rate_too_large = Choice(
    name="rate_too_large",
    question="In LossLab, on the linear unit with SSE, you raise the learning rate from 'bouncing' "
    "to 'diverging'. Why does the loss grow?",
    options="""
        a) The gradient points uphill there.
            The gradient always points uphill, and every step goes against it. The direction is
            right.
        b) The step crosses the valley and ends higher on the other side, where the slope is
           steeper, so the next step is longer still.
            Right. Across the valley each step overshoots by more than it gains. The first step
            still makes the loss smaller, since it also moves along the valley.
        c) The loss has several lowest points, and it falls into another one.
            The SSE of a linear unit is a bowl: it has one lowest point.
        d) Rounding errors add up.
            Rounding is about 16 digits away from mattering here; exact arithmetic would do the
            same.
        e) With a large rate it needs more steps, but it would arrive.
            After the first step the loss grows with every step: more steps make it worse.
    """,
    hints=[
        "Choose 'diverging' and press Step slowly. On which side of the valley is each point?",
        "How long is the arrow at each point?",
    ],
)

doubled_data = Choice(
    name="doubled_data",
    question="We walk down with the SSE and the rate that was right, 0.08: once on the eight "
    "samples, once on the same eight samples twice. Which run arrives at the lowest point?",
    options="""
        a) Both, and step for step alike: the same samples say the same.
            The lowest point stays where it is. But the SSE is a sum: twice the terms, twice the
            gradient, and so another step.
        b) Both. On twice the data the steps are half as long, so it takes more of them.
            If each sample had half its weight, the step would stay. In a sum each weighs as
            before, and there are twice as many: the steps become longer.
        c) Only the run on eight samples.
            Right. On sixteen the gradient is twice as long, and so is each step. That is as with
            twice the rate on eight, 0.16: it diverges.
        d) Both. On twice the data the steps are twice as long, so it takes half as many.
            The steps are twice as long. But a rate of 0.16 is past the largest with which this
            descent arrives.
        e) Only the run on sixteen samples: more data, better steps.
            The new samples say nothing new: the direction of the step stays, and only its length
            changes.
    """,
    hints=[
        "The gradient of a sum is the sum of the gradients.",
        "What does a gradient that is twice as long do to the step?",
    ],
)
