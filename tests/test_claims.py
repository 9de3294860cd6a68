"""What the prose of the notebooks claims and no cell computes: comparisons, "never", "most".

A claim about training is tested from several seeds. Numbers in the prose are checked by
test_notebooks.py, and the claims of notebooks 05 and 07 by test_claims_flower.py.
"""

from itertools import product

import numpy as np
import pytest

from nnlib import Network, activations, datasets, logic, losses, neuron, train
from nnlib.activations import sigmoid, softmax
from nnlib.convnet import ConvNet
from nnlib.diagnostics import dead_units, gradient_norms
from nnlib.labs.loss.model import LossModel

CIRCLES, RINGS = datasets.circles(m=200, noise=0.2, rng=1)
CIRCLES = CIRCLES / CIRCLES.std()
X8, Y8 = datasets.eight_samples()
FITS = {"relu": "he", "leaky_relu": "he", "silu": "he", "gelu": "he"}


# 01: the paper of 1943


def neurons_of_1943():
    """Neurons of two inputs as the paper has them: T above 0, absolute inhibition."""
    for weights in product(range(4), repeat=2):
        for threshold, inhibitory in product(range(1, 5), [(), (0,), (1,), (0, 1)]):
            yield neuron.Neuron(weights, threshold, inhibitory)


def test_a_neuron_of_1943_is_silent_when_nothing_comes_in():
    tables = {tuple(logic.truth_table(each).y.tolist()) for each in neurons_of_1943()}
    assert {table[0] for table in tables} == {0}
    assert (0, 0, 1, 0) in tables  # AND NOT: with one input always 1 it is NOT


def test_not_and_nand_need_a_threshold_of_0_or_less():
    made = {
        (w1, w2, T): tuple(logic.truth_table(neuron.Neuron((w1, w2), T)).y.tolist())
        for w1, w2, T in product(range(-3, 4), range(-3, 4), range(-4, 5))
    }
    for outputs in ((1, 1, 1, 0), (1, 1, 0, 0)):
        thresholds = [T for (_, _, T), table in made.items() if table == outputs]
        assert thresholds and max(thresholds) <= 0


@pytest.mark.parametrize("threshold", [1, 2, 3])
def test_relative_and_absolute_inhibition_replace_each_other(threshold):
    X = logic.all_inputs(4)
    absolute = neuron.fires(X, [1, 1, 1, 0], threshold, inhibitory=[3])
    assert np.array_equal(neuron.fires(X, [1, 1, 1, -3], threshold), absolute)
    relative = neuron.fires(X, [1, 1, 1, -1], threshold)
    raised = neuron.fires(X, [1, 1, 1, 0], threshold + 1)
    either = neuron.fires(np.column_stack([absolute, raised]), [1, 1], 1)
    assert np.array_equal(either, relative)


# 02: biases


def test_a_network_without_biases_learns_the_table_but_not_xor_of_signs():
    X, y = datasets.truth_table()
    nets = [
        Network([2, 4, 1], hidden="sigmoid", loss="sse", bias=False, rng=seed, scale=1.0)
        for seed in range(10)
    ]
    for inputs, learned in ((X[:, :2], True), (2 * X[:, :2] - 1, False)):
        stack = Network.stacked(nets)
        train(stack, inputs, y, learning_rate=1.0, iterations=5000)
        assert np.all((stack.loss(inputs, y) < 0.1) == learned)


# 03: losses, and the four ways of a descent


def test_sse_and_cross_entropy_look_equal_by_chance():
    y, near = np.array([[0.0], [1.0], [1.0], [0.0]]), np.array([[0.1], [0.9], [0.6], [0.3]])
    assert f"{losses.sse(near, y):.3f}" == f"{losses.cross_entropy(near, y):.3f}" == "0.270"
    other = np.array([[0.1], [0.9], [0.1], [0.3]])
    assert abs(losses.sse(other, y) - losses.cross_entropy(other, y)) > 0.1


def test_cross_entropy_pushes_hard_where_the_square_pushes_little():
    one, surely_0 = np.array([[1.0]]), np.array([[0.001]])
    assert abs(losses.sse_gradient(surely_0, one)) < 2
    assert abs(losses.cross_entropy_gradient(surely_0, one)) > 900
    assert losses.sse(surely_0, one) < 1 < losses.cross_entropy(surely_0, one)


def test_the_four_buttons_show_the_four_ways_of_a_descent():
    after = {}
    for preset in ("creeping", "right", "bouncing", "diverging"):
        model = LossModel()
        model.preset(preset)
        for _ in range(60):
            model.step()
        after[preset] = np.array(model.losses)
    lowest = losses.sse(X8 @ np.linalg.lstsq(X8, Y8, rcond=None)[0], Y8)
    assert after["creeping"][8] > 3 * after["right"][8]
    assert after["right"][-1] < 1.001 * lowest and after["bouncing"][-1] < 1.01 * lowest
    assert after["diverging"][-1] > 1e6


