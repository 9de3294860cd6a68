"""The restaurants: the model without widgets, the view without a kernel."""

import numpy as np
import pytest
import traitlets

from nnlib import neuron
from nnlib.labs import RestaurantLab
from nnlib.labs.restaurant.model import RESTAURANTS, RestaurantModel, ranking

PAIR = {"Here": (1, 1, 0, 0), "There": (0, 0, 1, 1)}


def test_sums_verdicts_and_ranks_are_those_of_the_neuron():
    model = RestaurantModel()
    marks = np.array(list(RESTAURANTS.values()))
    np.testing.assert_array_equal(model.sums, marks @ model.weights)
    potential = neuron.potential(marks, model.weights, model.threshold)
    np.testing.assert_array_equal(model.verdicts, potential >= 0)
    assert sorted(model.ranks) == [1, 2, 3, 4, 5, 6]
    assert model.sums[model.ranks.index(1)] == model.sums.max()


def test_one_of_the_restaurants_reaches_the_threshold_exactly():
    model = RestaurantModel()
    at = model.names.index("Harbour Grill")
    assert model.sums[at] == model.threshold
    assert model.verdicts[at] == 1
    model.threshold += 0.5
    model.refresh()
    assert model.verdicts[at] == 0


def test_marks_are_quarters_so_that_sums_are_exact():
    marks = np.array(list(RESTAURANTS.values()))
    np.testing.assert_array_equal(4 * marks, np.round(4 * marks))


def test_rounded_marks_are_zero_or_one_halves_upwards():
    model = RestaurantModel({"A": (0.49, 0.5, 0, 1), "B": (1, 1, 1, 1)}, binary=True)
    assert model.X.tolist() == [[0, 1, 0, 1], [1, 1, 1, 1]]
    model.binary = False
    assert model.X[0, 0] == 0.49


def test_equal_sums_share_a_place():
    assert ranking([1.0, 3.0, 3.0 + 1e-15, 2.0]) == [4, 1, 1, 3]


def test_the_status_gives_ranking_and_verdicts():
    model = RestaurantModel(PAIR, price=-1.0)
    assert model.status() == "1 of 2 reach the threshold 3. Ranking: 1. Here 5, 2. There 0."


@pytest.mark.parametrize(
    ("restaurants", "message"),
    [
        ({"Alone": (1, 1, 1, 1)}, "2 to 8 restaurants; got 1"),
        ({f"{i}": (1, 1, 1, 1) for i in range(9)}, "2 to 8 restaurants; got 9"),
        ({**PAIR, "Short": (1, 1, 1)}, "'Short' must have 4 marks"),
        ({**PAIR, "Odd": (1, 1, 1, 2)}, r"'Odd' must have 4 marks from 0 to 1"),
    ],
)
def test_restaurants_that_do_not_fit_are_refused(restaurants, message):
    with pytest.raises(ValueError, match=message):
        RestaurantModel(restaurants)


def test_values_out_of_range_are_refused():
    with pytest.raises(traitlets.TraitError):
        RestaurantModel(taste=3.5)


def heights_by_name(labels):
    names = [text[3:] for text in labels.texts]
    return dict(zip(names, labels.places[:, 1], strict=True))


def test_the_picture_follows_the_model():
    lab = RestaurantLab()
    places = heights_by_name(lab.ladder.labels)
    assert places["Harbour Grill"] < places["Noodle Bar"]
    before = lab.image.value
    lab.model.price = 0.0
    places = heights_by_name(lab.ladder.labels)
    assert places["Harbour Grill"] > places["Noodle Bar"]
    assert lab.image.value != before
    assert "1. Harbour Grill 5" in lab.status.value
    lab.model.threshold = 5.0
    assert lab.table.sums.texts[1::2].count("go in") == 1
    lab.close()


def test_extreme_weights_are_drawn_and_stay_in_the_picture():
    lab = RestaurantLab(taste=-3.0, place=-3.0, decor=-3.0, price=-3.0)
    low, high = lab.ladder.ax.get_ylim()
    drawn = np.concatenate([dots.get_ydata() for dots in lab.ladder.dots])
    assert len(drawn) == 6
    assert ((drawn >= low) & (drawn <= high)).all()
    lab.close()


def test_code_recreates_the_state_and_reset_keeps_the_restaurants():
    lab = RestaurantLab(restaurants=PAIR, taste=1.5, binary=True)
    again = eval(lab.code(), {"RestaurantLab": RestaurantLab})
    assert again.model.status() == lab.model.status()
    assert again.image.value == lab.image.value
    lab.model.taste, lab.model.binary = 3.0, False
    assert lab.code() == f"RestaurantLab(restaurants={PAIR!r})"
    lab.reset()
    assert lab.code() == again.code()
    for each in (lab, again):
        each.close()
    plain = RestaurantLab()
    assert plain.code() == "RestaurantLab()"
    plain.close()
