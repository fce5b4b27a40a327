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
        return _find_working(older, newer)
    sides = (left, newer), (right, older)
    new = [[f for f in own if not any(map(f.matches, other))] for own, other in sides]
    digits = [[f for f in own if f.weight is Weight.DIGITS and not f.is_one] for own in new]
    spelt = [[f for f in own if f.weight >= Weight.SPELT and not f.is_one] for own in new]
    if any(digits):
        return tuple(digits[0] or spelt[0]), tuple(digits[1] or spelt[1])
    if all(spelt):
        return tuple(spelt[0]), tuple(spelt[1])
    swapped = [[f for f in own if f.weight is Weight.DIGITS] for own in (left, right)]
    return (tuple(swapped[0]), tuple(swapped[1])) if all(swapped) else ((), ())


def _find_working(
    older: Sequence[Figure], newer: Sequence[Figure]
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return days that are working days on one side alone."""
    working = [[f for f in side if f.is_working] for side in (older, newer)]
    if all(working) or not any(working):
        return (), ()
    own, other = (working[0], newer) if working[0] else (working[1], older)
    twins = [f for f in other if any(f.matches(one, exactly=True) for one in own)]
    if not twins:
        return (), ()
    return (tuple(own), tuple(twins)) if working[0] else (tuple(twins), tuple(own))


def _split(figures: Sequence[Figure]) -> list[str]:
    """Return the parts of figures.

    `from 1 to 15 August` has those of `August 1 to 15`, `6.1.a` those of `6(1)(a)`.
    """
    parts: list[str] = []
    for figure in figures:
        for unit, amount in sorted(figure.values, key=str)[:1]:
            if unit == "date" and isinstance(amount, tuple):
                year, month, day = amount
                parts += [f"m{month}", *(str(part) for part in (year, day) if part)]
            elif isinstance(amount, str):
                parts += amount.split(".")
            else:
                parts.append(f"{amount}{unit}")
    return sorted(parts)
