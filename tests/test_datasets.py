import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import datasets

planar = pytest.mark.parametrize("make", datasets.PLANAR.values(), ids=datasets.PLANAR)
names = st.sampled_from(sorted(datasets.PLANAR))
even = st.integers(1, 60).map(lambda half: 2 * half)
seeds = st.integers(0, 2**32 - 1)


def test_truth_table_is_xor_of_the_first_two_columns():
    X, y = datasets.truth_table()
    assert X.tolist() == [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    assert y.tolist() == [[0], [1], [1], [0]]
    assert X.dtype == y.dtype == np.float64


def test_no_line_through_0_keeps_the_eight_samples_apart():
    X, y = datasets.eight_samples()
    angles = np.linspace(0, 2 * np.pi, 3601)
    right = (X @ [np.cos(angles), np.sin(angles)] > 0) == (y == 1)
    assert right.all(axis=0).sum() == 0
    assert right.sum(axis=0).max() == 6  # of 8


def test_truth_table_is_new_on_every_call():
    datasets.truth_table()[0][:] = 7
    assert datasets.truth_table()[0].max() == 1


def published_flower():
    """Make the flower as the articles' listing does, with the global generator."""
    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    X, y, N = np.zeros((400, 2)), np.zeros((400, 1)), 200
    for j in range(2):
        ix = range(N * j, N * (j + 1))
        t = np.linspace(j * 3.12, (j + 1) * 3.12, N) + np.random.randn(N) * 0.2  # noqa: NPY002
        r = 4 * np.sin(4 * t) + np.random.randn(N) * 0.2  # noqa: NPY002
        X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
        y[ix] = j
    np.random.set_state(before)  # noqa: NPY002
    return X, y


def test_flower_gives_the_published_points():
    X, y = datasets.flower()
    published_X, published_y = published_flower()
    np.testing.assert_allclose(X, published_X, rtol=1e-14)
    np.testing.assert_array_equal(y, published_y)
    np.testing.assert_allclose(X[0], [1.20444229, 3.57611415], rtol=1e-8)
    np.testing.assert_allclose(X[-1], [0.73078083, 3.06832921], rtol=1e-8)
    np.testing.assert_allclose(X.sum(axis=0), [-17.33836367, 27.42634695], rtol=1e-8)
    np.testing.assert_allclose((X**2).sum(), 3156.783789349409, rtol=1e-12)


def test_flower_trains_to_the_published_costs():
    """4 tanh units written out here, so the points are judged without the package's network."""
    X, y = datasets.flower()
    weights = np.random.RandomState(2)
    W1 = 0.01 * weights.randn(4, 2).T
    W2 = 0.01 * weights.randn(1, 4).T
    b1, b2, costs = np.zeros(4), np.zeros(1), []
    for iteration in range(2001):
        A1 = np.tanh(X @ W1 + b1)
        A2 = 1 / (1 + np.exp(-(A1 @ W2 + b2)))
        if iteration % 1000 == 0:
            costs.append(-np.mean(np.log(np.where(y == 1, A2, 1 - A2))))
        dZ2 = (A2 - y) / 400
        dZ1 = dZ2 @ W2.T * (1 - A1**2)
        W2 -= 1.2 * A1.T @ dZ2
        b2 -= 1.2 * dZ2.sum(axis=0)
        W1 -= 1.2 * X.T @ dZ1
        b1 -= 1.2 * dZ1.sum(axis=0)
    assert [f"{cost:.6f}" for cost in costs] == ["0.693048", "0.288083", "0.254385"]


def test_flower_leaves_the_global_generator_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    datasets.flower()
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@planar
def test_defaults(make):
    X, y = make()
    assert (X.shape, y.shape) == ((400, 2), (400, 1))
    assert np.abs(X).max() < datasets.EXTENT
    np.testing.assert_array_equal(make(m=400, noise=0.2)[0], X)


@given(name=names, m=even, noise=st.floats(0, 1), seed=seeds)
def test_planar_sets_are_balanced_finite_and_repeatable(name, m, noise, seed):
    X, y = datasets.PLANAR[name](m, noise, seed)
    assert (X.shape, y.shape) == ((m, 2), (m, 1))
    assert X.dtype == y.dtype == np.float64
    assert np.isfinite(X).all()
    assert y[:, 0].tolist() == [0] * (m // 2) + [1] * (m // 2)
    again, _ = datasets.PLANAR[name](m, noise, seed)
    np.testing.assert_array_equal(X, again)


@given(name=names, m=even, seed=seeds)
def test_without_noise_all_points_are_within_reach(name, m, seed):
    X, _ = datasets.PLANAR[name](m, 0, seed)
    assert np.abs(X).max() <= datasets.REACH + 1e-12


@planar
def test_without_noise_the_set_reaches_far_out(make):
    X, _ = make(noise=0)
    assert (np.ptp(X, axis=0) > datasets.REACH * 0.99).all()
    assert np.ptp(X, axis=0).max() > 1.7 * datasets.REACH


@planar
def test_another_seed_gives_other_points(make):
    assert not np.array_equal(make(rng=5)[0], make(rng=6)[0])


@planar
def test_a_generator_is_used_and_moves_on(make):
    rng = np.random.default_rng(3)
    first, _ = make(rng=rng)
    second, _ = make(rng=rng)
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(first, make(rng=np.random.default_rng(3))[0])


@pytest.mark.parametrize("name", ["circles", "moons", "spiral", "quadrants", "blobs"])
def test_noise_is_the_deviation_of_the_jitter(name):
    make = datasets.PLANAR[name]
    moved = make(4000, 0.5, 9)[0] - make(4000, 0, 9)[0]
    np.testing.assert_allclose(moved.std(axis=0), 0.5, rtol=0.05)
    np.testing.assert_allclose(moved.mean(axis=0), 0, atol=0.05)


def test_shapes_without_noise():
    X, y = datasets.circles(noise=0)
    np.testing.assert_allclose(np.hypot(*X.T), np.where(y[:, 0], 2, 4))

    X, _ = datasets.moons(noise=0)
    radius = 4 / 1.5
    np.testing.assert_allclose(np.hypot(*(X[:200] + radius * np.array([0.5, 0.25])).T), radius)
    np.testing.assert_allclose(np.hypot(*(X[200:] - radius * np.array([0.5, 0.25])).T), radius)
    assert X[:, 0].min() == pytest.approx(-4)
    assert X[:, 0].max() == pytest.approx(4)

    X, _ = datasets.spiral(noise=0)
    r, angle = np.hypot(*X[:200].T), np.unwrap(np.arctan2(X[:200, 1], X[:200, 0]))
    np.testing.assert_allclose(angle, 3 * np.pi * r / 4)

    X, y = datasets.quadrants(noise=0)
    np.testing.assert_array_equal(y[:, 0], (X[:, 0] > 0) != (X[:, 1] > 0))
    assert np.abs(X).min() >= 0.4
    for corner in ([1, 1], [1, -1], [-1, 1], [-1, -1]):
        assert (np.sign(X) == corner).all(axis=1).sum() > 70

    X, y = datasets.blobs(noise=0)
    distance = np.hypot(*(X - np.where(y == 1, 2, -2)).T)
    assert distance.max() <= 2
    assert (distance < 2**0.5).mean() == pytest.approx(0.5, abs=0.08)  # evenly over the disc


others = {**datasets.THREE_CLASSES, **datasets.NUMBERS}
each_other = pytest.mark.parametrize("make", others.values(), ids=others)


@given(
    name=st.sampled_from(sorted(others)), m=st.integers(3, 60), noise=st.floats(0, 1), seed=seeds
)
def test_other_sets_are_finite_and_repeatable(name, m, noise, seed):
    X, y = others[name](m, noise, seed)
    assert (X.shape, y.shape, X.dtype, y.dtype) == ((m, 2), (m, 1), np.float64, np.float64)
    assert np.isfinite(X).all()
    assert np.isfinite(y).all()
    for ours, again in zip((X, y), others[name](m, noise, seed), strict=True):
        np.testing.assert_array_equal(ours, again)
    calm, sure = others[name](m, 0, seed)
    assert np.abs(calm).max() <= datasets.REACH + 1e-12
    if name in datasets.NUMBERS:
        assert np.abs(sure).max() <= 1


@pytest.mark.parametrize("name", datasets.THREE_CLASSES)
@pytest.mark.parametrize("m", [3, 4, 5, 400])
def test_three_classes_are_as_large_as_can_be(name, m):
    _, y = datasets.THREE_CLASSES[name](m)
    counts = np.bincount(y[:, 0].astype(int), minlength=3)
    assert counts.sum() == m
    assert np.ptp(counts) <= 1


def test_three_blobs_are_apart_and_equally_far():
    X, y = datasets.three_blobs(3000, noise=0)
    blobs = [X[y[:, 0] == label] for label in range(3)]
    middles = np.array([blob.mean(axis=0) for blob in blobs])
    for one, other in ((0, 1), (1, 2), (2, 0)):
        way = middles[other] - middles[one]
        assert np.hypot(*way) == pytest.approx(4, abs=0.1)
        # A line across the way between the middles keeps the two apart.
        assert (blobs[one] @ way).max() < (blobs[other] @ way).min()
    assert middles[0, 1] > 2


def test_three_spiral_arms_are_one_arm_turned():
    X, y = datasets.three_spiral_arms(300, noise=0)
    first, second, third = (X[y[:, 0] == label] @ [1, 1j] for label in range(3))
    turn = np.exp(2j * np.pi / 3)
    np.testing.assert_allclose(second, first * turn, atol=1e-12)
    np.testing.assert_allclose(third, first * turn**2, atol=1e-12)
    np.testing.assert_allclose(np.unwrap(np.angle(first)), np.pi / 2 * np.abs(first))


def test_the_plane_rises_evenly_and_the_hills_stand_at_their_places():
    X, y = datasets.plane(noise=0)
    np.testing.assert_allclose(y[:, 0], (X[:, 0] + X[:, 1]) / 8)
    X, y = datasets.hills(4000, noise=0)
    assert np.corrcoef(X.T, y[:, 0])[2, :2] == pytest.approx(0, abs=0.05)  # no slope overall
    is_up = X[:, 0] * X[:, 1] < 0
    assert (y[is_up] > 0).mean() > 0.95
    assert (y[~is_up] < 0).mean() > 0.95
    near = np.hypot(*(np.abs(X) - 2).T) < 0.2
    assert np.abs(y[near]).min() > 0.9


@pytest.mark.parametrize("name", datasets.NUMBERS)
def test_noise_changes_the_number_and_not_the_place(name):
    (X, y), (calm, sure) = (datasets.NUMBERS[name](4000, noise, 9) for noise in (0.5, 0))
    np.testing.assert_array_equal(X, calm)
    assert (y - sure).std() == pytest.approx(0.5, rel=0.05)


@pytest.mark.parametrize("name", datasets.THREE_CLASSES)
def test_noise_moves_points_of_three_classes(name):
    (X, y), (calm, same) = (datasets.THREE_CLASSES[name](4000, noise, 9) for noise in (0.5, 0))
    np.testing.assert_array_equal(y, same)
    np.testing.assert_allclose((X - calm).std(axis=0), 0.5, rtol=0.05)


@each_other
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"m": 0}, "m must be a whole number"),
        ({"m": 4.0}, "m must be a whole number"),
        ({"noise": 1.1}, "noise must be a number from 0 to 1; got 1.1"),
        ({"noise": float("nan")}, "noise must be a number from 0 to 1"),
        ({"rng": -1}, "rng must be a seed"),
    ],
)
def test_other_sets_refuse_what_they_cannot_use(make, wrong, words):
    with pytest.raises(ValueError, match=words):
        make(**wrong)


