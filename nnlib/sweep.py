"""Many networks at once: hidden units × learning rates × seeds, here or on a cluster."""

import contextlib
import functools
from concurrent.futures import BrokenExecutor
from itertools import islice, product
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.network import Network
from nnlib.training import descend

# Networks in one stack: enough to share the cost of a call (more than STACK gain nothing), and
# few enough that the activations of a hidden layer, STACK_BYTES, stay in a core's cache.
STACK = 64
STACK_BYTES = 2**19


class Sweep(NamedTuple):
    """Results of a sweep over h numbers of hidden units, r learning rates and s seeds.

    ``loss`` and ``accuracy`` are (h, r, s) arrays, after the last step; NaN where training
    diverged. ``held_out`` is the accuracy on samples that were not trained on, NaN without any.
    ``diverged_at`` is the step at which the loss was no longer finite, -1 where it always was.
    """

    hidden_units: tuple
    learning_rates: tuple
    seeds: tuple
    loss: np.ndarray
    accuracy: np.ndarray
    held_out: np.ndarray
    diverged_at: np.ndarray

    def median(self, what="loss"):
        """Median over the seeds, (h, r); a diverged run counts as worse than any other.

        Parameters
        ----------
        what : "loss", "accuracy" or "held_out"

        Returns
        -------
        array of shape (h, r)
            NaN where half of the runs or more diverged.
        """
        values = getattr(self, what)
        worst = np.inf if what == "loss" else -np.inf
        middle = np.median(np.where(np.isnan(values), worst, values), axis=-1)
        return np.where(np.isfinite(middle), middle, np.nan)

    def rows(self):
        """Give one dict a network, in the order of the arrays: a table to print or to save."""
        names = ("loss", "accuracy", "held_out", "diverged_at")
        return [
            {
                "hidden_units": self.hidden_units[i],
                "learning_rate": self.learning_rates[j],
                "seed": self.seeds[k],
                **{name: getattr(self, name)[i, j, k].item() for name in names},
            }
            for i, j, k in np.ndindex(self.loss.shape)
        ]

    def __repr__(self):
        diverged = int((self.diverged_at >= 0).sum())
        h, r, s = self.loss.shape
        return (
            f"Sweep: {h} hidden units × {r} learning rates × {s} seeds = {h * r * s} networks, "
            f"{diverged} diverged"
        )


