"""Where an axis ends: limits that change in large steps, so that a lab seldom draws it anew."""


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