@planar
@pytest.mark.parametrize("m", [0, -2, 1, 401, 400.0, "400", None])
def test_bad_m(make, m):
    with pytest.raises(ValueError, match=f"m must be an even whole number.*got {m!r}"):
        make(m=m)


@planar
@pytest.mark.parametrize("noise", [-0.1, 1.1, float("nan"), float("inf"), "0.2", None])
def test_bad_noise(make, noise):
    with pytest.raises(ValueError, match=f"noise must be a number from 0 to 1; got {noise!r}"):
        make(noise=noise)


@planar
@pytest.mark.parametrize("rng", [-1, 2**32, 1.5, "seed", None])
def test_bad_rng(make, rng):
    with pytest.raises(ValueError, match=f"rng must be a seed .*got {rng!r}"):
        make(rng=rng)


@given(m=st.integers(2, 80), share=st.floats(0.01, 0.99), seed=seeds)
def test_split_deals_every_sample_once(m, share, seed):
    X, y = np.arange(2 * m).reshape(m, 2), np.arange(m).reshape(m, 1)
    if round(share * m) in (0, m):
        with pytest.raises(ValueError, match="both sets need at least 1"):
            datasets.split(X, y, share, seed)
        return
    parts = datasets.split(X, y, share, seed)
    assert len(parts.X_train) == round(share * m)
    assert sorted(np.concatenate([parts.y_train, parts.y_test])[:, 0]) == list(range(m))
    for rows, targets in ((parts.X_train, parts.y_train), (parts.X_test, parts.y_test)):
        np.testing.assert_array_equal(rows[:, :1], 2 * targets)