def test_steps_by_the_mean_do_not_mind_how_often_the_data_are_said():
    rows = [(X8, Y8), (np.vstack([X8] * 2), np.vstack([Y8] * 2))]
    W = np.array([[-3.0], [1.5]])
    steps = [X.T @ losses.mse_gradient(X @ W, y) for X, y in rows]
    np.testing.assert_allclose(*steps)
    np.testing.assert_allclose(8 * steps[0], X8.T @ losses.sse_gradient(X8 @ W, Y8))


# 04: differences, a network that is stuck, a wrong slope, a late update


def test_both_sides_gain_a_hundred_where_one_side_gains_ten():
    eps = np.array([0.1, 0.01, 0.001])
    one = ((1 + eps) ** 3 - 1) / eps - 3
    both = ((1 + eps) ** 3 - (1 - eps) ** 3) / (2 * eps) - 3
    np.testing.assert_allclose(one[:-1] / one[1:], 10, rtol=0.05)
    np.testing.assert_allclose(both[:-1] / both[1:], 100, rtol=0.05)


def articles_network(seed):
    random = np.random.RandomState(seed)
    net = Network([3, 4, 1], hidden="sigmoid", output="sigmoid", loss="sse", bias=False)
    net.weights = [random.rand(3, 4), random.rand(4, 1)]
    return net


def test_the_loss_of_seed_0_drops_rests_at_one_half_and_falls_on():
    X, y = datasets.truth_table()
    net, loss, outputs = articles_network(0), [], []
    for _ in range(10_000):
        forward = net.propagate(X)
        loss.append(net.loss(forward, y))
        outputs.append(forward.output[:, 0])
        net.step(net.backward(forward, y), 1.0)
    at_half = np.abs(np.array(outputs) - 0.5).max(axis=1) < 0.1
    assert loss[0] - loss[5] > 0.2
    resting = np.abs(np.subtract(loss, 1)) < 0.05
    assert at_half[resting].mean() > 0.9
    falls = -np.diff(loss)
    assert (falls > 0).all()  # with more steps it goes on falling
    assert falls[60:300].max() > 10 * falls[1000:].max()  # fast at first


def test_with_more_steps_the_error_goes_on_falling():
    X, y = datasets.truth_table()
    stack = Network.stacked(articles_network(seed) for seed in range(20))
    history = train(stack, X, y, learning_rate=1.0, iterations=5000)
    assert (np.diff(history.loss, axis=0) < 0).all()
    assert (history.loss[-1] < history.loss[1500] / 3).all()


def test_the_stuck_network_creeps_until_its_units_leave_their_flat_ends():
    X, y = datasets.truth_table()
    net, loss, slopes = articles_network(67), [], []
    for _ in range(3000):
        forward = net.propagate(X)
        hidden = forward.A[1][2:]
        loss.append(net.loss(forward, y))
        slopes.append((hidden * (1 - hidden)).max())
        net.step(net.backward(forward, y), 1.0)
    loss = np.array(loss)
    assert (np.diff(loss) < 0).all() and loss[1500] > 0.5
    creeping, falling = np.flatnonzero(loss < 0.6)[0], np.flatnonzero(loss < 0.4)[0]
    assert falling - creeping > 5 * (np.flatnonzero(loss < 0.05)[0] - falling)
    assert slopes[1500] < 0.01 < 0.1 < max(slopes[1500:])


def test_without_the_transpose_numpy_refuses_unless_the_weights_are_square():
    dz = np.ones((4, 2))
    with pytest.raises(ValueError, match="mismatch"):
        dz @ np.ones((3, 2))
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert (dz @ square).shape == (dz @ square.T).shape
    assert not np.allclose(dz @ square, dz @ square.T)


def test_a_step_in_place_changes_what_others_hold():
    W = np.ones((2, 2))
    first = W
    W = W - 0.5
    assert first.sum() == 4
    first, held = W, W.sum()
    W -= 0.5
    assert first.sum() != held


def test_the_slope_of_the_output_of_the_output_fails_from_most_seeds_not_from_all():
    X, y = datasets.truth_table()
    wrong = activations.Activation("wrong", sigmoid, lambda z, a: sigmoid(a) * (1 - sigmoid(a)))
    nets = [articles_network(seed) for seed in range(100)]
    for net in nets:
        net.activations = [wrong, wrong]
    stack = Network.stacked(nets)
    train(stack, X, y, learning_rate=1.0, iterations=1500)
    assert 0.5 < (stack.loss(X, y) > 0.1).mean() < 0.9


