"""Recognise how wrong values come from right ones: a ratio, a sign, a shape, a part.

Each pattern looks at all cases at once, so that it is told only where it holds in every one.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnlib.check.compare import number, same

_CLOSE = {"rtol": 1e-5, "atol": 1e-9}
_RATIOS = {
    -1: "every entry has the opposite sign",
    2: "every entry is twice what it should be: a factor 2 too many",
    0.5: "every entry is half of what it should be: a factor 2 is missing",
    -2: "every entry is −2 times what it should be",
    -0.5: "every entry is minus half of what it should be",
    1 / np.log(2): "the logarithm has base 2; `np.log` is the natural one",
    1 / np.log(10): "the logarithm has base 10; `np.log` is the natural one",
}
_FUNCTIONS = {
    "the signs are lost: these are the absolute values": np.abs,
    "these are the squares of the right values": np.square,
    "these are the square roots of the right values": lambda a: np.sqrt(np.abs(a)),
    "these are 1 minus the right values": lambda a: 1 - a,
    "these are 1 divided by the right values": lambda a: 1 / a,
    "these are the right values rounded to whole numbers": np.round,
    "these are the right values without their decimals: whole numbers": np.trunc,
    "these are the slopes a(1 − a) where the values a are asked": lambda a: a * (1 - a),
}
_TURNS = {
    "it is turned by half a turn": lambda a: a[::-1, ::-1],
    "its rows stand upside down": lambda a: a[::-1],
    "its columns are mirrored": lambda a: a[:, ::-1],
    "it is transposed: rows and columns are exchanged": lambda a: a.T,
}
_SHRUNK = {
    "these are sums over the rows; the entries themselves are asked": lambda a: a.sum(axis=0),
    "these are sums along each row; the entries themselves are asked": lambda a: a.sum(axis=1),
    "these are means over the rows; the entries themselves are asked": lambda a: a.mean(axis=0),
    "it is the sum of all entries; the entries themselves are asked": np.sum,
    "it is the mean of all entries; the entries themselves are asked": np.mean,
    "it is the largest entry only": np.max,
    "only the first comes back, and then the function ends": lambda a: a[0],
    "only one number comes back, the first, and then the function ends": lambda a: a.flat[0],
    "only the last comes back: each round overwrites the one before it": lambda a: a[-1],
    "only the first entry of each row comes back": lambda a: a[:, 0],
}


def _alike(a, b):
    return same(np.asarray(a), np.asarray(b), **_CLOSE)


def _itself(a):
    return a


def _always(made, gots, rights):
    """Tell whether every got is what `made` makes of the right result."""
    try:
        with np.errstate(all="ignore"):
            return all(_alike(got, made(right)) for got, right in zip(gots, rights, strict=True))
    except (IndexError, ValueError, TypeError):
        return False


def pattern(gots, rights, sizes, parts=()):
    """Say how wrong results come from right ones, in all cases."""
    gots = [got.astype(float) for got in gots]
    rights = [right.astype(float) for right in rights]
    if _always(_itself, gots, rights):
        return ""
    for name in parts[0] if parts else ():
        if _always(_itself, gots, [part.get(name, np.nan) for part in parts]):
            return f"this is `{name}`, a step on the way"
    if [got.shape for got in gots] != [right.shape for right in rights]:
        return _of_shapes(gots, rights)
    if any(not np.isfinite(got).all() for got in gots):
        return ""
    found = _constant(gots, rights) or _ratio(gots, rights, sizes)
    if not found and len(np.unique(np.concatenate([got.ravel() for got in gots]))) > 2:
        made = {**_TURNS, **_FUNCTIONS}
        found = next((text for text, f in made.items() if _always(f, gots, rights)), "")
    found = found or _other(gots, rights)
    is_table = any(right.ndim for right in rights)
    return found if is_table else found.replace("every entry", "the number")


def _constant(gots, rights):
    values = {float(v) for got in gots for v in np.unique(got)}
    wanted = np.concatenate([right.ravel() for right in rights])
    if len(values) == 1 and np.ptp(wanted) > 0 and wanted.size > 1:
        return f"every entry is {number(values.pop())}, whatever is put in"
    return ""


def _ratio(gots, rights, sizes):
    ratios = []
    for got, right in zip(gots, rights, strict=True):
        there = np.abs(right) > 1e-9
        if not there.any() or not np.allclose(got[~there], 0, atol=1e-7):
            return ""
        quotients = got[there] / right[there]
        if not np.allclose(quotients, quotients.flat[0], **_CLOSE):
            return ""
        ratios.append(quotients.flat[0])
    for value, text in _RATIOS.items():
        if np.allclose(ratios, value, **_CLOSE):
            return text
    is_one = np.allclose(ratios, ratios[0], **_CLOSE) and sum(r.size for r in rights) > 2
    one = f"every entry is {number(ratios[0])} times what it should be"
    return _by_size(ratios, sizes) or (one if is_one else "")


def _by_size(ratios, sizes):
    for letter in set.intersection(*map(set, sizes)) if sizes else ():
        values = np.array([size[letter] for size in sizes], float)
        if np.ptp(values) == 0:
            continue
        example = f"{letter} = {number(values[0])} in the first case"
        for sign, minus in ((1, ""), (-1, "minus ")):
            for power, said in ((1, "{} times"), (-1, "1/{} of"), (-2, "1/{}² of")):
                if np.allclose(ratios, sign * values**power, **_CLOSE):
                    times = said.format(letter)
                    return f"every entry is {minus}{times} what it should be ({example})"
    return ""


def _other(gots, rights):
    differences = np.concatenate([(g - r).ravel() for g, r in zip(gots, rights, strict=True)])
    if differences.size > 3 and np.allclose(differences, differences[0], atol=1e-6):
        more = "large" if differences[0] > 0 else "small"
        return f"every entry is {number(abs(differences[0]))} too {more}"
    if all(map(_only_first, gots, rights)):
        return "only the first row is filled, the rest is still 0"
    pairs = zip(gots, rights, strict=True)
    is_near = all(np.abs(g - r).max() <= 0.02 * np.abs(r).max() for g, r in pairs)
    near = "the values are near, but not exact: look for a number that is rounded or measured"
    return _cut_off(gots, rights) or (near if is_near else "")


def _cut_off(gots, rights):
    """Look whether values end at a limit at which different right values are cut off."""
    got, right = (np.concatenate([a.ravel() for a in part]) for part in (gots, rights))
    said, cut = [], 0
    for limit, where in ((got.min(), "below"), (got.max(), "above")):
        beyond = right < limit if where == "below" else right > limit
        if beyond.any() and np.allclose(got[beyond], limit, **_CLOSE):
            cut += len(np.unique(right[beyond]))
            said.append(f"{where} {number(limit)}")
            right = np.where(beyond, limit, right)
    is_rest = cut > 1 and _alike(got, right) and len(np.unique(got)) > 3
    return f"nothing goes {' or '.join(said)}: the rest is cut off" if is_rest else ""


def _only_first(got, right):
    return got.ndim > 0 and len(got) > 1 and _alike(got[0], right[0]) and not got[1:].any()


def _of_shapes(gots, rights):
    if _always(np.ravel, [got.ravel() for got in gots], rights):
        return "the numbers are right, only their shape is not"
    for text, made in {**_TURNS, **_SHRUNK}.items():
        if _always(made, gots, rights):
            return text
    if _always(np.sum, rights, gots):
        return "the parts are right, but they are not yet added up to one number"
    if _always(np.mean, rights, gots):
        return "the parts are right, but their mean is not yet taken"
    if all(map(_holds, rights, gots)):
        return "what is there is right, but rows or columns are missing at the end"
    if all(map(_holds, gots, rights)):
        return "the right result is there, with more rows or columns round it"
    return ""


def _holds(big, small):
    """Tell whether a piece of the table `big` equals the table `small`."""
    if big.ndim != 2 or small.ndim != 2 or np.less(big.shape, small.shape).any():
        return False
    return any(
        _alike(piece, small) for row in sliding_window_view(big, small.shape) for piece in row
    )
