"""Exercises of notebook 06, "Choose an activation": functions to write, and questions."""

import numpy as np

from nnlib import activations
from nnlib.check.base import Choice, Exercise, Misconception, Option, forms

# relu

_Z = [
    (np.array([2.0, -2.0, 0.5, -1.25, 3.0]),),
    (np.array([[0.1, -0.7, 4.0], [-3.5, 1.5, 0.25]]),),
]
_ABSOLUTE = "This is the absolute value: it turns a negative input round. ReLU makes it 0."
_WRONG_SIDE = "The wrong side is cut off: ReLU keeps what is above 0, not what is below."
_STEP = "This is a step to 1, and also ReLU's slope. Above 0, ReLU gives z itself."
_LEAKY = "This is leaky ReLU: it keeps a little of a negative input. ReLU keeps none."
_CAPPED = "Your function stops at an upper end. ReLU has none: relu(4) is 4."
_SMOOTH = "This is a smooth relative of ReLU. ReLU itself has a corner at 0."
_LINEAR = "Your function gives z back: negative entries must become 0."
_COLUMN = (
    "`np.max(z, 0)` looks for the largest entry along axis 0. To compare every entry with 0, use "
    "`np.maximum(z, 0)`."
)
_BUILT_IN = (
    "Python's `max` and `if` decide once, for the whole array; here every entry decides for "
    "itself. `np.maximum` and `np.where` do that."
)
_FILTER = "`z[z > 0]` leaves entries out, so the shape is lost. Negative entries stay, as 0."


def _by_if(z):
    if z > 0:
        return z
    return 0 * z


relu = Exercise(
    name="relu",
    task="Write `relu(z)`: z where z is above 0, and 0 elsewhere, for an array of any shape.",
    reference=activations.relu,
    cases=_Z,
    special=[(np.array([0.0, -0.0, 1e4, -1e4]),)],
    stable=True,
    misconceptions=[
        Misconception("absolute", _ABSOLUTE, np.abs),
        *forms(
            "wrong-side",
            _WRONG_SIDE,
            lambda z: np.minimum(z, 0),
            lambda z: np.maximum(-z, 0),
            lambda z: -np.maximum(z, 0),
        ),
        Misconception("step", _STEP, lambda z: (z > 0).astype(float)),
        *forms("leaky", _LEAKY, activations.leaky_relu, lambda z: np.maximum(0.1 * z, z)),
        *forms("capped", _CAPPED, lambda z: np.clip(z, 0, 1), lambda z: np.clip(z, -1, 1)),
        *forms(
            "smooth",
            _SMOOTH,
            activations.softplus,
            activations.elu,
            activations.silu,
            activations.gelu,
        ),
        Misconception("linear", _LINEAR, lambda z: 1.0 * z),
        *forms("along-axis", _COLUMN, lambda z: np.max(z, 0), lambda z: np.max(z)),
        *forms("whole-array", _BUILT_IN, lambda z: max(0, z), lambda z: max(z, 0), _by_if),
        Misconception("filter", _FILTER, lambda z: z[z > 0]),
    ],
    hints=[
        "relu(3) is 3, relu(-3) is 0: the larger of z and 0.",
        "`np.maximum` compares two things entry by entry. It is another function than `np.max`.",
        "One line is enough: `return np.maximum(z, 0)`.",
    ],
    praise="Every entry is right.",
)

# relu_slope


def relu_slope(z):
    """Slope of ReLU at every entry: 1 where z is above 0, else 0.

    At 0 itself there is a corner; 0 is what most programs take there.

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    array of the same shape
    """
    return (z > 0).astype(float)


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


_VALUE = "These are ReLU's values. Its slope above 0 is 1, however large z is."
_BELOW = "Below 0 ReLU is flat: its value stays 0 there, so its slope is 0."
_TURNED = "The sides are swapped: ReLU is flat below 0 and rises above."
_OF_SIGMOID = "This is the slope of the sigmoid. ReLU is straight on both sides of 0."
_OF_SQUARE = "Above 0 ReLU is z, and the slope of z is 1, not z: a slope is a rate of change."
_LEAKY_SLOPE = "This is the slope of leaky ReLU. ReLU is quite flat below 0."
_WHOLE = "One number comes back; every entry of z has a slope of its own."
_SMOOTH_SLOPE = "This is the slope of a smooth relative of ReLU. ReLU's jumps from 0 to 1."

