"""Predictions of notebook 06, "Choose an activation"."""

import math

from nnlib.check.base import Choice, Value

ten_sigmoids = Choice(
    name="ten_sigmoids",
    question="A chain of ten sigmoid units, all weights 1. The slope of the whole chain is the "
    "product of ten slopes. How large is it?",
    options="""
        a) About 0.1: each unit takes away a little.
            A sigmoid is never steeper than a quarter, so each unit takes away three quarters or
            more. After two of them not even a tenth is left.
        b) About a thousandth.
            So much is left after five units: a quarter, five times, is about a thousandth. Five
            more units take the same once more.
        c) Less than a millionth.
            Right. A quarter, ten times, is just below a millionth, and a quarter is the most that
            a sigmoid gives.
        d) A quarter: that is the slope of a sigmoid, however many there are.
            The slopes of a chain are multiplied, and a quarter times a quarter is a sixteenth.
    """,
    hints=[
        "The steepest slope of a sigmoid is a quarter. Take it for all ten.",
        "A quarter, five times, is about a thousandth. And ten times?",
    ],
)

guessing_loss = Value(
    name="guessing_loss",
    arguments="loss",
    task="Two classes of the same size, and a network that cannot tell them apart: it answers one "
    "half for every point. How large is its cross-entropy, to two decimals?",
    reference=math.log(2),
    atol=0.006,
    rtol=0.0,
    known={
        "One half is the probability that each label gets. The loss is minus its logarithm.": [0.5],
        "That is the mean squared error. Cross-entropy takes minus the logarithm of one half.": [
            0.25
        ],
        "You took the logarithm to the base 10. `np.log` is the natural one.": [math.log10(2)],
        "That is the logarithm to the base 2. `np.log` is the natural one.": [1.0],
        "The sign is missing: the logarithm of one half is negative, and the loss is minus it.": [
            -math.log(2)
        ],
    },
    hints=[
        "Which probability does the network give to the label of a point, whatever it is?",
        "The loss of a point is minus the natural logarithm of that probability.",
    ],
    praise="It is log 2, as in notebook 05: a network with this loss knows nothing.",
)

twelve_halvings = Value(
    name="twelve_halvings",
    arguments="mean_square",
    task="ReLU with Xavier halves the mean square at each layer. It is 1 at the inputs. What is "
    "left of it after 12 layers?",
    reference=0.5**12,
    rtol=0.2,
    known={
        "You divide by the number of layers. Each layer halves what the layer before has left, so "
        "2 is multiplied 12 times.": [0.5 / 12, 1 / 12, 1 / 24],
        "That is one layer too few: 1 is the mean square of the inputs, before the first layer.": [
            0.5**11
        ],
        "That is the spread, the root of the mean square. The mean square itself is halved 12 "
        "times.": [0.5**6],
        "That is what 12 layers would make of 1 if each doubled it. Each halves it.": [2.0**12],
    },
    hints=[
        "After one layer it is a half, after two layers a quarter.",
        "One half, multiplied 12 times: you may type 1/4096, or 2.4e-4.",
    ],
    praise="One half, 12 times, is about 0.0002.",
)

large_steps = Choice(
    name="large_steps",
    question="Some units are dead before training begins. What do 400 steps at a large "
    "learning rate do to ReLU units?",
    options="""
        a) They kill more of them.
            Right. One step that is too long can carry a unit so far that it is silent for every
            point, and then its own weights no longer move.
        b) They wake the dead ones: large steps move weights far enough.
            A dead unit gets no gradient, and a rate times 0 is 0, however large the rate is. Only
            layers before it can wake it, and at a large rate that is rare.
        c) Nothing: a unit is dead or alive by its first weights.
            Weights and biases change with every step, and with them the points at which a unit
            answers. At a small rate, too, some units die and some come back.
        d) The same as small steps do; 400 steps are 400 steps.
            At a small rate the share of dead units stays about as it was. At a large one most
            units end dead, in most networks.
    """,
    hints=[
        "What does a step change in a unit that is dead?",
        "What can one very long step do to the bias of a unit that is alive?",
    ],
)
