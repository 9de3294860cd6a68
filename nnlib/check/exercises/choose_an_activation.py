"""Exercises of notebook 06, "Choose an activation": functions to write, and questions.

The predictions stand in `_activation_guesses`.
"""

import numpy as np

from nnlib.check.base import Choice, Exercise
from nnlib.check.exercises import _activation_guesses

ten_sigmoids = _activation_guesses.ten_sigmoids
guessing_loss = _activation_guesses.guessing_loss
twelve_halvings = _activation_guesses.twelve_halvings
large_steps = _activation_guesses.large_steps

_Z = [
    (np.array([2.0, -2.0, 0.5, -1.25, 3.0]),),
    (np.array([[0.1, -0.7, 4.0], [-3.5, 1.5, 0.25]]),),
    (np.array([3.0, -3.0]),),
    (np.array([4, -1, 2]),),
    (np.array([1e-5, -1e-5, 2e-4]),),
]


def _sides(label, above, below):
    """Make the steps of a function that has one value above 0 and another below."""
    return lambda k, index, z: {"z": z[index], label: above if z[index] > 0 else below}


@Exercise.with_solution(
    task="Write `relu(z)`: z where z is above 0, and 0 elsewhere, for an array of any shape.",
    cases=[*_Z, (np.array([[0.3], [-0.6]], dtype=np.float32),)],
    special=[(np.array([0.0, -0.0, 1e4, -1e4]),)],
    steps=_sides("so", "ReLU gives z itself", "ReLU gives 0"),
    atol=1e-12,
    known="""
        np.abs(z)
            This is the absolute value: it turns a negative input round. ReLU makes it 0.
        (z > 0) * 1.0
            This is a step to 1, and also ReLU's slope. Above 0, ReLU gives z itself.
        z[z > 0]
            `z[z > 0]` leaves entries out, so the shape is lost. Negative entries stay, as 0.
    """,
    hints=[
        "relu(3) is 3, relu(-3) is 0: the larger of z and 0.",
        "`np.maximum` compares two things entry by entry. It is another function than `np.max`.",
        "One line is enough: `return np.maximum(z, 0)`.",
    ],
    praise="Every entry is right.",
)
def relu(z):
    """Keep what is above 0."""
    return np.maximum(z, 0)


def _odd_at_zero(answer):
    """Say what is wrong where z is exactly 0, or nothing: anything from 0 to 1 is fine."""
    with np.errstate(all="ignore"):
        value = float(np.squeeze(answer(np.array([0.0]))))
    if 0 <= value <= 1:
        return None
    return (
        f"At z = 0, where ReLU has its corner, you return {value:g}. Any number from 0 to 1 would "
        "do; most programs take 0. (A division by z cannot work there.)"
    )


@Exercise.with_solution(
    task="Write `relu_slope(z)`: the slope of ReLU at every entry of z, same shape.",
    cases=_Z,
    special=[(np.array([1e4, -1e4]),)],
    steps=_sides("there ReLU", "rises by 1 for 1", "is flat"),
    judge=_odd_at_zero,
    known="""
        np.maximum(z, 0)
            These are ReLU's values. Its slope above 0 is 1, however large z is.
        np.where(z > 0, 1, -1)
        np.sign(z)
        np.ones_like(z)
            Below 0 ReLU is flat: its value stays 0 there, so its slope is 0.
    """,
    hints=[
        "Draw ReLU. How steep is it at z = 3? At z = 100? At z = −2?",
        "`z > 0` compares every entry and gives True or False.",
        "`.astype(float)` turns True into 1.0 and False into 0.0. So does `np.where(z > 0, 1, 0)`.",
    ],
    praise="1 above zero, 0 below, whatever the size of z.",
)
def relu_slope(z):
    """Give 1 above 0, else 0."""
    return (z > 0).astype(float)


