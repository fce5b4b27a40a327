"""The page of a redline in a real browser: what it says, how it is read, on paper and by ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from browser import Watch, overflow, serve, violations
from repositories import page as policy
from sites import publish, start_site

TEXTS = Path(__file__).parent / "comparison"
ADDRESS = "cgu/compare/1.0/1.1/"
"""Two versions of made-up terms (`comparison/`) between which everything happens that a redline
tells apart."""
LANGUAGES = ("", "en/")
EACH_MARK = re.compile(r"change-(\d+)")
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
POLICY = "default-src 'none'; " + "; ".join(
    f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect")
)
MANY_ARTICLES = 60


def text_of(version: str, language: str) -> str:
    return (TEXTS / f"{version}.{language}.md").read_text(encoding="utf-8")


def long_text(*, edited: bool) -> str:
    """360 clauses; edited, every one of them is renumbered and four are written anew."""
    lines = ["# Contrat-cadre"]
    if edited:
        lines += ["## 1. Définitions", "1.1. Les mots ont leur sens courant."]
    for article in range(1, MANY_ARTICLES + 1):
        shown = article + edited
        lines.append(f"## {shown}. Obligation numéro {article * 11}")
        for clause in range(1, 6):
            days = "vingt" if edited and article % 15 == 0 and clause == 3 else "trente"
            lines.append(
                f"{shown}.{clause}. La partie numéro {article * 7} exécute dans les {days} jours "
                f"ce que prévoit l’annexe {article * 100 + clause}."
            )
    return "\n\n".join(lines)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files, later = {}, {}
    for language in ("fr", "en"):
        address = f"docs/{language}/cgu.md"
        files[address] = policy("1.0", text_of("1.0", language), date="2024-04-15")
        summary = "Les prix montent." if language == "fr" else "Prices rise."
        later[address] = policy("1.1", text_of("1.1", language), date="2026-01-01", summary=summary)
    long = "docs/fr/long.md"
    files[long] = policy("1.0", long_text(edited=False), date="2024-04-15", document="long")
    later[long] = policy("1.1", long_text(edited=True), date="2026-01-01", document="long")
    repository = start_site(tmp_path_factory.mktemp("comparison") / "r", files)
    repository.commit(later)
    return publish(repository).site


@pytest.fixture(scope="module")
def root(site: Path) -> Iterator[str]:
    with serve(site) as address:
        yield address


@pytest.fixture(scope="module")
def only_split(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site on which a clause became two, and nothing else happened."""
    one = "1.1. Le service est ouvert tous les jours. L’accès est fermé la nuit de Noël."
    before = f"# Titre\n\n## 1. Objet\n\n{one}\n"
    after = before.replace("jours. L’", "jours.\n\nL’")
    address = "docs/fr/cgu.md"
    start = policy("1.0", before, date="2024-04-15")
    repository = start_site(tmp_path_factory.mktemp("split") / "r", {address: start})
    repository.commit({address: policy("1.1", after, date="2026-01-01", summary="Coupé.")})
    with serve(publish(repository).site) as served:
        yield served


@pytest.fixture
def demo(demo_root: str) -> str:
    return demo_root


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page without JavaScript."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def shown_words(page: Page, selector: str) -> str:
    """The words in an element that are neither furniture nor out of sight."""
    words = page.locator(selector).evaluate_all(
        """all => all.map(element => {
          const copy = element.cloneNode(true)
          copy.querySelectorAll("[data-furniture]").forEach(e => e.remove())
          copy.querySelectorAll("p, li, td, th, h1, h2, h3").forEach(e => e.append(" "))
          return copy.textContent
        }).join(" ")"""
    )
    return " ".join(str(words).split())


def visible_ids(page: Page) -> list[str]:
    ids: list[str] = page.locator("main :is(.redline, .beside) [id]").evaluate_all(
        "all => all.map(e => e.id)"
    )
    return ids


def total(page: Page) -> int:
    """How many runs of changes there are."""
    return page.locator("main :is(.redline, .beside) [id^=change-]").count()


def number_of(page: Page, words: str) -> int:
    """The number of the run of changes in which words were inserted."""
    mark = page.locator("[data-redline] ins:not(.block)", has_text=re.compile(rf": {words}\b"))
    found = mark.get_attribute("data-run")
    assert found is not None
    return int(found)


def view(page: Page, name: str) -> None:
    page.locator(f"button[data-view={name}]").click()


# What is said at the top


