"""The plan as a web page: complete, well-formed, in one language, and safe whatever a client types."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from svcmodel.api import (
    assess,
    build_plan,
    load_answers,
    load_questionnaire,
    render,
)
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan
from svcmodel.domain.records import LANGUAGES, Lang, Text
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.words import Words, short_name
from svcmodel.sources import catalogue_files, playbook_files
from svcmodel.sources.catalogue_files import load_sources
from svcmodel.sources.words_files import load_phrases, load_template
from tests.html_page import HEADINGS, Element, parse_page

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
EVERY_PLAN = pytest.mark.parametrize(
    ("file", "lang"),
    [pytest.param(f, lang, id=f"{f.stem}-{lang}") for f in EXAMPLES for lang in LANGUAGES],
)
BOTH = pytest.mark.parametrize("lang", LANGUAGES)
DAY = "2026-01-15"

NOTHING = "format: svcmodel/answers/1\nsubject: Nothing yet\n"
CONSTRAINED = """\
format: svcmodel/answers/1
subject: Bound
answers: {cus_volume: 1200}
constraints:
  - {id: supplier, keep: managed, reason: The supplier stays, until: "2027-12-31"}
  - {id: board, rule_out: [freemium, hybrid], reason: The board said no}
"""
HOSTILE = [
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- <b>Ben & Sons</b> &lt;",
    "{{ 7 * 7 }} {% include 'plan.css.j2' %} {0} {subject}",
    "javascript:alert(1) url(http://example.org/x)",
    "W" * 300,
]


@cache
def load_catalogue() -> Catalogue:
    return catalogue_files.load_catalogue()


@cache
def load_playbooks() -> PlaybookShelf:
    return playbook_files.load_playbooks()


@dataclasses.dataclass(frozen=True)
class Made:
    """A page and what it was made from."""

    html: str
    page: Element
    assessment: Assessment
    plan: Plan


def made_from(file: Path, lang: Lang) -> Made:
    catalogue, shelf = load_catalogue(), load_playbooks()
    questionnaire = load_questionnaire("full")
    answers = load_answers(file, catalogue, questionnaire)
    assessment = assess(catalogue, questionnaire, answers, on=DAY, program="test")
    plan = build_plan(assessment, catalogue, shelf, answers)
    html = render(assessment, catalogue, "html", lang=lang, plan=plan, shelf=shelf)
    return Made(html, parse_page(html), assessment, plan)


plan_of = cache(made_from)


def plan_of_text(text: str, folder: Path, lang: Lang) -> Made:
    file = folder / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    return made_from(file, lang)


def leaves(phrases: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Every phrase in both languages."""
    for value in phrases.values():
        if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
            yield dict(value)
        elif isinstance(value, Mapping):
            yield from leaves(value)


def texts_in(record: Any) -> Iterator[Text]:
    """Every text in two languages inside a record, however deep."""
    if isinstance(record, Text):
        yield record
    elif dataclasses.is_dataclass(record):
        for each in dataclasses.fields(record):
            yield from texts_in(getattr(record, each.name))
    elif isinstance(record, Mapping):
        for value in record.values():
            yield from texts_in(value)
    elif isinstance(record, list | tuple):
        for value in record:
            yield from texts_in(value)


@cache
def foreign_texts(lang: Lang) -> frozenset[str]:
    """The catalogue's texts in the other language that are no text of this one."""
    other: Lang = "en" if lang == "es" else "es"
    texts = [*texts_in(load_catalogue()), *texts_in(load_playbooks())]
    own = {text.to(lang).strip() for text in texts}
    return frozenset(text.to(other).strip() for text in texts) - own


@cache
def foreign_phrases(lang: Lang) -> tuple[re.Pattern[str], ...]:
    """The program's phrases in the other language, with anything where they are filled in."""
    other: Lang = "en" if lang == "es" else "es"
    phrases = load_phrases()
    said = [pair for name in ("common", "score", "plan") for pair in leaves(phrases[name])]
    own = {pair[lang] for pair in said}
    found = {pair[other] for pair in said} - own
    worded = (text for text in found if re.search(r"\w{2}", re.sub(r"\{\w+\}", "", text)))
    return tuple(
        re.compile(r".+".join(map(re.escape, re.split(r"\{\w+\}", text))), re.IGNORECASE)
        for text in sorted(worded)
    )


