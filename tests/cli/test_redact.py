"""`--redact`: names, money and free words go, the advice stays."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svcmodel.cli.plan_formats import FORMATS, PlanMaterial
from svcmodel.cli.redacted import redaction
from svcmodel.domain.records import Lang
from svcmodel.render.words import Words
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.questionnaire_files import load_questionnaire
from svcmodel.sources.words_files import load_phrases
from tests.cli.test_hostile_answers import EVERY, READERS
from tests.plans import material_of
from tests.program import DAY, Run, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

FREE = (
    *("audit_praise", "audit_complaints", "audit_lost", "audit_wish", "audit_bound"),
    *("charter_special", "charter_reply_time", "charter_tone", "charter_complaints"),
    *("charter_improvement", "charter_ethics", "charter_cannot_help", "charter_duties"),
    *("service_name", "service_today"),
)
"""Every question that is answered in free words."""

TURNOVER, RATE, BUDGET = 98765432, 77123, "project"


def company(folder: Path, *, mark: str = "QQ", headcount: int = 300) -> Path:
    """A company in which everything private is called QQ something."""
    lines = [
        "format: svcmodel/answers/1",
        f"subject: {mark}Subject Ltd",
        f"notes: [{mark}Note]",
        "team:",
        f"- {{name: {mark}Ana, roles: [service_lead], days_a_week: 2}}",
        f"- {{name: {mark}Ben, roles: [it_lead, trainer], days_a_week: 1}}",
        "constraints:",
        f"- {{id: {mark}_contract, keep: in_house, reason: {mark}Acme serves us, until: 2027-12-31}}",
        "segments:",
        f"- {{id: {mark}_a, name: {mark}Shops, share: 60, answers:",
        f"    {{cus_digital: {{value: 5, note: {mark}SegmentNote, source: {mark}SegmentSource}}}}}}",
        f"- {{id: {mark}_b, name: {mark}Homes, share: 40, answers: {{cus_digital: 1, com_diff: 2}}}}",
        "answers:",
        f"  headcount: {headcount}",
        f"  cus_volume: {{value: 7000, note: {mark}N, source: {mark}S, by: {mark}B, grade: guess}}",
        f"  turnover: {TURNOVER}",
        f"  day_rate: {RATE}",
        "  currency: EUR",
        f"  res_budget: {{value: {BUDGET}, note: {mark}BudgetNote}}",
        "  com_diff: 5",
        *(f"  {id_}: {mark}Said {id_}" for id_ in FREE),
    ]
    file = folder / f"{mark}.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


PRIVATE = re.compile(r"QQ\w*|98[.,]?765[.,]?432|77[.,]?123|entre el 1 % y el 3 %|between 1% and 3%")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return company(tmp_path_factory.mktemp("redact"))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> tuple[PlanMaterial, PlanMaterial]:
    """The plan of a small company as it is and redacted."""
    file = company(tmp_path_factory.mktemp("redact"), headcount=5)
    made = material_of(str(file), "en")
    return made, redacted(made, file, "en")


def redacted(made: PlanMaterial, file: Path, lang: Lang) -> PlanMaterial:
    questionnaire = load_questionnaire("full")
    answers = load_answers(str(file), made.catalogue, questionnaire)
    return redaction(answers, questionnaire, made.catalogue, Words(lang, load_phrases())).of(made)


def text_of(suffix: str, made: PlanMaterial) -> str:
    data = FORMATS[suffix].write(made)
    if isinstance(data, str):
        return data  # all of it, with what is not shown
    return READERS[suffix](data)[1]


def asked(file: Path, *options: object) -> Run:
    return svcmodel("plan", file, "--date", DAY, "--lang", "en", *options)


@pytest.mark.parametrize("suffix", EVERY)
def test_nothing_private_is_in_a_file_of_any_kind(
    suffix: str, plans: tuple[PlanMaterial, PlanMaterial]
) -> None:
    whole, bare = (text_of(suffix, made) for made in plans)
    assert PRIVATE.search(whole), "there is what to hide"
    assert PRIVATE.findall(bare) == []


def test_the_spanish_plan_has_neutral_names_in_spanish(file: Path) -> None:
    run = svcmodel("plan", file, "--redact", "--date", DAY, "--lang", "es")
    assert PRIVATE.findall(run.out) == []
    assert run.out.startswith("# Plan de servicio de la empresa\n")
    for name in ("Persona 1", "Segmento 2", "Condición 1 de la empresa", "no se muestra"):
        assert name in run.out
    assert "Dinero: no se muestra en este documento." in run.out
    assert "por saber" not in run.out, "the money is known, only not shown"


def test_the_advice_and_the_plan_are_the_same(file: Path, tmp_path: Path) -> None:
    plans = []
    for options in ((), ("--redact",)):
        out = tmp_path / "plan.json"
        asked(file, "-o", out, *options)
        plans.append(json.loads(out.read_text("utf-8")))
    whole, bare = plans
    for key in ("parts", "size", "sections", "schedule", "raci", "risks", "staffing", "roles"):
        assert bare[key] == whole[key], key
    named = ("id", "title", "role", "skill", "effort_days", "after", "parts", "output", "points")
    for one, other in zip(steps(bare), steps(whole), strict=True):
        assert [one[key] for key in named] == [other[key] for key in named]
    for one, other in zip(bare["decisions"], whole["decisions"], strict=True):
        for key in ("layer", "chosen", "runner_up", "fit", "lead", "margin", "certainty"):
            assert one[key] == other[key]
        assert points(one) == points(other)


def steps(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [task for step in plan["steps"] for task in step["tasks"]]


def points(decision: dict[str, Any]) -> list[tuple[str, float]]:
    return [(each["criterion"], each["points"]) for each in decision["reasons"]]


def test_a_redacted_score_is_the_same_score(file: Path) -> None:
    runs = [
        svcmodel("score", file, "--date", DAY, "--format", "json", *options)
        for options in ((), ("--redact",))
    ]
    assert [bool(PRIVATE.search(run.out)) for run in runs] == [True, False]
    whole, bare = (json.loads(run.out) for run in runs)
    assert [(m["id"], m["score"]) for m in bare["models"]] == [
        (m["id"], m["score"]) for m in whole["models"]
    ]
    assert bare["design"]["layers"] == whole["design"]["layers"]


@pytest.mark.parametrize(
    ("format_", "model"),
    [
        ("markdown", ()),
        pytest.param("json", (), marks=pytest.mark.documents),
        pytest.param("text", ("in_house",), marks=pytest.mark.documents),  # seconds of search
    ],
)
def test_a_redacted_explanation_names_nobody(
    format_: str, model: tuple[str, ...], file: Path
) -> None:
    run = svcmodel("explain", file, *model, "--date", DAY, "--format", format_, "--redact")
    assert run.code == 0
    assert run.out
    assert PRIVATE.findall(run.out) == []


@given(letters=st.text("bcdfgjkvwxyz", min_size=7, max_size=7))
@settings(max_examples=2, deadline=None)
def test_no_name_of_any_spelling_is_left_in_what_is_rendered(
    letters: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = company(tmp_path_factory.mktemp("redact"), mark=f"Q{letters}", headcount=5)
    made = material_of(str(file), "en")
    hidden = redacted(made, file, "en")
    about = (hidden.plan, hidden.assessment, hidden.planned_for, hidden.segmented)
    assert f"Q{letters}" in repr((made.plan, made.assessment, made.planned_for, made.segmented))
    assert f"Q{letters}" not in repr(about)
    assert [task.id for task in hidden.plan.tasks] == [task.id for task in made.plan.tasks]
