"""Texts of law, as French and English name them: where one is named, an article may be of it."""

from __future__ import annotations

import re
from typing import Final

from clausier.clauses.tokens import Token

_WORD: Final = re.compile(
    r"""(?:[dlnm]')?(?:code|lois?|acts?|règlement|regulations?|directives?|décrets?|ordonnances?|
        arrêtés?|convention|traité|treaty|charte|charter|statutes?|law|u\.?s\.?c\.?|[lc]\.?|civ|
        norme|standard|rfc)""",
    re.VERBOSE,
)
"""How texts of law are called."""
_INITIALS: Final = re.compile(r"(?!CG|CP\b|CU|TOS\b|TOU\b|DPA\b)[A-Z]{3,6}s?")
"""A text of law by its initials (`RGPD`, `GDPR`); not terms by theirs (`CGU`, `CGV`)."""

_NAMED: Final = re.compile(
    r"""\b(?:RGPD|GDPR|DSA|DMA|DORA|DMCA|LCEN|LIL|CISG|CVIM|TFUE|TFEU|HIPAA|CCPA|CPRA|UCITA|PECR
          |e-?Privacy|eIDAS|NIS[ ]?2)\b
      | \b(?:U\.[ ]?S\.[ ]?C|C\.[ ]?F\.[ ]?R)\b
      | \b[Rr]èglements?[ ](?:\(|n°|\d|UE\b|CE\b|européen|général|délégué|d'exécution)
      | \bRegulations?\b | \b[Dd]irectives?\b
      | \b[Cc]ode[ ](?:civil|pénal|monétaire|général|rural|électoral|européen
          |d(?:u|es?|e[ ]la)[ ](?:com|cons|prop|route|san|trav|patr|num|post|assur|proc|jus|séc)
          |de[ ]l'(?:env|urb|act|org|art|éner|éduc|ent))
      | \b(?:[Cc]ivil|[Cc]ommercial|[Cc]onsumer|[Cc]riminal|[Pp]enal|[Pp]roperty|[Ll]abou?r|U\.?S\.?
          )[ ]Code\b | \b(?:French|German|Italian|Spanish|American|UK|the)[ ]Code\b
      | \b(?:[Ll]')?[Ll]ois?[ ](?:n°|du[ ]\d|[«“"]|américaine|française|fédérale|suisse|européenne
          |belge|allemande|anglaise|[A-Z])
      | \b[A-Z]\w+[ ]Act\b | \bActs?[ ](?:of|No|\d)
      | \b(?:US|U\.S\.|American|French|German|Swiss|English|EU|European|Union|federal)[ ]
          (?:law|statute|legislation)
      | \b[Cc]onvention[ ](?:de[ ]|d'|des[ ]|on[ ]|for[ ]|européenne|internationale)
      | \b[A-Z]\w+[ ]Convention\b
      | \b[Dd]écrets?\b | \b[Oo]rdonnances?[ ](?:n°|du[ ]\d) | \b[Aa]rrêtés?[ ](?:n°|du[ ]\d)
      | \b[Ll]icences?[ ][A-Z]\w+ | \b[A-Z]\w+[ ][Ll]icen[cs]e\b
      | \b(?:[Tt]reaty|[Tt]reaties|[Tt]raités?[ ](?:de|sur|instituant|UE|CE)|[Cc]onstitution)\b
    """,
    re.VERBOSE,
)
_HINTED: Final = re.compile(
    r"""\b(?:lois?|règlements?(?![ ](?:des?|du|par|amiable|intégral|complet|comptant|s')\b)
      |codes?(?![ ](?:promo|source|d'|de[ ](?:réduction|vérif|sécurité|confirm)|avantage)|-)
      |conventions?[ ](?:du|des?)|traités?[ ]d|[Ll]aws?|legislation|statutes?|Acts?|Codes?)\b""",
    re.VERBOSE,
)
"""What may be a text of law, and may be something else."""
_CLAUSES: Final = re.compile(
    r"\b(?:clauses contractuelles types|CCT|standard contractual clauses|SCCs?)\b", re.IGNORECASE
)
_SENTENCES: Final = re.compile(r"(?<=[.;!?…])\s+(?=[A-ZÀ-ÖØ-Þ«“(])")


def is_law(token: Token) -> bool:
    """Return whether a word is one that texts of law are called by."""
    return _WORD.fullmatch(token.alike) is not None or _INITIALS.fullmatch(token.text) is not None


def names_law(text: str) -> bool:
    """Return whether a text of law is named in a text."""
    return _NAMED.search(_plain(text)) is not None


def names_clauses(text: str) -> bool:
    """Return whether a text names clauses that are not a company's own."""
    return _CLAUSES.search(_plain(text)) is not None


def hints_at_law(before: str, after: str) -> bool:
    """Return whether the sentence around a place may name a text of law."""
    sentence = _SENTENCES.split(_plain(before))[-1] + " " + _SENTENCES.split(_plain(after))[0]
    return _HINTED.search(sentence) is not None


def _plain(text: str) -> str:
    return re.sub("[\u00a0\u2009\u202f\n]", " ", text).replace("’", "'")
