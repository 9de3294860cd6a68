"""Every public function of the numerics with what does not fit, and with what fits in odd clothes.

A table says what each function is called with. For each argument that is an array, the same
numbers come as integers, read-only, strided, and so on, and must give the same result; and what
is no array of real numbers must be refused in a sentence. A test lists all cases that failed.
"""

import warnings

import numpy as np
import pytest

from nnlib import (
    Network,
    activations,
    convolution,
    datasets,
    diagnostics,
    logic,
    losses,
    neuron,
    pooling,
    windows,
)
from nnlib.circuits import LATCH, Circuit
from nnlib.convnet import ConvNet
from nnlib.trainable import Gradients


class Frame:
    """What a data frame is to NumPy: an object that can be made an array."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)


def strided(array):
    """Give the same entries from memory where they do not lie side by side."""
    wide = np.zeros([2 * n for n in array.shape])
    view = wide[tuple(slice(None, None, 2) for _ in array.shape)]
    view[...] = array
    return view


def locked(array):
    array = array.copy()
    array.flags.writeable = False
    return array


ODD = {
    "a list": lambda a: a.tolist(),
    "read-only": locked,
    "strided": strided,
    "column by column": np.asfortranarray,
    "a data frame": Frame,
    "other byte order": lambda a: a.astype(">f8"),
    "int64": lambda a: a.astype(np.int64),
    "uint8": lambda a: a.astype(np.uint8),
    "int8": lambda a: a.astype(np.int8),
    "float16": lambda a: a.astype(np.float16),
    "booleans": lambda a: a.astype(bool),
}

BAD = {
    "complex": lambda a: a + 1j,
    "masked": lambda a: np.ma.masked_array(a, mask=a == a.flat[0]),
    "dates": lambda a: a.astype(int).astype("datetime64[D]"),
    "time spans": lambda a: a.astype(int).astype("timedelta64[D]"),
    "objects": lambda a: a.astype(object),
    "text": lambda a: a.astype(str),
    "nothing": lambda a: None,
    "a word": lambda a: "X",
    "ragged": lambda a: [[1.0, 0.0], [1.0]],
}

# Zeros and ones throughout, so that each can also come as booleans and as bytes.
B = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
COLUMN = np.array([[0.0], [1.0], [1.0]])
CLASSES = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
IMAGE = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
KERNEL = np.array([[1.0, 0.0], [1.0, 1.0]])
NET = Network([2, 3, 1], rng=0)
CLASSIFIER = Network([2, 3, 2], output="softmax", loss="softmax_cross_entropy", rng=0)
CONV = ConvNet((3, 3), classes=2, kernels=2, rng=0)
PASS, CONV_PASS = NET.forward(B), CONV.forward(np.stack([IMAGE] * 3))


def backward_of(y):
    return NET.backward(PASS, y)


def assigned(W):
    net = Network([2, 2, 1], rng=0)
    net.weights = [W, [[1.0], [1.0]]]
    return net.weights


# Name, function, and arguments; all of them are arrays of which any may come in odd clothes.
CALLS = {
    **{name: (f.value, [B]) for name, f in activations.ACTIVATIONS.items()},
    **{f"slope of {name}": (f.slope, [B, B]) for name, f in activations.ACTIVATIONS.items()},
    **{name: (getattr(activations, name), [B]) for name in ("sigmoid", "relu", "softmax")},
    **{name: (loss.value, [B, CLASSES]) for name, loss in losses.LOSSES.items()},
    **{f"{name} gradient": (loss.gradient, [B, B]) for name, loss in losses.LOSSES.items()},
    "sigmoid_cross_entropy": (losses.sigmoid_cross_entropy, [B, B]),
    "its gradient": (losses.sigmoid_cross_entropy_gradient, [B, B]),
    "softmax_cross_entropy": (losses.softmax_cross_entropy, [B, CLASSES]),
    "its gradient, softmax": (losses.softmax_cross_entropy_gradient, [B, CLASSES]),
    "categorical": (losses.categorical_cross_entropy, [B, CLASSES]),
    "categorical gradient": (losses.categorical_cross_entropy_gradient, [B, CLASSES]),
    "correlate2d": (convolution.correlate2d, [IMAGE, KERNEL]),
    "convolve2d": (convolution.convolve2d, [IMAGE, KERNEL]),
    "kernel_gradient": (convolution.kernel_gradient, [KERNEL, IMAGE, KERNEL]),
    "image_gradient": (convolution.image_gradient, [KERNEL, IMAGE, KERNEL]),
    "max_pool": (pooling.max_pool, [IMAGE]),
    "max_pool_backward": (pooling.max_pool_backward, [np.ones((1, 1)), IMAGE]),
    "patches": (lambda images: windows.patches(images, 2), [IMAGE]),
    "potential": (lambda x, w: neuron.potential(x, w, 1.0), [B, np.array([1.0, 0.0])]),
    "fires": (lambda x, w: neuron.fires(x, w, 2.0), [B, np.array([1.0, 1.0])]),
    "Neuron": (lambda w: neuron.Neuron(w, 2)([1, 1]), [np.array([1.0, 1.0])]),
    "search": (lambda w: len(logic.search(2, w, w)), [np.array([0.0, 1.0])]),
    "truth_table": (lambda y: logic.truth_table(lambda X: y, 1).y, [np.array([1.0, 0.0])]),
    "latch": (lambda x: LATCH.run({"set": x, "reset": [0, 0]})["Q"], [np.array([1.0, 0.0])]),
    "split": (lambda X, y: datasets.split(X, y), [B, COLUMN]),
    "spreads": (lambda a: diagnostics.spreads([a, a]), [B]),
    "gradient_norms": (lambda g: diagnostics.gradient_norms(Gradients((g,), ())), [B]),
    "Network.forward": (lambda X: NET.forward(X).output, [B]),
    "Network.loss": (NET.loss, [B, COLUMN]),
    "Network.loss of a pass": (lambda y: NET.loss(PASS, y), [COLUMN]),
    "Network.backward": (lambda y: backward_of(y).weights[0], [COLUMN]),
    "Network.predict": (NET.predict, [B]),
    "Network.weights": (lambda W: assigned(W)[0], [KERNEL]),
    "classifier's loss": (CLASSIFIER.loss, [B, CLASSES]),
    "classifier's labels": (CLASSIFIER.predict, [B]),
    "ConvNet.forward": (lambda X: CONV.forward(X).output, [np.stack([IMAGE, IMAGE])]),
    "ConvNet.loss of a pass": (lambda y: CONV.loss(CONV_PASS, y), [CLASSES]),
    "ConvNet.backward": (lambda y: CONV.backward(CONV_PASS, y).weights[0], [CLASSES]),
}


def attempt(call, *arguments):
    """Give what a call gives, or the error that it raises; a warning is an error, too."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return call(*arguments)
    except Exception as error:
        return error