@EVERY_PLAN
def test_page_says_its_language_and_has_its_landmarks(file: Path, lang: Lang) -> None:
    page = plan_of(file, lang).page
    assert plan_of(file, lang).html.startswith("<!DOCTYPE html>\n")
    assert page.one("html").attributes["lang"] == lang
    assert page.one("head").one("title").text == page.one("h1").text
    assert [e.tag for e in page.one("body").children] == ["a", "header", "main"]
    skip = page.one("a", of="skip")
    assert skip.attributes["href"] == "#" + page.one("main").attributes["id"]
    assert page.one("nav").attributes["aria-labelledby"]


@EVERY_PLAN
def test_headings_go_down_one_level_at_a_time(file: Path, lang: Lang) -> None:
    levels = [HEADINGS.index(e.tag) for e in plan_of(file, lang).page.all(*HEADINGS)]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@EVERY_PLAN
def test_six_steps_stand_in_order_with_all_their_tasks(file: Path, lang: Lang) -> None:
    made = plan_of(file, lang)
    catalogue, shelf = load_catalogue(), load_playbooks()
    names = {step.id: step.name.to(lang) for step in catalogue.head.steps}
    numbers = {task.id: task.number for step in made.plan.steps for task in step.tasks}
    steps = made.page.all("section", of="step")
    assert [step.one("h3").text.split(" : ", 1)[1] for step in steps] == [*names.values()]
    for told, step in zip(steps, made.plan.steps, strict=True):
        assert len(told.all("li", of="task")) == len(step.tasks)
        for item, task in zip(told.all("li", of="task"), step.tasks, strict=True):
            read = item.text
            role = shelf.roles[task.skill if task.person else task.role].name.to(lang)
            parts = [task.number, task.title.to(lang), task.output.to(lang), role, task.person]
            parts += [task.how.to(lang)] if task.how else []
            parts += [point.title.to(lang) for point in task.points]
            assert [part for part in parts if " ".join(part.split()) not in read] == []
            links = [link.attributes["href"][1:] for link in item.all("a")]
            waits = [link.removeprefix("task-").replace("-", ".") for link in links]
            assert {numbers[id_] for id_ in task.after} <= set(waits)
            reason = " ".join(task.reason.to(lang).split()) if task.reason else ""
            assert any(reason in text for text in [read, *(made.page.by_id(i).text for i in links)])


