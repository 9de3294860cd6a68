"""What the playground shows, in words, for those who do not see the picture."""

from nnlib.labs.playground.compare import told
from nnlib.labs.playground.wiring import unit_name
from nnlib.labs.shared.own import latest, name_of
from nnlib.plots.graph import Spot
from nnlib.plots.numbers import short_loss

# Times the first loss, from where on the learning rate is suspected.
TOO_HIGH = 1.5


def describe(model):
    """Say in a few sentences how far training is, how well it does, and what has gone wrong."""
    if model.run is None or model.look is None:
        return "There is no network yet."
    more = model.refused, *_warnings(model), *_in_the_graph(model), *_kept(model), model.scaling
    return " ".join(filter(None, [_how_far(model), _how_well(model), *more]))


def advise(model):
    """Say what to do when training or drawing has failed."""
    if model.network is None and isinstance(model.activation, str):
        return "Change a choice, or press Start again."
    return "Mend the code, run its cell again, then press Play or Start again."


def _how_far(model):
    sizes = "–".join(map(str, (len(model.inputs), *model.hidden_units, model.task.outputs)))
    network = name_of(model.network) if model.network else "Network"
    has_kind = model.hidden_units and "activation" not in model.run.ignored
    kind = f", {name_of(latest(model.activation))}" if has_kind else ""
    data = name_of(model.data) if model.painted is None else "your points"
    return f"Step {model.run.step:,}. {network} {sizes}{kind}, on {data}."


def _how_well(model):
    counted = [("Training", model.look.training, len(model.points.X_train))]
    if model.look.test:
        counted.append(("Test", model.look.test, len(model.points.X_test)))
    scores = (
        f"{name}: loss {short_loss(score.loss)}, {score.tell(f'{m} points')}."
        for name, score, m in counted
    )
    return " ".join([f"Learning rate {model.rate():.3g}.", *scores])


def _warnings(model):
    if model.run.diverged:
        yield (
            f"Diverged: after step {model.run.step:,} the loss was no longer a finite number. "
            f"The learning rate {model.rate():.3g} is too large here: lower it and press "
            "Start again."
        )
    elif model.look.training.loss > TOO_HIGH * model.run.curve.rows[0][1]:
        yield "The loss is above its start: the learning rate may be too large."


def _in_the_graph(model):
    """Say which unit the plane shows, and what the marked weight or bias is."""
    naming = model.run.wiring.layer_sizes, model.input_names
    if model.unit is not None:
        low, high = model.unit.min(), model.unit.max()
        yield f"The plane shows {unit_name(model.in_sight, *naming)}: {low:.2f} to {high:.2f}."
    spot = model.chosen
    if spot is not None:
        layer, unit, source = spot
        what = f"bias of {unit_name(spot, *naming)}"
        if source is not None:
            before, after = (
                unit_name(Spot(*place), *naming) for place in ((layer - 1, source), (layer, unit))
            )
            what = f"{before} → {after}"
        yield f"{model.parameter}, {what}, is {model.value:.2f}."


def _kept(model):
    for number, (words, run) in enumerate(model.comparisons(), start=1):
        yield told(number, words, run)