@pytest.mark.parametrize(
    ("language", "figures", "words"),
    [
        (
            "",
            [
                "2 clauses ajoutées",
                "2 clauses supprimées",
                "1 clause déplacée",
                "2 clauses scindées",
                "2 clauses fusionnées",
                "9 clauses renumérotées",
                "4 clauses modifiées",
                "1 clause aux renvois mis à jour",
                "1 clause mise en forme autrement",
                "1 clause à la typographie retouchée",
            ],
            ["mots insérés", "mots supprimés", "passages marqués"],
        ),
        (
            "en/",
            [
                "2 clauses added",
                "2 clauses removed",
                "1 clause moved",
                "2 clauses split",
                "2 clauses merged",
                "9 clauses renumbered",
                "4 clauses modified",
                "1 clause with updated references",
                "1 clause with other formatting",
                "1 clause with other typography",
            ],
            ["words inserted", "words deleted", "marked passages"],
        ),
    ],
)
def test_the_changes_are_counted_in_words_by_kind(
    page: Page, root: str, language: str, figures: list[str], words: list[str]
) -> None:
    page.goto(root + language + ADDRESS)
    expect(page.locator(".figures li:not(.figures__note)")).to_have_text(figures)
    for line, unit in zip(page.locator(".counts li").all(), words, strict=True):
        expect(line).to_have_text(re.compile(rf"^\d+ {unit}$"))


def test_only_what_happened_is_counted(page: Page, demo: str) -> None:
    page.goto(f"{demo}en/conditions/compare/2.2/3.0/")
    for line in page.locator(".figures li:not(.figures__note)").all_inner_texts():
        assert re.match(r"[1-9]\d* ", line.strip()), line
    assert page.locator(".figures li", has_text="moved").count() == 0


def test_the_authors_say_what_changes_and_who_must_accept(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    lead = page.locator(".lead")
    expect(lead).to_contain_text("Prices rise.")
    expect(lead).to_contain_text("Change of substance")
    expect(lead).to_contain_text("Version 1.1 asks everyone to accept again")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "en/conditions/compare/2.0/2.1/",
            "Version 2.1 asked nobody to accept again who had accepted version 2.0 or a later one.",
        ),
        ("en/conditions/compare/1.3/2.0/", "Version 2.0 asked everyone to accept again."),
        (
            "en/conditions/compare/2.1/2.2/",
            "Version 2.2 asks everyone to accept again, whatever version they accepted before.",
        ),
        ("en/conditions/compare/2.2/3.0/", "Once in force, version 3.0 will ask everyone"),
        ("en/pret/compare/1.0/1.1/", "Version 1.1 asked everyone to accept again."),
        ("en/donnees/compare/1.0/1.1/", "If version 1.1 took force, everyone would have to"),
        (
            "conditions/compare/1.3/2.0/",
            "La version 2.0 a demandé une nouvelle acceptation à tous.",
        ),
    ],
)
def test_who_must_accept_is_true_on_the_day_of_the_page(
    demo_site: Path, address: str, said: str
) -> None:
    """Superseded, superseded, in force, upcoming, withdrawn, proposed."""
    page = (demo_site / address / "index.html").read_text("utf-8")
    assert said in page
    assert page.count("accept again") + page.count("nouvelle acceptation") <= 1


@pytest.mark.parametrize("address", ["en/conditions/versions/", "en/pret/versions/"])
def test_no_version_that_is_past_asks_anybody_to_accept_anything(
    page: Page, demo: str, address: str
) -> None:
    page.goto(demo + address)
    for event in page.locator(":is(.event--superseded, .event--withdrawn) .event__class").all():
        assert " asked " in event.inner_text()
    assert page.locator(":is(.event--superseded, .event--withdrawn)").count() > 1


