"""The usual planar classifier, in our own writing: what `benchmarks.step` compares with.

Articles and courses write the two-layer network of the flower in much this way: samples are
columns, parameters and gradients are dictionaries, a function a step. It is right and easy to
read; nothing in it is made slow on purpose.

Shapes: X (n, m), Y (1, m), W1 (h, n), b1 (h, 1), W2 (1, h), b2 (1, 1).
"""

import numpy as np


def initialize_parameters(n, h, seed=2):
    """Draw small weights from NumPy's old generator, as the published runs do; biases are 0."""
    rng = np.random.RandomState(seed)
    return {
        "W1": rng.randn(h, n) * 0.01,
        "b1": np.zeros((h, 1)),
        "W2": rng.randn(1, h) * 0.01,
        "b2": np.zeros((1, 1)),
    }


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]  # (h, m)
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]  # (1, m)
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    return float(np.squeeze(-np.sum(logprobs) / m))


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y  # (1, m)
    dW2 = np.dot(dZ2, A1.T) / m  # (1, h)
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(A1, 2))  # (h, m)
    dW1 = np.dot(dZ1, X.T) / m  # (h, n)
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    return {name: parameters[name] - learning_rate * grads["d" + name] for name in parameters}


def steps(X, Y, h, learning_rate=1.2, seed=2):
    """Train without end; give the cost before each step."""
    parameters = initialize_parameters(X.shape[0], h, seed)
    while True:
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate)
        yield cost