def test_split_is_shuffled_and_repeatable():
    X, y = datasets.flower()
    parts = datasets.split(X, y)
    assert len(parts.X_train) == len(parts.X_test) == 200
    assert 0.4 < parts.y_train.mean() < 0.6  # y comes sorted, so an unshuffled half would give 0
    for part, again in zip(parts, datasets.split(X, y, rng=0), strict=True):
        np.testing.assert_array_equal(part, again)
    assert not np.array_equal(parts.X_train, datasets.split(X, y, rng=1).X_train)


def test_split_takes_images_and_labels():
    images, labels = datasets.digits()
    parts = datasets.split(images, labels, train_share=0.75)
    assert [part.shape for part in parts] == [(1348, 8, 8), (1348,), (449, 8, 8), (449,)]


@pytest.mark.parametrize("share", [0, 1, -0.5, 1.5, float("nan"), "half", None])
def test_bad_train_share(share):
    X, y = datasets.truth_table()
    with pytest.raises(ValueError, match=f"train_share must be .* between 0 and 1; got {share!r}"):
        datasets.split(X, y, share)


def test_split_refuses_other_lengths():
    X, y = datasets.truth_table()
    with pytest.raises(ValueError, match="as many rows as X, 4; got 3"):
        datasets.split(X, y[:3])


def test_digits():
    images, labels = datasets.digits()
    assert (images.shape, images.dtype) == ((1797, 8, 8), np.float64)
    assert (images.min(), images.max()) == (0, 1)
    assert (16 * images).sum() == 561718
    # The class counts that the collection's own description gives for its test set.
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert (16 * images[0, 0]).tolist() == [0, 0, 5, 13, 9, 1, 0, 0]


def test_importing_datasets_loads_no_plotting():
    code = "import sys, nnlib.datasets; print({'matplotlib', 'ipywidgets'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
