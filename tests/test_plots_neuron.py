"""The pictures of notebook 01: what each artist shows, and that updates move it."""

import numpy as np
import pytest

from nnlib import logic, neuron, plots
from nnlib.plots.anatomy import LIVING_PARTS, MODEL_PARTS, tapered
from nnlib.plots.bucket import LAMP
from nnlib.plots.candidates import draw_contributions, draw_ranking
from nnlib.plots.gate import FIRES_TILE, SILENT_TILE, draw_functions, firing_part
from nnlib.plots.numbers import plain_number
from nnlib.plots.palette import NEGATIVE, ORANGE_PALE, PIPE, POSITIVE, WATER
from nnlib.plots.signals import draw_spikes
from nnlib.plots.tables import draw_gate_table, draw_sum


def rgba(colour):
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


@pytest.fixture
def ax():
    return plots.figure(width=5.6, height=4.6)[1]


def heights(vertices):
    return float(vertices[:, 1].min()), float(vertices[:, 1].max())


# The bucket.


def test_open_pipes_run_and_closed_ones_have_a_bar(ax):
    bucket = plots.draw_bucket(ax, [1, 0, 1], [2, 1, -1], threshold=4, level=1)
    assert len(bucket.streams.get_paths()) == 2
    assert len(bucket.valves.get_segments()) == 1
    (bar,) = bucket.valves.get_segments()
    assert bar[:, 0].mean() == pytest.approx(bucket.places[1])
    faces = bucket.pipes.get_facecolor()[:, :3]
    np.testing.assert_allclose(faces, [rgba(WATER), rgba(PIPE), rgba(WATER)])


def test_pipes_are_as_wide_as_their_weights_and_drains_are_below(ax):
    bucket = plots.draw_bucket(ax, [1, 1], [2, -1], threshold=4, level=1)
    wide, narrow = (path.vertices for path in bucket.pipes.get_paths())
    assert np.ptp(wide[:, 0]) == pytest.approx(2 * np.ptp(narrow[:, 0]))
    assert heights(wide)[0] > 7
    assert heights(narrow)[1] < 0
    edges = bucket.pipes.get_edgecolor()[:, :3]
    np.testing.assert_allclose(edges, [rgba(POSITIVE), rgba(NEGATIVE)])
    assert bucket.pipes.get_linestyle()[0] != bucket.pipes.get_linestyle()[1]


def test_a_weight_that_changes_its_sign_moves_its_pipe_and_its_label(ax):
    bucket = plots.draw_bucket(ax, [1], [2], threshold=4, level=1)
    above = bucket.labels.places.copy()
    bucket.update([1], [-2], 4, 0)
    assert (bucket.labels.places[:, 1] < above[:, 1] - 10).all()
    assert bucket.labels.texts == ["x₁ = 1", "w₁ = −2"]


def test_water_stands_at_the_level_and_the_spout_at_the_threshold(ax):
    bucket = plots.draw_bucket(ax, [1, 0], [2, 1], threshold=3, level=2)
    low, high = heights(bucket.water.get_paths()[0].vertices)
    assert low == 0
    assert high == pytest.approx(2, abs=0.05)
    bucket.update([0, 0], [2, 1], 3, 0)
    assert bucket.water.get_paths() == []
    for threshold in (3, 5.5):
        bucket.update([1, 0], [2, 1], threshold, 2)
        np.testing.assert_array_equal(bucket.mark.get_segments()[0][:, 1], threshold)
        assert bucket.words.texts[-1] == f"T = {plain_number(threshold)}"


def test_the_lamp_says_whether_it_fires(ax):
    bucket = plots.draw_bucket(ax, [1, 1], [2, 1], threshold=3, level=3)
    silent = bucket.lamp.get_facecolor().copy()
    assert bucket.words.texts[:2] == ["y = 0", "silent"]
    bucket.update([1, 1], [2, 1], 3, 3, spill=0.0)
    assert bucket.words.texts[:2] == ["y = 1", "fires"]
    assert not np.array_equal(bucket.lamp.get_facecolor(), silent)
    over = bucket.streams.get_paths()[-1].vertices
    assert over[:, 0].mean() == pytest.approx(LAMP[0], abs=0.3)


def test_falling_water_moves_with_the_phase_and_stops_when_it_does_not_flow(ax):
    bucket = plots.draw_bucket(ax, [1], [2], threshold=4, level=1)
    before = np.concatenate(bucket.foam.get_segments())
    bucket.update([1], [2], 4, 1, phase=0.3)
    assert np.concatenate(bucket.foam.get_segments()).shape != before.shape or not np.allclose(
        np.concatenate(bucket.foam.get_segments()), before
    )
    bucket.update([1], [2], 1, 1, spill=1, flows=False)
    assert bucket.foam.get_segments() == []
    assert bucket.streams.get_paths() == []
    assert bucket.words.texts[1] == "fires"


