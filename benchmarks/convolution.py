"""What convolution costs beside PyTorch, and what it learns of the digits. One thread.

Run ``python benchmarks/convolution.py``, or with ``--speed`` or ``--accuracy`` for one half.
PyTorch is optional: where it is missing, its column says so.
"""

# ruff: noqa: E402 (the number of threads is set before NumPy is imported)
import os

for library in ("OPENBLAS", "MKL", "OMP"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import importlib.util
from statistics import median
from time import perf_counter

import numpy as np

from nnlib import Network, datasets, train
from nnlib.convnet import ConvNet
from nnlib.convolution import correlate2d

HOW = {"learning_rate": 0.3, "batch_size": 32, "iterations": 2500}


def seconds(call, at_least=0.5):
    """Median time of a call, over calls that take `at_least` seconds in all."""
    call()
    times = []
    while sum(times) < at_least or len(times) < 5:
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return median(times)


def nnlib_step(net, X, y):
    """Forward, loss and backward by nnlib."""

    def step():
        forward = net.propagate(X)
        net.loss(forward, y)
        net.backward(forward, y)

    return step


def torch_step(net, X, y):
    """Do the same by PyTorch with the same parameters; None where PyTorch is missing."""
    if importlib.util.find_spec("torch") is None:
        return None
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(1)
    K, W, b1, b2 = (
        torch.from_numpy(array.copy()).requires_grad_() for array in net.weights + net.biases
    )
    X, y = torch.from_numpy(X.reshape(-1, *net.image_shape)), torch.from_numpy(y)

    def step():
        for parameter in (K, W, b1, b2):
            parameter.grad = None
        maps = F.relu(F.conv2d(X, K, b1, padding=net.padding))
        scores = F.max_pool2d(maps, net.pool).flatten(1) @ W + b2
        F.cross_entropy(scores, y).backward()

    return step


def speed():
    """Rows (what, seconds by nnlib, seconds by PyTorch or None), for batches of digits."""
    images, labels = datasets.digits()
    rows = []
    for dtype in (np.float64, np.float32):
        for m in (32, 128, 1348):
            X, y = images[:m].reshape(m, 64).astype(dtype), np.eye(10, dtype=dtype)[labels[:m]]
            net = ConvNet(rng=0, dtype=dtype)
            theirs = torch_step(net, X, y)
            rows.append(
                (
                    f"ConvNet forward + backward, {m} digits, {np.dtype(dtype)}",
                    seconds(nnlib_step(net, X, y)),
                    theirs and seconds(theirs),
                )
            )
    return rows


def four_loops(image, kernel):
    """Correlate as the formula is written, pixel by pixel."""
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    Z = np.zeros((rows, columns))
    for r, s in np.ndindex(rows, columns):
        for i, j in np.ndindex(*kernel.shape):
            Z[r, s] += image[r + i, s + j] * kernel[i, j]
    return Z


def loops_and_windows():
    """Seconds of the four loops and of `correlate2d`, for one digit and one kernel of 3 × 3."""
    image, kernel = datasets.digits()[0][0], np.ones((3, 3))
    return (
        seconds(lambda: four_loops(image, kernel)),
        seconds(lambda: correlate2d(image, kernel)),
    )


def networks(seed):
    """Give the convolutional network and a dense one with as many parameters, but for 20."""
    dense = Network([64, 36, 10], "relu", "softmax", "softmax_cross_entropy", rng=seed, scale="he")
    return {"ConvNet": ConvNet(rng=seed), "dense": dense}


def accuracy(seeds=range(10)):
    """Rows (name, parameters, held-out accuracies, seconds of training), a value for each seed."""
    images, labels = datasets.digits()
    results = {}
    for seed in seeds:
        X, l_train, X_test, l_test = datasets.split(
            images.reshape(-1, 64), labels, train_share=0.75, rng=seed
        )
        for name, net in networks(seed).items():
            start = perf_counter()
            train(net, X, np.eye(10)[l_train], rng=seed, **HOW)
            taken = perf_counter() - start
            right = (net.predict_proba(X_test).argmax(axis=1) == l_test).mean()
            count = sum(array.size for array in net.weights + net.biases)
            results.setdefault((name, count), []).append((right, taken))
    return [(*key, *zip(*values, strict=True)) for key, values in results.items()]


def print_speed():
    print(f"{'one thread':52} {'nnlib':>9} {'PyTorch':>9} {'ratio':>6}")
    for what, ours, theirs in speed():
        beside = f"{1e3 * theirs:6.2f} ms {ours / theirs:6.2f}" if theirs else "  missing"
        print(f"{what:52} {1e3 * ours:6.2f} ms {beside}")
    loops, windows = loops_and_windows()
    print(f"correlate2d, one digit: loops {1e6 * loops:.0f} µs, windows {1e6 * windows:.0f} µs")


def print_accuracy():
    print(f"held-out quarter of the digits, {HOW}, seeds 0 to 9")
    for name, count, right, taken in accuracy():
        print(
            f"{name:8} {count} parameters: accuracy median {100 * median(right):.2f} % "
            f"({100 * min(right):.2f} to {100 * max(right):.2f}), {median(taken):.2f} s a seed"
        )


def main():
    print_speed()
    print_accuracy()


if __name__ == "__main__":
    main()
