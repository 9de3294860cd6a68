"""Training, optimisers, sweeps and the gradient check at their edges.

A case that is refused has a name, a call, and a part of the sentence that tells what was given and
what is wanted. A form of good data has a name, and gives the same result as any other.
"""

import warnings

import numpy as np
import pytest

from nnlib import Gradients, Network, datasets, descend, gradient_check, optimisers, train, training
from nnlib.convnet import ConvNet
from nnlib.gradient_check import numeric_gradient, relative_error
from nnlib.sweep import networks_per_stack, sweep

X, Y = datasets.circles(m=12)
IMAGES, CLASSES = np.ones((3, 4, 4)), np.eye(3)
G = Gradients((np.ones((2, 1)),), (np.ones(1),))


class Frame:
    """What NumPy can read as an array and that is none, like a table of pandas."""

    def __init__(self, values):
        self.values = np.array(values)

    def __array__(self, dtype=None, copy=None):
        return self.values.astype(dtype or self.values.dtype)


def net(sizes=(2, 3, 1), **how):
    return Network(list(sizes), rng=0, **how)


class Own:
    """A network of nobody's, whose verbs give what they are told to."""

    def __init__(self, **verbs):
        self.weights, self.biases = [np.zeros((2, 1))], []
        right = {
            "forward": lambda X: X @ self.weights[0],
            "loss": lambda forward, y: float(np.sum((forward - y) ** 2)),
            "backward": lambda forward, y: Gradients((2 * X.T @ (forward - y),), ()),
            "step": lambda gradients, rate: None,
        }
        self.__dict__.update(right | verbs)


def trained(network=None, X=X, Y=Y, **how):
    return train(network or net(), X, Y, **{"learning_rate": 0.1, "iterations": 2} | how)


def swept(X=X, Y=Y, **how):
    grid = {"hidden_units": [2], "learning_rates": [0.1], "seeds": [0], "iterations": 2}
    return sweep(X, Y, **grid | how)


def unbounded():
    return net(hidden="relu", output="identity", loss="sse")


def later(iteration):
    return 0.1 if iteration < 1 else -0.1