relu_slope = Exercise(
    name="relu_slope",
    task="Write `relu_slope(z)`: the slope of ReLU at every entry of z, same shape.",
    reference=relu_slope,
    cases=_Z,
    special=[(np.array([1e4, -1e4]),)],
    stable=True,
    judge=_odd_at_zero,
    misconceptions=[
        *forms("value", _VALUE, activations.relu, lambda z: np.where(z > 0, z, 0) + 0 * (z < 0)),
        *forms(
            "not-flat-below",
            _BELOW,
            lambda z: np.sign(z),
            lambda z: np.ones_like(z),
            lambda z: np.where(z > 0, 1.0, z),
        ),
        *forms(
            "swapped", _TURNED, lambda z: (z < 0).astype(float), lambda z: np.where(z > 0, 0, -1)
        ),
        *forms(
            "sigmoid-slope",
            _OF_SIGMOID,
            lambda z: activations.sigmoid(z) * (1 - activations.sigmoid(z)),
            lambda z: z * (1 - z),
        ),
        *forms(
            "input-for-slope", _OF_SQUARE, lambda z: 1.0 * z, lambda z: np.where(z > 0, 2 * z, 0)
        ),
        *forms(
            "leaky",
            _LEAKY_SLOPE,
            lambda z: np.where(z > 0, 1, 0.01),
            lambda z: np.where(z > 0, 1, 0.1),
        ),
        *forms(
            "smooth",
            _SMOOTH_SLOPE,
            activations.sigmoid,
            lambda z: np.where(z > 0, 1, np.exp(z)),
        ),
        *forms("one-number", _WHOLE, lambda z: (z > 0).any(), lambda z: (z > 0).sum()),
        *forms(
            "whole-array",
            _BUILT_IN,
            lambda z: 1 if z > 0 else 0,
            lambda z: max(0, z) / z,
        ),
    ],
    hints=[
        "Draw ReLU. How steep is it at z = 3? At z = 100? At z = −2?",
        "`z > 0` compares every entry and gives True or False.",
        "`.astype(float)` turns True into 1.0 and False into 0.0. So does `np.where(z > 0, 1, 0)`.",
    ],
    praise="1 above zero, 0 below, whatever the size of z.",
)

# vanishes


def vanishes(norms, factor=1000):
    """Tell whether the gradient vanishes on its way back through the layers.

    Parameters
    ----------
    norms : array of shape (layers,)
        Gradient norm of every layer; the output layer is the last.
    factor : float
        How many times shorter the first layer's gradient must be.

    Returns
    -------
    bool
        Whether the first layer's norm times `factor` is below the last layer's.
    """
    return bool(norms[0] * factor < norms[-1])


_UPSIDE_DOWN = (
    "The ends are swapped: what you find is a gradient that grows on its way back. The gradient "
    "starts at the last layer, so a vanishing one is small at the first."
)
_DIFFERENCE = (
    "You compare by a difference. A gradient norm of 0.003 beside one of 0.001 is healthy, 3e-6 "
    "beside 1e-9 is not: what counts is how many times smaller."
)
_ABSOLUTE_SIZE = (
    "You ask whether the first norm is small. All norms can be small together, near the lowest "
    "point or with small weights; vanishing shows in the comparison with the last layer."
)
_ANY_SMALLER = "Any smaller norm counts as vanishing for you; it must be `factor` times smaller."
_NEIGHBOURS = (
    "You compare neighbouring layers. A factor of 10 from layer to layer is enough when there are "
    "many: compare the first with the last."
)
_EXTREMES = (
    "You compare the smallest with the largest norm, wherever they are. Vanishing means: small at "
    "the first layer and large at the last."
)
_RATIO = "You return how many times smaller it is. The question wants True or False."
_FACTOR_SIDE = "The factor stands on the wrong side: it is the first norm that gets multiplied."
_FIXED = "You always compare with 1000, whatever `factor` says."


def _say(case, got, wanted):
    norms, factor = case
    listed = ", ".join(f"{norm:g}" for norm in norms)
    gives = str(bool(got)) if got in (0, 1) else f"{got:.4g}"
    return f"For norms = [{listed}], factor = {factor} you return {gives}; wanted {bool(wanted)}."