def test_after_a_step_the_water_leaves_through_the_bottom(ax):
    bucket = plots.draw_bucket(ax, [1], [2], threshold=4, level=1)
    bucket.update([1], [2], 4, 1, flows=False, empties=True)
    (fall,) = bucket.streams.get_paths()
    assert heights(fall.vertices)[1] == 0
    bucket.update([1], [2], 4, 0, flows=False, empties=True)
    assert bucket.streams.get_paths() == []


@pytest.mark.parametrize(("x", "weights"), [([1, 0], [1]), ([[1]], [[1]])])
def test_a_bucket_needs_a_weight_for_each_input(ax, x, weights):
    with pytest.raises(ValueError, match=r"one shape \(n,\)"):
        plots.draw_bucket(ax, x, weights, 1, 0)


# The sum, signals.


def test_the_sum_is_written_out(ax):
    addition = draw_sum(ax, [1, 0, 1], [2, 1, -1.5], threshold=3, row_name="pipe")
    assert [text.get_text() for text in ax.texts[3:6]] == ["pipe 1", "·", "="]
    assert addition.verdict.texts == [""]
    addition.update([1, 0, 1], [2, 1, -1.5], threshold=3, verdict="silent")
    assert addition.numbers.texts[:9] == ["1", "2", "2", "0", "1", "0", "1", "−1.5", "−1.5"]
    assert addition.numbers.texts[9:] == ["0.5", "−3", "−2.5"]
    assert addition.verdict.texts == ["silent"]


def test_spikes_show_the_latest_answers_at_the_right_end(ax):
    spikes = draw_spikes(ax, slots=3)
    spikes.update([1, 0, 0, 1])
    assert [segment[0, 0] for segment in spikes.fired.get_segments()] == [2]
    assert [segment[0, 0] for segment in spikes.silent.get_segments()] == [0, 1]
    spikes.update([])
    assert spikes.fired.get_segments() == spikes.silent.get_segments() == []
    spikes.update([1])
    assert [segment[0, 0] for segment in spikes.fired.get_segments()] == [2]


