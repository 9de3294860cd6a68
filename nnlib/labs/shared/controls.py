"""Sliders, menus, boxes and buttons, each joined with a trait of the lab's model, both ways."""

from contextlib import contextmanager
from threading import get_ident

import ipywidgets as widgets
import traitlets

from nnlib.labs.shared.own import name_of
from nnlib.labs.shared.steps import on_step, plain, tell

# Of all labels, so that controls stand in even columns; "Steps a frame" just fits.
LABEL_WIDTH = "7.1em"
# Of the pictures, which controls are never wider than; below this width a column wraps.
PICTURE_WIDTH, LEAST_COLUMN, COLUMN_GAP = "940px", "215px", "8px"
# Where a slider for learning rates stops in each decade.
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)


def row(*controls, **layout):
    """Place buttons and the like side by side, in as many lines as they need.

    >>> row(widgets.Button(), max_width="640px").layout.max_width
    '640px'
    """
    look = {"flex_flow": "row wrap", "align_items": "center", "max_width": PICTURE_WIDTH}
    return widgets.HBox(controls, layout=look | {"overflow": "visible"} | layout)


def columns(*controls, most=4, **layout):
    """Place controls with labels in even columns; in fewer than `most` where there is no room.

    >>> columns(widgets.IntSlider(), most=2, max_width="640px").layout.max_width
    '640px'
    """
    share = f"calc((100% - {most - 1} * {COLUMN_GAP}) / {most})"
    width = f"minmax(min(100%, max({LEAST_COLUMN}, {share})), 1fr)"
    look = {"grid_template_columns": f"repeat(auto-fill, {width})", "max_width": PICTURE_WIDTH}
    look |= {"grid_gap": f"0 {COLUMN_GAP}", "align_items": "flex-end", "overflow": "visible"}
    return widgets.GridBox(controls, layout=look | layout)


def _same(value):
    return value


def label_look(label, *, tooltip, **more):
    """Give what widgets with a label are told about their looks: they fill their column."""
    style, layout = {"description_width": LABEL_WIDTH}, {"width": "auto", "margin": "0 2px"}
    return {"description": label, "tooltip": tooltip, "style": style, "layout": layout} | more


def _without_label(label, *, tooltip, **more):
    """Give what buttons and boxes to tick, whose words stand in them, are told about theirs."""
    return {"description": label, "tooltip": tooltip, "layout": {"width": "auto"}} | more