def networks_per_stack(samples, hidden_units, dtype=float):
    """Give the number of networks that train fastest side by side.

    Examples
    --------
    >>> [networks_per_stack(400, hidden_units) for hidden_units in (1, 4, 50, 5000)]
    [64, 40, 3, 1]
    """
    validation.whole(samples, "samples")
    validation.whole(hidden_units, "hidden_units")
    bytes_each = samples * hidden_units * np.dtype(dtype).itemsize
    return min(STACK, max(1, STACK_BYTES // bytes_each))


def train_stack(X, y, hidden_units, runs, iterations, held_out, how):
    """Train networks of one size in one stack: a run is a learning rate and a seed.

    Returns
    -------
    array of shape (4, k)
        Loss, accuracy, held-out accuracy and the step of divergence of each of k runs.
    """
    sizes = [X.shape[1], hidden_units, y.shape[1]]
    rates, seeds = zip(*runs, strict=True)
    stack = Network.stacked([Network(sizes, rng=seed, **how) for seed in seeds])
    diverged_at = np.full(len(runs), -1)
    with np.errstate(over="ignore", invalid="ignore"):  # divergence is told by diverged_at
        steps = descend(stack, X, y, learning_rate=np.array(rates))
        for record in islice(steps, iterations):
            diverged_at[~np.isfinite(record.loss) & (diverged_at < 0)] = record.iteration
        loss, accuracy = stack.loss(X, y), _accuracy(stack, X, y)
        unseen = _accuracy(stack, *held_out) if held_out else np.full(len(runs), np.nan)
    diverged_at[~np.isfinite(loss) & (diverged_at < 0)] = iterations
    ended = diverged_at >= 0
    figures = [np.where(ended, np.nan, figure) for figure in (loss, accuracy, unseen)]
    return np.array([*figures, diverged_at])


def _accuracy(stack, X, y):
    """Share of the samples of which all outputs are right, for each network."""
    output = stack.forward(X).output  # (k, m, c); among them perhaps networks that diverged
    if stack.activations[-1].name == "softmax":
        return (output.argmax(axis=-1) == y.argmax(axis=-1)).mean(axis=-1)
    return ((output > 0.5) == y).all(axis=-1).mean(axis=-1)


def sweep(
    X,
    y,
    hidden_units,
    learning_rates,
    seeds,
    iterations,
    *,
    held_out=None,
    executor=None,
    progress=False,
    **how,
):
    """Train a two-layer network for every combination, and say how each ended.

    Networks of one size are stacked and share their NumPy calls. The stacks are the same with
    every executor, and so are the results.

    Parameters
    ----------
    X : array_like of shape (m, n)
    y : array_like of shape (m, c)
    hidden_units : sequence of int
    learning_rates : sequence of float
    seeds : sequence of int
    iterations : int
        Full-batch steps of each network.
    held_out : (X, y), optional
        Samples that are not trained on.
    executor : concurrent.futures.Executor, optional
        Where stacks are trained: this process, if left out; a ``ProcessPoolExecutor``; or a
        cluster, with Dask's ``client.get_executor()``. A stack whose process died is trained
        here.
    progress : bool
        Whether to show a progress bar.
    **how
        Arguments of `Network`: hidden, output, loss, scale, bias, l2, dtype.

    Returns
    -------
    Sweep

    Raises
    ------
    ValueError
        If data, a size, a rate or the number of iterations cannot be used, or a list is empty.

    Examples
    --------
    >>> from nnlib import datasets
    >>> sweep(*datasets.truth_table(), [2, 4], [0.1, 1.0], seeds=range(3), iterations=10)
    Sweep: 2 hidden units × 2 learning rates × 3 seeds = 12 networks, 0 diverged
    """
    grid = (
        _axis(hidden_units, "hidden_units", validation.whole),
        _axis(learning_rates, "learning_rates", validation.number, "a finite number above 0"),
        _axis(seeds, "seeds", validation.whole, 0),
    )
    if executor is not None and (isinstance(executor, type) or not hasattr(executor, "submit")):
        raise TypeError(f"executor must be an object with submit, or None; got {executor!r}.")
    X, y, held_out = _checked(X, y, held_out, grid, iterations, how)
    runs, tasks = list(product(grid[1], grid[2])), []
    for size in grid[0]:
        k = networks_per_stack(len(X), size, how.get("dtype", float))
        chunks = (runs[start : start + k] for start in range(0, len(runs), k))
        tasks += [(X, y, size, chunk, iterations, held_out, how) for chunk in chunks]
    figures = np.concatenate(list(_results(tasks, executor, progress)), axis=1)
    loss, accuracy, unseen, diverged_at = figures.reshape(4, *map(len, grid))
    return Sweep(*grid, loss, accuracy, unseen, diverged_at.astype(int))


def _axis(values, name, look, *how):
    """Give an axis of the grid as a tuple, each of its values looked at."""
    try:
        values = tuple(np.asarray(values) if hasattr(values, "__array__") else values)
    except TypeError:
        raise ValueError(f"{name} must be a list; got {values!r}. Use [{values!r}].") from None
    if not values:
        raise ValueError(f"{name} must have one entry at least; got {values!r}.")
    return tuple(look(value, name, *how) for value in values)


def _checked(X, y, held_out, grid, iterations, how):
    """Say what is wrong with a sweep before any time is spent on it; give the data as arrays."""
    validation.whole(iterations, "iterations")
    if "rng" in how:
        raise ValueError("a sweep draws first weights from its seeds; leave rng out.")
    X = validation.samples(X)
    outputs = np.shape(y)[1] if np.shape(y)[:1] == (len(X),) and np.ndim(y) == 2 else 1
    networks = [Network([X.shape[1], size, outputs], rng=0, **how) for size in grid[0]]
    y = networks[0].check_targets(y, len(X))
    if held_out is None:
        return X, y, None
    if not isinstance(held_out, tuple | list) or len(held_out) != 2:
        raise ValueError(f"held_out must be a pair (X, y); got {type(held_out).__name__}.")
    unseen = validation.samples(held_out[0], "held-out X", columns=X.shape[1])
    return X, y, (unseen, networks[0].check_targets(held_out[1], len(unseen)))


def _results(tasks, executor, progress):
    """Yield the result of each task in order; a task whose process died is done here."""
    pairs = [(task, _handed_out(task, executor)) for task in tasks]
    if progress:
        from tqdm.auto import tqdm  # asked for here, since in a notebook it loads widgets

        pairs = tqdm(pairs, desc="sweep", unit="stack")
    for task, wait in pairs:
        try:
            yield wait()
        except BrokenExecutor:
            yield train_stack(*task)


def _handed_out(task, executor):
    """Hand a task out, where there is someone to take it; give a function that waits for it."""
    if executor is not None:
        with contextlib.suppress(BrokenExecutor):
            return executor.submit(train_stack, *task).result
    return functools.partial(train_stack, *task)