def test_ten_times_the_rate_makes_the_late_update_some_fifty_times_as_wrong():
    net = Network([2, 2, 2], hidden="sigmoid", output="sigmoid", loss="sse")
    X, y, off = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]), []
    W1, W2 = np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([[0.40, 0.50], [0.45, 0.55]])
    for rate in (0.5, 5.0):
        net.weights, net.biases = [W1, W2], [[0.35, 0.35], [0.60, 0.60]]
        fwd = net.forward(X)
        now = net.backward(fwd, y).weights
        net.weights = [W1, W2 - rate / 2 * now[1]]
        late = (fwd.output - y) * fwd.output * (1 - fwd.output) @ net.weights[1].T
        late = X.T @ (late * fwd.A[1] * (1 - fwd.A[1]))
        errors = []
        for slope in (now[0] / 2, late):
            net.weights = [W1 - rate * slope, net.weights[1]]
            errors.append(net.loss(X, y) / 2)
        off.append(abs(errors[1] - errors[0]))
    assert 30 < off[1] / off[0] < 80


# 06: depth


def deep(name, seed, depth=6, scale=None, units=10):
    """A deep network of notebook 06 with first weights that fit, unless they are given."""
    scale = FITS.get(name, "xavier") if scale is None else scale
    return Network([2, *[units] * depth, 1], hidden=name, rng=seed, scale=scale)


def dZ_norms(net):
    """Length of dZ of every layer, the output last."""
    Z, A = net.forward(CIRCLES)
    dZ, norms = (A[-1] - RINGS) / len(CIRCLES), []
    for layer in reversed(range(len(net.weights))):
        norms.insert(0, np.linalg.norm(dZ))
        if layer:
            slope = net.activations[layer - 1].slope(Z[layer - 1], A[layer])
            dZ = dZ @ net.weights[layer].T * slope
    return np.array(norms)


@pytest.mark.parametrize(
    ("name", "scale", "dZ_from", "dZ_to", "dW_from", "dW_to"),
    [
        ("tanh", 0.01, 0, 1e-6, 0.1, 10),
        ("relu", 0.01, 0, 1e-6, 0.1, 10),
        ("tanh", "xavier", 0.1, 10, 0.1, 10),
        ("relu", "he", 0.1, 10, 0.01, 10),
        ("tanh", 0.5, 100, np.inf, 10, np.inf),
        ("relu", 0.5, 1000, np.inf, 0.1, 10),
        ("sigmoid", "xavier", 0, 1e-6, 0, 1e-6),
    ],
)
def test_signal_and_dZ_tell_what_dW_hides(name, scale, dZ_from, dZ_to, dW_from, dW_to):
    nets = [deep(name, seed, 12, scale, units=100) for seed in range(3)]
    dZ = np.median([(norms := dZ_norms(net))[0] / norms[-1] for net in nets])
    dW = [gradient_norms(net.backward(net.forward(CIRCLES), RINGS)) for net in nets]
    assert dZ_from <= dZ <= dZ_to
    assert dW_from <= np.median([norms[0] / norms[-1] for norms in dW]) <= dW_to


def test_the_sum_of_W_times_dW_is_the_same_in_every_relu_layer():
    for name, same in (("relu", True), ("tanh", False)):
        net = deep(name, seed=0)
        slopes = net.backward(net.forward(CIRCLES), RINGS).weights
        sums = [(W * dW).sum() for W, dW in zip(net.weights, slopes, strict=True)]
        assert np.allclose(sums, sums[0]) == same


def test_weights_of_a_half_outweigh_the_slopes_of_tanh():
    for seed in range(3):
        rng = np.random.default_rng(seed)
        a, slopes = rng.standard_normal((200, 100)), []
        for _ in range(12):
            a = np.tanh(a @ (0.5 * rng.standard_normal((100, 100))))
            slopes.append(1 - a**2)
        assert 0.3 < np.sqrt(np.mean(np.square(slopes))) < 0.4
        assert np.mean(np.abs(slopes) < 0.1) > 0.5  # nearly flat for more than half


def test_a_network_that_stands_still_has_even_gradients():
    stack = Network.stacked(deep("sigmoid", seed, depth=8) for seed in range(3))
    before = gradient_norms(stack.backward(stack.forward(CIRCLES), RINGS))
    train(stack, CIRCLES, RINGS, learning_rate=0.05, iterations=600)
    after = gradient_norms(stack.backward(stack.forward(CIRCLES), RINGS))
    assert np.all(stack.loss(CIRCLES, RINGS) > 0.69)
    assert np.all(before[0] < 1e-5 * before[-1]) and np.all(after[0] > 0.1 * after[-1])