def test_signals_have_a_row_each_and_their_values_written(ax):
    plots.draw_signals(ax, {"set": [0, 1, 0], "Q": [0, 0, 1]})
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["set", "0", "1", "0", "Q", "0", "0", "1"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0", "1", "2"]


def test_signals_must_be_equally_long(ax):
    with pytest.raises(ValueError, match=r"one length; got \[1, 2\]"):
        plots.draw_signals(ax, {"a": [0], "b": [0, 1]})


# The plane.

GATES = {
    "AND": neuron.AND,
    "OR": neuron.OR,
    "NAND": neuron.NAND,
    "NOR": neuron.Neuron((-1, -1), 0),
}


@pytest.mark.parametrize("name", GATES)
def test_the_coloured_part_holds_the_inputs_that_fire(ax, name):
    gate = GATES[name]
    part, line = firing_part(gate.weights, gate.threshold)
    np.testing.assert_allclose(line @ gate.weights, gate.threshold, atol=1e-12)
    assert (part @ gate.weights >= gate.threshold - 1e-12).all()
    drawing = plots.draw_gate(ax, gate.weights, gate.threshold)
    assert drawing.rings.get_xydata().size == 0
    fired = {tuple(row) for row, y in zip(*logic.truth_table(gate), strict=True) if y}
    assert {tuple(point) for point in drawing.points[1].get_xydata()} == fired


@pytest.mark.parametrize(("threshold", "corners"), [(-1, 4), (1, 0)])
def test_without_weights_all_fires_or_nothing(ax, threshold, corners):
    part, line = firing_part([0, 0], threshold)
    assert (len(part), len(line)) == (corners, 0)
    gate = plots.draw_gate(ax, [0, 0], threshold)
    assert gate.line.get_segments() == []
    assert gate.word.texts == [""]


def test_wrong_inputs_have_a_ring(ax):
    gate = plots.draw_gate(ax, [1, 1], 1, wanted=[0, 0, 0, 1])
    assert gate.rings.get_xydata().tolist() == [[0, 1], [1, 0]]
    gate.update([1, 1], 2, [0, 0, 0, 1])
    assert gate.rings.get_xydata().size == 0


def test_the_arrow_points_to_the_side_that_fires(ax):
    gate = plots.draw_gate(ax, [-1, 0.5], -0.5)
    start, tip = gate.arrow.get_segments()[0]
    assert (tip - start) @ [-1, 0.5] > 0


def test_two_lines_leave_a_band_with_the_inputs_of_xor(ax):
    lines = {"OR": neuron.Neuron((1, 1), 0.5), "NAND": neuron.Neuron((-1, -1), -1.5)}
    part = plots.draw_joint(ax, lines, wanted=[0, 1, 1, 0])
    sums = part.sum(axis=1)
    assert (sums.min(), sums.max()) == pytest.approx((0.5, 1.5))
    assert [text.get_text() for text in ax.texts] == ["OR", "NAND"]
    np.testing.assert_allclose(ax.collections[0].get_facecolor()[0, :3], rgba(ORANGE_PALE))


# Truth table, functions.


def test_the_table_marks_the_wrong_rows(ax):
    table = draw_gate_table(ax, [1, 1], 0.5, wanted=[0, 0, 0, 1])
    assert table.numbers.texts[:7] == ["0", "0", "0", "−0.5", "0", "0", "✓"]
    assert table.numbers.texts[7:14] == ["0", "1", "1", "0.5", "1", "0", "✗"]
    assert len(table.bands.get_paths()) == 2
    assert table.formula.texts == ["fires where 1 · x₁ + 1 · x₂ ≥ 0.5", "2 of 4 rows wrong"]
    table.update([1, -1], 1.5, [0, 0, 0, 0])
    assert table.bands.get_paths() == []
    assert table.formula.texts == ["fires where 1 · x₁ − 1 · x₂ ≥ 1.5", "all four rows are right"]


def test_found_functions_are_coloured_and_the_present_one_framed(ax):
    tiles = draw_functions(ax, logic.TWO_BIT_FUNCTIONS)
    np.testing.assert_array_equal(tiles.squares.get_facecolor(), 1)
    tiles.update({(0, 0, 0, 1)}, present=None)
    faces = tiles.squares.get_facecolor().reshape(16, 4, 4)[:, :, :3]
    np.testing.assert_allclose(faces[1, :3], [rgba(SILENT_TILE)] * 3)
    np.testing.assert_allclose(faces[1, 3], rgba(FIRES_TILE))
    np.testing.assert_array_equal(faces[[0, *range(2, 16)]], 1)
    assert tiles.frame.get_segments() == []
    tiles.update({(0, 0, 0, 0)}, present=(0, 0, 0, 0))
    (frame,) = tiles.frame.get_segments()
    assert frame[:, 0].mean() == pytest.approx(0, abs=0.2)
    assert "x₁ AND\nNOT x₂" in [text.get_text() for text in ax.texts]


# Scores.

X = np.array([[1.0, 0.5], [0.25, 1.0], [0.0, 0.0]])


def test_contributions_are_products_and_their_sums(ax):
    table = draw_contributions(ax, ["A", "B", "C"], ["in", "out"], X, [2, -1], threshold=1)
    assert table.products.texts == ["2", "−0.5", "0.5", "−1", "0", "0"]
    assert table.marks.texts[:2] == ["x = 1", "x = 0.5"]
    assert table.weights.texts == ["w = 2", "w = −1"]
    assert table.sums.texts == ["1.5", "go in", "−0.5", "stay out", "0", "stay out"]
    before = table.cells.get_facecolor().copy()
    table.update(X, [-2, 1], 1)
    assert not np.array_equal(table.cells.get_facecolor(), before)
    with pytest.raises(ValueError, match=r"\(3, 2\); got \(2, 2\)"):
        table.update(X[:2], [1, 1], 1)


def test_the_ladder_holds_everybody_at_their_sum(ax):
    ladder = draw_ranking(ax, ["A", "B", "C"], [5.0, 3.0, 1.0], [1, 2, 3], threshold=3)
    silent, fired = (dots.get_ydata().tolist() for dots in ladder.dots)
    assert (silent, fired) == ([1.0], [5.0, 3.0])
    assert ladder.labels.texts == ["1. A", "2. B", "3. C"]
    assert ladder.mark.texts == ["T = 3"]
    np.testing.assert_array_equal(np.concatenate(ladder.line.get_segments())[:, 1], 3)


def test_labels_of_the_ladder_keep_apart_and_stay_on_it(ax):
    ladder = draw_ranking(ax, list("ABC"), [2.0, 2.0, 40.0], [2, 2, 1], 3)
    pixels = np.sort(ax.transData.transform(ladder.labels.places)[:, 1])
    assert (np.diff(pixels) > 15).all()
    assert ladder.dots[1].get_ydata().tolist() == [9]


# Living and modelled.


def test_both_neurons_carry_the_same_numbers():
    fig, (left, right) = plots.figure(ncols=2, width=9.4, height=3.2)
    plots.draw_living_neuron(left)
    plots.draw_model_neuron(right)
    for ax, parts in ((left, LIVING_PARTS), (right, MODEL_PARTS)):
        written = {text.get_text(): text.get_position() for text in ax.texts}
        assert {key: written[str(key)] for key in parts} == parts
        for x, y in parts.values():
            assert ax.get_xlim()[0] < x < ax.get_xlim()[1]
            assert ax.get_ylim()[0] < y < ax.get_ylim()[1]
    assert LIVING_PARTS.keys() == MODEL_PARTS.keys()
    fig.draw_without_rendering()


def test_a_branch_has_the_widths_that_are_asked_for():
    outline = tapered([(0, 0), (1, 2), (2, 2), (3, 0)], start=0.8, end=0.2, n=40)
    assert np.linalg.norm(outline[0] - outline[-1]) == pytest.approx(0.8)
    assert np.linalg.norm(outline[39] - outline[40]) == pytest.approx(0.2)
