"""What notebook 08, "See with convolution", has the learner foretell."""

from nnlib.check.base import Choice, Value

output_rows = Value(
    name="output_rows",
    arguments="rows",
    task="An image of 8 × 8, a kernel of 3 × 3, padding 1, stride 2. How many rows has the output?",
    reference=4,
    known={
        "That is with stride 1. With stride 2 the kernel takes every second place only.": [8],
        "You have left something out: the padding, which makes 10 rows of the 8, or the 1 "
        "at the end, for the first place of the kernel.": [3],
        "The division gives 3.5, and it is rounded down: half a step more would not fit. "
        "Then comes the 1 for the first place.": [5],
        "A kernel has whole places: round the division down before you add 1.": [4.5, 3.5],
        "That is without padding and with stride 1.": [6],
        "The padding is laid on both sides, and there is the 1 for the first place of the "
        "kernel.": [2],
    },
    hints=[
        "With the padding there are 8 + 2 · 1 = 10 rows.",
        "The first place is row 1, the last possible one row 8; in between every second counts.",
    ],
    praise="⌊(8 + 2 − 3) / 2⌋ + 1 = 3 + 1 = 4.",
)

moved_digits = Choice(
    name="moved_digits",
    question="Every digit moves to the right by one pixel. What changes most, as a share of what "
    "was there: the pixels, the feature maps of upright edges, or these maps pooled?",
    options="""
        a) The pixels: a feature map only says what was found, and the same is found.
            The same is found, but one pixel further on: a feature map moves along. It holds thin
            lines, and once moved, these hardly lie on each other.
        b) The feature maps. Pooled maps change less.
            Right. Thin lines hardly lie on each other once moved; but most of them are still in
            the same window.
        c) The pooled maps: they hold fewer numbers, so each of them counts more.
            The share is of all that was there, however many numbers there are. The largest entry
            of a window stays when it moves inside its window.
        d) All alike, since all move by the same pixel.
            All move, but a thick stroke still covers much of its old place, and a thin line does
            not.
    """,
    hints=["Lay a thin line and a thick one on themselves, moved by one pixel."],
)

shuffled_kernels = Choice(
    name="shuffled_kernels",
    question="Now all images are shuffled alike, and both kinds of network are trained again. What "
    "happens to the numbers of missed digits?",
    options="""
        a) Nothing: all 64 numbers of an image are still there.
            For the dense network that is so. A kernel sees nine of them at a time, and these now
            come from nine places that have nothing to do with each other.
        b) Both kinds miss many more, since nobody can read a shuffled digit.
            We cannot. But for a dense network the shuffle only gives its inputs other numbers: it
            misses about as many as before.
        c) The kernels lose most of their lead; the dense network misses about as many as before.
            Right. Kernels look for strokes where there are none; a sum over all pixels does not
            mind their order.
        d) The kernels cannot learn at all any more, and only guess.
            They still read most digits. The dense layer behind them sees all of the maps, and makes
            something of them.
    """,
    hints=["Which of the two knows which pixels are neighbours?"],
)

strangers = Choice(
    name="strangers",
    question="Train on three quarters of the file as it stands, and test on the fourth. Compared "
    "with the random split, how many digits are missed?",
    options="""
        a) As many: a 4 is a 4, whoever wrote it.
            People write differently, and the network has seen the hands of one side only.
        b) More, by both kinds of network.
            Right. With the random split they are tested on hands that they have learned from; here
            mostly on strangers' hands.
        c) Fewer: within a quarter the digits are more alike.
            They are, but the network learns from the other quarters.
        d) More by the dense network only: kernels know what a stroke is.
            They do, and they miss fewer than the dense network. But a stranger's digit is of other
            strokes, and they too miss more than with the random split.
    """,
    hints=["Whose hands has the network seen before the test, with each of the two splits?"],
)
