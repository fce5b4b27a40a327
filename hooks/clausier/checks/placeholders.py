"""What is left of drafting: blanks to fill in, marks of revision, notes between authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from clausier.checks.elements import KNOWN
from clausier.checks.source import Source, Span, iter_reworded, read_source
from clausier.errors import Place, Problem, say
from clausier.proposals import Proposal
from clausier.typography.passages import VEIL

_ORDER: Final = re.compile(
    r"""(?:insérer|indiquer|préciser|compléter|renseigner|ajouter|mettre)\b
      | (?:insert|enter|fill[ ]in|specify|choose|select|please)\b
      | (?:nb|ndr|ntd|note[ ]to|note[ ]à|note[ ]de|drafting|à[ ]relire|draft|brouillon
          |question|commentaire|comment)\b[ \u00a0\u202f:]
      | .*\b[àa][ ](?:compléter|completer|définir|preciser|préciser|confirmer|valider|insérer
          |renseigner|venir|déterminer|vérifier|adapter|supprimer|choisir|discuter|revoir)\b
      | .*\bto[ ]be[ ](?:completed|confirmed|determined|defined|inserted|added|agreed|provided
          |filled|decided|reviewed|discussed)\b
      | .*\b(?:tb[cda]|todo|to[ ]come)\b
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""What an author asks in square brackets."""

_SLOT: Final = re.compile(
    r"""(?:(?:votre|your|notre|our)[ ])?
    (?:date|dates|jour|day|mois|month|année|year|nombre|quantité|quantity|délai|taux|rate|pourcentage
      |percentage|lieu|nom|noms|name|prénom|adresse|address|e-?mail|courriel|téléphone
      |telephone|phone|url|société|company|dénomination|raison[ ]sociale|entreprise|ville|city|pays
      |country|montant|amount|prix|price|durée|numéro|number|siret|siren|rcs|client|customer
      |prestataire|provider|vendeur|seller|juridiction|tribunal|court|signature|logo|site)
    (?:[ ](?:de[ ])?[dl]['’]\w+|[ ](?:[\w-]+|/)|[ ]?/[ ]?\w+){0,6}
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What is to be filled in, named in square brackets."""

_CAPITALS: Final = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+(?:[ _][A-ZÀ-ÖØ-Þ'’-]+)+")
_BLANK: Final = re.compile(r"(?=.*[●•■□▪?]|_{2}|[Xx]{2})[\s●•■□▪_?Xx.-]+")
_ELLIPSIS: Final = re.compile(r"\s*(?:…|\.\.\.)\s*")

_WORDS: Final = re.compile(
    r"""\b(?:TODO|T[Bb]D|tbd|TBC|FIXME|À[ ]COMPLÉTER|A[ ]COMPLETER|À[ ]DÉFINIR)\b
      | \b(?i:lorem[ ]ipsum)\b
      | (?<![\w.-])X{3,}(?:[ \u00a0./-]?X{2,})*(?![\w-])
      | (?<![\w.-])XX(?:/XX)+(?:/20XX)?(?!\w)
      | (?<![\w.-])XX(?=[ \u00a0\u202f]?(?:€|%|euros?\b|EUR\b|jours?\b|days?\b|mois\b|months?\b
          |ans?\b|years?\b))
      | \b20(?:XX|__)(?!\w)
      | (?<!\w)00/00/0000(?!\w)
      | \?{3,}
    """,
    re.VERBOSE,
)
_UNIT: Final = (
    r"(?:jours?|days?|semaines?|weeks?|mois|months?|ans?|années?|years?|heures?|hours?|minutes?"
    r"|euros?|EUR|USD|dollars?|pounds?|pour[ ]cent|per[ ]cent)\b|[€%$£]"
)
_SPACE: Final = "[ \u00a0\u202f]"
_GAP: Final = re.compile(rf"(?<={_SPACE})(?:…|\.\.\.){_SPACE}(?:{_UNIT})", re.IGNORECASE)
"""Three dots for a number: `de … jours`."""
_LATER: Final = (
    r"(?:[àa][ ](?:compléter|définir|préciser|confirmer|insérer|renseigner|déterminer)"
    r"|to[ ]be[ ](?:completed|confirmed|determined|defined|inserted|specified|agreed|decided"
    r"|added))"
)
_NOTED: Final = re.compile(
    rf"""\((?!(?:[^()\n]*[ ])?(?:formulaires?|bons?|champs?|dossiers?|forms?|fields?)\b)
        (?:(?:[\w'’-]+[ ]){{0,5}})?{_LATER}\)
      | (?<!marqués)(?<!mention)(?<!marked)(?<!labelled)[ ](?:«[ ]?|“|"){_LATER}(?:[ ]?»|”|")
      | (?:(?<=:[ ])|(?<=[ ]est[ ])|(?<=[ ]sont[ ])|(?<=[ ]is[ ])|(?<=[ ]are[ ])|(?<=^)
          |(?<=\|[ ])|(?<=[ ][–—-][ ]))
        {_LATER}(?=[ ]?[.;,|]|[ ]*$)
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
"""What is left for later, in round brackets, in quotes, or as all that is said of something."""
_VALUED: Final = re.compile(
    rf"(?:\b(?:de|du|le|à|au|n°|no\.?|sous|within|of|is|est|on|by|the)|:){_SPACE}$", re.IGNORECASE
)
"""What stands before a value that is to be filled in."""
_DATE_FORM: Final = re.compile(
    r"(?<!\w)(?:JJ|DD|MM)/(?:MM|DD|JJ)/(?:AAAA|YYYY)(?!\w)|(?<!\w)(?:AAAA|YYYY)-MM-(?:JJ|DD)(?!\w)",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"_{4,}|(?<=[ \u00a0])_{3}(?=[ \u00a0,.;])|\.{5,}|…{3,}|(?:\. ){4,}")
_TEMPLATE: Final = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\$\{[^{}\n]*\}|<%[^\n]*?%>")
_ANGLES: Final = re.compile(r"<(?=[^\W\d_])[^<>\n|]{1,80}>")
_FORM: Final = re.compile(
    r"\b(?:formulaires?|bordereau|bulletin|modèles?|mod[eè]le-type|forms?|templates?|specimen|spécimen)\b",
    re.IGNORECASE,
)
_TO_SIGN: Final = re.compile(
    r"[\s>*|-]*(?:(?:signatures?|fait à|done at|signed|lu et approuvé)\b"
    r"|(?:date|nom|name)\b[^.:\n]{0,30}:)",
    re.IGNORECASE,
)
_REVISION: Final = re.compile(
    r"\{\+\+(?:(?!\+\+\}).)*\+\+\}|\{--(?:(?!--\}).)*--\}|\{~~(?:(?!~~\}).)*~~\}"
    r"|\{>>(?:(?!<<\}).)*<<\}|\{==(?:(?!==\}).)*==\}"
    r"|(?<![=\w])==(?=[^\s=])[^=\n]*[^\s=]==(?![=\w])|(?<![~\w])~~(?=[^\s~])[^~\n]*[^\s~]~~(?!~)",
    re.DOTALL,
)
_REVISION_TAGS: Final = frozenset({"ins", "del", "s", "strike", "mark"})
_SHOWN: Final = 60
_OURS: Final = frozenset({"site_url"})
"""What the site itself fills in, on ordinary pages."""


def find_leftovers(proposal: Proposal) -> Iterator[Problem]:
    """Yield what drafting has left in the texts that a proposal rewords, and in its summaries."""
    for page in proposal.pages:
        if page.is_changed and page.front and page.front.summary:
            for _, mark in iter_placeholders(read_source(page.front.summary)):
                yield _blank(mark, page.place_of("summary"))
    for page, source in iter_reworded(proposal):
        for offset, mark in iter_placeholders(source, is_policy=page.front is not None):
            yield _blank(mark, page.place(source.line_of(offset)))
        for offset, mark in iter_revisions(source):
            yield Problem(
                say("a mark of revision is left: `%(mark)s`", mark=_shorten(mark)),
                say(
                    "Keep the wording that was agreed, without marks: the comparison with the "
                    "version before shows what changes"
                ),
                page.place(source.line_of(offset)),
                code="revision-mark",
            )
        for comment in source.comments if page.front else ():
            yield Problem(
                say(
                    "a comment is hidden in the text, and would be published with it: `%(mark)s`",
                    mark=_shorten(comment.text),
                ),
                say("Take it out; what is to be discussed belongs in the discussion"),
                page.place(source.line_of(comment.start)),
                code="comment-hidden",
            )


def _blank(mark: str, place: Place) -> Problem:
    return Problem(
        say("a blank is still to be filled in: `%(mark)s`", mark=_shorten(mark)),
        say("Write what is to stand there, or take it out"),
        place,
        code="placeholder",
    )


def iter_placeholders(source: Source, *, is_policy: bool = True) -> Iterator[tuple[int, str]]:
    """Yield where a text has something left to fill in, and what stands there, in order."""
    found = {**dict(_iter_words(source)), **dict(_iter_blanks(source))}
    done = 0
    for span in source.brackets:
        inside = " ".join(span.text.split())
        if span.start < done or source.prose[span.start] == VEIL:
            continue  # in brackets that were found, or in an address
        if _is_slot(inside) or (_ELLIPSIS.fullmatch(span.text) and _is_value(source, span)):
            done = span.end
            found = {at: mark for at, mark in found.items() if not span.start <= at < done}
            found[span.start] = source.text[span.start : done]
    for match in _TEMPLATE.finditer(source.shown):
        if is_policy or match[0].strip("{} ") not in _OURS:
            found[match.start()] = match[0]
    for tag in source.tags:
        if tag.name not in KNOWN and ":" not in tag.name and not tag.is_end:
            found[tag.start] = source.text[tag.start : tag.end]
    for match in _ANGLES.finditer(source.prose):
        found[match.start()] = match[0]
    yield from sorted(found.items())


def iter_revisions(source: Source) -> Iterator[tuple[int, str]]:
    """Yield where a text has marks of revision, and what they hold, in order."""
    found = {match.start(): match[0] for match in _REVISION.finditer(source.shown)}
    for tag in source.tags:
        if tag.name in _REVISION_TAGS and not tag.is_end:
            found[tag.start] = source.text[tag.start : tag.end]
    yield from sorted(found.items())


def _is_slot(inside: str) -> bool:
    """Whether what stands in square brackets is to be filled in."""
    plain = inside.strip("[]*_ \u00a0\u202f")
    if inside.startswith("[") and inside.endswith("]"):
        return len(plain) > 1 and not plain.isdecimal()
    return bool(
        _BLANK.fullmatch(inside)
        or _ORDER.match(plain)
        or _SLOT.fullmatch(plain)
        or _CAPITALS.fullmatch(plain)
    )


def _iter_words(source: Source) -> Iterator[tuple[int, str]]:
    for match in _WORDS.finditer(source.prose):
        # XXX is thirty where it comes after XXIX.
        if match[0] != "XXX" or not re.search(r"\bXXIX\b", source.prose):
            yield match.start(), match[0]
    plain = re.sub("[\u00a0\u202f]", " ", source.prose)
    for pattern in (_GAP, _NOTED):
        for match in pattern.finditer(plain):
            yield match.start() + len(match[0]) - len(match[0].lstrip()), match[0].strip()
    for match in _DATE_FORM.finditer(source.prose):
        if "format" not in source.prose[max(match.start() - 40, 0) : match.start()].lower():
            yield match.start(), match[0]


def _iter_blanks(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the lines to write on, but for those of a form that clients fill in."""
    is_form = False
    for start, line, prose in source.iter_lines():
        if line.startswith("#"):
            is_form = bool(_FORM.search(line))
        if is_form or _TO_SIGN.match(line) or not any(map(str.isalnum, line)):
            continue
        for match in _RULE.finditer(prose):
            yield start + match.start(), match[0]


def _is_value(source: Source, span: Span) -> bool:
    """Whether three dots in brackets stand for a value, not for words left out of a quotation."""
    after = source.prose[span.end :].lstrip("*_ \u00a0\u202f")
    if re.match(_UNIT, after, re.IGNORECASE | re.VERBOSE):
        return True
    before = source.prose[: span.start].rstrip("*_")
    is_alone = not after or not after[0].isalnum()
    return is_alone and bool(_VALUED.search(before)) and not _is_quoted(source, span.start)


def _is_quoted(source: Source, place: int) -> bool:
    """Whether a place stands in a quotation, in which an omission is marked `[…]`."""
    paragraph = source.prose.rfind("\n\n", 0, place) + 1
    before = source.prose[paragraph:place]
    return (
        before.lstrip().startswith(">")
        or before.rfind("«") > before.rfind("»")
        or before.rfind("“") > before.rfind("”")
        or before.count('"') % 2 == 1
    )


def _shorten(mark: str) -> str:
    """Return a mark in one line that can be quoted."""
    plain = " ".join(mark.split()).replace("`", "'")
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"