def _compared(k, index, norms, factor):
    first, last = float(norms[0]), float(norms[-1])
    is_below = "is below" if first * factor < last else "is not below"
    return {
        "the first norm": first,
        f"times factor = {factor:g}": first * factor,
        "so": f"that {is_below} the last norm, {last:g}",
    }


_NORMS = [  # of each layer, and the factor
    (2e-9, 3e-7, 5e-5, 4e-3, 1000), (0.02, 0.05, 0.01, 0.03, 1000), (5.0, 0.4, 0.02, 0.001, 1000),
    (1e-9, 3e-9, 2e-9, 1000), (1e-9, 1e-4, 10.0, 1000), (0.05, 0.03, 0.02, 1000),
    (10.0, 900.0, 2500.0, 1000), (0.002, 0.02, 0.2, 2.0, 100), (0.02, 0.03, 0.9, 100),
    (1e-5, 0.4, 0.0003, 1000), (0.003, 0.05, 0.9, 100), (0.03, 9e-6, 0.9, 1000),
    (1.0, 3.0, 2), (2.0, 3.0, 2), (2.0, 5.0, 2), (4.0, 9.5, 2), (1e-9, 3e-9, 2),
    (0.5, 0.25, 2.0, 4), (1.0, 50.0, 2.0, 40.0, 10),
]  # fmt: skip


@Exercise.with_solution(
    task="Write `vanishes(norms, factor)`: True if the first layer's gradient norm is more than "
    "`factor` times smaller than the last layer's, else False. The norms are above 0.",
    cases=[(np.array(norms), factor) for *norms, factor in _NORMS],
    steps=_compared,
    known="""
        bool(norms[-1] * factor < norms[0]); norms[0] / norms[-1] > factor
            The ends are swapped: what you find is a gradient that grows on its way back. The
            gradient starts at the last layer, so a vanishing one is small at the first.
        norms[-1] - norms[0] > factor; norms[-1] - norms[0] > 1 / factor
            You compare by a difference. A gradient norm of 0.003 beside one of 0.001 is healthy,
            3e-6 beside 1e-9 is not: what counts is how many times smaller.
        norms[0] < 1 / factor
        norms[0] < 1e-3; norms[0] < 1e-4; norms[0] < 1e-6; norms[0] < 1e-8
            You ask whether the first norm is small. All norms can be small together, near the
            lowest point or with small weights; vanishing shows in the comparison with the last
            layer.
        norms[0] * factor < norms[1]
        (norms[:-1] * factor < norms[1:]).any(); (norms[:-1] * factor < norms[1:]).all()
            You compare neighbouring layers. A factor of 10 from layer to layer is enough when
            there are many: compare the first with the last.
        min(norms) * factor < max(norms); norms[0] * factor < max(norms)
        min(norms) * factor < norms[-1]
            You look at the smallest or the largest norm, wherever it is. Vanishing means: small at
            the first layer and large at the last.
        norms[-1] / norms[0]; norms[0] / norms[-1]
            You return how many times smaller it is. The question wants True or False.
        norms[0] * 1000 < norms[-1]
            You always compare with 1000, whatever `factor` says.
    """,
    hints=[
        "The gradient begins at the output, `norms[-1]`, and travels back to `norms[0]`.",
        "More than 1000 times smaller: 1000 times as much would still be less.",
        "`norms[0] * factor < norms[-1]` compares the two.",
    ],
    praise="You find a vanishing gradient by its ratio, whatever the size of all norms together.",
)
def vanishes(norms, factor=1000):
    """Compare the first norm with the last."""
    return norms[0] * factor < norms[-1]


