"""What is rarely needed, folded away: buttons of which each opens its own controls below."""

import ipywidgets as widgets

from nnlib.labs.shared.controls import PICTURE_WIDTH


class Folds:
    """Buttons in a row, and below them the controls of the one that is open, if one is.

    Parameters
    ----------
    contents : dict of name to widget

    Attributes
    ----------
    buttons : list of ToggleButton
    box : VBox
        The contents, of which at most one is seen.

    Examples
    --------
    >>> folds = Folds({"Points": widgets.VBox(), "Training": widgets.VBox()})
    >>> folds.buttons[1].value = True
    >>> [button.description for button in folds.buttons]
    ['Points ▸', 'Training ▾']
    """

    def __init__(self, contents):
        self.contents = contents
        self.buttons = [self._button(name) for name in contents]
        self.box = widgets.VBox(
            [*contents.values()], layout={"overflow": "visible", "max_width": PICTURE_WIDTH}
        )
        for name in contents:
            self._show(name, False)

    def _button(self, name):
        tooltip = f"Show or hide what belongs to: {name.lower()}"
        button = widgets.ToggleButton(tooltip=tooltip, layout={"width": "auto"})
        button.observe(lambda change: self._turned(name, change.new), "value")
        return button

    def _turned(self, name, is_open):
        self._show(name, is_open)
        for other, button in zip(self.contents, self.buttons, strict=True):
            if is_open and other != name:
                button.value = False

    def _show(self, name, is_open):
        self.contents[name].layout.display = None if is_open else "none"
        # Last, so that who sees the arrow turn finds the contents.
        place = [*self.contents].index(name)
        self.buttons[place].description = f"{name} {'▾' if is_open else '▸'}"