class Controls:
    """The makers of controls, for a `Lab`: it has ``post(wish)`` to have a wish carried out."""

    def __init__(self, model):
        self.model = model
        self._bound, self._being_shown, self._followers = {}, [], []
        self._waiting = {}  # by control: the values wished for that are in the queue
        self._wished = (None, None)  # the control and the value of the wish that is carried out

    # -- both ways -----------------------------------------------------------------------------

    def bind(self, control, trait, read=_same, write=_same):
        """Join a control's value with a trait of the model, both ways; give the control back.

        Parameters
        ----------
        control : Widget
        trait : str
        read, write : callable
            Make of the trait's value what the control shows, and of that what the trait gets.
        """
        control.read, control.write = read, write
        self._bound[trait] = control
        self.show(control, read(getattr(self.model, trait)))
        control.observe(lambda change: self._control_moved(control, trait, change.new), "value")
        return control

    def show(self, control, value):
        """Set a control to a value, which is no wish of the learner's; menus take up any value.

        Where a wish of the learner's waits in the queue, the control stays as it was moved.
        """
        if self._waiting.get(control):
            return
        # In one message: new options put a control at the first of them.
        with self.showing(control), control.hold_sync():
            if isinstance(control, widgets.SelectionSlider):
                _offer(control, _with_number(control.round_numbers, value))
            elif isinstance(control, widgets.Dropdown):
                _offer(control, _with(control.offered(), value))
            if isinstance(control, widgets.FloatSlider):
                tell(control, value, *_limits(control, value))
            else:
                control.value = value

    @contextmanager
    def showing(self, control):
        """While this lasts, what happens to the control is no wish of the learner's."""
        mark = control, get_ident()
        self._being_shown.append(mark)
        try:
            yield
        finally:
            self._being_shown.remove(mark)

    def is_showing(self, control):
        """Whether the lab itself is setting this control just now, on this thread."""
        return (control, get_ident()) in self._being_shown

    def on_change(self, handler, *traits):
        """Call a handler whenever one of these traits of the model changes, until it is closed."""
        self._followers.append((handler, traits))
        self.model.observe(handler, traits)

    def follow(self, change):
        """Bring the control of a trait that has changed to its value."""
        control = self._bound.get(change.name)
        if control is None:
            return
        value = control.read(change.new)
        # A wish is not shown back: another thread may have moved the control on meanwhile.
        if plain(control.value) != value and self._wished != (control, value):
            self.show(control, value)

    def _control_moved(self, control, trait, value):
        wishes, value = self._waiting.setdefault(control, []), plain(value)
        before = wishes[-1] if wishes else control.read(getattr(self.model, trait))
        if self.is_showing(control) or _is_snapped(control, before, value):
            return

        def wish():
            wishes.remove(value)
            if wishes:  # a later one follows
                return
            self._wished = control, value
            try:
                setattr(self.model, trait, control.write(value))
            finally:
                self._wished = (None, None)

        wishes.append(value)
        self.post(wish)

    # -- makers --------------------------------------------------------------------------------

    # Each takes a `tooltip`, and what its widget takes besides.

    def slider(self, trait, label, low, high, step=1, **look):
        """Make a slider for a number from low to high."""
        make = widgets.IntSlider if self._is_whole(trait) else widgets.FloatSlider
        control = make(value=high, min=low, max=high, step=step, **label_look(label, **look))
        return self.bind(control, trait)

    def log_slider(self, trait, label, low, high, **look):
        """Make a slider for a number from 10**low to 10**high, ten round numbers a decade."""
        decades = range(low, high)
        round_numbers = [float(f"{m}e{k}") for k in decades for m in ROUND] + [float(f"1e{high}")]
        options = _with_number(round_numbers, getattr(self.model, trait))
        control = widgets.SelectionSlider(options=options, **label_look(label, **look))
        control.round_numbers = round_numbers
        control.add_class("nnlib-steps")  # its readout takes no typing
        return self.bind(control, trait)

    def dropdown(self, trait, label, options, read=_same, write=_same, **look):
        """Make a menu of names, of (name, value) pairs, or of what a function gives at the time.

        A value that is not among them is added under its name. For `read` and `write` see `bind`.
        """
        offered = options if callable(options) else lambda: options
        value = read(getattr(self.model, trait))
        shown = _with(offered(), value)
        control = widgets.Dropdown(options=shown, value=value, **label_look(label, **look))
        control.offered = offered
        return self.bind(control, trait, read, write)

    def number(self, trait, label, **look):
        """Make a box for a number to be typed, in the range of its trait."""
        known = self.model.traits()[trait]
        make = widgets.BoundedIntText if self._is_whole(trait) else widgets.BoundedFloatText
        look = {"min": known.min, "max": known.max} | label_look(label, **look)
        return self.bind(make(**look), trait)

    def _is_whole(self, trait):
        return isinstance(self.model.traits()[trait], traitlets.Int)

    def checkbox(self, trait, label, **look):
        """Make a box to tick."""
        control = widgets.Checkbox(indent=False, **_without_label(label, **look))
        control.layout.margin = "0 1em 0 2px"
        return self.bind(control, trait)

    def button(self, label, action, **look):
        """Make a button; `action` takes nothing and may use the model freely."""
        control = widgets.Button(**_without_label(label, **look))
        control.layout.min_width = "7em"
        control.on_click(lambda _: self.post(action))
        return control

    def play_button(self, *, tooltip="Start or pause"):
        """Make the button that says Play, and Pause while the lab plays."""
        control = self.button("Play", self.toggle, tooltip=tooltip, icon="play")

        def say(change):
            control.description = "Pause" if change.new else "Play"
            control.icon = control.description.lower()

        self.on_change(say, "playing")
        return control

    def reset_button(self, *, tooltip="Bring back what the lab was made with"):
        """Make the button that brings back all that the lab was made with."""
        return self.button("Reset", self.reset, tooltip=tooltip, icon="fast-backward")

    def restart_button(self, *, tooltip="Start again, with all choices kept"):
        """Make the button that starts again what goes on in the lab, with all choices kept."""
        return self.button("Start again", self.restart, tooltip=tooltip, icon="undo")


def _offer(control, options):
    """Let a menu offer other options, if they are others: each time costs a message."""
    if list(control.options) != options:
        control.options = options


def _with(options, value):
    """Pairs of name and value for a menu, and one more for a value that is not there, unless None.

    >>> _with(["relu", "tanh"], abs)[1:], _with([("none", 0.0)], 0.25)
    ([('tanh', 'tanh'), ('abs', <built-in function abs>)], [('none', 0.0), ('0.25', 0.25)])
    """
    pairs = [option if isinstance(option, tuple) else (option, option) for option in options]
    if value is None or any(value == known for _, known in pairs):
        return pairs
    is_number = isinstance(value, int | float)
    return [*pairs, (f"{value:g}" if is_number else name_of(value), value)]


def _with_number(numbers, value):
    """Pairs for a slider of round numbers, and one more for a number that is not among them."""
    return [(f"{number:.3g}", number) for number in sorted({*numbers, value})]


def _limits(slider, value):
    """Give the limits of a slider; others where a value is beyond them, as a trained weight is."""
    reach = slider.min, slider.max
    return reach if reach[0] <= value <= reach[1] else (-2 * abs(value), 2 * abs(value))


def _is_snapped(control, before, value):
    """Whether a slider only says where it put what it was told, or what was typed into it."""
    if not isinstance(control, widgets.FloatSlider):
        return False
    return plain(on_step(before, control.min, control.max, control.step)) == value
