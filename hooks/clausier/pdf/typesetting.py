"""The typesetter: JSON and a template in, a PDF out; the only module on typst.

The compiler is made once for all files: it keeps the parsed templates and the fonts. Fonts are
those that the typst package brings, and nothing else is read from the machine.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from clausier.errors import ClausierError, Problem, say

_TEMPLATES: Final = Path(__file__).parent
_STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]
"""PDF/A-2a (ISO 19005-2): a durable copy. PDF/UA-1 (ISO 14289-1): one that everyone can read."""


class PdfError(ClausierError):
    """A PDF cannot be made."""


def typeset(template: str, data: str, stamped_at: datetime, name: str) -> bytes:
    """Return the PDF of `data`, tagged, as PDF/A-2a and PDF/UA-1; the same bytes each time.

    Args:
        template: name of a template beside this module.
        data: JSON that the template reads.
        stamped_at: when the file says it was made; aware.
        name: what is being made, for a message.

    Raises:
        PdfError: the typesetter refuses.
    """
    try:
        return _compile(template, data, int(stamped_at.timestamp()))
    except typst.TypstError as error:
        raise PdfError(
            Problem(
                say(
                    "no PDF can be made of %(name)s: %(reason)s",
                    name=name,
                    reason=" ".join([error.message, *error.hints]),
                ),
                say("Report this as a fault of the program, with the text"),
            )
        ) from None


def can_show(text: str) -> bool:
    """Return whether the fonts have all that is needed to show `text`."""
    try:
        _compile("probe.typ", text, 0)
    except typst.TypstError:
        return False
    return True


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(root=_TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _compile(template: str, data: str, timestamp: int) -> bytes:
    made = _compiler().compile(
        input=str(_TEMPLATES / template),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=_STANDARDS,
        timestamp=timestamp,
    )
    if not isinstance(made, bytes):  # a page a file, which no PDF is
        raise TypeError("the typesetter gave no file")
    return made