@Exercise.with_solution(
    task="Write `he_scale(n)`: the standard deviation s of first weights that suit ReLU, for n "
    "incoming values.",
    cases=[(8,), (2,), (100,), (10,), (784,), (3,)],
    known="""
        2 / n
            This is 2 / n, the variance. Numbers are drawn by their standard deviation, which is
            its square root.
        np.sqrt(1 / n)
            This is √(1/n), which suits tanh. ReLU cuts off half of the signal, so twice the
            variance is needed: 2 / n.
        np.sqrt(n / 2); n / 2; np.sqrt(n)
            The fraction is upside down: more incoming values need smaller weights.
        np.sqrt(2) / n; 2 / np.sqrt(n)
            Only a part is under the root: it goes over the whole of 2 / n.
    """,
    hints=[
        "The mean square of the weighted sums is n · s² times that of the activations before.",
        "ReLU halves the mean square. So n · s² must be 2 for it to stay as it is.",
        "n · s² = 2 gives s² = 2 / n. The standard deviation s is its square root.",
    ],
    praise="With this spread the signal of a ReLU network keeps its size through any depth.",
)
def he_scale(n):
    """Keep the mean square of a ReLU network."""
    variance = 2 / n
    return np.sqrt(variance)


spot_vanishing = Choice(
    name="spot_vanishing",
    question="The options are the norms of dZ in four networks before the first step, from the "
    "first layer to the output layer. In which does the gradient vanish?",
    options="""
        a) 0.04, 0.03, 0.05, 0.02
            A norm of 0.04 is no fault by itself; the learning rate sets the scale. All layers here
            get about the same.
        b) 2e-9, 5e-7, 8e-5, 0.01
            Right. From the output back to the first layer the norm shrinks to less than a
            millionth: the first layer hardly moves while the last learns.
        c) 3e-6, 2e-6, 4e-6, 3e-6
            All layers here get about the same small gradient: it does not fade on its way back.
        d) 9.0, 0.7, 0.05, 0.004
            The gradient travels from right to left, from the output to the first layer. Here it
            grows on its way: it explodes.
        e) In both b and c: their first norms are tiny.
            Compare the first layer with the last of the same network: in c they are alike.
    """,
    hints=[
        "At which end does backpropagation start?",
        "Divide the first norm by the last, for each network.",
    ],
)

mend_vanishing = Choice(
    name="mend_vanishing",
    question="A network of ten sigmoid layers does not learn: the first layer's gradient is a "
    "millionth of the last layer's. What helps?",
    options="""
        a) A learning rate a million times as large.
            It would be right for the first layer and a million times too large for the last, which
            would jump about: one rate serves all layers.
        b) More training steps.
            At a millionth of the pace, what takes a thousand steps elsewhere would take a thousand
            million here.
        c) Another two sigmoid layers.
            Each sigmoid layer multiplies the gradient by at most a quarter and a weight: with more
            layers even less comes through.
        d) An activation whose slope reaches 1, and first weights that fit it.
            Right. Then each layer hands on about as much as it gets. Which first weights fit which
            activation comes next.
        e) First weights of zero, so that no layer starts in a wrong place.
            With zero weights every product on the way back is zero: the layers before the last
            would get no gradient at all.
    """,
    hints=[
        "What are the two factors that each layer multiplies the gradient by?",
        "The slope of the sigmoid is 0.25 at most. Which activations have more?",
    ],
)

dead_relu = Choice(
    name="dead_relu",
    question="When is a ReLU unit dead?",
    options="""
        a) When its output is 0 for the sample at hand.
            That is its daily work: it is silent for some samples and learns from the others.
        b) When its weights are all 0.
            With a positive bias it would still give a value and get a gradient. What counts is the
            sum w · x + b.
        c) When its output is 0 for every sample, so that no gradient reaches its weights.
            Right. Its slope is then 0 for every sample, and its own weights do not change any
            more. It can only wake up if layers before it change what it gets.
        d) When its output no longer changes because it is very large.
            Above 0 the slope of ReLU is 1 however large the output is: it saturates on one side
            only.
        e) When the loss no longer falls.
            That can have many causes; at the lowest point, too, no gradient is left.
    """,
    hints=[
        "Which samples does the gradient of a unit's weights add up over?",
        "The gradient of a unit's weights has the slope as a factor, sample by sample.",
    ],
)
