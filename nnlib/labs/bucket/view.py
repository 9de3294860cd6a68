"""The neuron as a bucket: open pipes pour in or drain; at the height of the spout it pours over."""

import ipywidgets as widgets
import numpy as np

from nnlib import plots
from nnlib.labs.bucket.model import REST, WIDEST, BucketModel
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.bucket import draw_bucket
from nnlib.plots.numbers import subscript
from nnlib.plots.signals import draw_spikes
from nnlib.plots.tables import draw_sum

WAVES_A_STEP = 4
SLOTS = 16


class BucketLab(Lab):
    """Open and close pipes, set their widths and the spout, and let it pour.

    Parameters
    ----------
    **choices
        ``x1`` … ``x4`` (whether a pipe is open), ``w1`` … ``w4`` (from −3 to 3), ``threshold``
        (0.5 to 6), ``absolute``; see `BucketModel`.

    Examples
    --------
    >>> BucketLab(x4=True).model.fires
    0
    """

    def __init__(self, **choices):
        super().__init__(BucketModel(**choices))

    def build(self):
        """Draw the bucket on the left; on the right the sum, and the answers of past steps."""
        self.figure, axes = plots.figure(
            ncols=2, nrows=2, width=9.4, height=4.3, width_ratios=[3, 2], height_ratios=[6, 1]
        )
        grid = axes[0, 0].get_gridspec()
        for ax in axes[:, 0]:
            ax.remove()
        model = self.model
        state = model.x, model.weights, model.threshold
        self.bucket = draw_bucket(self.figure.add_subplot(grid[:, 0]), *state, model.level)
        self.sum = draw_sum(axes[0, 1], *state, row_name="pipe")
        self.spikes = draw_spikes(axes[1, 1], slots=SLOTS)
        plots.set_labels(axes[1, 1], x="answers, one a time step")
        self.drawings = [self.bucket, self.sum, self.spikes]
        pipes = map(self._pipe, range(1, len(model.x) + 1))
        self.rows = [self._clock_row(), columns(*pipes, self._spout())]

    def _clock_row(self):
        once = "Play a single time step"
        silences = "Absolute inhibition: one open drain, and the neuron cannot fire"
        return row(
            self.play_button(tooltip="Let one time step after another pass, or pause"),
            self.button("Pour once", self.model.pour_once, tooltip=once),
            self.reset_button(),
            self.checkbox("absolute", "an open drain silences (1943)", tooltip=silences),
        )

    def _pipe(self, number):
        name, opens = subscript(number), f"Whether pipe {number} is open"
        pours = "How much it pours in during one time step; below 0 it drains"
        look = {"readout_format": ".1f", "tooltip": pours}
        return widgets.VBox(
            [
                self.checkbox(f"x{number}", f"open x{name}", tooltip=opens),
                self.slider(f"w{number}", f"width w{name}", -WIDEST, WIDEST, 0.5, **look),
            ]
        )

    def _spout(self):
        tooltip = "Height of the spout: the sum at which the neuron fires"
        look = {"readout_format": ".1f", "tooltip": tooltip}
        return self.slider("threshold", "threshold T", 0.5, 6.0, 0.5, **look)

    def update(self):
        """Bring water, sum and answers up to date."""
        model = self.model
        state = model.x, model.weights, model.threshold
        silencing = (model.weights < 0) & model.absolute
        self.bucket.update(
            *state,
            model.level,
            spill=model.potential if model.pours_over else None,
            flows=model.moment <= 1,
            empties=model.moment > 1 + REST,
            phase=WAVES_A_STEP * model.moment,
            widths=np.where(silencing, WIDEST, model.weights),
        )
        self.sum.update(*state, verdict=model.verdict())
        self.spikes.update(model.answers)
