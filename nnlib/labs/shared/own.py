"""What a learner hands in: functions and classes of a notebook, their names, their newest form."""

import sys

import numpy as np

from nnlib import activations


def name_of(thing):
    """Name that a function, a class, an `Activation` or an object goes by; a name is its own.

    >>> name_of(np.tanh), name_of(activations.get("elu")), name_of("relu"), name_of(3.0)
    ('tanh', 'elu', 'relu', 'float')
    """
    if isinstance(thing, str):
        return thing
    return getattr(thing, "__name__", None) or getattr(thing, "name", type(thing).__name__)


class Named:
    """A thing of the learner's, written by its name in the line of code.

    >>> {"activation": Named(np.tanh), "network": Named("network")}
    {'activation': tanh, 'network': network}
    """

    def __init__(self, thing):
        self.name = name_of(thing)

    def __repr__(self):
        return self.name


def by_name(value):
    """Have what is the learner's own written by its name; give any other value back.

    >>> [by_name(value) for value in (np.tanh, activations.get("elu"), "relu", 0.5)]
    [tanh, elu, 'relu', 0.5]
    """
    is_own = callable(value) or isinstance(value, activations.Activation)
    return Named(value) if is_own else value


def latest(thing):
    """Give the newest thing of that name, if it was defined in a notebook's cell.

    A learner who mends a function and runs its cell again has made a new function; a lab that was
    handed the old one finds the new one with this.
    """
    module = sys.modules.get(getattr(thing, "__module__", None) or "")
    if getattr(module, "__name__", "") != "__main__":
        return thing
    return getattr(module, getattr(thing, "__name__", ""), thing)


def known_activation(given):
    """Give the name of an activation that the package has, and what the learner gave otherwise.

    See `nnlib.activations.get`, which refuses what it does not know.

    >>> known_activation("tanh"), known_activation(activations.get("relu"))
    ('tanh', 'relu')
    """
    found = activations.get(given)
    return found.name if activations.ACTIVATIONS.get(found.name) == found else given


def usable_activation(activation):
    """Give an `Activation` for what `nnlib.activations.get` takes, after a look at what it gives.

    >>> usable_activation(lambda z: z.sum())
    Traceback (most recent call last):
    ValueError: <lambda>(z) must give a finite array of the shape of z; z had (4, 3), it gave ().
    """
    found = activations.get(activation)
    z = np.linspace(-3, 3, 12).reshape(4, 3)
    with np.errstate(all="ignore"):
        a = found.value(z)
    fault = _fault(a, z.shape)
    if fault:
        raise ValueError(
            f"{name_of(activation)}(z) must give a finite array of the shape of z; "
            f"z had {z.shape}, it gave {fault}."
        )
    return found


def _fault(array, shape):
    if array is None:
        return "None: is its return missing?"
    if np.shape(array) != shape:
        return f"{np.shape(array)}"
    return "" if np.isfinite(np.asarray(array, dtype=float)).all() else "NaN or infinity"
