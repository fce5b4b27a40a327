"""Which figures a text has and its translation has not, or the other way round."""

from __future__ import annotations

from collections.abc import Sequence

from clausier.checks.figures import Figure, Weight


def find_differences(
    older: Sequence[Figure], newer: Sequence[Figure]
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the figures of each side that the other does not have; both empty if none.

    One that the other side has less often is none, unless there is another in its place.
    """
    left, right = list(older), list(newer)
    for exactly in (True, False):
        for figure in sorted(left, key=lambda figure: -figure.weight):
            twin = next((f for f in right if figure.matches(f, exactly=exactly)), None)
            if twin is not None:
                left.remove(figure)
                right.remove(twin)
    if _split(left) == _split(right):
        return (), ()
    sides = (left, newer), (right, older)
    new = [[f for f in own if not any(map(f.matches, other))] for own, other in sides]
    digits = [[f for f in own if f.weight is Weight.DIGITS and not _is_one(f)] for own in new]
    spelt = [[f for f in own if f.weight >= Weight.SPELT and not _is_one(f)] for own in new]
    if any(digits):
        return tuple(digits[0] or spelt[0]), tuple(digits[1] or spelt[1])
    if all(spelt):
        return tuple(spelt[0]), tuple(spelt[1])
    swapped = [[f for f in own if f.weight is Weight.DIGITS] for own in (left, right)]
    return (tuple(swapped[0]), tuple(swapped[1])) if all(swapped) else ((), ())


def _is_one(figure: Figure) -> bool:
    """Return whether it is but `1`, for which another language may say `a`."""
    return any(amount == 1 and unit not in {"€", "$", "£", "%"} for unit, amount in figure.values)


def _split(figures: Sequence[Figure]) -> list[str]:
    """Return the parts of figures: `from 1 to 15 August` has those of `August 1 to 15`."""
    parts: list[str] = []
    for figure in figures:
        for unit, amount in sorted(figure.values, key=str)[:1]:
            if unit == "date" and isinstance(amount, tuple):
                year, month, day = amount
                parts += [f"m{month}", *(str(part) for part in (year, day) if part)]
            else:
                parts.append(f"{amount}{unit}")
    return sorted(parts)
