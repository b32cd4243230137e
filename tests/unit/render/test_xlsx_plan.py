"""The plan as a workbook: everything of the plan stands there, formulas compute, answers stay text."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pytest

from svcmodel.cli.plan_formats import FORMATS, PlanMaterial
from svcmodel.domain.calendar import later
from svcmodel.domain.plan_sheets import Budget, Money, PeopleCost
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.render.words import Words
from svcmodel.render.xlsx_book import (
    LONGEST,
    Book,
    Formula,
    cell_text,
    column_name,
    lines_of,
    serial,
)
from svcmodel.render.xlsx_people import day_rate
from svcmodel.sources.words_files import load_phrases, load_words
from tests.plans import material, material_of
from tests.program import DAY
from tests.workbooks import open_workbook, table

BOTH = pytest.mark.parametrize(
    ("company", "lang"), [("ecoproductos", "es"), ("productivity_startup", "en")]
)
"""One without most of the sheets, one with all."""


def written(made: PlanMaterial) -> bytes:
    data = FORMATS[".xlsx"].write(made)
    assert isinstance(data, bytes)
    return data


@cache
def opened(company: str, lang: Lang, *, formulas: bool = False) -> Any:
    return open_workbook(written(material(company, lang)), formulas=formulas)


def words(lang: Lang) -> Words:
    return Words(lang, load_phrases())


def sheet(book: Any, id_: str, lang: Lang) -> Any:
    return book[words(lang)(f"sheets.name.{id_}")]


def heading(lang: Lang, id_: str) -> str:
    return words(lang)(f"sheets.column.{id_}")


@BOTH
def test_sheets_are_those_that_a_plan_of_its_size_shows(company: str, lang: Lang) -> None:
    always, small = {"summary", "tasks", "versions"}, {"gantt", "dates", "kpis", "risks", "budget"}
    small |= {"tools", "staffing", "obligations"}
    shown = always | small | ({"raci", "scores", "answers"} if company != "ecoproductos" else set())
    names = {words(lang)(f"sheets.name.{id_}") for id_ in shown}
    assert set(opened(company, lang).sheetnames) == names


@BOTH
def test_every_task_stands_with_its_owner_its_dates_and_its_effort(
    company: str, lang: Lang
) -> None:
    plan, told = material(company, lang).plan, material(company, lang).steps
    texts = [text for step in told.steps for text in step.tasks]
    when = {each.task: each for each in plan.schedule.tasks}
    rows = table(opened(company, lang), "tasks")
    for row, task, text in zip(rows, plan.tasks, texts, strict=True):
        said = {id_: row[heading(lang, id_)] for id_ in ("number", "task", "owner", "output")}
        assert list(said.values()) == [task.number, text.title, text.role, text.output]
        start, end = (row[heading(lang, id_)] for id_ in ("start", "end"))
        again = words(lang)(f"plan.frequency.{task.recurs}") if task.recurs else None
        assert (start.date().isoformat(), row[heading(lang, "recurs")]) == (
            when[task.id].start,
            again,
        )
        assert end is None if again else end.date().isoformat() == when[task.id].end
        effort = (row[heading(lang, "least_days")], row[heading(lang, "most_days")])
        assert effort == task.effort_days
        critical = words(lang)("sheets.yes") if when[task.id].critical else None
        assert row[heading(lang, "critical")] == critical


@BOTH
def test_every_measure_and_every_risk_stands(company: str, lang: Lang) -> None:
    plan, book = material(company, lang).plan, opened(company, lang)
    measures = {row[heading(lang, "kpi")]: row for row in table(book, "kpis")}
    assert list(measures) == [kpi.kpi.name.to(lang) for kpi in plan.kpis]
    for kpi in plan.kpis:
        limits = kpi.kpi.threshold
        row = measures[kpi.kpi.name.to(lang)]
        assert str(row[heading(lang, "target")]).startswith(f"{kpi.target.to(lang)}. ")
        assert row[heading(lang, "at_least")] == (limits.at_least if limits else None)
        assert row[heading(lang, "at_most")] == (limits.at_most if limits else None)
    risks = table(book, "risks")
    said = {(row[heading(lang, "risk")], row[heading(lang, "severity")]) for row in risks}
    assert said == {(r.risk.to(lang), r.probability * r.impact) for r in plan.risks}
    grades = [row[heading(lang, "severity")] for row in risks]
    assert grades == sorted(grades, reverse=True)


@BOTH
def test_obligations_answers_and_scores_stand(company: str, lang: Lang) -> None:
    made, book = material(company, lang), opened(company, lang)
    named = [row[heading(lang, "obligation")] for row in table(book, "obligations")]
    assert named == [each.name.to(lang) for each in made.plan.obligations]
    if company == "ecoproductos":
        return
    assert len(table(book, "answers")) == len(made.plan.answers)
    scores = {row[heading(lang, "model")]: row for row in table(book, "scores")}
    assert len(scores) == len(made.assessment.models)
    for result in made.assessment.models:
        row = scores[made.catalogue.models[result.id].name.to(lang)]
        assert row[heading(lang, "points")] == pytest.approx(result.micro / 1e6, abs=0.0500001)
        assert row[heading(lang, "rank")] == result.rank


def test_exactly_one_role_answers_for_each_task() -> None:
    made = material("productivity_startup", "en")
    page = sheet(opened("productivity_startup", "en"), "raci", "en")
    head, *rows = ([cell.value for cell in row] for row in page[page.tables["raci"].ref])
    names = {role: made.shelf.roles[role].name.en for role in made.shelf.roles}
    for written, row in zip(rows, made.plan.raci, strict=True):
        by_role = dict(zip(head, written, strict=True))
        holders = {letter: [n for n, said in by_role.items() if said and letter in said.split("/")]
                   for letter in "RACI"}  # fmt: skip
        assert holders["R"] == [names[row.responsible]]
        assert holders["A"] == [names[row.accountable]]
        assert set(holders["C"]) == {names[role] for role in row.consulted}
        assert set(holders["I"]) == {names[role] for role in row.informed}


def test_the_chart_takes_every_date_from_the_tasks_and_begins_on_a_monday() -> None:
    computed, shown = opened("ecoproductos", "es", formulas=True), opened("ecoproductos", "es")
    tasks = table(shown, "tasks")
    page, values = computed["Diagrama de Gantt"], shown["Diagrama de Gantt"]
    for number, task in enumerate(tasks, start=4):
        assert page[f"D{number}"].value == f"=IF('Tareas'!E{number}=\"\",\"\",'Tareas'!E{number})"
        assert values[f"D{number}"].value == task["Desde"]
        assert values[f"E{number}"].value == (task["Hasta"] or None)
    weeks = [cell.value for cell in values[3][7:]]
    assert weeks[0].weekday() == 0
    assert {(after - before).days for before, after in pairwise(weeks)} == {7}
    assert weeks[0] <= min(task["Desde"] for task in tasks)
    assert weeks[-1] >= max(task["Hasta"] for task in tasks if task["Hasta"])
    assert any(task["Se repite"] == "cada trimestre" and not task["Hasta"] for task in tasks)
    rules = [rule.formula[0] for area in page.conditional_formatting for rule in area.rules]
    assert sum("$D4" in rule and "$E4" in rule for rule in rules) == 3


def test_money_is_a_formula_of_the_days_and_a_rate_that_can_be_changed() -> None:
    budget = material("ecoproductos", "es").plan.budget
    rows = table(opened("ecoproductos", "es"), "budget")
    assert [row["Un día cuesta (EUR)"] for row in rows] == [130] * len(budget.people)
    told = [(row["Dinero como mínimo (EUR)"], row["Dinero como máximo (EUR)"]) for row in rows]
    assert told == [(each.money.least, each.money.most) for each in budget.people if each.money]
    for row in table(opened("ecoproductos", "es", formulas=True), "budget"):
        assert "ROUNDUP(budget[[#This Row],[Días como mínimo]]*" in row["Dinero como mínimo (EUR)"]


def test_a_day_rate_gives_the_money_of_the_plan_or_is_not_told() -> None:
    def budget(days: float, money: int | None) -> Budget:
        cost = Money(money, money, None) if money is not None else None
        return Budget((PeopleCost("agent", (days, days), cost),), (days, days), cost, (), (), None)

    assert day_rate(budget(10, 1300)) == 130
    assert day_rate(budget(8, 1002)) == 125.2
    assert day_rate(budget(10, None)) is None
    assert day_rate(budget(0, 0)) is None


# what strangers type

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    '=HYPERLINK("http://example.org","x")',
    "http://example.org/a",
    "12345",
    "<r><t>markup</t></r>",
    "{=1+1}",
    "_x0041_",
    "=" + "W" * 10_000,
    "👩‍🔧 ñ \u200f",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of a company that types such things wherever it can."""
    said = [json.dumps(text, ensure_ascii=False) for text in HOSTILE]
    lines = ["format: svcmodel/answers/1", f"subject: {said[0]}", "lang: en", "answers:"]
    lines += ["  headcount: 300", f"  service_today: {said[11]}"]
    lines += [f"  charter_special: {{value: {said[8]}, grade: guess, note: {said[1]},"]
    lines += [f"    source: {said[6]}, by: {said[3]}}}", f"  charter_complaints: {said[7]}"]
    lines += ["team:", f"- {{name: {said[5]}, roles: [service_lead], days_a_week: 3}}"]
    lines += [f"- {{name: {said[12]}, roles: [sponsor], days_a_week: 1}}"]
    file = tmp_path_factory.mktemp("hostile") / "answers.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return written(material_of(str(file), "en"))


