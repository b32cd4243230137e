"""`svcmodel plan -o OUT.json`: the whole plan as data, by its schema, the same facts in both languages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from docs.draw_plan_schema import FILE, schema_text
from svcmodel.domain.records import LANGUAGES, Lang
from tests.program import ECOPRODUCTOS, EMPTY, EXAMPLES, NAMES, in_shell, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

SCHEMA = json.loads(FILE.read_text("utf-8"))
TEAM = """\
team:
- {name: Ana, roles: [sponsor, finance_lead], days_a_week: 0.5}
- {name: Luis, roles: [service_lead, agent], days_a_week: 2}
"""


def plan_of(folder: Path, file: object, *arguments: object, stdin: str = "") -> Any:
    out = folder / "plan.json"
    run = svcmodel("plan", file, "-o", out, "-q", *arguments, stdin=stdin)
    assert (run.code, run.out, run.err) == (0, "", "")
    return json.loads(out.read_text("utf-8"))


@cache
def example(folder: Path, file: Path, lang: Lang) -> Any:
    return plan_of(folder, file, "--lang", lang)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


def test_the_schema_is_the_one_of_the_records() -> None:
    assert FILE.read_text("utf-8") == schema_text()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file", EXAMPLES, ids=NAMES)
def test_every_plan_follows_the_schema(folder: Path, file: Path, lang: Lang) -> None:
    problems = Draft7Validator(SCHEMA).iter_errors(example(folder, file, lang))
    assert [(list(problem.path), problem.message) for problem in problems] == []


def without_texts(data: Any) -> Any:
    """The ids, days and numbers of a plan: what no language changes."""
    if isinstance(data, dict):
        return {key: without_texts(value) for key, value in data.items() if key != "names"}
    if isinstance(data, list):
        return [without_texts(value) for value in data]
    return data if not isinstance(data, str) or " " not in data.strip() else ""


@pytest.mark.parametrize("file", EXAMPLES, ids=NAMES)
def test_both_languages_hold_the_same_facts(folder: Path, file: Path) -> None:
    es, en = (example(folder, file, lang) for lang in LANGUAGES)
    for part in ("schedule", "raci", "sections", "parts", "left_out", "team"):
        assert without_texts(es[part]) == without_texts(en[part]), part
    for part in ("people", "days", "money", "unknown"):
        assert es["budget"][part] == en["budget"][part]
    told = [
        [(t["id"], t["after"], t["trace"]) for s in d["steps"] for t in s["tasks"]]
        for d in (es, en)
    ]
    assert told[0] == told[1]


def test_a_small_company_gets_a_small_plan(folder: Path) -> None:
    plan = example(folder, ECOPRODUCTOS, "en")
    tasks = [task for step in plan["steps"] for task in step["tasks"]]
    assert plan["size"] == "small"
    assert 15 <= len(tasks) <= 26
    assert len({task["role"] for task in tasks}) <= 4
    assert 3 <= len(plan["kpis"]) <= 5
    assert plan["raci"] == []
    assert plan["answers"] == []
    assert plan["service"]["provisioning"] is None
    assert len(plan["left_out"]["tasks"]) > len(tasks)


def test_the_team_of_the_file_does_the_work(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "-", stdin=EMPTY + TEAM + "answers: {headcount: 4}\n")
    assert [member["name"] for member in plan["team"]] == ["Ana", "Luis"]
    assert plan["schedule"]["stated"] is True
    assert plan["schedule"]["days_a_week"] == 2.5
    tasks = {task["id"]: task for step in plan["steps"] for task in step["tasks"]}
    assert tasks["common.record_decision"]["person"] == "Ana"
    assert tasks["common.write_protocols"]["person"] == "Luis"
    (overload,) = [each for each in plan["schedule"]["overloads"] if each["kind"] == "nobody"]
    assert "it_lead" in overload["roles"] or "data_analyst" in overload["roles"]


def test_the_work_begins_on_the_day_that_was_asked_for(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "-", "--start", "2026-03-07", stdin=EMPTY)
    assert plan["start"] == "2026-03-09"
    assert min(task["start"] for task in plan["schedule"]["tasks"]) == "2026-03-09"
    assert plan_of(tmp_path, "-", "--date", "2026-02-02", stdin=EMPTY)["start"] == "2026-02-02"


def test_a_start_that_is_no_day_is_refused(tmp_path: Path) -> None:
    run = svcmodel("plan", "-", "--start", "soon", "-o", tmp_path / "x.json", stdin=EMPTY)
    assert run.code == 2
    assert "E218" in run.last
    assert "--start" in run.last


def test_money_is_estimated_where_the_day_rate_is_known(tmp_path: Path) -> None:
    known = "answers: {headcount: 5, day_rate: 200, currency: EUR}\n"
    plan = plan_of(tmp_path, "-", stdin=EMPTY + known)
    least, most = plan["budget"]["days"]
    assert plan["budget"]["money"] == {"least": least * 200, "most": most * 200, "currency": "EUR"}
    assert plan["budget"]["unknown"] == []
    nothing = plan_of(tmp_path, "-", stdin=EMPTY)
    assert nothing["budget"]["money"] is None
    assert nothing["budget"]["unknown"] == ["day_rate", "currency"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one.json", "1"), ("two.json", "2")):
        environment = {"PYTHONHASHSEED": seed}
        run = in_shell("plan", ECOPRODUCTOS, "-o", name, environment=environment, folder=tmp_path)
        assert run.code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
