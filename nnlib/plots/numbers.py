"""Numbers as figures and labs write them, with a true minus sign; ends of axes and of scales."""

import math
import re

import numpy as np

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(number):
    """Write a number as an index below the line; digits within a text, too.

    >>> "x" + subscript(12), subscript("h1")
    ('x₁₂', 'h₁')
    """
    return str(number).translate(SUBSCRIPTS)


def plain_number(value, decimals=6):
    """Write a number in as few digits as it has, rounded to some decimals.

    >>> plain_number(2.0), plain_number(-1.5), plain_number(-0.0), plain_number(0.9375, 2)
    ('2', '−1.5', '0', '0.94')
    """
    # Rounding hides what binary fractions add; adding zero turns −0 into 0.
    return _with_minus(f"{round(float(value), decimals) + 0.0:g}")


def short_number(value):
    """Write a number in at most five or six characters.

    >>> [short_number(v) for v in (0.97, -0.034, 12.34, -250.0, 1e6, float("nan"))]
    ['0.97', '−0.03', '12.3', '−250', '1e6', '?']
    """
    if not math.isfinite(value):
        return "?"
    size = abs(value)
    if size >= 9999.5:
        mantissa, exponent = f"{value:.0e}".split("e")
        return _with_minus(f"{mantissa}e{int(exponent)}")
    decimals = 2 if size < 9.995 else 1 if size < 99.95 else 0
    # Adding zero turns −0.0, which a small negative number is rounded to, into 0.0.
    return _with_minus(f"{round(float(value), decimals) + 0.0:.{decimals}f}")


def fixed_number(value, decimals):
    """Write a number with a fixed number of decimals, fewer where it is large.

    >>> [fixed_number(value, 3) for value in (-0.01234, 0.0, -0.00001, 12.3456)]
    ['−0.012', '0', '−0.000', '12.35']
    """
    value = float(value)
    if not math.isfinite(value):
        return "?"
    if value == round(value) and abs(value) < 1000:
        return _with_minus(str(round(value)))
    whole = len(str(int(abs(value)))) - 1
    return _with_minus(f"{value:.{max(decimals - whole, 0)}f}")


def two_digits(value):
    """Write a positive number, such as a learning rate, with two digits.

    >>> [two_digits(value) for value in (0.0268, 1.0, 13.9, 100.0, 3.14e-8, float("inf"))]
    ['0.027', '1', '14', '100', '3.1e−08', 'not finite']
    """
    if not math.isfinite(value):
        return "not finite"
    return f"{value:.0f}" if 99.5 <= value < 10000 else _with_minus(f"{value:.2g}")


def short_loss(loss):
    """Write a loss in about five characters.

    >>> [short_loss(loss) for loss in (0.0, 0.2345, 15.55, 7.8e-05, 3.2e7, float("nan"))]
    ['0.000', '0.234', '15.6', '8e−05', '3e+07', 'not finite']
    """
    if not math.isfinite(loss):
        return "not finite"
    if loss != 0 and not 0.001 <= abs(loss) < 1000:
        return _with_minus(f"{loss:.0e}")
    return f"{loss:.3f}" if abs(loss) < 10 else f"{loss:.1f}"


def percent(share):
    """Write a share as a percentage.

    >>> percent(0.984)
    '98 %'
    """
    return f"{100 * share:.0f} %"


def minus_signs(words):
    """Give negative numbers in a sentence true minus signs; hyphens and code stay.

    >>> minus_signs("cross-entropy at (-3, -0.5): 4e-05, a - y, x**-1")
    'cross-entropy at (−3, −0.5): 4e−05, a - y, x**-1'
    """
    return re.sub(r"(?<![\w*])-(?=\.?\d)|(?<=\de)-(?=\d)", "−", words)


def _with_minus(text):
    return text.replace("-", "−")


def round_up(loss):
    """Give the next of 1, 2, 5, 10, 20, … above a loss, with a little room.

    >>> [round_up(loss) for loss in (0.3, 0.94, 1.0, 4.0, 30.0)]
    [1.0, 1.0, 2.0, 5.0, 50.0]
    """
    size = 1.0
    while 1.05 * loss > 5 * size:
        size *= 10
    return next(factor * size for factor in (1.0, 2.0, 5.0) if 1.05 * loss <= factor * size)


def double_until(right, value, share=1.0):
    """Double the end of an axis until a value takes up no more than a share of it.

    >>> double_until(100, 69, share=0.7), double_until(100, 150, share=0.7)
    (100, 400)
    """
    while value > share * right:
        right *= 2
    return right


def largest(values, least=0.0):
    """Give the largest size of all finite values, at least `least`: the end of a scale.

    >>> float(largest([0.7, -0.8, np.inf])), float(largest([np.nan], least=1.0))
    (0.8, 1.0)
    """
    return np.max(np.abs(values), initial=least, where=np.isfinite(values))
