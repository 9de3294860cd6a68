"""Networks that the playground trains, its own or a learner's: made, looked over, edited.

What a learner hands in is looked at here, and what is wrong is said in a sentence.
"""

import inspect
from typing import NamedTuple

import numpy as np

from nnlib.labs.shared.own import name_of

VERBS = ("forward", "loss", "backward", "step")
KNOWN = "forward, loss, backward and step"
# The spread of first weights, see `nnlib.Network`; "to fit" goes by the activation.
FIRST_WEIGHTS = {
    "to fit": None,
    "0.01": 0.01,
    "Xavier": "xavier",
    "He": "he",
    "zero": 0.0,
    "huge": 100.0,
}


def accepts(network, option):
    """Whether a class or factory has a parameter of that name."""
    return option in inspect.signature(network).parameters


def make_network(network, layer_sizes, seed, **options):
    """Make a network: ``network(layer_sizes, rng=seed)``, with those options that it accepts.

    Raises
    ------
    TypeError
        If what was made lacks one of the four verbs.

    Examples
    --------
    >>> make_network(lambda layer_sizes, rng: 7, [2, 1], seed=0)
    Traceback (most recent call last):
    TypeError: <lambda> gave 7; a network has the methods forward, loss, backward and step.
    """
    known = {name: value for name, value in options.items() if accepts(network, name)}
    made = network(layer_sizes, rng=seed, **known)
    missing = [verb for verb in VERBS if not callable(getattr(made, verb, None))]
    if len(missing) == len(VERBS):
        raise TypeError(f"{name_of(network)} gave {made!r}; a network has the methods {KNOWN}.")
    if missing:
        lacks = " and no ".join(missing)
        raise TypeError(f"{name_of(network)} needs the methods {KNOWN}; it has no {lacks}.")
    return made


class Parameter(NamedTuple):
    """The place of one weight or bias."""

    attribute: str  # of the network: the array, or a list with an array a layer
    layer: int | None  # place in that list
    index: tuple  # place in the array

    def array(self, network):
        """Give the array that holds this parameter."""
        held = getattr(network, self.attribute)
        return held if self.layer is None else held[self.layer]


def list_parameters(network):
    """List every weight and bias that can be set by hand, in a dictionary of `Parameter`.

    They stand in lists ``weights`` and ``biases``, as `nnlib.Network` has, or in attributes such
    as ``W1``. Names such as "W1 (1, 3)" count layers, rows and columns from 1, as the text does.

    Examples
    --------
    >>> from nnlib import Network
    >>> parameters = list_parameters(Network([2, 2, 1], rng=0))
    >>> list(parameters)[:6]
    ['W1 (1, 1)', 'W1 (1, 2)', 'W1 (2, 1)', 'W1 (2, 2)', 'b1 (1)', 'b1 (2)']
    """
    lists = {name: _arrays(getattr(network, name, ())) for name in ("weights", "biases")}
    if not lists["weights"]:
        return dict(_attributes(network))
    found = {}
    for layer in range(len(lists["weights"])):
        for letter, (attribute, arrays) in zip("Wb", lists.items(), strict=True):
            for index in np.ndindex(arrays[layer].shape if layer < len(arrays) else 0):
                name = _name(f"{letter}{layer + 1}", index)
                found[name] = Parameter(attribute, layer, index)
    return found


def _name(letters, index):
    return f"{letters} ({', '.join(str(place + 1) for place in index)})"


def _arrays(value):
    """Give the value back if it is a list of arrays, else nothing."""
    is_list = isinstance(value, list | tuple)
    return value if is_list and all(isinstance(array, np.ndarray) for array in value) else ()


def _attributes(network):
    for name, array in getattr(network, "__dict__", {}).items():
        if isinstance(array, np.ndarray) and array.dtype.kind == "f" and 0 < array.ndim < 3:
            for index in np.ndindex(array.shape):
                yield _name(name, index), Parameter(name, None, index)