def same(result, wanted):
    if isinstance(wanted, tuple):
        return all(map(same, result, wanted))
    return np.shape(result) == np.shape(wanted) and np.allclose(result, wanted, atol=1e-6)


def variants(clothes):
    """List (what, function, arguments, plain arguments) for every argument in every clothes."""
    for name, (call, arguments) in CALLS.items():
        for place, argument in enumerate(arguments):
            for what, dress in clothes.items():
                dressed = [*arguments[:place], dress(argument), *arguments[place + 1 :]]
                yield f"{name}: argument {place} as {what}", call, dressed, arguments


def test_the_same_numbers_in_odd_clothes_give_the_same():
    failed = []
    for what, call, dressed, plain in variants(ODD):
        result, wanted = attempt(call, *dressed), attempt(call, *plain)
        broken = isinstance(wanted, Exception) or isinstance(result, Exception)
        if broken or not same(result, wanted):
            failed.append((what, result, wanted))
    assert failed == []


def is_sentence(error):
    """Whether an error is of ours: a sentence that says what is wanted and what was given."""
    text = str(error)
    ours = text.endswith(".") and any(word in text for word in ("must", "needs", "wanted", "goes"))
    return type(error) in (ValueError, TypeError) and ours


def test_what_is_no_array_of_real_numbers_is_refused_in_a_sentence():
    failed = [
        (what, result)
        for what, call, dressed, _ in variants(BAD)
        if not is_sentence(result := attempt(call, *dressed)) and not allowed(what)
    ]
    assert failed == []