def outline(page: Page) -> list[tuple[int, str]]:
    """The level and the words of each heading that a screen reader lists."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (next(p["value"]["value"] for p in node["properties"] if p["name"] == "level"), words)
        for node in nodes
        if not node["ignored"] and node["role"]["value"] == "heading"
        if (words := node["name"]["value"])
    ]


@pytest.mark.parametrize("name", ["inline", "beside"])
def test_by_ear_the_page_has_one_title_and_no_heading_twice(
    page: Page, root: str, name: str
) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    view(page, name)
    page.locator(".reading__fold").click()
    headings = outline(page)
    assert [words[:17] for level, words in headings if level == 1] == ["What changed betw"]
    assert headings[0][0] == 1
    assert (2, "Terms of the service") in headings
    assert any(level == 3 and words.startswith("8. ") for level, words in headings)
    assert (3, "6. Announcements") in headings  # removed: only the older text has it
    assert len(headings) == len(set(headings)) > 8


def test_without_javascript_the_title_of_the_page_is_its_first_heading(
    plain: Page, root: str
) -> None:
    plain.goto(f"{root}en/{ADDRESS}")
    expect(plain.get_by_role("heading").first).to_have_text(re.compile("^What changed between"))
    expect(plain.locator("h1")).to_have_count(1)
    assert plain.locator("[data-redline] [aria-level], [data-redline] [role]").count() == 0


@pytest.mark.parametrize("width", [390, 1000, 1280])
def test_the_focus_never_goes_to_the_right_hand_column_and_back(
    browser: Browser, root: str, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{root}en/{ADDRESS}")
        expect(page.locator(".facts").locator("a, button, input, summary")).to_have_count(0)
        expect(page.get_by_role("link", name="This comparison as a PDF")).to_be_visible()
        tops = page.locator(".walker button, .touched a, .reading button").evaluate_all(
            "all => all.filter(e => e.checkVisibility()).map(e => e.closest('.map') ? 0 : 1)"
        )
        assert tops == sorted(tops)


def test_the_legend_names_what_occurs(page: Page, demo: str, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    expect(page.locator(".sample--moved")).to_have_text("moved, split off, merged")
    page.goto(f"{demo}en/conditions/compare/2.0/2.1/")
    expect(page.locator(".sample--moved")).to_have_text("moved")


def test_the_legend_of_a_text_that_was_only_split_says_split(page: Page, only_split: str) -> None:
    page.goto(f"{only_split}cgu/compare/1.0/1.1/")
    expect(page.locator(".sample--moved")).to_have_text("détaché")


def test_across_several_versions_the_authors_of_each_are_heard(page: Page, demo: str) -> None:
    page.goto(f"{demo}en/conditions/compare/1.3/2.2/")
    stages = page.locator(".stages > li")
    assert stages.locator("a").all_inner_texts() == ["Version 2.0", "Version 2.1", "Version 2.2"]
    expect(stages.first).to_contain_text("Change of substance")
    expect(stages.first).to_contain_text("Safety training becomes compulsory")
    expect(page.locator(".event__class")).to_contain_text("Acceptance. Version 2.2 asks")


def test_both_full_texts_are_one_click_away(page: Page, root: str) -> None:
    for version in ("1.0", "1.1"):
        page.goto(root + ADDRESS)
        page.locator(f".sides a[href$='versions/{version}/']").click()
        expect(page.locator(f"[data-text='cgu/{version}/fr']")).to_have_count(1)


# The map


def test_the_map_shows_every_clause_and_those_that_were_removed_where_they_were(
    page: Page, root: str
) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    newer = len(re.findall(r"^(?:#|\d+\.\d+\.)", text_of("1.1", "en"), re.MULTILINE))
    gone = 3  # article 6 with 6.1, removed; 2.4, merged into 2.5
    cells = page.locator(".strip__cell use").evaluate_all("all => all.map(e => e.href.baseVal)")
    assert len(cells) == newer + gone
    articles = page.locator(".strip__article").evaluate_all(
        """all => all.map(article => [
          article.querySelector(".strip__number")?.textContent ?? "",
          [...article.querySelectorAll("use")].map(e => e.href.baseVal.slice(6)).join(" ")
        ].join(": "))"""
    )
    assert "4: added added" in articles
    assert "6: removed removed" in articles
    assert articles.index("6: removed removed") == len(articles) - 3  # before articles 7 and 8
    assert "8: same same same same" in articles


def test_the_picture_has_words_and_each_sign_its_own_shape(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    label = page.locator(".strip").get_attribute("aria-label") or ""
    assert page.locator(".strip").get_attribute("role") == "img"
    assert "2 clauses added" in label
    assert re.search(r"\d+ clauses unchanged", label)
    shapes = page.locator("symbol").evaluate_all("all => all.map(e => e.innerHTML)")
    assert len(shapes) == len(set(shapes)) == 11


def test_the_list_names_every_clause_touched_and_leads_to_its_change(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    expect(page.locator(".touched")).to_have_count(21)
    assert page.locator(".extent strong").inner_text() == "21"
    row = page.locator(".touched[data-clause='art-6.3']")
    expect(row).to_contain_text("Moved, renumbered, modified, formerly 3.3")
    expect(row.locator(".plus")).to_contain_text("+1")
    expect(row.locator(".minus")).to_contain_text("−1")
    expect(page.locator(".touched[data-clause='art-2.3']")).to_contain_text("Split, from 2.2")
    expect(page.locator(".touched", has_text="into 2.5")).to_contain_text("2.4 Merged, into 2.5")
    for target in page.locator(".touched a").evaluate_all("all => all.map(a => a.hash)"):
        assert page.locator(f".redline [id='{target[1:]}']").count() == 1, target


def test_a_sign_in_the_picture_can_be_pressed_too(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    number = number_of(page, "270")
    page.locator(f".strip__cell[data-anchor='change-{number}']").click()
    expect(page.locator(f"#change-{number}")).to_be_in_viewport()
    expect(page.locator(".walker__status")).to_contain_text(f"Passage {number} of {total(page)}")
    expect(page.locator(".walker__status")).to_contain_text("3.1 – Modified")


def test_without_javascript_the_list_leads_to_each_change(plain: Page, root: str) -> None:
    plain.goto(f"{root}en/{ADDRESS}")
    expect(plain.locator(".touched")).to_have_count(21)
    plain.locator(".touched a", has_text="1.2").click()
    expect(plain).to_have_url(re.compile(r"#change-2$"))
    expect(plain.locator("#change-2")).to_be_in_viewport()


def test_a_map_of_many_clauses_stays_readable(page: Page, root: str) -> None:
    page.goto(f"{root}long/compare/1.0/1.1/")
    expect(page.locator(".touched")).to_have_count(MANY_ARTICLES * 6 + 2)
    strip = page.locator(".strip").bounding_box()
    assert strip is not None
    assert strip["height"] < 900
    seen = [row for row in page.locator(".touched").all() if row.is_visible()]
    assert len(seen) == 2  # the article that was added; the rest is folded
    expect(page.locator(".touches > li")).to_have_count(9)  # between the four written anew
    folded = page.locator(".touches > li", has=page.get_by_text("2 à 15", exact=True))
    expect(folded).to_contain_text("84 clauses renumérotées")
    folded.locator("summary").click()
    expect(folded.locator(".touched")).to_have_count(84)
    expect(folded.locator(".touched").last).to_be_visible()


# Two views


@pytest.mark.parametrize("language", LANGUAGES)
def test_side_by_side_each_side_is_its_version(page: Page, root: str, language: str) -> None:
    code = "en" if language else "fr"
    texts = {}
    for version in ("1.0", "1.1"):
        page.goto(f"{root}{language}cgu/versions/{version}/")
        texts[version] = shown_words(page, f"[data-text='cgu/{version}/{code}']")
    page.goto(root + language + ADDRESS)
    view(page, "beside")
    page.evaluate(
        "document.querySelectorAll('.beside__former, .beside .fold__bar').forEach(e => e.remove())"
    )
    rows = ".beside [role=row]:not(.beside__heads *)"
    assert shown_words(page, f"{rows} > :nth-child(1)") == texts["1.0"]
    assert shown_words(page, f"{rows} > :nth-child(2)") == texts["1.1"]


def test_side_by_side_is_a_table_with_two_named_columns(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    expect(page.get_by_role("table", name="The two versions side by side")).to_have_count(0)
    view(page, "beside")
    table = page.get_by_role("table", name="The two versions side by side")
    heads = table.locator("[role=columnheader]")
    expect(heads).to_have_count(2)
    expect(heads.first).to_contain_text("Version 1.0 superseded")
    expect(heads.last).to_contain_text("Version 1.1 in force")
    row = table.get_by_role("row").filter(has_text="2.2. The Company confirms")
    expect(row.get_by_role("cell")).to_have_count(2)
    expect(row.get_by_role("cell").first).to_contain_text("deleted: three")
    expect(row.get_by_role("cell").last).to_contain_text("inserted: two")
    boxes = [cell.bounding_box() for cell in row.get_by_role("cell").all()]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]


def test_a_clause_that_moved_points_from_one_place_to_the_other(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    view(page, "beside")
    old = page.locator(".beside [role=row]").filter(has_text="3.3. The Company").first
    expect(old.locator(".pointer")).to_contain_text("6.3")
    old.locator("a.pointer").click()
    expect(page.locator(".beside [id='art-6.3']")).to_be_in_viewport()
    new = page.locator(".beside__row", has=page.locator("[id='art-6.3']"))
    former = new.locator(".beside__former")
    expect(former.locator("del", has_text="fifteen")).to_have_count(1)


def test_the_former_wording_is_called_what_it_is(page: Page, demo: str) -> None:
    for language, said, end in (
        ("en/", "former 4.4, for comparison", "end of what moved"),
        ("", "ancienne 4.4, pour comparaison", "fin du passage déplacé"),
    ):
        page.goto(f"{demo}{language}conditions/compare/2.0/2.1/")
        view(page, "beside")
        former = page.locator(".beside__former")
        expect(former.locator(".beside__former-head")).to_have_text(said)
        expect(former.locator(".pointer")).to_have_count(0)
        row = page.locator(".beside__row", has=former)
        assert [words.count(end) for words in row.get_by_role("cell").all_text_contents()] == [1, 1]


def test_no_address_is_doubled_and_each_leads_to_the_view_that_is_seen(
    page: Page, root: str
) -> None:
    page.goto(root + ADDRESS)
    inline = visible_ids(page)
    assert len(inline) == len(set(inline))
    view(page, "beside")
    beside = visible_ids(page)
    assert len(beside) == len(set(beside))
    assert sorted(beside) == sorted(inline)
    for anchor in ("change-3", "art-8.2", f"change-{number_of(page, 'dix')}"):
        page.evaluate("anchor => { location.hash = anchor }", anchor)
        expect(page.locator(f".beside [id='{anchor}']")).to_be_in_viewport()
    view(page, "inline")
    assert visible_ids(page) == inline


def test_the_view_is_remembered_whatever_the_address_points_to(page: Page, root: str) -> None:
    page.goto(root + ADDRESS)
    expect(page.locator("[data-view=inline]")).to_have_attribute("aria-pressed", "true")
    view(page, "beside")
    expect(page.locator("button[data-view=beside]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-view=inline]")).to_have_attribute("aria-pressed", "false")
    number = number_of(page, "dix")
    page.goto(f"{root}en/{ADDRESS}#change-{number}")
    expect(page.locator(".beside")).to_be_visible()
    expect(page.locator("[data-redline]")).to_be_hidden()
    expect(page.locator(f".beside #change-{number}")).to_be_in_viewport()


def test_the_reader_keeps_their_place_when_the_view_changes(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    page.locator("[id='art-6.1']").scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, document.getElementById('art-6.1').getBoundingClientRect().top)")
    page.locator("button[data-view=beside]").evaluate("button => button.click()")
    top = page.locator(".beside [id='art-6.1']").evaluate("e => e.getBoundingClientRect().top")
    assert -10 < top < 100


def test_a_narrow_window_has_one_text_whatever_was_chosen(browser: Browser, root: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        view(page, "beside")
        page.set_viewport_size({"width": 390, "height": 844})
        expect(page.locator("[data-redline]")).to_be_visible()
        expect(page.locator(".beside")).to_be_hidden()
        expect(page.locator(".views")).to_be_hidden()
        assert overflow(page) <= 0
        assert "change-1" in page.locator("[data-redline] [id]").evaluate_all(
            "all => all.map(e => e.id)"
        )
        page.set_viewport_size({"width": 1280, "height": 900})
        expect(page.locator(".beside")).to_be_visible()


# What is unchanged


@pytest.mark.parametrize("name", ["inline", "beside"])
def test_unchanged_stretches_are_folded_and_can_be_shown(page: Page, root: str, name: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    view(page, name)
    holder = page.locator(".redline" if name == "inline" else ".beside")
    button = holder.get_by_role("button", name="Show 4 unchanged paragraphs (8 to 8.3)")
    last = holder.locator("[id='art-8.3']")
    assert not last.is_visible() or last.evaluate("e => !e.checkVisibility()")
    button.focus()
    page.keyboard.press("Enter")
    assert last.evaluate("e => e.checkVisibility()")
    again = holder.get_by_role("button", name="Fold 4 unchanged paragraphs (8 to 8.3)")
    expect(again).to_be_focused()
    again.click()
    assert last.evaluate("e => !e.checkVisibility()")


def test_a_change_keeps_its_heading_and_what_stands_beside_it(page: Page, demo: str) -> None:
    page.goto(f"{demo}en/conditions/compare/2.1/2.2/")
    seen: list[str] = page.locator("[data-redline] [id]").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.id)"
    )
    assert {"art-1", "art-1.2", "art-1.3"} <= set(seen)  # 1.3 changed
    assert not {"art-2", "art-2.1", "art-3", "art-9"} & set(seen)
    bars = page.locator("[data-redline] .fold__bar")
    assert bars.count() >= 3
    assert bars.evaluate_all("all => all.every(e => e.hasAttribute('data-furniture'))")


def test_what_is_folded_can_be_found_and_linked_to(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    fold = page.locator("[data-redline] .fold")
    expect(fold).to_have_attribute("hidden", "until-found")
    fold.evaluate("e => e.dispatchEvent(new Event('beforematch', {bubbles: true}))")
    expect(fold).not_to_have_attribute("hidden", "until-found")
    page.goto("about:blank")
    page.goto(f"{root}en/{ADDRESS}#art-8.3")
    expect(page.locator("[id='art-8.3']")).to_be_in_viewport()
    assert page.locator("[id='art-8.3']").evaluate("e => e.checkVisibility()")


def test_what_is_unfolded_in_one_view_is_unfolded_in_the_other(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    page.locator("[data-redline] .fold__bar button").click()
    view(page, "beside")
    assert page.locator(".beside [id='art-8.3']").evaluate("e => e.checkVisibility()")
    page.locator(".beside .fold__bar button").click()
    view(page, "inline")
    assert page.locator("[data-redline] [id='art-8.3']").evaluate("e => !e.checkVisibility()")


def test_everything_can_be_shown_and_that_is_remembered(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    switch = page.locator(".reading__fold")
    expect(switch).to_have_text("Show everything")
    switch.click()
    expect(switch).to_have_text("Fold what is unchanged")
    assert page.locator("[data-redline] > *").evaluate_all("all => all.every(e => !e.hidden)")
    page.reload()
    expect(switch).to_have_text("Fold what is unchanged")
    assert page.locator("[id='art-8.2']").evaluate("e => e.checkVisibility()")
    switch.click()
    assert page.locator("[id='art-8.2']").evaluate("e => !e.checkVisibility()")


def test_without_javascript_everything_is_shown(plain: Page, root: str) -> None:
    plain.goto(f"{root}en/{ADDRESS}")
    expect(plain.locator("[id='art-8.2']")).to_be_visible()
    expect(plain.locator(".fold__bar")).to_have_count(0)
    expect(plain.locator(".beside")).to_be_hidden()
    assert [b.inner_text() for b in plain.locator("main button").all() if b.is_visible()] == []


# From passage to passage


def here(page: Page) -> str | None:
    """The change that the address names."""
    found = EACH_MARK.search(page.url)
    return found[1] if found else None


def point_at(page: Page, number: int) -> None:
    """Press on a change, which may be broken over lines."""
    mark = page.locator(f"#change-{number}")
    mark.scroll_into_view_if_needed()
    box = mark.evaluate("e => { const {x, y} = e.getClientRects()[0]; return [x + 3, y + 5] }")
    if page.evaluate("navigator.maxTouchPoints"):
        page.touchscreen.tap(*box)
    else:
        page.mouse.click(*box)


@pytest.mark.parametrize("name", ["inline", "beside"])
def test_keys_lead_from_change_to_change(page: Page, root: str, name: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    view(page, name)
    status = page.locator(".walker__status")
    last = total(page)
    expect(status).to_have_text(f"{last} marked passages")
    for key, number in (("n", 1), ("n", 2), ("j", 3), ("p", 2), ("k", 1), ("p", last), ("n", 1)):
        page.keyboard.press(key)
        expect(status).to_contain_text(f"Passage {number} of {last}")
        assert here(page) == str(number)
        mark = page.locator(f"[id='change-{number}']")
        expect(mark).to_be_focused()
        expect(mark).to_be_in_viewport()
        expect(mark).to_have_class(re.compile("is-here"))
    expect(status).to_contain_text("1.1 – Typography")
    expect(page.locator(".touched a[aria-current=location]")).to_have_count(1)


def test_buttons_do_the_same_and_keep_the_focus(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    following = page.get_by_role("button", name="Next passage")
    following.click()
    following.click()
    expect(following).to_be_focused()
    expect(page.get_by_role("status").filter(has_text=f"Passage 2 of {total(page)}")).to_have_count(
        1
    )
    page.get_by_role("button", name="Previous passage").click()
    expect(page.locator("#change-1")).to_have_class(re.compile("is-here"))
    expect(page.locator("#change-2")).not_to_have_class(re.compile("is-here"))


def test_at_the_old_place_of_a_move_the_clause_is_named(page: Page, demo: str) -> None:
    for language, said in (("en/", "4.4 – moved to 6.4"), ("", "4.4 – déplacée vers 6.4")):
        page.goto(f"{demo}{language}conditions/compare/2.0/2.1/")
        page.keyboard.press("n")
        expect(page.locator(".walker__status")).to_contain_text(said)
        expect(page.locator(".touched a[aria-current]")).to_contain_text("6.4")


def test_going_round_is_said(page: Page, demo: str) -> None:
    page.goto(f"{demo}en/conditions/compare/2.0/2.1/")
    status = page.locator(".walker__status")
    for _ in range(4):
        page.keyboard.press("n")
        expect(status).not_to_contain_text("Back to")
    page.keyboard.press("n")
    expect(status).to_contain_text("Passage 1 of 4")
    expect(status).to_contain_text("Back to the first.")
    page.keyboard.press("p")
    expect(status).to_contain_text("Round to the last.")


def test_in_a_low_window_the_walker_is_one_line(browser: Browser, root: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 256}) as context:
        page = context.new_page()
        page.goto(f"{root}{ADDRESS}")
        page.keyboard.press("n")
        expect(page.locator(".walker__link a")).to_be_visible()
        box = page.locator(".walker").bounding_box()
        assert box is not None
        assert box["height"] <= 44
        assert overflow(page) <= 0


def test_the_next_change_is_the_next_from_where_the_reader_is(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    page.locator("[id='art-6.1']").evaluate("e => e.scrollIntoView({behavior: 'instant'})")
    first = page.locator("[id='art-6.1'] [id^=change-]").get_attribute("id")
    page.keyboard.press("n")
    assert first is not None
    assert here(page) is not None
    assert int(here(page) or 0) - int(first.removeprefix("change-")) in (0, 1)


def test_keys_are_left_alone_while_typing_and_can_be_turned_off(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    page.locator("#search-query").press_sequentially("np?")
    assert here(page) is None
    page.locator("main").focus()
    page.keyboard.press("Control+n")
    assert here(page) is None
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    page.keyboard.press("n")
    assert here(page) is None
    dialog.get_by_label("Use these shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.reload()
    page.keyboard.press("n")
    page.keyboard.press("?")
    assert here(page) is None
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(dialog.get_by_label("Use these shortcuts")).not_to_be_checked()
    dialog.get_by_label("Use these shortcuts").check()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("n")
    assert here(page) == "1"


def test_a_change_has_an_address_to_copy(browser: Browser, root: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{root}en/{ADDRESS}")
        expect(page.locator(".walker__link")).to_be_hidden()
        point_at(page, 3)
        link = page.get_by_role("link", name="Link to this passage")
        expect(link).to_have_attribute("href", re.compile(r"#change-3$"))
        expect(link).to_contain_text("#change-3")
        page.get_by_role("button", name="Copy the link").click()
        expect(page.locator(".walker__status")).to_have_text("Link copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{root}en/{ADDRESS}#change-3"


def test_a_change_is_reached_by_touch(browser: Browser, root: str) -> None:
    with browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as context:
        page = context.new_page()
        page.goto(f"{root}{ADDRESS}")
        point_at(page, 3)
        expect(page.locator(".walker__link a")).to_be_visible()
        for button in page.locator(".walker__step").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44
        page.locator("[data-step='1']").tap()
        expect(page.locator(".walker__status")).to_contain_text(f"Passage 4 sur {total(page)}")
        assert overflow(page) <= 0


def test_the_address_of_a_change_leads_to_it(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    number = number_of(page, "ten")
    page.goto("about:blank")
    page.goto(f"{root}en/{ADDRESS}#change-{number}")
    mark = page.locator(f"#change-{number}")
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_class(re.compile("is-here"))
    expect(page.locator(".walker__status")).to_contain_text(f"Passage {number} of {total(page)}")
    expect(page.locator(".walker__status")).to_contain_text("6.3 – Moved")


@pytest.mark.parametrize("script", [True, False])
def test_an_address_within_the_older_text_leads_to_what_became_of_it(
    browser: Browser, demo: str, script: bool
) -> None:
    with browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=script
    ) as context:
        page = context.new_page()
        for address, name, said in (
            ("2.0/2.1/#older-art-4.4", "art-4.4", "formerly 4.4"),
            ("1.3/2.0/#older-art-4", "art-4", "formerly 4"),
        ):
            page.goto("about:blank")
            page.goto(f"{demo}en/conditions/compare/{address}")
            row = page.locator(f"[id='older-{name}']")
            expect(row).to_contain_text(said)
            expect(row).to_be_in_viewport()
            assert row.evaluate(
                """e => e.contains(document.elementFromPoint(
                  e.getBoundingClientRect().x + 40, e.getBoundingClientRect().y + 8))"""
            )


def test_an_address_that_only_the_older_text_has_leads_there_too(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}#art-3.3")
    assert page.locator("[data-redline] [id='art-3.3']").count() == 0
    expect(page).to_have_url(re.compile(r"#older-art-3\.3$"))
    expect(page.locator("[id='older-art-3.3']")).to_contain_text("6.3 Moved")
    page.goto(f"{root}en/{ADDRESS}#art-2.1")
    expect(page).to_have_url(re.compile(r"#art-2\.1$"))


def test_each_clause_that_is_no_more_or_has_another_address_has_one_entry(
    page: Page, root: str
) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    ids: list[str] = page.locator("[id]").evaluate_all("all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))
    older = {name.removeprefix("older-") for name in ids if name.startswith("older-")}
    assert {"art-6", "art-6.1", "art-2.4", "art-3.3"} <= older  # removed, merged, moved
    assert "art-2.2" not in older  # it is still there; a part of it was split off


# Typographic changes


@pytest.mark.parametrize("script", [True, False])
def test_typographic_changes_can_be_hidden_with_and_without_javascript(
    browser: Browser, root: str, script: bool
) -> None:
    with browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=script
    ) as context:
        page = context.new_page()
        page.goto(f"{root}en/{ADDRESS}")
        figures = page.locator(".facts").inner_text()
        deleted = page.locator(".redline del[data-kind=typographic]")
        inserted = page.locator(".redline ins[data-kind=typographic]")
        expect(deleted).to_be_visible()
        page.get_by_label("Hide typographic changes").check()
        expect(deleted).to_be_hidden()
        expect(inserted).to_have_text(re.compile("Service"))
        expect(inserted).to_have_css("text-decoration-line", "none")
        expect(inserted.locator(".spoken").first).to_be_hidden()
        expect(page.locator("#change-3")).to_have_css("text-decoration-line", "line-through")
        expect(page.locator(".check__note").first).to_be_visible()
        assert page.locator(".facts").inner_text() == figures
        if script:
            page.locator("main").focus()
            status, every = page.locator(".walker__status"), total(page)
            expect(status).to_have_text(f"Marked passages shown: {every - 1} of {every}")
            for place in range(1, every):
                page.keyboard.press("n")
                expect(status).to_contain_text(f"Passage {place} of {every - 1} shown")
            page.keyboard.press("n")
            expect(status).to_contain_text(f"Passage 1 of {every - 1} shown")
            page.get_by_label("Hide typographic changes").uncheck()
            expect(status).to_contain_text(f"Passage 2 of {every}")


def test_side_by_side_each_text_keeps_its_own_typography(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    view(page, "beside")
    page.get_by_label("Hide typographic changes").check()
    left = page.locator(".beside del[data-kind=typographic]")
    expect(left).to_be_visible()
    expect(left).to_have_css("text-decoration-line", "none")


def test_a_redline_without_typographic_changes_offers_no_hiding(page: Page, demo: str) -> None:
    page.goto(f"{demo}conditions/compare/1.2/1.3/")
    assert 'data-kind="typographic"' not in page.content()
    expect(page.locator("#hide_typographic")).to_have_count(0)


# Other comparisons


def test_neighbouring_comparisons_follow_on(page: Page, demo: str) -> None:
    page.goto(f"{demo}en/conditions/compare/1.3/2.0/")
    links = page.get_by_role("navigation", name="Neighbouring comparisons")
    expect(links.get_by_role("link")).to_have_count(2)
    links.get_by_role("link", name="Changes after these").click()
    expect(page).to_have_url(re.compile(r"/compare/2\.0/2\.1/$"))
    links.get_by_role("link", name="Changes before these").click()
    expect(page).to_have_url(re.compile(r"/compare/1\.3/2\.0/$"))


@pytest.mark.parametrize(
    ("address", "chosen"),
    [("conditions/compare/1.3/2.0/", ("1.3", "2.0")), ("conditions/versions/", ("2.2", "3.0"))],
)
def test_the_picker_offers_what_is_published_and_nothing_else(
    page: Page, demo: str, address: str, chosen: tuple[str, str]
) -> None:
    page.goto(f"{demo}en/{address}")
    older, newer = page.locator("#compare-older"), page.locator("#compare-newer")
    assert (older.input_value(), newer.input_value()) == chosen
    older.select_option("2.1")
    assert newer.locator("option").evaluate_all("all => all.map(o => o.value)") == ["3.0", "2.2"]
    newer.select_option("2.2")
    older.select_option("1.0")
    assert newer.input_value() == "2.2"
    assert newer.locator("option").count() == 7
    older.select_option("2.2")
    assert newer.input_value() == "3.0"
    page.locator("form[data-ask=compare] button").click()
    expect(page).to_have_url(f"{demo}en/conditions/compare/2.2/3.0/")


def test_without_javascript_the_pairs_are_a_list(plain: Page, demo: str) -> None:
    plain.goto(f"{demo}en/conditions/compare/1.3/2.0/")
    expect(plain.locator("form[data-ask=compare]")).to_be_hidden()
    plain.locator(".all-pairs summary").click()
    expect(plain.locator(".pairs a")).to_have_count(28)
    expect(plain.locator(".pairs a[aria-current=page]")).to_have_text("From 1.3 to 2.0")
    plain.locator(".pairs a[data-older='1.1'][data-newer='3.0']").click()
    expect(plain).to_have_url(re.compile(r"/compare/1\.1/3\.0/$"))


# On paper


@pytest.mark.parametrize("name", ["inline", "beside"])
def test_on_paper_there_is_the_one_text_in_full_with_its_map_and_no_buttons(
    page: Page, root: str, name: str
) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    view(page, name)
    page.emulate_media(media="print")
    expect(page.locator("[data-redline]")).to_be_visible()
    expect(page.locator(".beside")).to_be_hidden()
    words = page.locator("[data-redline]").inner_text()
    assert "8.3. The courts of Paris have jurisdiction." in words
    for selector in (".figures", ".counts", ".legend", ".strip", ".sides"):
        expect(page.locator(selector)).to_be_visible()
    assert [b.inner_text() for b in page.locator("button").all() if b.is_visible()] == []
    folded = page.locator(".touches details .touched").first
    assert folded.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    assert folded.bounding_box()


def test_a_printed_redline_says_which_versions_and_dates(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    page.emulate_media(media="print")
    sides = page.locator(".sides").inner_text()
    assert "Version 1.0" in sides
    assert "1\u00a0January 2026" in sides
    expect(page.locator(".provenance")).to_be_visible()


# For everyone


@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize("name", ["inline", "beside"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation(
    browser: Browser, root: str, language: str, scheme: Any, name: str, folded: bool
) -> None:
    with browser.new_context(
        color_scheme=scheme, viewport={"width": 1280, "height": 900}
    ) as context:
        page = context.new_page()
        page.goto(root + language + ADDRESS)
        view(page, name)
        if not folded:
            page.locator(".reading__fold").click()
        page.keyboard.press("n")
        found = Axe().run(page, options=WCAG).response["violations"]
    assert violations(found) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_on_a_phone_and_in_the_list_of_keys(
    browser: Browser, root: str, language: str
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(root + language + ADDRESS)
        point_at(page, 3)
        assert violations(Axe().run(page, options=WCAG).response["violations"]) == []
        page.keyboard.press("?")
        assert violations(Axe().run(page, options=WCAG).response["violations"]) == []


def test_changes_are_told_by_ear(page: Page, root: str) -> None:
    page.goto(f"{root}en/{ADDRESS}")
    tree = page.locator("[data-redline]").aria_snapshot()
    assert 'deletion: "deleted: 250 € end of deletion"' in tree
    assert 'insertion: "inserted: 270 € end of insertion"' in tree
    assert "Moved from 3.3" in tree
    assert "Moved to 6.3" in tree


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_inline_and_nothing_comes_from_elsewhere(
    page: Page, root: str, language: str
) -> None:
    def guard(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": POLICY}
        )

    page.route("**/*", guard)
    watch = Watch(page, root)
    page.goto(root + language + ADDRESS, wait_until="networkidle")
    view(page, "beside")
    page.keyboard.press("n")
    page.keyboard.press("?")
    watch.check()
    page.unroute_all(behavior="wait")


def test_forced_colours_keep_shapes_and_marks(browser: Browser, root: str) -> None:
    with browser.new_context(
        forced_colors="active", viewport={"width": 1280, "height": 900}
    ) as context:
        page = context.new_page()
        page.goto(root + ADDRESS)
        page.keyboard.press("n")
        expect(page.locator(".sign--added").first).to_be_visible()
        expect(page.locator("#change-1")).to_have_css("text-decoration-line", "line-through")
        expect(page.locator("#change-1")).to_have_css("outline-style", "solid")


def test_a_missing_text_leaves_no_tools_behind(page: Page, root: str) -> None:
    page.goto(f"{root}en/long/compare/1.0/1.1/")
    watch = Watch(page, root)
    expect(page.locator(".notice")).to_contain_text("French")
    for selector in (".map", ".reading", ".beside", "[data-redline]"):
        expect(page.locator(selector)).to_have_count(0)
    watch.check()