DATA = {  # samples and targets that neither training, nor a sweep, nor the check can use
    "no samples": (X[:0], Y[:0], "X must have shape (m, n)"),
    "no columns": (X[:, :0], Y, "X must have shape (m, n)"),
    "one number": (1.0, 1.0, "X must have shape (m, n)"),
    "nothing": (None, None, "X must"),
    "text": ([["a", "b"]], [[1]], "X must"),
    "rows of two lengths": ([[1.0, 2.0], [1.0]], [[1], [0]], "X must"),
    "1-D samples": (X[:, 0], Y, "Use X.reshape(-1, 1)."),
    "NaN in a sample": (np.where(np.equal(X, X.max()), np.nan, X), Y, "holds NaN or infinity"),
    "1-D targets": (X, Y[:, 0], "Use y.reshape(-1, 1)."),
    "1-D targets in a list": (X, Y[:, 0].tolist(), "Use y.reshape(-1, 1)."),
    "1-D targets of a table": (X, Frame(Y[:, 0]), "Use y.reshape(-1, 1)."),
    "targets turned over": (X, Y.T, "y must have shape (m, 1) with m = 12"),
    "a target too few": (X, Y[:-1], "y must have shape (m, 1) with m = 12"),
    "NaN in a target": (X, np.where(Y == 1, np.nan, Y), "y must be finite"),
    "class numbers": (X, Y + 1, "cross_entropy needs labels 0 and 1 in y; got 2."),
}
RATES = {
    **{repr(rate): rate for rate in (0, -0.1, np.nan, np.inf, None, "fast", "0.1", [], 1j)},
    "one a network, but one network": [0.1, 0.2],
}
SCHEDULES = {
    "negative": (lambda i: -0.1, "at step 0 it gave -0.1."),
    "negative later": (later, "at step 1 it gave -0.1."),
    "None": (lambda i: None, "at step 0 it gave None."),
    "NaN": (lambda i: np.nan, "at step 0 it gave nan."),
    "infinite": (lambda i: np.inf, "at step 0 it gave inf."),
    "text": (lambda i: "fast", "at step 0 it gave 'fast'."),
    "a truth value": (lambda i: True, "at step 0 it gave True."),
    "empty": (lambda i: [], "at step 0 it gave []."),
    "of no step": (lambda: 0.1, "a function of the step's number. Called with 0 it raised"),
    "not called": (optimisers.cosine, "Called with 0 it raised TypeError"),
    "too many rates": (lambda i: [0.1, 0.2], "got shape (2,) for a single network."),
    "growing": (optimisers.step(1e300, 1, 1e300), "at step 1 it gave inf."),
}
OPTIMISERS = {
    "a name": ("adam", "optimiser must be an object like Adam(), or None; got 'adam'."),
    "a class": (optimisers.Adam, "got the class Adam. Use Adam()."),
    "that gives None": (lambda g, i: None, "optimiser must give a direction in the form"),
    "that gives one array": (lambda g, i: g.weights[0], "optimiser must give a direction"),
    "that drops the biases": (lambda g, i: g._replace(biases=()), "optimiser must give a dir"),
    "that turns arrays over": (
        lambda g, i: optimisers.each(np.transpose, optimisers.each(np.atleast_2d, g)),
        "optimiser must give a direction",
    ),
}
REFUSED = {
    **{f"train: {k}": (lambda a=a, b=b: trained(X=a, Y=b), s) for k, (a, b, s) in DATA.items()},
    **{f"sweep: {k}": (lambda a=a, b=b: swept(X=a, Y=b), s) for k, (a, b, s) in DATA.items()},
    **{
        f"check: {k}": (lambda a=a, b=b: gradient_check(net(), a, b), s)
        for k, (a, b, s) in DATA.items()
    },
    **{
        f"rate {name}": (lambda rate=rate: trained(learning_rate=rate), "learning_rate must be")
        for name, rate in RATES.items()
    },
    **{
        f"schedule: {k}": (lambda rate=rate: trained(learning_rate=rate), s)
        for k, (rate, s) in SCHEDULES.items()
    },
    **{
        f"optimiser {k}": (lambda made=made: trained(optimiser=made), s)
        for k, (made, s) in OPTIMISERS.items()
    },
    **{
        f"iterations {n!r}": (lambda n=n: trained(iterations=n), "iterations must be a whole")
        for n in (0, -1, 2.0, "2", None, True, np.nan)
    },
    **{
        f"batch of {n!r}": (lambda n=n: trained(batch_size=n), "batch_size must be")
        for n in (0, 13, 2.5, "all", True)
    },
    **{
        f"rng {r!r}": (lambda r=r: trained(batch_size=2, rng=r), "rng must be a seed")
        for r in ("seed", -1, 1.5)
    },
    **{
        f"{loss} of a {output} output": (
            lambda output=output, loss=loss: trained(
                net((2, 3, 2), output=output, loss=loss), Y=np.hstack([Y, 1 - Y])
            ),
            loss,
        )
        for loss, outputs in {
            "cross_entropy": ["identity", "tanh", "relu", "softplus"],
            "softmax_cross_entropy": ["identity", "sigmoid"],
        }.items()
        for output in outputs
    },
    "train: a class": (lambda: trained(Network), "must be an object with forward, loss, backw"),
    "train: no network": (lambda: trained("net"), "must be an object with forward, loss, backw"),
    "train: a loss of None": (
        lambda: trained(Own(loss=lambda f, y: None)),
        "network.loss must give a number, or one a network; got None.",
    ),
    "train: a target too few for a network of nobody's": (
        lambda: trained(Own(), Y=Y[:-1].tolist()),
        "y must have as many rows as X, 12; got shape (11, 1).",
    ),
    "train: masked targets for a network of nobody's": (
        lambda: trained(Own(), Y=np.ma.masked_equal(Y, 0)),
        "y must have no mask",
    ),
    "train: NaN in an image": (
        lambda: trained(ConvNet((4, 4), 3, rng=0), IMAGES * [[[1]], [[1]], [[np.nan]]], CLASSES),
        "X must be finite; row 2 holds NaN",
    ),
    "train: no image": (
        lambda: trained(ConvNet((4, 4), 3, rng=0), IMAGES[:0], CLASSES[:0]),
        "X must have shape",
    ),
    "train: class numbers of images": (
        lambda: trained(ConvNet((4, 4), 3, rng=0), IMAGES, [0, 1, 2]),
        "Use np.eye(3)[y]",
    ),
    "train: a rate for each kernel": (
        lambda: trained(ConvNet((4, 4), 3, rng=0), IMAGES, CLASSES, learning_rate=np.ones((16, 1))),
        "got shape (16, 1) for a single network.",
    ),
    "train: Adam of a network whose gradient is a number": (
        lambda: trained(Own(backward=lambda f, y: 1.0), optimiser=optimisers.Adam()),
        "an optimiser needs gradients in the form of nnlib.Gradients, lists of arrays; got float.",
    ),
    "check: eps of 0": (
        lambda: gradient_check(net(), X, Y, eps=0),
        "eps must be a finite number above",
    ),
    "check: eps of NaN": (
        lambda: gradient_check(net(), X, Y, eps=np.nan),
        "eps must be a finite num",
    ),
    "check: two eps": (
        lambda: gradient_check(net(), X, Y, eps=[1, 2]),
        "eps must be a finite number",
    ),
    "check: no tolerance": (lambda: gradient_check(net(), X, Y, tolerance=0), "tolerance must be"),
    "check: an infinite loss": (
        lambda: gradient_check(unbounded(), X * 1e200, Y),
        "The loss must be a finite number to have a slope; got inf.",
    ),
    "check: a gradient turned over": (
        lambda: gradient_check(Own(backward=lambda f, y: Gradients((np.ones((1, 2)),), ())), X, Y),
        "backward must give gradients in the shapes of W1, [(2, 1)]; got [(1, 2)].",
    ),
    "check: a gradient too few": (
        lambda: gradient_check(Own(backward=lambda f, y: Gradients((), ())), X, Y),
        "backward must give gradients in the shapes of W1, [(2, 1)]; got [].",
    ),
    "slopes of a function of many": (lambda: numeric_gradient(lambda: X, X), "f must give one"),
    "slopes of a complex function": (lambda: numeric_gradient(lambda: 1j, X), "f must give one"),
    "slopes with eps below 0": (
        lambda: numeric_gradient(lambda: 0.0, X, eps=-1),
        "eps must be a finite",
    ),
    "sweep: one number of units": (
        lambda: swept(hidden_units=2),
        "hidden_units must be a list; got 2. Use [2].",
    ),
    "sweep: one rate": (lambda: swept(learning_rates=0.1), "learning_rates must be a list; got 0."),
    "sweep: one seed": (lambda: swept(seeds=5), "seeds must be a list; got 5. Use [5]."),
    "sweep: no seeds": (lambda: swept(seeds=[]), "seeds must have one entry at least; got ()."),
    "sweep: half a seed": (lambda: swept(seeds=[0.5]), "seeds must be a whole number, 0 or more"),
    "sweep: seed None": (lambda: swept(seeds=[None]), "seeds must be a whole number, 0 or more"),
    "sweep: units in a text": (lambda: swept(hidden_units="24"), "hidden_units must be a whole"),
    "sweep: rate NaN": (lambda: swept(learning_rates=[np.nan]), "learning_rates must be a finite"),
    "sweep: rows of rates": (lambda: swept(learning_rates=[[1, 2]]), "learning_rates must be a fi"),
    "sweep: an executor's class": (lambda: swept(executor=dict), "executor must be an object with"),
    "sweep: held-out samples alone": (lambda: swept(held_out=X), "held_out must be a pair (X, y)"),
    "sweep: rng": (lambda: swept(rng=0), "leave rng out"),
    "sweep: an identity output": (lambda: swept(output="identity"), "cross_entropy"),
    "stack of no samples": (lambda: networks_per_stack(0, 3), "samples must be a whole number"),
    "stack of no units": (lambda: networks_per_stack(4, 0), "hidden_units must be a whole number"),
    **{
        f"momentum {beta!r}": (lambda beta=beta: optimisers.Momentum(beta), "beta must be a number")
        for beta in (1.0, -0.1, np.nan, "0.9", None, [0.9], True, 1j)
    },
    "Adam: epsilon": (lambda: optimisers.Adam(epsilon=[1e-8]), "epsilon must be a finite number"),
    "Adam: step 3 first": (lambda: optimisers.Adam()(G, 3), "an optimiser begins with step 0; got"),
    "constant None": (lambda: optimisers.constant(None), "rate must be a finite number above 0"),
    "steps of no length": (lambda: optimisers.step(1, 0), "every must be a whole number"),
    "steps by NaN": (lambda: optimisers.step(1, 5, np.nan), "factor must be a finite number"),
    "cosine to below 0": (lambda: optimisers.cosine(1, 9, final=-1), "final must be a finite"),
    "cosine to NaN": (lambda: optimisers.cosine(1, 9, final=np.nan), "final must be a finite"),
    "warm-up of a class": (lambda: optimisers.warm_up(optimisers.Adam, 4), "schedule must be a fu"),
    "warm-up of a name": (lambda: optimisers.warm_up("cosine", 4), "rate must be a finite number"),
}


