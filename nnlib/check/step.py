"""Exercises of notebook 04, "Follow the chain rule": the step, and a step with a bug."""

import numpy as np

from nnlib.check.base import Choice, Exercise, Misconception, Option, forms


def update(W, dW, learning_rate):
    """Weights after one step of gradient descent; W itself stays as it is.

    Parameters
    ----------
    W, dW : arrays of the same shape
    learning_rate : float above 0

    Returns
    -------
    array of the same shape
    """
    return W - learning_rate * dW


def _weights(rate, *shape, seed):
    rng = np.random.default_rng(seed)
    W, dW = rng.uniform(0.3, 1.3, (2, *shape)) * rng.choice([-1, 1], (2, *shape))
    return W, dW, rate


update = Exercise(
    name="update",
    task="Write `update(W, dW, learning_rate)`: the weights after one step of gradient descent.",
    reference=update,
    cases=[_weights(0.5, 3, 2, seed=0), _weights(2.0, 4, 1, seed=1), _weights(0.1, 2, seed=2)],
    misconceptions=[
        Misconception(
            "ascent",
            "Plus climbs: the gradient points to where the loss grows; the step goes against it.",
            lambda W, dW, learning_rate: W + learning_rate * dW,
        ),
        Misconception(
            "no-rate",
            "The learning rate is not used: it scales the gradient before it is subtracted.",
            lambda W, dW, learning_rate: W - dW,
        ),
        *forms(
            "step-only",
            "This is only the step; the new weights are the old ones plus the step.",
            lambda W, dW, learning_rate: -learning_rate * dW,
            lambda W, dW, learning_rate: learning_rate * dW,
        ),
        Misconception(
            "divided",
            "You divide by the learning rate: a smaller rate must give a smaller step.",
            lambda W, dW, learning_rate: W - dW / learning_rate,
        ),
        Misconception(
            "brackets",
            "The brackets are wrong: the learning rate multiplies dW, it is not taken from W.",
            lambda W, dW, learning_rate: (W - learning_rate) * dW,
        ),
        Misconception(
            "shrink",
            "You multiply all of W − dW by the rate; only dW is to be scaled.",
            lambda W, dW, learning_rate: learning_rate * (W - dW),
        ),
        Misconception(
            "sign-only",
            "Only the sign of the gradient counts here; its size says how long the step should be.",
            lambda W, dW, learning_rate: W - learning_rate * np.sign(dW),
        ),
        Misconception(
            "turned",
            "The difference is turned round: start at W and take the step away from it.",
            lambda W, dW, learning_rate: learning_rate * dW - W,
        ),
    ],
    hints=[
        "The gradient points uphill; a step goes the other way.",
        "The length of the step is the learning rate times the gradient.",
        "Give back a new array: `W - …`, not `W -= …`.",
    ],
    praise="A step against the gradient, scaled by the learning rate; W itself is left alone.",
)

worked_example = Choice(
    name="worked_example",
    question="After one step 0.291027924 is published, and our step gives 0.291027774. "
    "Which step gives the published error?",
    options={
        "a": Option(
            "It rounds its weights.",
            "Not this: to move the seventh digit, weights would have to be rounded far more "
            "coarsely than the nine digits that are printed.",
            "rounding",
        ),
        "b": Option(
            "It moves the biases too.",
            "Not this: with the biases moved as well the error falls to 0.2858.",
            "biases",
        ),
        "c": Option(
            "It moves W2 first, and then uses the new W2 in the gradient of W1.",
            "The gradient holds for one point: all of it must be computed before anything moves. "
            "With the new W2 inside dA1 the published number comes out.",
        ),
        "d": Option(
            "It leaves out the factor ½ of the error.",
            "Not this: without it the first error would already be twice as large.",
            "half",
        ),
        "e": Option(
            "It takes two steps.",
            "Not this: after two steps the error is 0.2835.",
            "two-steps",
        ),
    },
    hints=[
        "The difference is tiny, and it appears only after the step: look at the order of things.",
        "dA1 = dZ2 @ W2.T: which W2 is meant, the one before the step or the one after it?",
    ],
)
