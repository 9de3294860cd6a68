"""Whose work a notebook goes on with: the learner's, if its check passes, else the course's."""

import functools
import time

import numpy as np

from nnlib.check.result import Note

_PATIENCE = 2.0  # seconds for all cases; a notebook calls an answer thousands of times


class WorksOn:
    """The method ``mine`` of an exercise."""

    def mine(self, *answer):
        """Say whose work the notebook goes on with, and give it: the learner's, or the course's.

        Returns
        -------
        callable
            What was handed in, if its check passes in good time; else the solution.
        """
        from IPython.display import display  # here, since a check needs no notebook to answer

        began, what = time.monotonic(), f"`{self.arguments or self.name}`"
        is_right = self(*answer).status == "pass"
        is_ours = not is_right and bool(answer) and answer[0] is self.reference
        is_slow = time.monotonic() - began > _PATIENCE
        if is_ours:
            text = f"the course's {what}."
        elif is_right and is_slow:
            text = f"the course's {what}, as yours is right, but takes seconds."
        elif is_right:
            text = f"your {what}."
        else:
            text = f"the course's {what}, as the check of yours has not passed yet."
        display(Note("From here on:", text, self._solution_code(), f"The course's {what}"))
        if is_slow or not is_right:
            return self.reference
        several = len(getattr(self, "returns", ())) > 1
        return answer if len(answer) > 1 else _giving_arrays(answer[0], several)


def _giving_arrays(value, several=False):
    """Let a function give arrays where it gives lists, as the notebook's next lines count on.

    Where it has `several` results, a list of them is taken for a tuple.

    >>> _giving_arrays(lambda x: [2 * v for v in x])([1.0, 2.0])
    array([2., 4.])
    >>> _giving_arrays(lambda x: [[x], [x, x]], several=True)(1.0)
    (array([1.]), array([1., 1.]))
    """
    if not callable(value) or hasattr(value, "_gives_arrays"):
        return value

    @functools.wraps(value)
    def own(*args, **kwargs):
        got = value(*args, **kwargs)
        is_several = isinstance(got, (tuple, list) if several else tuple)
        return tuple(map(_array, got)) if is_several else _array(got)

    own._gives_arrays = True
    return own


def _array(value):
    plain = isinstance(value, (list, float, int)) and not isinstance(value, bool)
    return np.asarray(value)[()] if plain else value
