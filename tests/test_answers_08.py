"""The answers of notebook 08: tasks of its labs, options of its questions, its last step."""

import itertools
from pathlib import Path

import numpy as np
import pytest

import answers
from nnlib import Network, convolution, datasets, gradient_check, pooling, train
from nnlib.activations import relu, softmax
from nnlib.convnet import ConvNet
from nnlib.labs import DigitLab
from nnlib.labs.digit.model import DigitModel
from nnlib.labs.kernel.model import IMAGES, KERNELS, KernelModel

IMAGES_OF_DIGITS, LABELS = datasets.digits()
PIXELS = IMAGES_OF_DIGITS.reshape(-1, 64)
DRAWN = Path(__file__).parent / "data" / "drawn_digits.npz"


# KernelLab


@pytest.mark.parametrize("digit", range(10))
def test_kernel_lab_task_1(digit):
    model = KernelModel(image=f"digit {digit}", hide=True)
    assert np.isfinite(model.shown).sum() == 1
    ink = model.pixels
    columns = ink[:-2] + ink[1:-1] + ink[2:]  # ink of three rows, in each column
    grows = columns[:, 2:] - columns[:, :-2]
    np.testing.assert_allclose(model.output, grows)  # orange above zero, blue below
    assert model.follow(1) and np.isfinite(model.shown).sum() == 2


def test_kernel_lab_task_2():
    upright = KernelModel(image="upright edge").output
    assert np.flatnonzero(upright.any(axis=0)).tolist() == [2, 3] and upright.min() == 0
    assert not KernelModel(image="level edge").output.any()


def test_kernel_lab_task_3():
    model = KernelModel(kernel="copy")
    np.testing.assert_array_equal(model.output, model.pixels[1:-1, 1:-1])
    model = KernelModel(kernel="move")
    np.testing.assert_array_equal(model.output, model.pixels[1:-1, 2:])  # what was on the right
    others = set(KERNELS) - {"copy", "move"}
    assert not any(
        np.array_equal(KernelModel(kernel=name).output, model.pixels[1:-1, 1:-1]) for name in others
    )


def test_kernel_lab_task_4():
    model = KernelModel(kernel="blur")
    assert model.output[model.place] == pytest.approx(model.patch.mean())
    even = KernelModel(image=np.full((8, 8), 0.3).tolist(), kernel="outline")
    assert np.sum(KERNELS["outline"]) == 0
    np.testing.assert_allclose(even.output, 0, atol=1e-15)


def test_kernel_lab_task_5():
    above = (-np.array(KERNELS["level edges"])).tolist()
    ink_above = IMAGES["level edge"][::-1].tolist()
    assert KernelModel(image=ink_above, kernel=above).output.max() == 3
    assert KernelModel(image="level edge", kernel=above).output.max() == 0
    corner = [[-1, -1, -1], [-1, 1, 1], [-1, 1, 1]]
    answer = KernelModel(image="square", kernel=corner)
    ink = np.argwhere(answer.pixels)[0]  # the first pixel of ink is its upper left corner
    best = np.unravel_index(answer.output.argmax(), answer.output.shape)
    assert (np.add(best, 1) == ink).all() and np.sum(answer.output == answer.output.max()) == 1


# DigitLab


@pytest.fixture(scope="module")
def trained():
    """The lab as it is made, after Play."""
    return DigitModel(step=2500)


def read(model, *strokes):
    """What the network reads, with which probability, and the most similar digits."""
    model.strokes = [[list(point) for point in stroke] for stroke in strokes]
    model.refresh()
    best = int(model.probabilities.argmax())
    return best, float(model.probabilities[best]), model.similar_labels.tolist()


def test_digit_lab_task_1(trained):
    with np.load(DRAWN) as stored:
        drawn, digits = stored["images"].reshape(-1, 64) / 16, stored["labels"]
    output = trained.network.forward(drawn).output
    assert np.array_equal(output.argmax(axis=1), digits)
    sure = output.max(axis=1)
    assert np.all(np.delete(sure, 8) > 0.97) and sure[8] < 0.8
    distances = ((trained.data.X_train - drawn[8]) ** 2).sum(axis=1)
    similar = trained.data.y_train[np.argsort(distances)[:8]]
    assert np.sum(similar == 9) >= np.sum(similar == 8) > 0


FLAG, FOOT = [(0.38, 0.34), (0.52, 0.18), (0.52, 0.84)], [(0.35, 0.84), (0.68, 0.84)]
SEVEN, BAR = [(0.28, 0.2), (0.7, 0.2), (0.45, 0.86)], [(0.38, 0.52), (0.68, 0.5)]
STICK = [(0.5, 0.18), (0.5, 0.84)]


