"""What a slider in the browser makes of a number: it rounds it to its own steps.

If that is another number than it was told, it sends it back, as if somebody had moved it. So it is
told what it makes of a number, to the last bit, and nothing comes back.
"""

import math


def on_step(value, low, high, step):
    """Give the number at which a slider from low to high stands when it is told a value.

    The arithmetic, in its order, is that of noUiSlider 15, which ipywidgets use: by the share of
    the way in percent.

    >>> on_step(0.4450763, -11, 11, 0.25)
    0.5000000000000018
    """
    span = high - low
    share_of_step = 100 * step / span
    share = math.floor(100 * (value - low) / span / share_of_step + 0.5) * share_of_step
    return high if share >= 100 else max(0.0, share) * span / 100 + low


def tell(slider, value, low, high):
    """Have a slider of floats show a value, between limits that may be others than before.

    All in one message, the limits before what they allow: otherwise the slider in the browser
    would go to where the old ones let it.
    """
    are_others = (low, high) != (slider.min, slider.max)
    with slider.hold_sync():
        with slider.hold_trait_notifications():
            slider.min, slider.max = low, high
            slider.value = on_step(value, low, high, slider.step)
        if are_others:
            slider.send_state(["min", "max", "value"])


def plain(value):
    """Take away what a slider adds to a float: 0.6 for 0.5999999999999996.

    >>> plain(0.5999999999999996), plain(3)
    (0.6, 3)
    """
    return float(f"{value:.10g}") if isinstance(value, float) else value