def complaint(call, sentence):
    """Say what is wrong with how a call is refused; None if nothing is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = call()
    except (TypeError, ValueError) as error:
        return None if sentence in str(error) else f"says: {error}"
    except Exception as error:
        return f"raises {type(error).__name__}: {error}"
    return f"gives {result!r}"


def test_what_cannot_be_used_is_refused_in_a_sentence():
    told = {name: complaint(*case) for name, case in REFUSED.items()}
    assert {name: words for name, words in told.items() if words} == {}


def test_nothing_is_changed_by_what_is_refused():
    network = net()
    before = [array.copy() for array in network.weights + network.biases]
    for samples, labels, _ in DATA.values():
        for call in (trained, gradient_check):
            with pytest.raises((TypeError, ValueError)):
                call(network, samples, labels)
    for rate, _ in SCHEDULES.values():
        if rate not in (later, SCHEDULES["growing"][0]):  # these are right for a step
            with pytest.raises(ValueError):
                trained(network, learning_rate=rate)
    for optimiser, _ in OPTIMISERS.values():
        with pytest.raises((TypeError, ValueError)):
            trained(network, optimiser=optimiser)
    for array, kept in zip(network.weights + network.biases, before, strict=True):
        np.testing.assert_array_equal(array, kept)


def read_only(values):
    values = np.array(values)
    values.flags.writeable = False
    return values


FORMS = {  # of samples and targets that hold whole numbers
    "floats": lambda values: np.array(values, float),
    "integers": np.array,
    "bytes": lambda values: np.array(values, np.uint8),
    "lists": lambda values: np.array(values).tolist(),
    "tuples": lambda values: tuple(map(tuple, np.array(values).tolist())),
    "read-only": read_only,
    "strided": lambda values: np.repeat(np.array(values, float), 2, axis=0)[::2],
    "backwards": lambda values: np.array(values, float)[::-1, ::-1].copy()[::-1, ::-1],
    "columns first": lambda values: np.asfortranarray(values, float),
    "a table": Frame,
    "a table of floats": lambda values: Frame(np.array(values, float)),
}
WHOLE = np.random.default_rng(0).integers(0, 9, (10, 2))
LABELS = (WHOLE[:, :1] > WHOLE[:, 1:]).astype(int)


def results(form, rows):
    """What everything gives for data in one form."""
    data = form(WHOLE[:rows]), form(LABELS[:rows])
    table = sweep(*data, form([[2, 3]])[0] if form is np.array else [2, 3], [0.1], [0], 3)
    return [
        *train(net(), *data, learning_rate=0.1, iterations=3).loss,
        *train(net(), *data, learning_rate=0.1, iterations=3, batch_size=rows, rng=0).loss,
        *(next(descend(net(), *data, learning_rate=0.1)).loss for _ in range(1)),
        *gradient_check(net(), *data).errors.values(),
        *trained(Own(backward=lambda f, y: Gradients((np.ones((2, 1)),), ())), *data).loss,
        *table.loss.ravel(),
    ]


@pytest.mark.parametrize("rows", [10, 1])
def test_data_in_any_form_give_the_same(rows):
    wanted = results(FORMS["floats"], rows)
    assert np.isfinite(wanted).all()
    differ = {}
    for name, form in FORMS.items():
        got = results(form, rows)
        if not np.allclose(got[:-8], wanted[:-8], rtol=1e-12, atol=1e-9):
            differ[name] = got
    assert differ == {}


def test_data_are_left_as_they_are():
    samples, labels = WHOLE.astype(float), LABELS.astype(float)
    results(lambda values: samples if np.shape(values)[1:] == (2,) else labels, 10)
    np.testing.assert_array_equal(samples, WHOLE)
    np.testing.assert_array_equal(labels, LABELS)


EXTREME = {
    "huge rate": lambda: trained(learning_rate=1e308, iterations=9),
    "rate for a batch of one": lambda: trained(batch_size=1, learning_rate=1e200, iterations=9),
    "huge samples": lambda: trained(unbounded(), X * 1e300, iterations=9),
    "huge targets": lambda: trained(unbounded(), X, Y * 1e300, iterations=9),
    "huge penalty": lambda: trained(net(l2=1e300), iterations=9),
    "tiny samples": lambda: trained(X=X * 1e-300, iterations=9),
    "Adam of huge gradients": lambda: trained(
        unbounded(),
        X * 1e100,
        iterations=9,
        optimiser=optimisers.Adam(),
    ),
    "momentum of float32": lambda: trained(
        net(dtype=np.float32), learning_rate=1e30, iterations=9, optimiser=optimisers.Momentum()
    ),
    "a stack": lambda: trained(
        Network.stacked([unbounded()] * 3),
        learning_rate=np.array([1e-3, 1e3, 1e300]),
        iterations=99,
    ),
    "images": lambda: trained(
        ConvNet((4, 4), 3, rng=0), IMAGES * 1e200, CLASSES, learning_rate=1e200, iterations=9
    ),
    "a sweep": lambda: swept(learning_rates=[1e-3, 1e308], iterations=9, loss="sse"),
    "check of huge samples": lambda: gradient_check(net(), X * 1e100, Y),
    "check of tiny samples": lambda: gradient_check(net(), X * 1e-300, Y),
    "check of float32": lambda: gradient_check(net(dtype=np.float32), X * 1e30, Y),
    "check with a huge step": lambda: gradient_check(net(), X, Y, eps=1e300),
    "errors of huge arrays": lambda: relative_error(X * 1e200, -X * 1e200),
    "step without end": lambda: optimisers.step(0.1, 1, 2.0)(5000),
}


def test_no_warning_of_numpy_s_reaches_a_learner():
    told = {}
    for name, call in EXTREME.items():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert repr(call())
        told[name] = [str(warning.message) for warning in caught]
    assert {name: words for name, words in told.items() if words} == {}


def test_a_history_of_nothing_has_a_repr():
    assert repr(training.History([])) == "0 iterations"
