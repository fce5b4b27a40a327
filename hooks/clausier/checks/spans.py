"""Lengths of time: what French and English count them in, and in what else each may be put."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_SPANS: Final = {
    **dict.fromkeys(("jour", "jours", "day", "days"), "day"),
    **dict.fromkeys(("semaine", "semaines", "week", "weeks"), "week"),
    **dict.fromkeys(("mois", "month", "months"), "month"),
    **dict.fromkeys(("an", "ans", "année", "années", "year", "years"), "year"),
    **dict.fromkeys(("heure", "heures", "hour", "hours"), "hour"),
    **dict.fromkeys(("minute", "minutes"), "minute"),
}
SPAN: Final = "|".join(sorted(_SPANS, key=len, reverse=True))
"""Regular expression: a unit."""
QUALIFIED: Final = r"(?:(?:calendar|business|working|full|consecutive|clear|whole)[\ -])?"
"""Regular expression: what may stand before it."""
WORKING: Final = r"(?:\ ouvr(?:é|able)s?(?!\w))?"
"""Regular expression: what may stand after it."""
_TERMS: Final = (
    (r"quart\ d['’]heure|quarter\ of\ an\ hour", "minute", 15),
    (r"huitaine|hebdomadaire\w*|weekly", "day", 8),
    (r"quinzaine|fortnight(?:ly)?", "day", 15),
    (r"mensuel\w*|monthly", "month", 1),
    (r"trimestr(?:e|iel)\w*|quarterly", "month", 3),
    (r"semestr(?:e|iel)\w*|half-year(?:ly)?|semester", "month", 6),
    (r"annuel\w*|annual(?:ly)?|yearly", "year", 1),
)
TERMS: Final = "|".join(names for names, _, _ in _TERMS)
"""Regular expression: a length of time with a name of its own."""
_WORKS: Final = re.compile(r"\b(?:business|working|ouvr)", re.IGNORECASE)


def read_term(name: str) -> frozenset[tuple[str, object]]:
    """Return the length of time that a match of `TERMS` names."""
    unit, amount = next(
        (unit, amount) for names, unit, amount in _TERMS if re.fullmatch(names, name.lower())
    )
    return spread(unit, Decimal(amount))


def counts_working_days(shown: str, after: str) -> bool:
    """Return whether a length of time is of working days, by its words and what comes after."""
    return bool(_WORKS.search(shown) or re.match(rf"[\s(,]*{_WORKS.pattern}", after, re.IGNORECASE))


def spread(name: str, amount: object) -> frozenset[tuple[str, object]]:
    """Return a length of time in each unit in which a translation may put it.

    Args:
        name: the unit, as a text writes it.
        amount: how many; nothing but itself if it is no number.
    """
    span = _SPANS.get(name.lower(), name)
    values: set[tuple[str, object]] = {(span, amount)}
    if not isinstance(amount, Decimal):
        return frozenset(values)
    if span == "week":
        values.add(("day", amount * 7))
    elif span == "year":
        values.add(("month", amount * 12))
    elif span == "month" and amount % 12 == 0:
        values.add(("year", amount / 12))
    elif span == "hour":
        values.add(("minute", amount * 60))
        if amount % 24 == 0:
            values.add(("day", amount / 24))
        if amount <= 24:
            values.add(("time", int(amount * 60)))
    elif span == "day" and (weeks := {8: 1, 15: 2}.get(int(amount), amount / 7)) == int(weeks):
        values.add(("week", Decimal(weeks)))  # `huit jours` and `quinze jours` are weeks
    return frozenset(values)