def test_digit_lab_task_2(trained):
    plain, barred = read(trained, SEVEN), read(trained, SEVEN, BAR)
    assert plain[0] == barred[0] == 7 and plain[1] < barred[1]
    assert set(barred[2]) == {7} and len(set(plain[2])) > 1
    stick, foot = read(trained, STICK), read(trained, FLAG, FOOT)
    assert stick[0] == foot[0] == 1 and foot[2].count(2) >= 4
    assert foot[1] < min(stick[1], plain[1], barred[1])


def partly(strokes, share, points=10):
    """The first part of strokes, as a pen draws them."""
    fine = []
    for stroke in strokes:
        legs = [
            np.linspace(start, end, points + 1)[1:] for start, end in itertools.pairwise(stroke)
        ]
        fine.append(np.concatenate([[stroke[0]], *legs]))
    left = round(share * sum(map(len, fine)))
    drawn = []
    for stroke in fine:
        drawn += [stroke[:left].tolist()] if left > 0 else []
        left -= len(stroke)
    return drawn


FOUR = [
    [(0.47, 0.16), (0.36, 0.38), (0.26, 0.57), (0.74, 0.55)],
    [(0.60, 0.36), (0.57, 0.86)],
]


def test_digit_lab_task_3(trained):
    seen = [read(trained, *partly(FOUR, share))[0] for share in np.linspace(0.1, 1.0, 19)]
    assert seen[0] in (1, 7) and seen[-1] == 4
    assert seen.index(2) < seen.index(6) < seen.index(4)  # a 7, a 2, a 6, and at last a 4
    assert seen.index(4) >= len(seen) - 2


CROSS = [(0.2, 0.2), (0.8, 0.8)], [(0.8, 0.2), (0.2, 0.8)]
HOUSE = [(0.2, 0.8), (0.2, 0.45), (0.5, 0.15), (0.8, 0.45), (0.8, 0.8), (0.2, 0.8)]
HEART = [
    *[(0.5, 0.85), (0.2, 0.45), (0.25, 0.2), (0.5, 0.35)],
    *[(0.75, 0.2), (0.8, 0.45), (0.5, 0.85)],
]


def test_digit_lab_task_4(trained):
    found = [read(trained, *strokes) for strokes in (CROSS, [HOUSE], [HEART])]
    assert [digit for digit, _, _ in found] == [8, 0, 0]
    assert min(sure for _, sure, _ in found) > 0.9


def test_digit_lab_task_5():
    right = {}
    for kernels in (1, 2, 4):
        models = [DigitModel(kernels=kernels, seed=seed, step=300) for seed in range(3)]
        right[kernels] = np.array([model.right / len(model.data.y_test) for model in models])
    assert right[1][1] < 0.15  # the only kernel dies
    assert np.all(np.delete(right[1], 1) > 0.75) and 0.8 < np.median(right[1]) < 0.95
    assert np.median(right[1]) < np.median(right[2]) < np.median(right[4])
    assert right[2].min() > 0.85 and right[4].min() > 0.9


def test_digit_lab_task_6():
    dead = []
    for seed in range(5):
        model = DigitModel(kernels=1, seed=seed, learning_rate=1.0, step=300)
        dead.append(not model.network.forward(PIXELS).feature_maps.any())
        if dead[-1]:
            loss = model.network.loss(PIXELS, np.eye(10)[LABELS])
            assert loss == pytest.approx(np.log(10), abs=0.05) and model.right < 0.2 * 449
    assert sum(dead) > 2


# Predictions


def test_output_rows():
    def rows(**how):
        return len(convolution.correlate2d(np.zeros((8, 8)), np.ones((3, 3)), **how))

    assert rows(padding=1, stride=2) == 4
    assert [rows(padding=1), rows(stride=2), rows()] == [8, 3, 6]
    assert (8 + 2 - 3) / 2 == 3.5


def maps_of(images, kernel="upright edges"):
    """Maps of a kernel after ReLU, as in the notebook."""
    return relu(convolution.correlate2d(images, np.array(KERNELS[kernel]), padding=1))


def moved(images):
    """The images, moved to the right by one pixel."""
    shifted = np.roll(images, 1, axis=-1)
    shifted[..., 0] = 0
    return shifted


def change(before, after):
    """Length of the change, as a share of what was there."""
    return np.linalg.norm(after - before) / np.linalg.norm(before)


@pytest.fixture(scope="module")
def changes():
    """How much pixels, feature maps, and maps pooled by 2 and 4 change for ten digits of each."""
    images = IMAGES_OF_DIGITS[:200]
    before = np.array([maps_of(image) for image in images])
    after = np.array([maps_of(image) for image in moved(images)])
    pooled = [change(pooling.max_pool(before, n), pooling.max_pool(after, n)) for n in (2, 4)]
    return change(images, moved(images)), change(before, after), *pooled