vanishes = Exercise(
    name="vanishes",
    task=(
        "Write `vanishes(norms, factor)`: True if the first layer's gradient norm is more than "
        "`factor` times smaller than the last layer's, else False."
    ),
    reference=vanishes,
    cases=[
        (np.array([2e-9, 3e-7, 5e-5, 4e-3]), 1000),
        (np.array([0.02, 0.05, 0.01, 0.03]), 1000),
        (np.array([5.0, 0.4, 0.02, 0.001]), 1000),
        (np.array([1e-9, 3e-9, 2e-9]), 1000),
        (np.array([1e-9, 1e-4, 10.0]), 1000),
        (np.array([0.05, 0.03, 0.02]), 1000),
        (np.array([10.0, 900.0, 2500.0]), 1000),
        (np.array([0.002, 0.02, 0.2, 2.0]), 100),
        (np.array([0.02, 0.03, 0.9]), 100),
        (np.array([1e-5, 0.4, 0.0003]), 1000),
        (np.array([0.003, 0.05, 0.9]), 100),
        (np.array([0.03, 9e-6, 0.9]), 1000),
    ],
    special=[(np.array([0.0, 0.0, 0.1]), 1000)],
    stable=True,
    explain=_say,
    misconceptions=[
        *forms(
            "upside-down",
            _UPSIDE_DOWN,
            lambda norms, factor: bool(norms[-1] * factor < norms[0]),
            lambda norms, factor: norms[0] / norms[-1] > factor,
        ),
        *forms(
            "difference",
            _DIFFERENCE,
            lambda norms, factor: norms[-1] - norms[0] > factor,
            lambda norms, factor: norms[-1] - norms[0] > 1 / factor,
            lambda norms, factor: abs(norms[-1] - norms[0]) > 1 / factor,
        ),
        *forms(
            "small",
            _ABSOLUTE_SIZE,
            lambda norms, factor: norms[0] < 1 / factor,
            lambda norms, factor: min(norms) < 1 / factor,
            lambda norms, factor: norms.mean() < 1 / factor,
            *(lambda norms, factor, e=e: norms[0] < 10.0**-e for e in (3, 4, 6, 8)),
        ),
        Misconception("any", _ANY_SMALLER, lambda norms, factor: norms[0] < norms[-1]),
        *forms(
            "neighbours",
            _NEIGHBOURS,
            lambda norms, factor: norms[0] * factor < norms[1],
            lambda norms, factor: (norms[:-1] * factor < norms[1:]).any(),
            lambda norms, factor: (norms[:-1] * factor < norms[1:]).all(),
        ),
        *forms(
            "extremes",
            _EXTREMES,
            lambda norms, factor: min(norms) * factor < max(norms),
            lambda norms, factor: norms[0] * factor < max(norms),
            lambda norms, factor: min(norms) * factor < norms[-1],
        ),
        *forms(
            "ratio",
            _RATIO,
            lambda norms, factor: norms[-1] / norms[0],
            lambda norms, factor: norms[0] / norms[-1],
        ),
        *forms(
            "factor-side",
            _FACTOR_SIDE,
            lambda norms, factor: norms[0] < norms[-1] * factor,
            lambda norms, factor: norms[0] / norms[-1] < factor,
        ),
        *forms(
            "fixed-factor",
            _FIXED,
            lambda norms, factor: norms[0] * 1000 < norms[-1],
            lambda norms, factor: norms[-1] / norms[0] > 1000,
        ),
    ],
    hints=[
        "The gradient begins at the output, `norms[-1]`, and travels back to `norms[0]`.",
        "More than 1000 times smaller: 1000 times as much would still be less.",
        "`norms[0] * factor < norms[-1]` needs no division, and so works for a norm of 0 too.",
    ],
    praise="You find a vanishing gradient by its ratio, whatever the size of all norms together.",
)

# he_scale


def he_scale(n):
    """Give the standard deviation of first weights that suit ReLU, for n incoming values.

    Parameters
    ----------
    n : int

    Returns
    -------
    float
    """
    return np.sqrt(2 / n)


_VARIANCE = (
    "This is 2 / n, the variance. Numbers are drawn by their standard deviation, which is its "
    "square root."
)
_XAVIER = "This is Xavier's √(1/n). ReLU cuts off half of the signal, so twice the variance."
_INVERTED = "The fraction is upside down: more incoming values need smaller weights."
_ROOT_PART = "Only a part is under the root: it goes over the whole of 2 / n."
_HALF = "Your variance is less than 1 / n. ReLU cuts half of the signal off, so it must be 2 / n."

he_scale = Exercise(
    name="he_scale",
    task="Write `he_scale(n)`: the standard deviation of first weights that suit ReLU, for n "
    "incoming values.",
    reference=he_scale,
    cases=[(100,), (2,), (10,), (784,)],
    misconceptions=[
        Misconception("variance", _VARIANCE, lambda n: 2 / n),
        *forms("xavier", _XAVIER, lambda n: np.sqrt(1 / n), lambda n: 1 / n),
        *forms(
            "upside-down",
            _INVERTED,
            lambda n: np.sqrt(n / 2),
            lambda n: n / 2,
            lambda n: np.sqrt(n),
        ),
        *forms(
            "part-of-the-root",
            _ROOT_PART,
            lambda n: np.sqrt(2) / n,
            lambda n: 2 / np.sqrt(n),
            lambda n: np.sqrt(2 * n),
        ),
        *forms("half", _HALF, lambda n: np.sqrt(1 / (2 * n)), lambda n: 0.5 * np.sqrt(1 / n)),
    ],
    hints=[
        "The mean square of the weighted inputs is n · σ² times that of the activations before.",
        "ReLU halves the mean square. So n · σ² must be 2 for it to stay as it is.",
        "n · σ² = 2 gives σ² = 2 / n. The standard deviation σ is its square root.",
    ],
    praise="With this spread the signal of a ReLU network keeps its size through any depth.",
)


