"""Documents as the legal team may write them, and worse, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "toc",
)


def _split(words: str) -> list[str]:
    return words.split(" ")


_WORDS = _split(
    "le la de Client Intégrateur données l'accès d'usage services contrat et ou résilie peut doit "
    "30 1 000 € 12% 4.2 15 avril « RGPD » : ; ! ? , . ( ) art. n° 5 ... https://exemple.fr/a?b=1 "
    "aide@exemple.fr OpenAI [^1] HTML \u00a0 \u202f — e\u0301 œuvre 🙂 &amp; &lt;b&gt;"
)

_SNIPPETS = (
    "<br>",
    "<ins>ajouté</ins>",
    "<del>retiré</del>",
    '<span class="icon"></span>',
    '<a id="ancre"></a>',
    "<span data-furniture>meuble</span>",
    "<u>souligné</u>",
    "mi<b>gras</b>",
    "m<sup>2</sup>",
    "<!-- commentaire -->",
    "![logo](logo.png)",
    "[lien](#art-2)",
    '<abbr title="Règlement">R</abbr>',
)

words = st.sampled_from(_WORDS)


def _wrap(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        text.map(lambda t: f"**{t}**"),
        text.map(lambda t: f"*{t}*"),
        text.map(lambda t: f"`{t}`"),
        st.tuples(text, st.sampled_from("abc")).map(lambda p: f"[{p[0]}]({p[1]})"),
    )


_phrases = st.lists(words, min_size=1, max_size=12).map(" ".join)
_inline = st.one_of(words, words, _wrap(words), _wrap(_phrases), st.sampled_from(_SNIPPETS))
lines = st.lists(_inline, min_size=1, max_size=15).map(" ".join)
_numbers = st.sampled_from(["1.", "2.", "2.1.", "2.2", "3.", "10.1", "**2.1.**", "4)"])
_names = st.sampled_from(["Article 2 –", "Article II –", "Annexe 1 –", "I.", "II.", "A.", "B."])
_letters = st.sampled_from(["(a)", "(b)", "**b)**", "ii.", "2°"])

_headings = st.tuples(st.integers(1, 4), st.one_of(_numbers, words, _names), lines)
_items = st.lists(
    st.one_of(lines, st.tuples(_letters, lines).map(" ".join)), min_size=1, max_size=4
)


def _render_items(items: list[str], sign: str, gap: str, nested: list[str]) -> str:
    inner = "".join(f"\n    - {line}" for line in nested)
    return gap.join(f"{sign} {item}" for item in items) + inner


_lists = st.builds(
    _render_items,
    _items,
    st.sampled_from(["-", "1."]),
    st.sampled_from(["\n", "\n\n"]),
    st.lists(lines, max_size=2),
)
_tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.just(""), words, lines), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    ).map(
        lambda rows: "\n".join(
            [f"| {' | '.join(rows[0])} |", f"|{'---|' * len(rows[0])}"]
            + [f"| {' | '.join(row)} |" for row in rows[1:]]
        )
    )
)
_raw = st.sampled_from(
    [
        "<div>texte\n\n<p>suite</p> fin</div>",
        '<div markdown="1">\n\n## 7. Dans un bloc\n\n7.1. Texte\n\n</div>',
        "<details><summary>Plus</summary>Un détail.</details>",
        "<del><p>vieux</p></del>",
        "<p></p>",
        "***",
        "<table><tr><td rowspan=2>a<td>b<tr><td>c</table>",
        '<p><a id="ici"></a></p>',
        "<dl><dt>Mot<dd>Sens</dl>",
        "<div><span>non fermé",
    ]
)
blocks = st.one_of(
    _headings.map(lambda h: f"{'#' * h[0]} {h[1]} {h[2]}"),
    st.tuples(st.one_of(_numbers, _letters), lines).map(" ".join),
    lines,
    lines,
    st.lists(lines, min_size=2, max_size=3).map("\n".join),
    _lists,
    _tables,
    lines.map(lambda line: f"> {line}"),
    _lists.map(lambda text: "\n".join(f"> {line}" for line in text.splitlines())),
    lines.map(lambda line: f"    {line}\n      {line}"),
    st.tuples(words, lines).map(lambda p: f"{p[0]}\n:   {p[1]}"),
    lines.map(lambda line: f'!!! note "Titre"\n    {line}'),
    _raw,
)
_notes = st.sampled_from(["", "\n\n[^1]: Une note.", "\n\n[^1]: Une autre note.\n"])
documents = st.tuples(st.lists(blocks, max_size=8).map("\n\n".join), _notes).map("".join)


@st.composite
def edited_documents(draw: st.DrawFn) -> tuple[str, str]:
    """Return a document and an edit of it."""
    older = draw(st.lists(blocks, min_size=1, max_size=8))
    newer = list(older)
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, max(len(newer) - 1, 0)))
        edit = draw(st.sampled_from(_EDITS)) if newer else "add"
        if edit == "add":
            newer.insert(place, draw(blocks))
        elif edit == "move":
            newer.insert(draw(st.integers(0, len(newer))), newer.pop(place))
        else:
            newer[place : place + 1] = draw(_edited(newer[place], edit))
    return "\n\n".join(older) + draw(_notes), "\n\n".join(newer) + draw(_notes)


_EDITS = ("word", "word", "cut", "drop", "add", "move", "repeat", "split", "number")


@st.composite
def _edited(draw: st.DrawFn, block: str, edit: str) -> list[str]:
    """Return the blocks that an edit makes of one."""
    match edit:
        case "word":
            return [draw(_reworded(block))]
        case "cut":
            return [block[: draw(st.integers(0, len(block)))]]
        case "repeat":
            return [block, block]
        case "split":
            return _cut_in_two(block, draw(st.integers(1, 20)))
        case "number":
            letters = block.replace("(b)", "(c)").replace("(a)", "(b)")
            return [letters.replace("2.", "3.").replace("1.", "2.").replace("II", "III")]
    return []


@st.composite
def restructured_documents(draw: st.DrawFn) -> tuple[str, str]:
    """Return a document and one in which its paragraphs are cut and joined elsewhere."""
    sentence = st.lists(words, min_size=5, max_size=12).map(lambda found: " ".join(found) + ".")
    sentences = draw(st.lists(sentence, min_size=2, max_size=8))
    ends = [draw(st.sampled_from([" ", "\n\n", "\n\n2.1. ", "\n\n- "])) for _ in sentences]
    others = [draw(st.sampled_from([" ", "\n\n", "\n\n3.1. ", "\n\n- "])) for _ in sentences]
    newer = draw(st.permutations(sentences)) if draw(st.booleans()) else sentences
    return _interleave(ends, sentences), _interleave(others, newer)


def _interleave(ends: list[str], sentences: list[str]) -> str:
    pairs = zip(ends, sentences, strict=True)
    return "".join(part for pair in pairs for part in pair).strip()


def _cut_in_two(text: str, words: int) -> list[str]:
    parts = text.split(" ")
    return [" ".join(parts[:words]), " ".join(parts[words:])]


@st.composite
def _reworded(draw: st.DrawFn, text: str) -> str:
    parts = text.split(" ")
    start = draw(st.integers(0, len(parts)))
    end = draw(st.integers(start, min(start + 3, len(parts))))
    parts[start:end] = draw(st.lists(_inline, max_size=3))
    return " ".join(parts)


_TAGS = _split(
    "p div ul ol li table tbody tr td th h1 h2 b em a span ins del pre code blockquote dl dt dd br "
    "hr img section details summary caption svg p button select option textarea sup nobr form "
    "title script style iframe wbr embed col colgroup thead tfoot figure figcaption u s font body "
    "html head math template noscript rp ruby"
)
_ATTRIBUTES = st.sampled_from(
    ["", "", "", ' id="a"', ' class="c"', ' href="x"', " data-furniture", ' id="art-2"', " b=<"]
)
_MARKUP = st.one_of(
    st.tuples(st.sampled_from(_TAGS), _ATTRIBUTES).map(lambda t: f"<{t[0]}{t[1]}>"),
    st.sampled_from(_TAGS).map(lambda tag: f"</{tag}>"),
    words,
    words.map(lambda word: f" {word} "),
    st.sampled_from(
        ["\n", "  ", "4.2. ", "<!--", "-->", "&nbsp;", "&#1;", "\u200b", "<", ">", '"']
    ),
)
soups = st.lists(_MARKUP, max_size=25).map("".join)


@st.composite
def edited_soups(draw: st.DrawFn) -> tuple[str, str]:
    """Return HTML of any kind and an edit of it."""
    older = draw(st.lists(_MARKUP, max_size=25))
    newer = list(older)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(newer)))
        end = draw(st.integers(start, min(start + 2, len(newer))))
        newer[start:end] = draw(st.lists(_MARKUP, max_size=2))
    return "".join(older), "".join(newer)