def allowed(what):
    """Tell which cases mean something: a slope may get None for what it does not need."""
    return what.startswith("slope of") and what.endswith("nothing")


def test_arrays_are_left_as_they_are():
    failed = []
    for name, (call, arguments) in CALLS.items():
        given = [argument.copy() for argument in arguments]
        attempt(call, *given)
        if not all(map(np.array_equal, given, arguments)):
            failed.append(name)
    assert failed == []


def test_float32_stays_float32():
    failed = []
    for name, (call, arguments) in CALLS.items():
        if name.startswith(("Network", "ConvNet", "classifier", "Neuron", "fires", "search")):
            continue  # a network has a type of its own, and labels are integers
        result = attempt(call, *(argument.astype(np.float32) for argument in arguments))
        parts = result if isinstance(result, tuple) else [result]
        kinds = {np.asarray(part).dtype for part in parts}
        if any(kind.kind == "f" and kind != np.float32 for kind in kinds):
            failed.append((name, kinds))
    assert failed == []


def test_whole_numbers_take_the_type_of_the_floats_beside_them():
    single = convolution.correlate2d(IMAGE.astype(np.float32), [[1, -1]])
    assert single.dtype == np.float32


EXTREMES = (0.0, 1e-320, 1e-30, 1e4, 1e30, 1e300, -1e300, -1e4, np.inf, -np.inf, np.nan)


def test_no_number_however_large_makes_numpy_warn():
    failed = []
    for name, (call, arguments) in CALLS.items():
        for place, argument in enumerate(arguments):
            for number in EXTREMES:
                extreme = argument.copy()
                extreme.flat[0] = number
                given = [*arguments[:place], extreme, *arguments[place + 1 :]]
                result = attempt(call, *given)
                if isinstance(result, Exception) and not is_sentence(result):
                    failed.append((f"{name}: argument {place} holds {number}", result))
    assert failed == []


def test_shapes_that_do_not_match_are_never_stretched():
    failed = []
    two_arrays = {n: c for n, c in CALLS.items() if n in losses.LOSSES or "entropy" in n}
    for name, (call, (first, y)) in two_arrays.items():
        if name.startswith(("ConvNet", "Network")):
            continue
        for a, b in (
            (first[:, :1], y[:, 0]),
            (first[:, 0], y[:, :1]),
            (first[:, 0], y[:, 0]),
            (first, y[:1]),
            (first[:1], y),
            (first, y[:, :1]),
            (first[0, 0], y[0, 0]),
            (first[:0], y[:0]),
        ):
            error = attempt(call, a, b)
            if not (
                is_sentence(error) and str(a.shape) in str(error) and str(b.shape) in str(error)
            ):
                failed.append((name, a.shape, b.shape, error))
    assert failed == []


def test_one_row_and_no_row():
    failed = []
    for net, X, y in ((NET, B, COLUMN), (CLASSIFIER, B, CLASSES)):
        one = attempt(net.predict_proba, X[:1])
        if not same(one, net.predict_proba(X)[:1]):
            failed.append((net, one))
        for call in (net.forward, net.predict, lambda X, net=net, y=y: net.loss(X, y[:0])):
            if not is_sentence(error := attempt(call, X[:0])):
                failed.append((net, error))
    assert failed == []


def stretched(net):
    net.step(
        net.backward(net.forward(B), COLUMN)._replace(biases=(np.ones((1, 3)), np.ones(1))), 0.1
    )


def with_rate(rate):
    net = Network([2, 3, 1], rng=0)
    net.step(net.backward(net.forward(B), COLUMN), rate)


def diverged(value, what="weights"):
    net = Network([2, 3, 1], rng=0)
    getattr(net, what)[0][...] = value
    return net


def with_activation(function, **how):
    return Network([2, 3, 1], hidden=function, rng=0, **how).forward(B)


