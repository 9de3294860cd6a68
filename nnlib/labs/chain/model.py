"""The model of ChainLab: a graph, how far it was followed, numbers changed by hand."""

import re

import numpy as np
import traitlets

from nnlib.gradient_check import numeric_gradient
from nnlib.labs.shared import chain_rule
from nnlib.labs.shared.chain_rule import NUMBERS, PRODUCT, SUM, follow, shapes_in
from nnlib.labs.shared.model import Model

LINKS = {"unit": chain_rule.UNIT, "network": chain_rule.NETWORK}
FIRST_ENTRY = {"unit": "w", "network": "W1 (1, 1)"}
REACH = 4.0  # values that a slider can give run from −4 to 4
PAUSE = 1.2  # seconds at each link while the lab plays


def entries(values):
    """List the name of every number in some arrays: rows and columns count from 1.

    >>> entries({"b1": np.zeros(2), "w": np.array(1.0)})
    ['b1 (1)', 'b1 (2)', 'w']
    """
    return [
        chain_rule.entry_name(name, index)
        for name, array in values.items()
        for index in np.ndindex(array.shape)
    ]


def located(entry):
    """Split the name of a number into array and index.

    >>> located("W1 (1, 2)"), located("w")
    (('W1', (0, 1)), ('w', ()))
    """
    name, *index = re.findall(r"\w+", entry)
    return name, tuple(int(number) - 1 for number in index)


class ChainModel(Model):
    """A graph, how far it has been followed, and the numbers that were changed by hand."""

    graph = traitlets.Enum(list(LINKS), "unit", help="What is followed.").tag(code=True)
    step = traitlets.Int(0, min=0, help="Links followed so far.").tag(code=True)
    seed = traitlets.Int(1, min=0, max=999, help="Of the network's weights.").tag(code=True)
    changed = traitlets.Dict(help="Numbers changed by hand, by their name.").tag(code=True)
    entry = traitlets.Unicode("w", help="The number that the slider holds.")
    value = traitlets.Float(0.0, min=-REACH, max=REACH, help="Its value.")

    def __init__(self, **choices):
        super().__init__(**choices)
        self.values = {}
        self.observe(self._start_graph, "graph")
        self.observe(self._forget_changes, "seed")
        self.observe(self._show_entry, ["entry", "changed"])
        self.observe(self._record, "value")
        self.entry = FIRST_ENTRY[self.graph]
        self._show_entry()

    @property
    def links(self):
        """Every link of the graph, forwards and then backwards."""
        return LINKS[self.graph]

    @property
    def drawn(self):
        """Inputs, parameters and target before any change by hand."""
        if self.graph == "unit":
            return chain_rule.unit_values()
        return chain_rule.network_values(self.seed)

    @property
    def given(self):
        """Inputs, parameters and target as they are now."""
        values = {name: array.copy() for name, array in self.drawn.items()}
        for entry, value in self.changed.items():
            name, index = located(entry)
            values[name][index] = value
        return values

    @property
    def number(self):
        """The chosen number."""
        name, index = located(self.entry)
        return self.given[name][index]

    @property
    def link(self):
        """The link that was followed last, or None."""
        return self.links[self.step - 1] if self.step else None

    @traitlets.validate("step")
    def _within(self, proposal):
        step, last = proposal["value"], len(self.links)
        if step > last:
            wanted = f"step must be 0 to {last} in the graph {self.graph!r}"
            raise traitlets.TraitError(f"{wanted}; got {step}.")
        return step

    @traitlets.validate("changed")
    def _numbers_that_exist(self, proposal):
        known = entries(self.drawn)
        for entry, value in proposal["value"].items():
            if entry not in known:
                wanted = f"changed must name numbers of the graph {self.graph!r}"
                raise traitlets.TraitError(f"{wanted}, such as {known[0]!r}; got {entry!r}.")
            if not np.isfinite(value):
                raise traitlets.TraitError(f"{entry} must be a finite number; got {value!r}.")
        return dict(proposal["value"])

    def _start_graph(self, change):
        with self.hold_trait_notifications():  # no observer sees one without the others
            self.step, self.changed, self.entry = 0, {}, FIRST_ENTRY[self.graph]
        self._show_entry()

    def _forget_changes(self, change):
        self.changed = {}
        self._show_entry()

    def _show_entry(self, change=None):
        self._showing = True  # what only shows a number does not change it
        self.value = float(np.clip(self.number, -REACH, REACH))
        self._showing = False

    def _record(self, change):
        if not self._showing and self.number != self.value:
            self.changed = {**self.changed, self.entry: self.value}

    def go(self, links):
        """Follow that many links more, or fewer if negative."""
        self.step = int(np.clip(self.step + links, 0, len(self.links)))

    def begin(self):
        """Take up the number that is looked at first."""
        self.entry = FIRST_ENTRY[self.graph]

    def advance(self, seconds):
        """Follow the next link when its time has come; stop at the last."""
        if self.is_due(PAUSE):
            self.go(1)
            self.playing = self.step < len(self.links)

    def refresh(self):
        """Compute every array that has been reached."""
        self.values = follow(self.links[: self.step], self.given)

    def measured(self):
        """Slope of the loss along the chosen number, by moving it up and down a little."""
        given = self.given
        name, index = located(self.entry)
        forwards = [link for link in self.links if not link.backwards]
        number = given[name][index].reshape(1).copy()

        def loss():
            given[name][index] = number[0]
            return follow(forwards, given)["L"]

        return float(numeric_gradient(loss, number)[0])

    def status(self):
        """Say which link this is, with shapes or numbers, and what the chosen number does."""
        told = self._told_link()
        if "L" in self.values:
            told += f" The loss is {self.values['L']:.4f}."
        name, index = located(self.entry)
        if f"d{name}" in self.values:
            told += (
                f" Raise {self.entry} by 0.01 and the loss changes by about 0.01 times "
                f"{self.values[f'd{name}'][index]:.4f}; measured by moving it, the rate is "
                f"{self.measured():.4f}."
            )
        return told

    def _told_link(self):
        link, number = self.link, f"Step {self.step} of {len(self.links)}"
        if link is None:
            names = ", ".join(self.given)
            return f"{number}: only {names} are given. Press Next for the first link."
        way = "backwards" if link.backwards else "forwards"
        told = f"{number}, {way}: {link.target} = {link.formula}. {link.words}"
        if link.kind in (PRODUCT, SUM):
            name, index = located(self.entry)
            if link.target not in (name, f"d{name}"):  # the chosen number is no example of it
                index = (0,) * self.values[link.target].ndim
            told += f" For example, {chain_rule.written_sum(link, self.values, index)}."
        return told

    def headline(self):
        """Give the link as a formula, and below it with shapes or numbers."""
        if self.link is None:
            return "Given: " + ", ".join(self.given), "nothing is computed yet"
        link = self.link
        inside = shapes_in(link.formula, self.values)
        result = shapes_in(link.target, self.values)
        is_number = link.kind == NUMBERS
        detail = f"{inside} = {result}" if is_number else f"{link.kind}:  {inside}  gives  {result}"
        return f"{link.target} = {link.formula}", detail
