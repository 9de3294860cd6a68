"""One full-batch step on the flower, loss recorded: nnlib beside others.

The usual listing, scikit-learn, PyTorch without compilation, and JAX with a compiled step. All run
in one process, in turns, on one thread, in float64, on networks of the same size. What is not
installed is named as missing.
"""

import warnings
from importlib.util import find_spec
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


def sklearn_losses(X, y, h):
    """Losses by scikit-learn, `BLOCK` steps a call, so that its set-up hardly counts."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore", ConvergenceWarning)  # it is meant to go on
    network = MLPClassifier(
        (h,),
        **{"activation": "tanh", "solver": "sgd", "alpha": 0.0, "learning_rate_init": RATE},
        **{"momentum": 0.0, "nesterovs_momentum": False, "batch_size": len(X), "shuffle": False},
        **{"max_iter": BLOCK, "n_iter_no_change": 10**9, "warm_start": True, "random_state": 0},
    )
    while True:
        network.fit(X, y.ravel())
        yield from network.loss_curve_[-BLOCK:]


def torch_losses(X, y, h):
    """Losses by PyTorch, operation by operation as it does unless told otherwise."""
    import torch

    torch.set_num_threads(1)
    X, y = torch.from_numpy(X), torch.from_numpy(y)
    layers = torch.nn.Linear(2, h), torch.nn.Tanh(), torch.nn.Linear(h, 1)
    network = torch.nn.Sequential(*layers).double()
    optimiser = torch.optim.SGD(network.parameters(), lr=RATE)
    loss_of = torch.nn.BCEWithLogitsLoss()
    while True:
        optimiser.zero_grad()
        loss = loss_of(network(X), y)
        loss.backward()
        optimiser.step()
        yield loss.item()


def jax_losses(X, y, h):
    """Losses by JAX, one compiled function a step."""
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    X, y = jnp.asarray(X), jnp.asarray(y)

    def loss_of(parameters):
        W1, b1, W2, b2 = parameters
        z = jnp.tanh(X @ W1 + b1) @ W2 + b2
        return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))

    @jax.jit
    def step(parameters):
        loss, gradient = jax.value_and_grad(loss_of)(parameters)
        return loss, [p - RATE * g for p, g in zip(parameters, gradient, strict=True)]

    random = np.random.default_rng(0)
    W1, W2 = random.normal(size=(2, h)) * 0.01, random.normal(size=(h, 1)) * 0.01
    parameters = [jnp.asarray(p) for p in (W1, np.zeros(h), W2, np.zeros(1))]
    while True:
        loss, parameters = step(parameters)
        yield float(loss)


# Name, losses step by step, and the library that it needs.
RUNS = (
    ("nnlib", nnlib_losses, "numpy"),
    ("usual listing", usual_losses, "numpy"),
    ("scikit-learn", sklearn_losses, "sklearn"),
    ("PyTorch eager", torch_losses, "torch"),
    ("JAX compiled", jax_losses, "jax"),
)


def block_seconds(losses):
    """Seconds that `BLOCK` more steps take."""
    start = perf_counter()
    for _ in islice(losses, BLOCK):
        pass
    return perf_counter() - start


def measure(h, blocks=BLOCKS):
    """Median microseconds a step by each of `RUNS`, in turns; None for what is not installed.

    Returns
    -------
    list of float or None
    """
    runs = [
        make(*datasets.flower(), h) if find_spec(library) else None for _, make, library in RUNS
    ]
    for losses in filter(None, runs):  # the first steps load code and warm the caches
        block_seconds(losses)
    times = [[losses and block_seconds(losses) for losses in runs] for _ in range(blocks)]
    columns = zip(*times, strict=True)
    return [1e6 * median(taken) / BLOCK if taken[0] else None for taken in columns]


def main():
    print("One full-batch step on the flower, 400 points, loss recorded, float64, one thread.")
    print("Microseconds, and in brackets nnlib's share of them.")
    print(f"{'hidden units':>12}" + "".join(f"{name:>18}" for name, _, _ in RUNS))
    for h in HIDDEN_UNITS:
        taken = measure(h)
        cells = (f"{t:.1f} ({taken[0] / t:.2f})" if t else "missing" for t in taken)
        print(f"{h:>12}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
