"""Exercises of notebook 07, "Choose a learning rate": two to write, and predictions."""

import numpy as np

from nnlib.check.base import Choice, Exercise, Value
from nnlib.check.exercises.read_a_loss_curve import curve_1, curve_2, curve_3, curve_4, curve_5

__all__ = [
    "curve_1",
    "curve_2",
    "curve_3",
    "curve_4",
    "curve_5",
    "half_cosine",
    "largest_rate",
    "momentum_step",
    "past_the_limit",
    "tenth_of_the_rate",
    "two_leaps",
]


def _case(shape, learning_rate, beta, seed):
    rng = np.random.default_rng(seed)
    W, V, dW = (rng.uniform(0.3, 1.3, shape) * rng.choice([-1, 1], shape) for _ in range(3))
    return W, V, dW, learning_rate, beta


def _average(W, V, dW, rate, share):
    V = share * V + (1 - share) * dW
    return W - rate * V, V


@Exercise.with_solution(
    task="Write `momentum_step(W, V, dW, learning_rate, beta)`: it returns the new weights and the "
    "new velocity.",
    returns=("W", "V"),
    cases=[
        (np.array([1.0, -2.0]), np.array([0.5, 1.5]), np.array([0.2, -0.4]), 0.1, 0.9),
        _case((2, 4), 0.3, 0.8, 0),
        _case((3,), 1.2, 0.5, 1),
        (np.array([10.0]), np.array([4.0]), np.array([3.0]), 2.0, 0.5),
        (np.array([[10], [1]]), np.array([[4], [2]]), np.array([[3], [-1]]), 1, 0.5),
    ],
    special=[_case((2, 2), 0.5, 0.0, 2)],
    known="""
        W - learning_rate * dW, V; W - learning_rate * dW, dW; W - learning_rate * dW, beta * V + dW
            The weights move along dW alone: this is descent without momentum. They move along the
            new velocity, V = beta * V + dW.
        W - learning_rate * V, beta * V + dW; W - learning_rate * V, V
            The weights move along the old velocity. First take the gradient into it, then move.
        W - (beta * V + learning_rate * dW), beta * V + learning_rate * dW
        W + (beta * V - learning_rate * dW), beta * V - learning_rate * dW
            You have put the learning rate into the velocity. Some books do; here V is a sum of
            gradients alone, V = beta * V + dW, and the rate comes in once, with W = W −
            learning_rate * V.
        W - learning_rate * (beta * V + learning_rate * dW), beta * V + learning_rate * dW
            The learning rate comes in twice, in V and again in W. V = beta * V + dW has none.
        _average(W, V, dW, learning_rate, beta); _average(W, V, dW, learning_rate, 1 - beta)
            You average: the two parts have weights that add up to 1. Momentum adds the whole
            gradient, V = beta * V + dW, which makes its steps longer.
        W - learning_rate * (beta * (beta * V + dW) + dW), beta * V + dW
            This is Nesterov's step, which goes along beta * V + dW with the new V. The exercise
            asks for plain momentum: along V itself.
    """,
    hints=[
        "Two lines: one makes the new velocity of the old one and the gradient, one moves W.",
        "The old velocity counts beta times as much as before, and the gradient is added to it.",
        "V = beta * V + dW comes first; W then goes learning_rate times V downhill.",
        "Write `V = …` and not `V += …`, which would change the caller's array.",
    ],
    praise="Velocity first, then the weights; with beta = 0 it is plain gradient descent.",
)
def momentum_step(W, V, dW, learning_rate, beta):
    """Renew the velocity, then the weights."""
    V = beta * V + dW
    W = W - learning_rate * V
    return W, V


@Exercise.with_solution(
    task="Write `half_cosine(t, first, last)`: the learning rate at step t, which falls from "
    "`first` at step 0 along half a cosine and is 0 at step `last`.",
    cases=[
        (50, 4.0, 100),
        (25, 0.8, 100),
        (700, 1.5, 3000),
        (30, 2.0, 40),
    ],
    special=[(0, 4.0, 100), (100, 4.0, 100)],
    known="""
        first * np.cos(np.pi * t / last)
            That is the cosine itself, which goes on from 1 to −1. Half of 1 plus the cosine goes
            from 1 to 0.
        first * np.cos(np.pi / 2 * t / last)
            That is a quarter of a turn. It goes from 1 to 0, too, but it ends steeply: half of 1
            plus the cosine is flat at both ends.
        first * (1 + np.cos(np.pi * t / last))
            At step 0 this is twice `first`, since 1 plus the cosine is 2 there: take half of it.
        first / 2 * (1 + np.cos(t / last)); first / 2 * (1 + np.cos(2 * np.pi * t / last))
            Half a turn is π: the angle is π times t / last.
        first / 2 * (1 + np.cos(180 * t / last))
            NumPy's cosine takes an angle where half a turn is π, not 180.
        first * (1 - t / last)
            This is a straight line from `first` to 0. Half a cosine is flat at both ends.
        first / 2 * (1 - np.cos(np.pi * t / last))
            This rises from 0 to `first`: the sign before the cosine is plus.
    """,
    hints=[
        "How much of the way lies behind step t? That share is t / last.",
        "Half a turn is the angle π (`np.pi`), so the angle at step t is π times the share.",
        "`np.cos` goes from 1 to −1 on that way; half of 1 plus the cosine goes from 1 to 0.",
    ],
    praise="It starts at the first rate, is half of it half-way, and 0 at the last step.",
)
def half_cosine(t, first, last):
    """Rate at step t, a number."""
    share = t / last
    cosine = np.cos(np.pi * share)
    return first / 2 * (1 + cosine)