@EVERY_PLAN
def test_every_link_stays_on_the_page_and_finds_its_place(file: Path, lang: Lang) -> None:
    page = plan_of(file, lang).page
    ids = [e.attributes["id"] for e in page.walk() if "id" in e.attributes]
    links = [e.attributes["href"] for e in page.all("a")]
    labels = [i for e in page.walk() for i in e.attributes.get("aria-labelledby", "").split()]
    assert len(ids) == len(set(ids))
    assert {link[0] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(ids)
    assert set(labels) <= set(ids)


@EVERY_PLAN
def test_contents_list_every_section(file: Path, lang: Lang) -> None:
    page = plan_of(file, lang).page
    listed = [link.attributes["href"][1:] for link in page.one("nav").all("a")]
    assert listed == [section.attributes["id"] for section in page.all("section")]
    for link in page.one("nav").all("a"):
        heading = page.by_id("h-" + link.attributes["href"][1:]).text
        assert heading.endswith(link.text.split(". ")[-1])


@EVERY_PLAN
def test_nothing_is_empty(file: Path, lang: Lang) -> None:
    check_nothing_is_empty(plan_of(file, lang).page)


def check_nothing_is_empty(page: Element) -> None:
    """No heading without a body, no section, list, row or paragraph without a text."""
    may_be_empty = {"td", *(e.tag for svg in page.all("svg") for e in svg.walk())}
    containers = {"html", "head", "meta", "link"}
    empty = [e for e in page.all() if not e.text and e.tag not in may_be_empty | containers]
    assert [e.tag for e in empty] == []
    for section in page.all("section"):
        headings = " ".join(e.text for e in section.all(*HEADINGS))
        assert len(section.text) > len(headings), section.attributes["id"]
    events = [e for e in page.one("main").walk() if e.tag in (*HEADINGS, "p", "li", "dd", "td")]
    for here, after in itertools.pairwise(events):
        if here.tag in HEADINGS and after.tag in HEADINGS:
            assert after.tag > here.tag, here.text
    assert events[-1].tag not in HEADINGS


TITLES = {
    f"{source.cite}. {source.title}{end}"
    for source in load_sources().values()
    for end in {"", f", {source.outlet}"}
    if source.called is None
}


@EVERY_PLAN
def test_no_word_of_the_other_language(file: Path, lang: Lang) -> None:
    page = plan_of(file, lang).page
    labels = [e.attributes["data-label"] for e in page.walk() if "data-label" in e.attributes]
    chunks = {chunk.strip(" ·:") for chunk in page.chunks()} | set(labels)
    chunks -= TITLES  # a title stands in the language of its text, whoever cites it
    assert chunks & foreign_texts(lang) == set()
    assert [(p.pattern, c) for p in foreign_phrases(lang) for c in chunks if p.fullmatch(c)] == []


def test_every_phrase_is_written_in_both_languages() -> None:
    said = [p for name in ("common", "score", "plan") for p in leaves(load_phrases()[name])]
    assert all(pair[lang].strip() for pair in said for lang in LANGUAGES)
    for pair in said:
        assert {*re.findall(r"\{\w+\}", pair["es"])} == {*re.findall(r"\{\w+\}", pair["en"])}


@EVERY_PLAN
def test_page_asks_for_nothing_from_outside(file: Path, lang: Lang) -> None:
    made = plan_of(file, lang)
    elements = list(made.page.walk())
    assert {e.tag for e in elements}.isdisjoint({"script", "img", "iframe", "object", "form"})
    assert "http:" not in made.html
    assert "https:" not in made.html
    assert [e for e in elements for name in e.attributes if name.startswith("on")] == []
    assert [e for e in elements if "src" in e.attributes or "style" in e.attributes] == []
    assert [e.attributes["href"] for e in made.page.all("link")] == ["data:,"]
    style = made.page.one("style").text
    assert "url(" not in style
    assert "@import" not in style
    policy = next(e for e in made.page.all("meta") if "http-equiv" in e.attributes)
    assert policy.attributes["http-equiv"] == "Content-Security-Policy"
    assert policy.attributes["content"].startswith(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )


@EVERY_PLAN
def test_tables_have_captions_and_scopes(file: Path, lang: Lang) -> None:
    for table in plan_of(file, lang).page.all("table"):
        assert table.one("caption").text
        assert {cell.attributes["scope"] for cell in table.one("thead").all("th")} == {"col"}
        for row in table.one("tbody").all("tr"):
            assert row.one("th").attributes["scope"] == "row"
            assert all(cell.attributes["data-label"] for cell in row.all("td"))


@EVERY_PLAN
def test_bars_stay_in_their_frame_and_repeat_a_number_beside_them(file: Path, lang: Lang) -> None:
    page = plan_of(file, lang).page
    for bar in page.all("svg", of="bar"):
        assert bar.attributes["aria-hidden"] == "true"
        wide = float(bar.attributes["viewbox"].split()[2])
        for rect in bar.all("rect"):
            left, width = (float(rect.attributes[name]) for name in ("x", "width"))
            assert 0 <= left <= left + width <= wide
    for reason in page.all("span", of="weight"):
        sign = "−" if reason.all("rect", of="bar-against") else "+"
        assert re.fullmatch(re.escape(sign) + r"\d+[.,]\d", reason.text)


@EVERY_PLAN
def test_first_page_answers_the_six_questions(file: Path, lang: Lang) -> None:
    made, catalogue = plan_of(file, lang), load_catalogue()
    spoken = Words(lang, load_phrases())
    asked = made.page.by_id("decisions").one("dl").children
    for told, choice in zip(asked, made.assessment.design.layers.values(), strict=True):
        assert told.one("dt").text == catalogue.layers[choice.layer].question.to(lang)
        assert told.one("b").text == catalogue.models[choice.chosen].name.to(lang)
        marks = " ".join(mark.text for mark in told.all("span", of="mark"))
        assert (spoken("score.baseline") in marks) == choice.at_baseline
        for model in [*choice.also, *([choice.first_phase] if choice.first_phase else [])]:
            assert catalogue.models[model].name.to(lang) in marks


@EVERY_PLAN
def test_obligations_come_with_their_day_and_no_legal_advice(file: Path, lang: Lang) -> None:
    made = plan_of(file, lang)
    spoken = Words(lang, load_phrases())
    told = made.page.by_id("obligations").text
    assert spoken("plan.law") in told
    records = {record.id: record for record in load_catalogue().obligations}
    for result in made.assessment.design.obligations:
        record = records[result.obligation]
        assert record.name.to(lang) in told
        assert record.since is None or spoken.date(record.since) in told


@BOTH
def test_sections_with_nothing_to_say_are_left_out(lang: Lang) -> None:
    page = plan_of(ROOT / "examples" / "ecoproductos.yaml", lang).page
    ids = {section.attributes["id"] for section in page.all("section")}
    assert ids.isdisjoint({"constraints", "unknown"})


@BOTH
def test_a_file_without_answers_makes_a_whole_page(tmp_path: Path, lang: Lang) -> None:
    made = plan_of_text(NOTHING, tmp_path, lang)
    check_nothing_is_empty(made.page)
    opened = made.assessment.open_questions
    unknown = made.page.by_id("unknown")
    names = [load_catalogue().criteria[q.criterion].name.to(lang) for q in opened]
    assert all(name.lower() in unknown.text.lower() for name in names)
    assert made.page.all("path", of="bar-range")


@BOTH
def test_a_short_plan_tells_the_questions_that_weigh_most(tmp_path: Path, lang: Lang) -> None:
    made = plan_of_text(NOTHING + "answers: {headcount: 4}\n", tmp_path, lang)
    check_nothing_is_empty(made.page)
    unknown = made.page.by_id("unknown")
    assert len(unknown.all("li")) == 5
    assert "svcmodel explain" in unknown.text


@BOTH
def test_constraints_are_told_with_reason_end_and_cost(tmp_path: Path, lang: Lang) -> None:
    made = plan_of_text(CONSTRAINED, tmp_path, lang)
    check_nothing_is_empty(made.page)
    first, second = made.page.by_id("constraints").one("dl").children
    spoken = Words(lang, load_phrases())
    managed = load_catalogue().models["managed"].name.to(lang)
    assert first.one("dt").text == "The supplier stays"
    assert spoken("score.constraint.until", date=spoken.date("2027-12-31")).strip() in first.text
    assert managed in first.text
    assert re.search(r"\d[.,]\d", first.text)
    assert second.one("dt").text == "The board said no"


@BOTH
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_a_client_types_is_only_ever_text(tmp_path: Path, lang: Lang, text: str) -> None:
    def page(said: str) -> Made:
        quoted = "'" + said.replace("'", "''") + "'"
        file = CONSTRAINED.replace("subject: Bound", f"subject: {quoted}")
        file = file.replace("The board said no", quoted)
        note = f"cus_volume: {{value: 1200, note: {quoted}, source: {quoted}}}"
        return plan_of_text(file.replace("cus_volume: 1200", note), tmp_path, lang)

    harmless, hostile = page("Harmless"), page(text)
    assert short_name(text) in hostile.page.one("h1").text
    assert short_name(text) in hostile.page.one("head").one("title").text
    assert text in [e.text for e in hostile.page.all("dt")]
    assert shape(hostile.page) == shape(harmless.page)


def shape(page: Element) -> list[tuple[str, dict[str, str]]]:
    """Every tag with its attributes, in order."""
    return [(element.tag, element.attributes) for element in page.walk()]


def test_inks_are_strong_enough_by_day_and_by_night() -> None:
    style = load_template("plan.css.j2") or ""
    by_day, by_night = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )
    assert by_day.keys() == by_night.keys()
    for colours in (by_day, by_night):
        for paper in (colours["paper"], colours["wash"]):
            for ink in ("ink", "soft", "accent"):
                assert contrast(colours[ink], paper) >= 4.5, ink
            for sign in ("for", "against", "critical", "whole", "focus"):
                assert contrast(colours[sign], paper) >= 3, sign
        assert contrast(colours["critical"], colours["work"]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