def test_moved_digits_ab(changes):
    pixels, maps, by_2, by_4 = changes
    assert maps > 1.1 * pixels and by_4 < by_2 < 0.8 * maps
    level = [maps_of(image, "level edges") for image in IMAGES_OF_DIGITS[:200]]
    after = [maps_of(image, "level edges") for image in moved(IMAGES_OF_DIGITS[:200])]
    assert change(np.array(level), np.array(after)) < 0.8 * pixels  # along themselves


def test_moved_digits_c(changes):
    assert changes[2] < changes[0] and changes[3] < changes[2]  # fewer numbers, smaller share
    before = np.zeros((4, 4))
    before[1, 0] = 1
    np.testing.assert_array_equal(pooling.max_pool(before), pooling.max_pool(moved(before)))


def test_moved_digits_d(changes):
    thick, thin = np.zeros((8, 8)), np.zeros((8, 8))
    thick[:, 2:5], thin[:, 3] = 1, 1
    assert change(thick, moved(thick)) < 0.6 * change(thin, moved(thin))
    assert len({round(share, 1) for share in changes}) == 4


def missed(data, seed, dense, iterations=400):
    """How many test digits a network of the notebook gets wrong after a short training."""
    net = ConvNet(rng=seed, dtype=np.float32)
    if dense:
        net = Network([64, 36, 10], "relu", "softmax", "softmax_cross_entropy", rng=seed)
    how = {"learning_rate": 0.3, "batch_size": 32, "iterations": iterations, "rng": seed}
    train(net, data.X_train, np.eye(10)[data.y_train], **how)
    return int(np.sum(net.predict(data.X_test) != data.y_test))


@pytest.fixture(scope="module")
def at_random():
    """Missed digits of three seeds with a random split: by the kernels, and by dense networks."""
    split = [datasets.split(PIXELS, LABELS, 0.75, rng=seed) for seed in range(3)]
    return [[missed(data, seed, dense) for seed, data in enumerate(split)] for dense in (0, 1)]


@pytest.fixture(scope="module")
def shuffled():
    """The same with all pixels in another order."""
    order = np.random.default_rng(0).permutation(64)
    split = [datasets.split(PIXELS[:, order], LABELS, 0.75, rng=seed) for seed in range(3)]
    return [[missed(data, seed, dense) for seed, data in enumerate(split)] for dense in (0, 1)]


def test_shuffled_kernels_ac(at_random, shuffled):
    kernels, dense = np.sum(at_random, axis=1)
    kernels_shuffled, dense_shuffled = np.sum(shuffled, axis=1)
    assert kernels_shuffled > 1.4 * kernels
    assert dense_shuffled - kernels_shuffled < 0.5 * (dense - kernels)


def test_shuffled_kernels_b(at_random, shuffled):
    assert np.sum(shuffled[1]) == pytest.approx(np.sum(at_random[1]), rel=0.3)


def test_shuffled_kernels_d(shuffled):
    assert max(shuffled[0]) < 0.1 * 449


@pytest.fixture(scope="module")
def by_quarter():
    """Missed digits when a quarter of the file, as it stands, is the test."""
    place, counts = np.arange(len(LABELS)) * 4 // len(LABELS), []
    for quarter in range(4):
        test = place == quarter
        data = datasets.Split(PIXELS[~test], LABELS[~test], PIXELS[test], LABELS[test])
        counts.append([missed(data, quarter, dense) for dense in (0, 1)])
    return np.transpose(counts)


def test_strangers_ab(at_random, by_quarter):
    for random, strange in zip(at_random, by_quarter, strict=True):
        assert np.mean(strange) > 1.4 * np.mean(random)


def test_strangers_c(at_random, by_quarter):
    distance = (PIXELS**2).sum(axis=1) - 2 * PIXELS @ PIXELS.T
    distance[LABELS[:, np.newaxis] != LABELS] = np.inf
    np.fill_diagonal(distance, np.inf)
    quarter = np.arange(len(LABELS)) * 4 // len(LABELS)
    assert np.mean(quarter[distance.argmin(axis=1)] == quarter) > 0.5  # by chance 0.25
    assert np.mean(by_quarter) > np.mean(at_random)


def test_strangers_d(at_random, by_quarter):
    kernels, dense = np.mean(by_quarter, axis=1)
    assert kernels < dense and kernels > 1.4 * np.mean(at_random[0])


# One step further


def test_one_step_further(capsys):
    names = {"np": np, "convolution": convolution, "pooling": pooling, "relu": relu}
    names |= {"softmax": softmax, "gradient_check": gradient_check, "DigitLab": DigitLab}
    names |= {"images": IMAGES_OF_DIGITS, "Y": np.eye(10)[LABELS]}
    exec(answers.further("08"), names)
    assert "Gradient check passed: every relative error" in capsys.readouterr().out
    model = DigitModel(network=names["deep"])
    model.train(steps=80)
    model.refresh()
    assert model.right > 0.6 * 449
