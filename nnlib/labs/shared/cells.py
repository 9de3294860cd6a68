"""A cell of a notebook that is run again closes the labs that it made before.

Otherwise each run would leave dozens of widget models and some megabytes behind. A lab that the
learner still holds stays: one that a name of the notebook means, or that is in a list, tuple, set,
dictionary or layout which a name means. In plain Python nothing is closed.
"""

import weakref

import ipywidgets as widgets
from IPython import get_ipython

_made_now = []  # weak references to the labs of the cell that runs
_made_by = {}  # cell's id: weak references to its labs that are open
_shells = weakref.WeakSet()


def note(lab):
    """Note that the cell that runs now has made a lab."""
    shell = get_ipython()
    if shell is None:
        return
    if shell not in _shells:
        _shells.add(shell)
        shell.events.register("post_run_cell", lambda result: _cell_ended(shell, result))
    _made_now.append(weakref.ref(lab))


def _cell_ended(shell, result):
    """Close what the cell made when it was run before, unless the learner holds it."""
    made, _made_now[:] = list(_made_now), []
    cell = getattr(getattr(result, "info", None), "cell_id", None)
    if cell is None:  # some front ends tell no cells apart
        return
    for reference in _made_by.get(cell, ()):
        lab = reference()
        if lab is None or lab.closed:
            continue
        if _is_held(lab, shell.user_ns):
            made.append(reference)
        else:
            _forget(lab, shell)
            lab.close()
    _made_by[cell] = made


def _is_held(lab, names):
    """Whether a name of the notebook means a lab, or something that it is in."""
    mine = [value for name, value in names.items() if name not in ("In", "Out") and name[0] != "_"]
    return any(_holds(value, lab) for value in mine)


def _holds(thing, lab):
    if isinstance(thing, dict):
        thing = tuple(thing.values())
    if isinstance(thing, list | tuple | set):
        return any(part is lab or part is lab.widget for part in thing)
    if isinstance(thing, widgets.Widget):
        return any(part is lab.widget for part in belongings(thing))
    return thing is lab


def _forget(lab, shell):
    """Take a lab out of the history of results, which would keep it for ever."""
    history = shell.user_ns.get("_oh", {})
    for number in [number for number, result in history.items() if result is lab]:
        del history[number]
        for names in (shell.user_ns, shell.user_ns_hidden):
            names.pop(f"_{number}", None)


def belongings(*roots):
    """List widgets with all that they consist of: children, layouts, styles, what is joined.

    >>> sorted(type(part).__name__ for part in belongings(widgets.HBox([widgets.Label()])))
    ['HBox', 'Label', 'LabelStyle', 'Layout', 'Layout']
    """
    found, ahead = {}, list(roots)
    while ahead:
        part = ahead.pop()
        if isinstance(part, list | tuple):
            ahead.extend(part)
        elif isinstance(part, widgets.Widget) and id(part) not in found:
            found[id(part)] = part
            ahead.extend(getattr(part, name) for name in part.keys)
    return list(found.values())