spot_vanishing = Choice(
    name="spot_vanishing",
    question=(
        "The options are the gradient norms of four networks before the first step, from the "
        "first layer to the output layer. In which does the gradient vanish?"
    ),
    options={
        "a": Option(
            "0.04, 0.03, 0.05, 0.02",
            "A norm of 0.04 is no fault by itself; the learning rate sets the scale. All layers "
            "here get about the same.",
            "small-is-vanishing",
        ),
        "b": Option(
            "2e-9, 5e-7, 8e-5, 0.01",
            "From the output back to the first layer the norm shrinks to less than a millionth: "
            "the first layer hardly moves while the last learns.",
        ),
        "c": Option(
            "3e-6, 2e-6, 4e-6, 3e-6",
            "All layers here get the same small gradient. It has lost nothing on its way back; a "
            "larger learning rate would serve all of them.",
            "all-small",
        ),
        "d": Option(
            "9.0, 0.7, 0.05, 0.004",
            "The gradient travels from right to left, from the output to the first layer. Here it "
            "grows on its way: it explodes.",
            "wrong-direction",
        ),
        "e": Option(
            "In both b and c: their first norms are tiny.",
            "Compare the first layer with the last of the same network: in c they are alike.",
            "first-norm-only",
        ),
    },
    hints=[
        "At which end does backpropagation start?",
        "Divide the first norm by the last, for each network.",
    ],
)

mend_vanishing = Choice(
    name="mend_vanishing",
    question=(
        "A network of ten sigmoid layers does not learn: the first layer's gradient is a millionth "
        "of the last layer's. What helps?"
    ),
    options={
        "a": Option(
            "A learning rate a million times as large.",
            "It would be right for the first layer and a million times too large for the last, "
            "which would jump about: one rate serves all layers.",
            "learning-rate",
        ),
        "b": Option(
            "More training steps.",
            "At a millionth of the pace, what takes a thousand steps elsewhere would take a "
            "thousand million here.",
            "patience",
        ),
        "c": Option(
            "Another two sigmoid layers.",
            "Each sigmoid layer multiplies the gradient by at most a quarter and a weight: with "
            "more layers even less comes through.",
            "more-layers",
        ),
        "d": Option(
            "An activation whose slope reaches 1, and first weights that fit it.",
            "Then each layer hands on about as much as it gets: tanh or ELU with Xavier, ReLU with "
            "He.",
        ),
        "e": Option(
            "First weights of zero, so that no layer starts in a wrong place.",
            "With zero weights every product on the way back is zero: the layers before the last "
            "would get no gradient at all.",
            "zero-weights",
        ),
    },
    hints=[
        "What are the two factors that each layer multiplies the gradient by?",
        "The slope of the sigmoid is 0.25 at most. Which activations have more?",
    ],
)

dead_relu = Choice(
    name="dead_relu",
    question="When is a ReLU unit dead?",
    options={
        "a": Option(
            "When its output is 0 for the sample at hand.",
            "That is its daily work: it is silent for some samples and learns from the others.",
            "silent-once",
        ),
        "b": Option(
            "When its weights are all 0.",
            "With a positive bias it would still give a value and get a gradient. What counts is "
            "the sum w · x + b.",
            "zero-weights",
        ),
        "c": Option(
            "When its output is 0 for every sample, so that no gradient reaches its weights.",
            "Its slope is then 0 for every sample, and its own weights do not change any more. It "
            "can only wake up if layers before it change what it gets.",
        ),
        "d": Option(
            "When its output no longer changes because it is very large.",
            "Above 0 the slope of ReLU is 1 however large the output is: it saturates on one side "
            "only.",
            "saturates-above",
        ),
        "e": Option(
            "When the loss no longer falls.",
            "That can have many causes; at the lowest point, too, no gradient is left.",
            "loss-stands",
        ),
    },
    hints=[
        "Which samples does the gradient of a unit's weights add up over?",
        "The gradient of a unit's weights has the slope as a factor, sample by sample.",
    ],
)
