"""Every colour of the course, once: figures and labs take it from here, JavaScript is sent it.

Blue means class 0 or a negative value, orange means class 1 or a positive one, in every figure.
Their tints follow them: another orange, and every picture has it after ``make notebooks``.
"""

import colorsys

INK = "#222222"
QUIET = "#767676"
FRAME = "#c4c4c4"
PAPER = "#ffffff"

BLUE = "#0a5fa8"
ORANGE = "#c24a00"
PLUM = "#8a2f86"
GREEN = "#1b7a5a"
# What is wrong or has gone wrong: an answer, a run.
CRIMSON = "#a8123e"
ALARM = "#b3261e"

CLASS_COLOURS = NEGATIVE, POSITIVE = BLUE, ORANGE
TRAINING, TEST = INK, PLUM
CURVE_COLOURS = (INK, PLUM, BLUE, ORANGE, GREEN)


def tint(colour, turn, saturation, lightness):
    """Give a relative of a colour, for an area that dark numbers or markers stand on.

    Its hue is turned by some degrees, towards yellow, green and blue; saturation and lightness,
    in [0, 100], are those of the tint.

    >>> tint("#ff0000", 120, 100, 90)
    '#ccffcc'
    """
    hue, _, _ = colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    channels = colorsys.hls_to_rgb((hue + turn / 360) % 1, lightness / 100, saturation / 100)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


ORANGE_STRONG = tint(ORANGE, 5.7, 83.6, 64.1)
ORANGE_SOFT = tint(ORANGE, 8.0, 84.3, 77.5)
ORANGE_LIGHT = tint(ORANGE, 7.5, 90.4, 83.7)
ORANGE_PALE = tint(ORANGE, 9.0, 88.7, 89.6)
ORANGE_LINE = tint(ORANGE, 1.8, 59.2, 70.2)

BLUE_STRONG = tint(BLUE, -1.0, 62.0, 64.0)
BLUE_SOFT = tint(BLUE, -1.5, 62.8, 77.8)
BLUE_LIGHT = tint(BLUE, -1.1, 60.0, 85.3)
BLUE_PALE = tint(BLUE, -2.0, 58.3, 90.6)
BLUE_FAINT = tint(BLUE, 1.0, 54.0, 93.0)
BLUE_LINE = tint(BLUE, 0.5, 43.6, 69.4)

GREEN_SOFT = tint(GREEN, 2.0, 45.0, 75.0)

CRIMSON_PALE = tint(CRIMSON, -3.0, 65.0, 93.0)

# From -1 to 1; ends light enough that dark numbers and dark markers stay readable on every colour.
VALUES = (BLUE_STRONG, BLUE_LIGHT, PAPER, ORANGE_LIGHT, ORANGE_STRONG)
# Paler still, for a surface that points of the same hue lie on.
SURFACES = (BLUE_SOFT, BLUE_PALE, PAPER, ORANGE_PALE, ORANGE_SOFT)
# For thin lines, which would vanish if small values were white.
LINES = (BLUE, BLUE_LINE, "#c9c9c9", ORANGE_LINE, ORANGE)
# For losses and other values that are never negative: light is low.
AMOUNTS = (PAPER, "#e6dcef", "#c6b2dc", "#a78fcc")

# The bucket.
WATER, FOAM = "#a9d6e0", "#f2fafc"
WALL, PIPE = "#5f6870", "#e9ebed"
# The living neuron.
FLESH, NUCLEUS = "#f3e9d6", "#d9c7a3"
