"""Circuits: neurons that feed each other, run through time."""

from collections.abc import Mapping

import numpy as np

from nnlib.neuron import Neuron, binary


class Trace(dict):
    """The values of every signal through time: name -> int array of shape (steps,)."""

    def __repr__(self):
        steps = max(map(len, self.values()), default=0)
        rows = {"t": range(steps), **self}
        name_width, width = max(map(len, rows)), len(str(steps))
        return "\n".join(
            f"{name:<{name_width}}" + "".join(f" {value:>{width}}" for value in values)
            for name, values in rows.items()
        )


class Circuit:
    """Neurons that feed each other, each answering one time step after its inputs.

    Parameters
    ----------
    wiring : mapping of name -> (neuron, names)
        For each neuron, the names of the signals that it reads, in the order of its weights: other
        neurons, itself, or inputs of the circuit. A name that is not a neuron's is an input.

    Attributes
    ----------
    neurons, inputs : tuples of names

    Raises
    ------
    ValueError
        If there is no neuron, or one has not as many names as weights.

    Examples
    --------
    A latch remembers: "Q" excites itself, "set" starts it and "reset" inhibits it.

    >>> LATCH.run({"set": [0, 1, 0, 0, 0, 0], "reset": [0, 0, 0, 1, 0, 0]})
    t     0 1 2 3 4 5
    set   0 1 0 0 0 0
    reset 0 0 0 1 0 0
    Q     0 0 1 1 0 0
    """

    def __init__(self, wiring):
        try:
            self.wiring = {name: (neuron, tuple(read)) for name, (neuron, read) in wiring.items()}
        except (AttributeError, TypeError, ValueError):
            wanted = "names of neurons with (neuron, names of what it reads)"
            raise ValueError(f"wiring must be a dict of {wanted}; got {wiring!r}.") from None
        if not self.wiring:
            raise ValueError("wiring must have at least one neuron; got none.")
        for name, (neuron, read) in self.wiring.items():
            if not isinstance(neuron, Neuron):
                raise ValueError(f"{name!r} must be a Neuron; got {neuron!r}.")
            if len(read) != neuron.inputs:
                raise ValueError(
                    f"{name!r} has {neuron.inputs} weights, so it must read {neuron.inputs} "
                    f"signals; got {len(read)}: {read}."
                )
        self.neurons = tuple(self.wiring)
        read = dict.fromkeys(source for _, names in self.wiring.values() for source in names)
        self.inputs = tuple(source for source in read if source not in self.wiring)

    def __repr__(self):
        return f"Circuit(inputs={self.inputs}, neurons={self.neurons})"

    def step(self, signals):
        """Give every neuron's output at t + 1 from the value of every signal at t.

        Parameters
        ----------
        signals : mapping of name -> 0 or 1, for every input and every neuron

        Returns
        -------
        dict
            name -> 0 or 1, for every neuron
        """
        _same_names(signals, self.inputs + self.neurons)
        return {
            name: neuron([signals[source] for source in read])
            for name, (neuron, read) in self.wiring.items()
        }

    def run(self, signals, start=None):
        """Run the circuit for as many steps as the inputs last.

        Parameters
        ----------
        signals : mapping of name -> zeros and ones (steps,), for every input
        start : mapping of name -> 0 or 1, for neurons that do not start at 0

        Returns
        -------
        Trace
            Inputs and neurons at t = 0, 1, … steps - 1; at 0 the neurons have their start values.

        Raises
        ------
        ValueError
            If the names are not those of the inputs, the inputs differ in length or have no step,
            a value is not 0 or 1, or `start` names no neuron.
        """
        _same_names(signals, self.inputs)
        given = {name: binary(signals[name], name) for name in self.inputs}
        shapes = {values.shape for values in given.values()}
        if len(shapes) != 1 or len(steps := shapes.pop()) != 1 or steps == (0,):
            found = {name: values.shape for name, values in given.items()}
            raise ValueError(f"signals must be rows of one length, at least 1; got {found}.")
        states = [self._start(start or {})]
        for t in range(steps[0] - 1):
            now = {name: values[t] for name, values in given.items()}
            states.append(self.step(now | states[-1]))
        return Trace(given | {n: np.array([state[n] for state in states]) for n in self.neurons})

    def _start(self, start):
        if not isinstance(start, Mapping):
            raise ValueError(f"start must name neurons of {self.neurons}; got {start!r}.")
        if unknown := set(start) - set(self.neurons):
            raise ValueError(f"start must name neurons of {self.neurons}; got {sorted(unknown)}.")
        state = dict.fromkeys(self.neurons, 0)
        return state | {name: int(binary(value, name)) for name, value in start.items()}


LATCH = Circuit({"Q": (Neuron((1, 0, 1), 1, inhibitory=(1,)), ("set", "reset", "Q"))})


def _same_names(signals, names):
    if not isinstance(signals, Mapping) or set(signals) != set(names):
        shown = tuple(signals) if isinstance(signals, Mapping) else signals
        raise ValueError(f"signals must be given for {names}; got {shown}.")
