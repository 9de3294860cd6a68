"""One full-batch step on the flower, loss recorded: nnlib beside the usual listing.

Both run in one process, in turns, on one thread, in float64, from the same first weights.
"""

from itertools import islice
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks import usual_listing
from nnlib import Network, datasets, descend

HIDDEN_UNITS = (4, 20, 50)
RATE = 1.2
BLOCK = 50  # steps between two looks at the clock: few, so that other work disturbs few blocks
BLOCKS = 150


def nnlib_losses(X, y, h):
    """Losses before each step of nnlib's loop, without end."""
    network = Network([2, h, 1], rng=np.random.RandomState(2), scale=0.01)
    return (record.loss for record in descend(network, X, y, learning_rate=RATE))


def usual_losses(X, y, h):
    """Do the same by the usual listing; samples in columns, each feature contiguous."""
    return usual_listing.steps(np.ascontiguousarray(X.T), np.ascontiguousarray(y.T), h, RATE)


def block_seconds(losses):
    """Seconds that `BLOCK` more steps take."""
    start = perf_counter()
    for _ in islice(losses, BLOCK):
        pass
    return perf_counter() - start


def measure(h, blocks=BLOCKS):
    """Median microseconds a step by nnlib and by the usual listing, in turns.

    Returns
    -------
    ours, usual : float
    """
    runs = [make(*datasets.flower(), h) for make in (nnlib_losses, usual_losses)]
    for losses in runs:  # the first steps load code and warm the caches
        block_seconds(losses)
    times = [[block_seconds(losses) for losses in runs] for _ in range(blocks)]
    return tuple(1e6 * median(taken) / BLOCK for taken in zip(*times, strict=True))


def main():
    print("One full-batch step on the flower, 400 points, loss recorded, float64, one thread (µs)")
    print(f"{'hidden units':>12} {'nnlib':>8} {'usual listing':>14} {'ratio':>6}")
    for h in HIDDEN_UNITS:
        ours, usual = measure(h)
        print(f"{h:>12} {ours:>8.1f} {usual:>14.1f} {ours / usual:>6.2f}")


if __name__ == "__main__":
    main()
