"""The sheets of a plan in words: dates in order, nothing said twice, names for what was answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from svcmodel.cli.plan_formats import PlanMaterial
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan import Plan
from svcmodel.domain.plan_design import Assumption
from svcmodel.domain.plan_schedule import CriticalPath
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.render.plan_report import plan_report, sections_around
from svcmodel.render.plan_sheet_texts import SheetTeller
from svcmodel.render.report_types import Sheet
from svcmodel.sources.answer_files import load_answers
from tests.builders import given
from tests.plans import material, material_of
from tests.program import ROOT

BANK, SMALL = "retail_bank", "luxury_boutique"


def teller(made: PlanMaterial, plan: Plan | None = None) -> SheetTeller:
    about = made.planned_for, made.catalogue, made.shelf, made.words
    return SheetTeller(plan or made.plan, *about)


def sheet(example: str, id_: str, lang: Lang = "en") -> Sheet:
    (found,) = (each for each in teller(material(example, lang)).sheets() if each.id == id_)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_milestones_and_beginnings_stand_in_the_order_of_their_days(lang: Lang) -> None:
    made = material(BANK, lang)
    schedule = made.plan.schedule
    days = sorted([*(b.day for b in schedule.begins), *(m.day for m in schedule.milestones)])
    told = [row[1] for row in sheet(BANK, "schedule", lang).rows]
    assert told == [made.words.date(day) for day in days]


def test_what_comes_after_the_first_ninety_days_is_said() -> None:
    assert "After that, until " in sheet(SMALL, "schedule").notes[-1]
    assert " more remain, the last until " in sheet(BANK, "schedule").notes[-1]


def test_a_critical_path_says_from_when_on_it_counts_and_a_long_one_its_ends() -> None:
    made = material(SMALL, "en")
    ids = tuple(task.id for task in made.plan.tasks)
    say = teller(made).critical
    assert "does not start before" in say(CriticalPath(ids[-2:], 3, gated=True))
    assert "does not start before" not in say(CriticalPath(ids[-2:], 3, gated=False))
    assert f"{len(ids)} tasks in a row, from 1.1 to 6." in say(CriticalPath(ids, 9, gated=False))


def test_what_comes_again_says_from_when_on() -> None:
    made = material(SMALL, "es")
    task = made.plan.tasks[-1]
    step = made.plan.steps[-1]
    tasks = (*step.tasks[:-1], replace(task, recurs="quarterly"))
    plan = replace(made.plan, steps=(*made.plan.steps[:-1], replace(step, tasks=tasks)))
    about = made.planned_for, made.catalogue, made.shelf, made.words
    assert (
        plan_report(plan, *about).steps[-1].tasks[-1].when.startswith("cada trimestre, desde el ")
    )


def test_answers_of_one_kind_are_one_sentence_and_have_names(full: Questionnaire) -> None:
    made = material(BANK, "es")
    guesses = [
        Assumption("guess", id_, None, full.bank[id_]) for id_ in ("headcount", "cus_volume")
    ]
    plan = replace(made.plan, assumptions=(*guesses, Assumption("range", "flx_growth")))
    guess, range_ = teller(made, plan).assumptions().notes
    assert guess.startswith("Se respondió a ojo: ")
    assert "; " in guess
    assert range_.startswith("Se respondió con un intervalo: ")
    assert "_" not in guess + range_


def test_of_many_answers_of_one_kind_a_dozen_are_named_and_the_rest_counted(
    full: Questionnaire,
) -> None:
    made = material(BANK, "en")
    asked = [id_ for id_ in made.catalogue.criteria if id_ in full.bank][:20]
    guesses = tuple(Assumption("guess", id_, None, full.bank[id_]) for id_ in asked)

    def told(count: int) -> str:
        plan = replace(made.plan, assumptions=guesses[:count])
        return teller(made, plan).assumptions().notes[0]

    assert told(20).endswith("; and 8 more answers.")
    assert told(20).count(";") == 12
    assert told(13).count(";") == 12
    assert "more answers" not in told(13)


@pytest.mark.parametrize(("kind", "words"), [("most", "twenty"), ("unknown", "five days")])
def test_the_time_that_is_assumed_says_what_it_follows_from(kind: str, words: str) -> None:
    made = material(BANK, "en")
    plan = replace(made.plan, assumptions=(Assumption("time", kind),))
    (note,) = teller(made, plan).assumptions().notes
    assert words in note


def test_a_channel_of_which_nobody_said_whether_it_is_in_use_says_so() -> None:
    made = material(BANK, "en")
    (channel, *_) = made.plan.service.channels
    told = teller(made).since(channel._replace(since="2026-03-02", known=False))
    assert told == "if not in use yet, from 2 March 2026"
    assert teller(made).since(channel._replace(since="2026-03-02")) == "2 March 2026"


def test_a_charter_without_a_promise_is_one_line() -> None:
    made = material(BANK, "en")
    rows = made.plan.service.charter
    service = replace(made.plan.service, charter=tuple(row._replace(said=None) for row in rows))
    empty = teller(made, replace(made.plan, service=service)).charter()
    assert empty.rows == ()
    assert empty.notes[0].count("; ") == len(rows) - 1


def test_effort_by_role_adds_up_to_what_is_shown_of_the_whole() -> None:
    def ends(text: object) -> list[float]:
        span = str(text).split(" ")[0].replace(",", "").split("–")
        return [float(end) for end in (span * 2)[:2]]

    *rows, whole = (ends(row[1]) for row in sheet(BANK, "budget").rows)
    assert whole == [sum(row[end] for row in rows) for end in (0, 1)]


def test_lessons_stand_part_by_part() -> None:
    rows = sheet(BANK, "training").rows
    pairs = [row[:2] for row in rows]
    assert len(set(pairs)) == len(pairs)
    assert len({row[1] for row in rows if row[0] == "Agent"}) > 3


def test_what_a_sheet_shows_is_not_told_around_the_design_again() -> None:
    made = material(BANK, "en")
    around = sections_around(
        made.plan, made.knowledge, made.planned_for, made.catalogue, made.words
    )
    heads = {section.heading for section in around}
    assert heads
    explain = made.words("explain.heading.stages"), made.words("explain.heading.technology")
    assert heads.isdisjoint({*explain, made.words("explain.heading.levels")})


def test_levels_go_on_to_the_last_that_is_spoken_of() -> None:
    assert len(sheet(BANK, "levels").rows) == 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_target_says_where_it_is_from(lang: Lang) -> None:
    made = material(BANK, lang)
    targets = [row[3] for row in sheet(BANK, "kpis", lang).rows]
    assert len(targets) == len(made.plan.kpis)
    for kpi, told in zip(made.plan.kpis, targets, strict=True):
        names = [teller(made).source_name(made.shelf.sources[id_]) for id_ in kpi.sources]
        assert all(name in str(told) for name in names)


def test_every_source_a_large_plan_cites_stands_once_with_its_claim() -> None:
    made = material(BANK, "en")
    found = sheet(BANK, "sources")
    cited = {id_ for task in made.plan.tasks for trace in task.trace for id_ in trace.sources}
    claims = [row[2] for row in found.rows]
    assert len(claims) == len({row[0] for row in found.rows})
    known = [made.shelf.sources[id_] for id_ in cited & set(made.shelf.sources)]
    assert all((each.claim.en in claims) is (each.evidence != "seed") for each in known)


def test_a_law_of_another_country_is_no_source_of_a_plan() -> None:
    made = material("home_repair", "en")
    binding = {id_ for duty in made.plan.obligations for id_ in duty.sources}
    claims = {row[2] for row in sheet("home_repair", "sources").rows}
    laws = [each for each in made.shelf.sources.values() if each.evidence == "law"]
    assert {each.id for each in laws if each.claim.en in claims} <= binding
    assert {each.id for each in laws} - binding


def test_a_plan_of_a_few_pages_has_no_list_of_sources() -> None:
    assert "sources" not in {each.id for each in teller(material(SMALL, "en")).sheets()}


@pytest.mark.parametrize(("hours", "needed"), [("round_the_clock", False), ("office", True)])
def test_a_service_that_never_closes_has_no_protocol_for_closed_hours(
    hours: str, needed: bool, shipped: Catalogue, full: Questionnaire
) -> None:
    file = str(ROOT / "examples" / f"{BANK}.yaml")
    said = load_answers(file, shipped, full).answers
    answers = {**said, "opening_hours": given("opening_hours", hours)}
    protocols = material_of(file, "en", answers=answers).plan.service.protocols
    assert ("out_of_hours" in {each.id for each in protocols}) is needed
