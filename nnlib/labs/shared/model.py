"""The state of a lab: what can be chosen, looked at where it comes in, brought back by Reset."""

import inspect
import math

import numpy as np
import traitlets

from nnlib.labs.shared.own import by_name

FRAME = 1 / 30  # seconds from a frame to the next, where there is time for so many


class Model(traitlets.HasTraits):
    """State of a lab: traits for what can be chosen, and a sentence on what the picture shows.

    A trait tagged ``code=True`` is a choice: it may be given when the lab is made, stands in the
    lab's line of code, and Reset brings it back. Parameters that a subclass names in its
    ``__init__`` are choices too. What Reset shall bring back besides is tagged ``kept=True``.

    Parameters
    ----------
    **choices
        Values of the traits tagged ``code=True``.

    Raises
    ------
    TypeError
        If there is no such choice; the message lists those that there are.
    traitlets.TraitError
        If a choice is out of its range; the message names choice, range and value.
    """

    playing = traitlets.Bool(False, help="Whether the lab moves by itself.")
    passed = FRAME  # seconds that a frame moves on by: more where frames are few
    _wait = 0.0

    def __init__(self, **choices):
        known, traits = self._known_choices(), self.traits(code=True)
        for name, value in choices.items():
            if name not in traits:
                raise TypeError(f"there is no choice {name!r}; choose from: {', '.join(known)}.")
            if isinstance(value, np.generic):
                choices[name] = value.item()
            self._refuse_impossible(traits[name], choices[name])
        super().__init__(**choices)
        self._as_made = self._present(traits | self.traits(kept=True))

    @classmethod
    def _as_written(cls, names):
        """Bring names of traits into the order in which the classes have them."""
        written = [name for part in reversed(cls.__mro__) for name in vars(part)]
        return [name for name in written if name in names]

    def _present(self, names):
        return {name: getattr(self, name) for name in self._as_written(names)}

    @classmethod
    def _known_choices(cls):
        parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
        given = [p.name for p in parameters if p.kind is not p.VAR_KEYWORD]
        return [*cls._as_written(cls.class_traits(code=True)), *given]

    def _refuse_impossible(self, trait, value):
        """Say in plain words what a trait takes; what only its lab can judge, it judges later."""
        is_number = isinstance(trait, traitlets.Int | traitlets.Float)
        try:
            if is_number and (isinstance(value, bool) or not math.isfinite(value)):
                raise traitlets.TraitError
            if not isinstance(trait, traitlets.Any) and not (value is None and trait.allow_none):
                trait.validate(self, value)
        except (traitlets.TraitError, TypeError):
            wanted = f"{trait.name} must be {_wanted(trait)}"
            raise traitlets.TraitError(f"{wanted}; got {value!r}.") from None

    # -- what subclasses define ----------------------------------------------------------------

    def advance(self, seconds):
        """Move on by a frame, in about that many seconds of computing; for labs that play.

        What goes at a pace of its own goes by `passed` and `is_due`: as fast where a slow machine,
        or a whole class on one, leaves few frames.
        """

    def refresh(self):
        """Compute what the traits have changed, before it is drawn."""

    def status(self):
        """Say in a sentence what the picture shows now."""
        return ""

    def restart(self):
        """Start again with all choices as they are now; for labs in which something goes on."""

    def begin(self):
        """Take up the state that the lab was made with, once all choices are back."""
        self.restart()

    # -- for all -------------------------------------------------------------------------------

    def is_due(self, every):
        """Whether what happens every so many seconds happens in this frame."""
        self._wait -= self.passed
        if self._wait > 0:
            return False
        self._wait = every
        return True

    def reset(self):
        """Pause, and bring back all that the lab was made with."""
        self.playing = False
        for name, value in self._as_made.items():
            setattr(self, name, value)
        self.begin()

    def choices(self):
        """Give name and value of each trait tagged ``code=True`` that is not at its default.

        What is the learner's own stands under its name, see `by_name`.
        """
        defaults = self.trait_defaults()
        found = self._present(self.traits(code=True))
        return {n: by_name(value) for n, value in found.items() if value != defaults[n]}


def _wanted(trait):
    """Say what values a trait takes.

    >>> _wanted(traitlets.Int(3, min=1, max=8)), _wanted(traitlets.Float(0.5, min=0.0))
    ('a whole number from 1 to 8', 'a finite number of at least 0')
    >>> _wanted(traitlets.Enum(["SSE", "MSE"]))
    "one of 'SSE', 'MSE'"
    """
    if isinstance(trait, traitlets.Enum):
        return f"one of {', '.join(map(repr, trait.values))}"
    if isinstance(trait, traitlets.Bool):
        return "True or False"
    if not isinstance(trait, traitlets.Int | traitlets.Float):
        return trait.info()
    kind = "a whole number" if isinstance(trait, traitlets.Int) else "a finite number"
    bounds = trait.min, trait.max
    low, high = (None if bound in (None, -math.inf, math.inf) else bound for bound in bounds)
    if None not in (low, high):
        return f"{kind} from {low:g} to {high:g}"
    if high is None:
        return kind if low is None else f"{kind} of at least {low:g}"
    return f"{kind} of at most {high:g}"
