"""Which weight or bias of a network is which connection of its graph, where the network tells it.

A learner's network may hold its arrays in any order and among others: those that lead from the
inputs to the output, layer by layer, are its weights.
"""

from itertools import groupby
from typing import NamedTuple

import numpy as np

from nnlib.plots.graph import Spot
from nnlib.plots.numbers import subscript


class Wiring(NamedTuple):
    """Layers of a network as they are drawn, and where its weights and biases are held."""

    layer_sizes: tuple  # units of each layer, those of the inputs first
    weights: tuple  # a `Parameter` of each array; empty if the network does not tell them
    biases: tuple  # the same; empty unless every layer has some
    names: dict  # of each weight and bias that is drawn, by its `Spot`

    def values(self, network):
        """Give the arrays of weights and those of biases; None for what is not told.

        Shapes (units before, units) and (units,), no larger than what is drawn.
        """
        sizes = self.layer_sizes
        weights = [
            place.array(network)[: sizes[layer], : sizes[layer + 1]]
            for layer, place in enumerate(self.weights)
        ]
        biases = [
            np.ravel(place.array(network))[: sizes[layer]]
            for layer, place in enumerate(self.biases, start=1)
        ]
        return weights or None, biases or None

    def spot(self, name):
        """Find where a weight or bias is drawn; None if it is not."""
        return next((spot for spot, known in self.names.items() if known == name), None)


def wire(network, parameters, candidates, most):
    """Find the weights and biases of a network among all its parameters.

    Parameters
    ----------
    network : object
    parameters : dict of name to Parameter
        See `list_parameters`.
    candidates : list of tuples of int
        Units of each layer that the network may have. The first is taken whose weights are there,
        or else the last.
    most : int
        Units of a layer that are drawn at most.

    Examples
    --------
    >>> from nnlib import Network
    >>> from nnlib.labs.playground.networks import list_parameters
    >>> network = Network([2, 3, 1], rng=0)
    >>> found = wire(network, list_parameters(network), [(2, 3, 1)], most=8)
    >>> len(found.names), found.spot(found.names[1, 0, 1])
    (13, Spot(layer=1, unit=0, source=1))
    """
    for sizes in candidates:
        weights, biases = _match(network, parameters, sizes)
        drawn = tuple(min(size, most) for size in sizes)
        if len(weights) == len(sizes) - 1:
            break
    else:
        return Wiring(drawn, (), (), {})
    biases = biases if len(biases) == len(weights) else []
    names = dict(_names(weights, drawn, _weight_spot)) | dict(_names(biases, drawn, _bias_spot))
    places = [tuple(named[0][1] for named in kind) for kind in (weights, biases)]
    return Wiring(drawn, *places, names)


def _match(network, parameters, sizes):
    """Take the arrays that lead from layer to layer; others between them are passed over."""
    weights, biases = [], []
    for array, named in _arrays(network, parameters):
        layer, name = len(weights), named[0][0]
        is_bias = array.ndim == 1 or (array.shape[0] == 1 and name.startswith("b"))
        if is_bias and len(biases) < layer and array.size == sizes[layer]:
            biases.append(named)
        elif not is_bias and array.shape == sizes[layer : layer + 2]:
            weights.append(named)
    return weights, biases


def _arrays(network, parameters):
    """Give every array, and names and places of its entries."""
    for _, group in groupby(parameters.items(), lambda item: item[1][:2]):
        named = list(group)
        yield named[0][1].array(network), named


def _names(arrays, drawn, spot_of):
    for layer, named in enumerate(arrays, start=1):
        for name, place in named:
            spot = spot_of(layer, place.index)
            if spot.unit < drawn[layer] and (spot.source or 0) < drawn[layer - 1]:
                yield spot, name


def _weight_spot(layer, index):
    return Spot(layer, index[1], index[0])


def _bias_spot(layer, index):
    return Spot(layer, index[-1])


def unit_name(spot, layer_sizes, inputs):
    """Name the unit of a spot, counted from 1.

    >>> unit_name(Spot(1, 2), (2, 3, 1), ("x₁", "x₂")), unit_name(Spot(2, 0), (2, 3, 1), ())
    ('unit 3', 'output')
    >>> unit_name(Spot(1, 2), (2, 3, 3, 1), ())
    'unit 3 of layer 1'
    """
    last = len(layer_sizes) - 1
    if spot.layer == 0:
        return inputs[spot.unit]
    if spot.layer == last:
        return "output" + (subscript(spot.unit + 1) if layer_sizes[-1] > 1 else "")
    return f"unit {spot.unit + 1}" + (f" of layer {spot.layer}" if last > 2 else "")