largest_rate = Choice(
    name="largest_rate",
    question="All three runs start at the loss log 2. What does the loss of the run with the rate "
    "30 do?",
    options="""
        a) It falls fastest, since its steps are the longest.
            Its first step does lower the loss, by less than one per cent. The next steps are so
            long that they cross the valley and end high up on the other side.
        b) It falls faster than the others at first. It jumps only near the lowest point.
            It is above its start after a few steps, when the lowest point is still far away. What
            counts is the slope times 30, and slopes grow on the way.
        c) It leaps to many times its start, and goes on jumping.
            Right. The first slopes are small, but soon 30 times a slope crosses the whole valley,
            and from the other wall the next step leaps back.
        d) It grows without end, until the computer has no room for it.
            That can happen, and a later cell shows it. Here the hidden units are tanh. Their
            outputs stay between −1 and 1, and so the slopes stay below a bound.
    """,
    hints=["How long is a step: the rate times what?", "What bounds the output of a tanh unit?"],
)

two_leaps = Value(
    name="two_leaps",
    arguments="w",
    task="Let κ = 1 and α = 1.8. Gradient descent starts at w = 1. Where is w after two steps?",
    reference=0.64,
    known={
        "That is w after one step. The second step multiplies by the factor once more.": [-0.8],
        "One step gives −0.8, with a minus: w has leapt across. The second step leaps back.": [0.8],
        "The size is right. Two factors of −0.8 make a number above 0: the second leap goes "
        "back to the first side.": [-0.64],
        "You have taken the slope of the start for both steps. After the first step w is "
        "−0.8, and so is the slope there.": [-2.6],
        "You have multiplied by α itself. The factor of a step is 1 − α κ, here −0.8.": [3.24],
        "That is the length of the first step. It leads from 1 to 1 − 1.8.": [1.8, -1.8],
        "You have multiplied by 1 + α κ. Descent goes against the slope: 1 − α κ, here −0.8.": [
            7.84
        ],
        "You have taken 0.2 for the factor, which is that of α = 0.8. Here it is 1 − 1.8.": [0.04],
    },
    hints=["The factor of one step is 1 − α κ.", "Two steps multiply by the factor twice."],
    praise="The factor is 1 − 1.8 = −0.8, and (−0.8)² = 0.64: w leaps across and back, and comes "
    "nearer to 0.",
)

past_the_limit = Choice(
    name="past_the_limit",
    question="The limit goes on falling. Soon it lies below the rate 1.2. What does the loss do?",
    options="""
        a) From there on it grows faster and faster, and training diverges.
            On a parabola it would. The walls of the real loss become less curved higher up. There
            the limit lies above the rate again, and the leaps grow no further.
        b) It stays where it is: the lowest point is reached.
            It still falls. Nothing has arrived; what changes is that the leaps across the valley
            begin to grow, from next to nothing.
        c) It falls on for hundreds of steps, rises within some dozen, and then falls again.
            Right. The leaps have to grow for long until they can be seen. Then they lift the
            network to the walls of its valley, and it goes on from there.
        d) From there on it jumps up and down, as with the rate 30.
            The weights do leap at every step. But the leaps come to a length that stays, from one
            wall to the other, and both are about equally high: the loss hardly moves.
    """,
    hints=[
        "How large are the leaps when they begin to grow?",
        "Is the curvature the same everywhere?",
    ],
)

tenth_of_the_rate = Choice(
    name="tenth_of_the_rate",
    question="Plain descent has the rate 0.1; momentum with β = 0.9 has 0.01. Whose loss is lower "
    "after 1,000 steps (the median of ten seeds)?",
    options="""
        a) That of momentum: it gathers speed.
            It gathers speed until its velocity is ten times the gradient. With a tenth of the rate
            that makes steps of the same length.
        b) That of plain descent: its rate is ten times as large.
            But its steps are not longer. The velocity adds up to dW / (1 − 0.9), ten times the
            gradient, and so makes up for the rate.
        c) They are equal to two digits.
            Right. Where the gradient hardly changes, the velocity is ten times the gradient, and
            ten times a tenth is one.
        d) That of plain descent: momentum swings past the lowest point.
            At so small a rate nothing swings: the loss of momentum falls at nearly every step.
    """,
    hints=["How large does V become while the gradient stays the same?"],
)