def test_what_a_client_typed_is_text_in_every_cell(hostile: bytes) -> None:
    book = open_workbook(hostile)
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    told = [cell for cell in cells if any(h in str(cell.value) for h in (*HOSTILE, "WWWWW"))]
    found = {h for h in HOSTILE if any(h in str(cell.value) for cell in told)}
    assert {HOSTILE[n] for n in (0, 1, 3, 5, 6, 7, 8, 11, 12)} <= found
    assert {cell.data_type for cell in told} == {"s"}
    assert {cell.hyperlink for cell in told} == {None}
    typed = [cell for page in open_workbook(hostile, formulas=True) for row in page for cell in row]
    for cell in typed:
        if cell.data_type == "s" and cell.value.startswith(("=", "+", "-", "@")):
            assert cell.quotePrefix, "it would be computed when somebody edits it"


def test_no_file_of_the_workbook_refers_to_anything_outside(hostile: bytes) -> None:
    with ZipFile(BytesIO(hostile)) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower()]
        links = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    assert b"TargetMode" not in links


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a\x00b\x1b[31mc", "a\ufffdb\ufffd[31mc"),
        ("\ud800 \ufffe \uffff", "\ufffd \ufffd \ufffd"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("<r>x</r>", "<r>x</r> "),
        ("W" * LONGEST, "W" * LONGEST),
        ("W" * (LONGEST + 1), "W" * (LONGEST - 1) + "…"),
        ("😀" * 20_000, "😀" * 16_383 + "…"),
    ],
)
def test_a_cell_holds_what_xml_and_excel_can(text: str, held: str) -> None:
    assert cell_text(text) == held
    book = Book("en")
    page = book.page("x", "title")
    page.write(1, 0, text)
    page.write(2, 0, Formula('="x"', text))
    read = open_workbook(book.file("title", DAY))["x"]["A2"].value
    assert str(read).rstrip() == held.rstrip()


# the file


def test_the_file_says_its_title_its_day_and_its_language() -> None:
    properties = opened("ecoproductos", "es").properties
    assert properties.title == "Plan de servicio de EcoProductos"
    assert (properties.created.date().isoformat(), properties.language) == (DAY, "es")
    with ZipFile(BytesIO(written(material("ecoproductos", "es")))) as parts:
        assert {info.date_time[:3] for info in parts.infolist()} == {(2026, 1, 15)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_of_sheets_are_such_as_a_workbook_takes(lang: Lang) -> None:
    names = [name[lang] for name in load_words("sheets")["name"].values()]
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


@BOTH
def test_tables_keep_their_head_in_sight_and_print_as_wide_as_the_page(
    company: str, lang: Lang
) -> None:
    for page in opened(company, lang):
        assert page.sheet_properties.pageSetUpPr.fitToPage
        if page.title != words(lang)("sheets.name.gantt"):
            assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        name = words(lang)("sheets.name.summary")
        if page.tables and page.title != name:
            assert page.freeze_panes is not None
            assert page.print_title_rows == "$3:$3"
        for found in page.tables.values():
            assert found.autoFilter is not None


def test_states_can_be_chosen_and_nothing_else() -> None:
    page = sheet(opened("ecoproductos", "es"), "tasks", "es")
    (choice,) = page.data_validations.dataValidation
    assert choice.formula1 == '"pendiente,en marcha,hecha,descartada"'
    assert str(choice.sqref) == f"M4:M{3 + len(table(opened('ecoproductos', 'es'), 'tasks'))}"


def test_days_columns_and_lines_are_counted_as_workbooks_count_them() -> None:
    assert (serial("1900-03-01"), serial("2026-01-15"), serial(later("2026-01-15", 1))) == (
        61,
        46037,
        46038,
    )
    assert [column_name(n) for n in (0, 25, 26, 51, 52, 701, 702)] == (
        ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    )
    assert [lines_of("x" * n, 10) for n in (0, 5, 9, 30)] == [1, 1, 1, 3]
    assert lines_of("It begins " + "x" * 30, 10) == 4
    wrapped = "Reasons for leaving in their order and the moment of each one"
    assert [lines_of(wrapped, width) for width in (60, 40, 27, 12)] == [1, 2, 3, 6]
    assert lines_of("a\nb\nc", 10) == 3
