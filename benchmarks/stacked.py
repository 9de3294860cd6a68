"""Many networks at once: stacked in nnlib, one by one in a Python loop, and compiled by JAX.

Full-batch steps on the flower's kind of data, loss recorded at each, one thread. What is compared
runs in one process, in turns. JAX is optional; where it is missing, its column says so.
"""

import importlib.util
import os
from collections import deque
from itertools import islice
from time import perf_counter

import numpy as np

from nnlib import Network, datasets, descend
from nnlib.sweep import networks_per_stack

NETWORKS = (1, 8, 16, 32, 64)
POINTS = (100, 400, 1600, 6400)
UNITS = (1, 4, 16, 64)
TYPES = (np.float32, np.float64)
ROUNDS = 25


def networks(k, units, dtype):
    """Make k networks that differ in their first weights."""
    return [Network([2, units, 1], rng=seed, dtype=dtype) for seed in range(k)]


def rates(k):
    """Give a learning rate for each of k networks, none of which diverges."""
    return np.linspace(0.1, 1.2, k)


def steps(k):
    """Give as many steps as take some milliseconds."""
    return max(4, 200 // k)


def stacked(k, dtype, points=400, units=4):
    """Make a function that trains k stacked networks a little further."""
    stack = Network.stacked(networks(k, units, dtype))
    run = descend(stack, *datasets.flower(points), learning_rate=rates(k))
    return lambda: deque(islice(run, steps(k)), maxlen=0)


def one_by_one(k, dtype, points=400, units=4):
    """Do the same in a Python loop over the networks."""
    X, y = datasets.flower(points)
    runs = [
        descend(network, X, y, learning_rate=rate)
        for network, rate in zip(networks(k, units, dtype), rates(k), strict=True)
    ]
    return lambda: deque((next(run) for _ in range(steps(k)) for run in runs), maxlen=0)


def compiled(k, dtype, points=400, units=4):
    """Do the same by JAX: `vmap` over the networks, and the loop over steps compiled too."""
    if importlib.util.find_spec("jax") is None:
        return None
    os.environ.setdefault(
        "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    )
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    X, y = (jnp.asarray(array, dtype) for array in datasets.flower(points))

    def loss(parameters):
        (W1, b1), (W2, b2) = parameters
        z = jnp.tanh(X @ W1 + b1) @ W2 + b2
        return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))

    def step(parameters, rate):
        value, gradient = jax.value_and_grad(loss)(parameters)
        return jax.tree.map(lambda p, g: p - rate * g, parameters, gradient), value

    rate = jnp.asarray(rates(k), dtype)

    @jax.jit
    def train(parameters):
        return jax.lax.scan(lambda p, _: jax.vmap(step)(p, rate), parameters, length=steps(k))

    stack = Network.stacked(networks(k, units, dtype))
    parameters = jax.tree.map(jnp.asarray, list(zip(stack.weights, stack.biases, strict=True)))

    def run():
        nonlocal parameters
        parameters, losses = train(parameters)
        losses.block_until_ready()

    return run


def in_turns(contenders, network_steps):
    """Microseconds a network and step of each contender, in its least disturbed round.

    None for one that is missing.
    """
    times = [[] for _ in contenders]
    for _ in range(ROUNDS):
        for taken, run in zip(times, contenders, strict=True):
            start = perf_counter()
            if run:
                run()
            taken.append(perf_counter() - start)
    return [
        1e6 * min(taken) / network_steps if run else None
        for taken, run in zip(times, contenders, strict=True)
    ]


def cell(value, width=8):
    return f"{'missing' if value is None else f'{value:.2f}':>{width}}"


def print_networks():
    print("Microseconds a network and step: 400 points, 4 hidden units")
    print(f"{'':>8}" + "".join(f"{np.dtype(dtype).name:>35}" for dtype in TYPES))
    print(f"{'networks':>8}" + f"{'stacked':>11}{'loop':>8}{'ratio':>8}{'JAX':>8}" * 2)
    for k in NETWORKS:
        row = f"{k:>8}"
        for dtype in TYPES:
            contenders = [make(k, dtype) for make in (stacked, one_by_one, compiled)]
            ours, loop, jax = in_turns(contenders, k * steps(k))
            row += cell(ours, 11) + cell(loop) + cell(loop / ours) + cell(jax)
        print(row, flush=True)


def print_growth(what, sizes):
    """Print how the time grows with ``points`` or ``units``, in stacks as `sweep` makes them."""
    print(f"\nMicroseconds a network and step, as {what} grow; in brackets networks a stack")
    print(f"{what:>8}" + "".join(f"{np.dtype(dtype).name:>16}" for dtype in TYPES))
    for size in sizes:
        row = f"{size:>8}"
        for dtype in TYPES:
            shape = {"points": 400, "units": 4, what: size}
            k = networks_per_stack(shape["points"], shape["units"], dtype)
            (ours,) = in_turns([stacked(k, dtype, **shape)], k * steps(k))
            row += cell(ours, 11) + f" ({k})".ljust(5)
        print(row, flush=True)


def main():
    print_networks()
    print_growth("points", POINTS)
    print_growth("units", UNITS)


if __name__ == "__main__":
    main()
