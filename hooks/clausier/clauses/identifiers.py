"""Numbers by which people, companies and accounts are found, as they are written in groups.

A change of one digit is a change of the whole. Between groups stands a space of any kind, at which
a line may end. Each form is narrow: two numbers that stand side by side are two.
"""

from __future__ import annotations

from typing import Final

from clausier.typography.typesetting import UNITS

_TELEPHONES: Final = (
    r"\+33\s?(?:\(0\)\s?)?\d(?:\s\d\d){4}(?!\d)",
    r"0\d(?:\s\d\d){4}(?!\d)",
    r"\+\d{1,3}(?:\s?\(0\))?(?=\s)(?:\s?\d){6,10}(?!\d)",
    r"0\d{2,4}\s\d{3,4}\s\d{3,4}(?!\d)",
)
"""Of France, with a prefix and without, then of elsewhere (ITU-T E.123)."""

_ACCOUNT: Final = r"[A-Z]{2}\d\d(?:\s[\dA-Z]{4}){3,7}(?:\s[\dA-Z]{1,3})?(?!\w)"
"""An IBAN (ISO 13616)."""

_TAXPAYER: Final = r"[A-Z]{2}\s?\d\d(?:\s\d{3}){3}(?!\d)"
"""A French number of value added tax."""

_COMPANY: Final = rf"\d{{3}}(?:\s\d{{3}}){{2}}(?:\s\d{{5}})?(?!\d|\s?{UNITS})"
"""A French company, or one of its places; not an amount with its unit."""

IDENTIFIER: Final = f"(?:{'|'.join((*_TELEPHONES, _ACCOUNT, _TAXPAYER, _COMPANY))})"
"""Regular expression: one of them, where a word may begin."""