def with_output(function, loss):
    return Network([2, 3, 1], output=function, loss=loss, rng=0).loss(B, COLUMN)


def own_loss(**functions):
    net = Network([2, 3, 1], loss=losses.LOSSES["mse"]._replace(name="own", **functions), rng=0)
    net.loss(B, COLUMN)
    net.backward(net.forward(B), COLUMN)


# What is called, and words that the sentence must have: what was given, and what is wanted.
REFUSED = {
    "one size": (lambda: Network(5), "layer_sizes needs inputs and outputs", "got 5"),
    "a word of sizes": (lambda: Network("21"), "inputs must be a whole number", "'2'"),
    "a size that is true": (lambda: Network([2, True]), "outputs must be a whole", "True"),
    "integer weights": (lambda: Network([2, 1], dtype=int), "float64 or float32", "int"),
    "half weights": (lambda: Network([2, 1], dtype="f2"), "float64 or float32", "'f2'"),
    "integer kernels": (lambda: ConvNet(dtype=int), "float64 or float32", "int"),
    "no data type": (lambda: Network([2, 1], dtype="digits"), "float64 or float32", "'digits'"),
    "a seed in words": (lambda: Network([2, 1], rng="one"), "rng must be a seed", "'one'"),
    "a seed below 0": (lambda: ConvNet(rng=-1), "rng must be a seed", "-1"),
    "a NaN of a penalty": (lambda: Network([2, 1], l2=np.nan), "l2 must be", "nan"),
    "an endless penalty": (lambda: Network([2, 1], l2=10**400), "l2 must be a finite", "got 1000"),
    "many penalties": (lambda: Network([2, 1], l2=[0.1]), "l2 must be", "[0.1]"),
    "a complex scale": (lambda: Network([2, 1], scale=1j), "scale must be", "1j"),
    "no bound": (
        lambda: with_output("identity", "cross_entropy"),
        "needs outputs from 0 to 1",
        "output='identity'",
    ),
    "below 0": (lambda: with_output(np.sin, "cross_entropy"), "from 0 to 1", "y_hat"),
    "softmax elsewhere": (lambda: with_output("softmax", "mse"), "together with", "loss='mse'"),
    "one number": (lambda: with_activation(np.mean), "give the shape that it gets", "got ()"),
    "a row": (
        lambda: with_activation(lambda z: z.mean(axis=0)),
        "the shape that it gets, (3, 3)",
        "got (3,)",
    ),
    "no value": (lambda: with_activation(lambda z: None), "the shape that it gets", "got ()"),
    "complex values": (lambda: with_activation(lambda z: z + 1j), "real numbers", "complex"),
    "no activation": (lambda: with_activation(3), "activation must be a name", "got 3"),
    "no function": (lambda: activations.from_function(3), "must be functions", "3"),
    "a loss a sample": (
        lambda: own_loss(value=lambda y_hat, y: (y_hat - y) ** 2),
        "one number a network",
        "got shape (3, 1)",
    ),
    "a gradient a network": (
        lambda: own_loss(gradient=lambda y_hat, y: 1.0),
        "give the shape that it gets, (3, 1)",
        "got ()",
    ),
    "no loss": (lambda: Network([2, 1], loss=3), "loss must be a name or a Loss", "3"),
    "few weights": (lambda: setattr(NET, "weights", [KERNEL]), "must be 2 arrays", "list of 1"),
    "one weight": (lambda: setattr(NET, "weights", 5), "must be 2 arrays", "got 5"),
    "NaN weights": (lambda: assigned(KERNEL * np.nan), "must be finite", "weights[0]"),
    "wrong weights": (lambda: assigned(B), "must have shape (2, 2)", "got (3, 2)"),
    "samples for a pass": (lambda: NET.backward(B, COLUMN), "forward pass", "ndarray of 3"),
    "another's pass": (lambda: NET.loss(CLASSIFIER.forward(B), COLUMN), "forward pass", "Forward"),
    "1-D targets": (lambda: NET.loss(PASS, COLUMN[:, 0]), "(m, 1) with m = 3", "got (3,)"),
    "labels of digits": (lambda: NET.loss(PASS, 7 * COLUMN), "labels 0 and 1", "got 7"),
    "labels of losses": (lambda: losses.cross_entropy(B, 9 * B), "labels 0 and 1", "got 9"),
    "no probability": (lambda: losses.cross_entropy(7 * B, B), "from 0 to 1", "got 7"),
    "class numbers": (lambda: CLASSIFIER.loss(B, [0, 1, 1]), "one-hot", "got (3,)"),
    "a stretched step": (lambda: stretched(diverged(1.0)), "shapes [(3,), (1,)]", "(1, 3)"),
    "a rate of NaN": (lambda: with_rate(np.nan), "learning_rate must be finite", "nan"),
    "a rate in words": (lambda: with_rate("0.1"), "must hold real numbers", "text"),
    "many rates": (lambda: with_rate([0.1, 0.2, 0.3]), "one number", "got shape (3,)"),
    "NaN inside": (lambda: diverged(np.nan).predict(B), "has diverged", "weights[0]"),
    "infinity inside": (lambda: diverged(np.inf, "biases").predict(B), "has diverged", "biases[0]"),
    "too large inside": (
        lambda: Network([1, 2, 1], "identity", "identity", "mse", rng=0, scale=9.0).predict(
            [[1.7e308]]
        ),
        "has diverged",
        "its output",
    ),
    "no stack": (lambda: Network.stacked([1, 2]), "must each be a Network", "got 1"),
    "an image's shape": (lambda: ConvNet(8), "image_shape must be (H, W) or (c, H, W)", "8"),
    "softmax in maps": (lambda: ConvNet(hidden="softmax"), "the classes have it", "softmax"),
    "inputs by the million": (lambda: logic.all_inputs(40), "from 1 to 16", "40"),
    "a search without end": (lambda: logic.search(9), "combinations", "13671875"),
    "nothing to search": (lambda: logic.search(weights=[]), "combinations", "got 0"),
    "no table": (lambda: logic.truth_table(3), "must be a Neuron", "got 3"),
    "no threshold": (lambda: neuron.Neuron((1,), "1"), "threshold must be", "'1'"),
    "two thresholds": (lambda: neuron.fires([1], [1], [1, 2]), "threshold must be", "[1, 2]"),
    "no wiring": (lambda: Circuit(5), "wiring must be a dict", "got 5"),
    "no neuron": (lambda: Circuit({"Q": (3, ("a",))}), "must be a Neuron", "got 3"),
    "no signals": (lambda: LATCH.run(5), "signals must be given", "got 5"),
    "no start": (lambda: LATCH.run({"set": [1], "reset": [0]}, 5), "start must name", "got 5"),
    "true points": (lambda: datasets.moons(True), "m must be an even whole number", "True"),
    "true noise": (lambda: datasets.moons(noise=True), "noise must be a number", "True"),
    "a true seed": (lambda: datasets.moons(rng=True), "rng must be a seed", "True"),
    "no rows": (lambda: datasets.split(3, 4), "a row a sample", "()"),
    "no gradients": (lambda: diagnostics.gradient_norms(3), "must be Gradients", "got 3"),
    "no entries": (lambda: diagnostics.spreads([np.zeros((0, 2))]), "have entries", "(0, 2)"),
    "no pass": (lambda: diagnostics.dead_units(NET, B), "forward pass", "network.forward(X)"),
}


def test_each_refusal_names_what_was_given_and_what_is_wanted():
    failed = []
    for what, (call, *words) in REFUSED.items():
        error = attempt(call)
        if not isinstance(error, Exception) or any(word not in str(error) for word in words):
            failed.append((what, error))
    assert failed == []


@pytest.mark.parametrize("loss", sorted(losses.LOSSES))
def test_the_loop_computes_what_the_public_functions_do(loss):
    net = Network([2, 3, 1], loss=loss, rng=0)
    looked, trusted = net.forward(B), net.propagate(B)
    assert net.loss(looked, COLUMN) == net.loss(trusted, COLUMN)
    for one, other in zip(net.backward(looked, COLUMN), net.backward(trusted, COLUMN), strict=True):
        assert all(map(np.array_equal, one, other))
