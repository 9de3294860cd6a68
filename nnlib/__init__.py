"""Neural networks in plain NumPy, to read, run and replace.

>>> from nnlib import Network, train, datasets
>>> X, y = datasets.flower()
>>> net = Network([2, 4, 1], rng=0, scale=0.01)
>>> train(net, X, y, learning_rate=1.2, iterations=100)
100 iterations: loss 0.6931 → 0.6064
"""

from nnlib import activations, datasets, losses, training
from nnlib.gradient_check import gradient_check
from nnlib.network import Forward, Network
from nnlib.trainable import Gradients
from nnlib.training import descend, train

__version__ = "0.1.0"

__all__ = [
    "Forward",
    "Gradients",
    "Network",
    "activations",
    "datasets",
    "descend",
    "gradient_check",
    "losses",
    "train",
    "training",
]
