"""What every lab is: controls, one picture, a status line, and the task that plays.

A lab joins a model and a view. The *model* has validated traits and calls the numerics; it knows
no widgets. The *view*, a subclass of `Lab`, makes the controls, draws, and brings the drawings up
to date.
"""

import base64
import html

import ipywidgets as widgets

from nnlib.labs.shared.cells import belongings, note
from nnlib.labs.shared.controls import Controls
from nnlib.labs.shared.errors import alarm
from nnlib.labs.shared.own import Named
from nnlib.labs.shared.picture import Picture
from nnlib.labs.shared.play import Player
from nnlib.labs.shared.screen import Screen
from nnlib.plots.numbers import minus_signs


class Lab(Controls):
    """A picture with controls that answers at once and can play.

    Subclasses define ``build()``, which makes ``self.figure``, ``self.drawings`` and, with the
    helpers `slider`, `dropdown`, `button` and so on, ``self.rows``; and ``update()``, which brings
    the drawings up to date with ``self.model``.

    Parameters
    ----------
    model : Model

    Attributes
    ----------
    widget : ipywidgets.VBox
        All of it, to be placed in a layout of one's own.
    closed : bool
        Whether it has been closed; then only its model is left.
    """

    closed = False

    def __init__(self, model):
        super().__init__(model)
        self.rows, self.drawings, self.figure = [], [], None
        self.image = Picture(self._placed, self._left)
        self._player = Player(model, self._draw, self._encode, self.image, self._tell)
        self._words = ""
        self.status = widgets.HTML().add_class("nnlib-status")
        self.alarm = widgets.HTML().add_class("nnlib-alarm")
        self.build()
        self.screen = Screen(self.figure, self.drawings, self._made_as)
        self.image.width = round(self.figure.bbox.width)
        self.image.layout.width = f"{self.image.width}px"
        parts = [*self.rows, self.image, self.status, self.alarm]
        self.widget = widgets.VBox(parts, layout={"overflow": "hidden"}).add_class("nnlib-lab")
        model.observe(self._model_changed)
        self.refresh()
        note(self)

    # -- what subclasses define ----------------------------------------------------------------

    def build(self):
        """Make the figure, the drawings and the rows of controls."""
        raise NotImplementedError

    def update(self):
        """Bring the drawings up to date with the model."""
        raise NotImplementedError

    # -- from the outside ----------------------------------------------------------------------

    def play(self):
        """Start to move; any other lab that plays pauses."""
        self.model.playing = True

    def pause(self):
        """Stop moving; everything stays as it is."""
        self.model.playing = False

    def toggle(self):
        """Play if paused, pause if playing."""
        (self.pause if self.model.playing else self.play)()

    def reset(self):
        """Pause, and bring back all that the lab was made with."""
        self.model.reset()
        self._player.changed()

    def restart(self):
        """Start again what goes on in the lab, with all choices kept."""
        self.model.restart()
        self._player.changed()

    def code(self):
        """Give the line of code that makes this lab with everything chosen as it is now."""
        choices = ", ".join(f"{name}={value!r}" for name, value in self.model.choices().items())
        return f"{type(self).__name__}({choices})"

    def refresh(self):
        """Carry out what waits in the queue, and draw, now."""
        self._player.frame()

    def post(self, wish):
        """Have `wish`, a function of nothing, carried out by the lab's task; from any thread."""
        self._player.post(wish)

    def close(self):
        """Stop, and remove the lab from the page and from memory; only its model stays."""
        if self.closed:
            return
        self.pause()
        self._player.close()
        self.model.unobserve(self._model_changed)
        for handler, traits in self._followers:
            self.model.unobserve(handler, traits)
        for part in belongings(self.widget):
            part.close()
        self.__dict__ = {"model": self.model, "closed": True}

    def __getattr__(self, name):
        if self.__dict__.get("closed") and not name.startswith("__"):
            raise AttributeError(
                f"this {type(self).__name__} has been closed and has no {name!r} any more; "
                "its line of code, lab.code(), makes it again."
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def _made_as(self):
        """Give the line of code, if it says all: what is the learner's own may change."""
        own = any(isinstance(value, Named) for value in self.model.choices().values())
        return None if own else self.code()

    # -- between model and browser -------------------------------------------------------------

    def _model_changed(self, change):
        self.follow(change)
        if change.name == "playing":
            self._player.take_turn(change.new)
        self._player.changed()

    def _placed(self, is_other):
        self._player.placed(is_other)

    def _left(self):
        self.post(self.pause)

    def _draw(self, ratio):
        self.model.refresh()
        self.update()
        self.screen.draw(ratio)
        self._words = self._said()

    def _said(self):
        return minus_signs(self.model.status())

    def _encode(self, encoding, **how):
        # Ten times a second is enough for words.
        if not self.model.playing or self.image.line.count % 3 == 0:
            self.status.value = html.escape(self._words)
        return self.screen.encode(encoding, **how)

    def _tell(self, sentence):
        words = alarm(sentence)
        if self.alarm.value != words:
            self.alarm.value = words

    # -- how a notebook shows it ---------------------------------------------------------------

    def __repr__(self):
        return f"{type(self).__name__}: {self._said()}"

    def _repr_mimebundle_(self, **kwargs):
        if self.closed:
            return {"text/plain": repr(self)}, {}
        self._player.join_loop()
        if self.screen.ratio != 1:  # what a notebook keeps is the same on every screen
            self.screen.draw()
            self._player.changed()
        still = {"image/png": base64.b64encode(self.screen.still()).decode("ascii")}
        data = self.widget._repr_mimebundle_(**kwargs) | {"text/plain": repr(self)} | still
        return data, {"image/png": {"alt": repr(self)}}