def test_with_he_the_mean_square_of_relu_stays_between_a_third_and_twice():
    inputs, left = np.random.default_rng(1).standard_normal((500, 100)), []
    for seed in range(20):
        rng, a = np.random.default_rng(seed), inputs
        for _ in range(12):
            a = np.maximum(a @ (np.sqrt(2 / 100) * rng.standard_normal((100, 100))), 0)
        left.append(np.mean(a**2))
    assert min(left) > 1 / 3 and max(left) < 2


def test_of_deep_sigmoids_only_the_last_layers_move_and_only_at_first():
    for seed in range(2):
        net = deep("sigmoid", seed, depth=8)
        weights, moved = [[*net.weights]], []
        for steps in (100, 300):
            train(net, CIRCLES, RINGS, learning_rate=0.1, iterations=steps)
            weights.append([*net.weights])
            pairs = zip(weights[-2], weights[-1], strict=True)
            moved.append(np.array([np.abs(new - old).max() for old, new in pairs]))
        assert moved[0][:4].max() < 1e-4 < 1e-2 < moved[0][-1]
        assert np.all(moved[1] < 0.1 * moved[0][-1])


def test_silu_with_xavier_mostly_stands_still():
    nets = [deep("silu", seed, 10, "xavier") for _ in range(3) for seed in range(5)]
    stack = Network.stacked(nets)
    rates = np.repeat([0.1, 0.3, 1.0], 5)
    train(stack, CIRCLES, RINGS, learning_rate=rates, iterations=200)
    assert np.all((stack.loss(CIRCLES, RINGS).reshape(3, 5) > 0.68).sum(axis=1) >= 3)


def test_dead_units_wake_at_small_rates_and_seldom_at_a_large_one():
    rates = np.repeat([0.1, 0.3, 1.0], 5)
    stack = Network.stacked(deep("relu", seed, 8) for _ in range(3) for seed in range(5))
    ever = np.zeros((15, 80), bool)
    for _ in range(20):
        train(stack, CIRCLES, RINGS, learning_rate=rates, iterations=20)
        dead = np.concatenate(dead_units(stack, stack.forward(CIRCLES)), axis=1)
        ever |= dead
    awake = [
        (ever & ~dead)[rates == rate].sum() / ever[rates == rate].sum() for rate in (0.1, 0.3, 1)
    ]
    assert 0.25 < awake[0] < 0.5 and 0.25 < awake[1] < 0.5 and awake[2] < 0.15
    assert np.sum(dead[rates == 1].mean(axis=1) > 0.5) >= 3  # most units, in most networks


def test_samples_grow_alike_with_depth():
    forward = Network.stacked(deep("relu", seed, 8) for seed in range(10)).forward(CIRCLES)
    alike = []
    for a in (forward.A[1], forward.A[4], forward.A[8]):
        unit = a / np.maximum(np.linalg.norm(a, axis=-1, keepdims=True), 1e-300)
        alike.append(np.median(unit @ np.swapaxes(unit, 1, 2)))
    assert alike[0] < alike[1] < alike[2] and alike[2] > 0.9


def test_sigmoids_want_a_large_rate_in_one_layer_and_none_helps_in_six():
    rates = np.repeat([0.1, 0.3, 1.0, 3.0, 10.0], 3)
    for depth in (1, 6):
        stack = Network.stacked(deep("sigmoid", seed, depth) for _ in range(5) for seed in range(3))
        train(stack, CIRCLES, RINGS, learning_rate=rates, iterations=200)
        loss = stack.loss(CIRCLES, RINGS).reshape(5, 3)
        if depth == 1:
            assert np.all(loss[1] > 0.68) and np.all(loss[4] < 0.2)
        else:
            assert np.all(loss > 0.68)


# 08: digits


def test_a_score_larger_by_1_is_e_times_the_other_class_not_e_times_as_much():
    for scores in np.random.default_rng(0).normal(size=(20, 10)):
        probability = softmax(scores[np.newaxis])[0]
        raised = softmax((scores + np.eye(10)[3])[np.newaxis])[0]
        np.testing.assert_allclose(raised[3] / raised[5], np.e * probability[3] / probability[5])
        assert raised[3] < np.e * probability[3]


def test_digits_near_each_other_in_the_file_are_alike_and_all_have_about_as_much_ink():
    images, labels = datasets.digits()
    near = np.abs(np.subtract.outer(np.arange(len(labels)), np.arange(len(labels)))) < 130
    same = (labels[:, np.newaxis] == labels) & ~np.eye(len(labels), dtype=bool)
    assert 1 / 8 < (near & same).sum() / same.sum() < 1 / 6
    ink = images.sum(axis=(1, 2))
    means = [ink[labels == digit].mean() for digit in range(10)]
    assert max(means) < 1.1 * min(means)


def test_the_kernel_that_training_kills_was_alive_at_the_start():
    images, _ = datasets.digits()
    assert ConvNet(rng=0).forward(images[:50]).feature_maps[:, 1].any()  # kernel 2 of seed 0
