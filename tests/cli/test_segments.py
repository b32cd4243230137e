"""Segments in an answer file, from the file to what is printed: terminal, Markdown, JSON, plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import LANGUAGES, Lang
from tests.languages import foreign_in
from tests.program import ROOT, Run, in_shell, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

SCHEMA = json.loads((ROOT / "templates" / "schemas" / "score.schema.json").read_text("utf-8"))
HEADINGS: dict[Lang, str] = {"es": "Por segmentos", "en": "By segment"}

COMPANY = """\
format: svcmodel/answers/1
subject: Talleres Norte
lang: en
date: "2026-01-15"
answers:
  cus_volume: 85000
  cus_digital: 4
  cus_human: 3
  cus_complexity: 3
  res_kb: 4
  res_crm: 5
  channels_by_use: [portal_app, phone, email]
"""
SEGMENTS = """\
segments:
  - id: key_accounts
    name: Key accounts
    share: 30
    answers:
      cus_volume: 200
      cus_human: {value: 5, grade: documented, source: Interviews}
      cus_clv: from_100
      cus_complexity: 5
      cus_repetitive: 0
      cus_digital: 1
      cus_relationship: 5
      com_diff: 5
      channels_by_use: [in_person, phone]
  - id: self_buyers
    name: Self-buyers
    answers: {cus_human: 1, cus_digital: 5, cus_complexity: 1, cus_repetitive: 95}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, COMPANY + SEGMENTS)


def written(folder: Path, text: str) -> Path:
    target = folder / "answers.yaml"
    target.write_text(text, encoding="utf-8")
    return target


def done(*arguments: object) -> Run:
    run = svcmodel(*arguments)
    assert run.code == 0, run.err
    return run


def as_json(*arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(done("score", *arguments, "--format", "json").out)
    return data


def done_delivery(file: Path) -> set[str]:
    """The forms of service proposed for the segments."""
    return set(as_json(file)["segments"]["layers"]["delivery"]["chosen"].values())


# the result


def test_segments_follow_the_schema_and_say_what_differs(file: Path) -> None:
    data = as_json(file)
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(data)] == []
    told = data["segments"]
    assert [(s["id"], s["name"], s["share"]) for s in told["alone"]] == [
        ("key_accounts", "Key accounts", 0.3),
        ("self_buyers", "Self-buyers", 0.7),
    ]
    delivery = told["layers"]["delivery"]
    alone = {s["id"]: s["layers"]["delivery"]["chosen"] for s in told["alone"]}
    assert delivery["chosen"] == alone
    assert not delivery["common"]
    for layer in ("sourcing", "scope", "channels"):
        assert told["layers"][layer]["common"]
    assert {c["channel"]: c["segments"] for c in told["channels"]}["in_person"] == ["key_accounts"]


def test_a_file_without_segments_has_none(tmp_path: Path) -> None:
    data = as_json(written(tmp_path, COMPANY))
    assert data["segments"] is None
    assert "By segment" not in done("score", written(tmp_path, COMPANY)).out


def test_the_whole_is_scored_as_if_there_were_no_segments(tmp_path: Path, file: Path) -> None:
    whole = as_json(file)
    alone = as_json(written(tmp_path, COMPANY))
    for key in ("models", "core", "design", "coverage", "open_questions"):
        assert whole[key] == alone[key]


def test_each_segment_is_scored_with_its_own_answers(tmp_path: Path, file: Path) -> None:
    told = as_json(file)["segments"]["alone"][1]
    text = COMPANY.replace("cus_human: 3", "cus_human: 1").replace("digital: 4", "digital: 5")
    text = text.replace("complexity: 3", "complexity: 1\n  cus_repetitive: 95")
    alone = as_json(written(tmp_path, text))
    assert told["scores"] == {model["id"]: model["score"] for model in alone["models"]}
    assert told["channels"] == alone["design"]["channels"]
    for layer, choice in told["layers"].items():
        assert choice.items() <= alone["design"]["layers"][layer].items()


def test_what_a_segment_loses_is_stated(tmp_path: Path) -> None:
    text = COMPANY + SEGMENTS.replace("channels_by_use: [in_person, phone]", "res_crm: 1")
    told = as_json(written(tmp_path, text))["segments"]
    where = told["layers"]["channels"]
    assert where["common"]
    assert max(where["losses"].values()) > 0
    assert " points less than with " in done("score", written(tmp_path, text)).out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_section_stands_right_behind_the_six_decisions(
    file: Path, lang: Lang, form: str, shipped: Catalogue
) -> None:
    out = done("score", file, "--lang", lang, "--format", form).out
    heading = HEADINGS[lang]
    decisions, why = ("seis decisiones", "Por qué\n") if lang == "es" else ("six dec", "Why\n")
    assert out.index(decisions) < out.index(heading) < out.index(why)
    section = out[out.index(heading) : out.index(why)]
    models = [shipped.models[model].name.to(lang) for model in done_delivery(file)]
    assert len(models) == 2
    for said in ("Key accounts", "Self-buyers", "30", *models):
        assert said in section
    assert foreign_in(section, lang, [shipped]) == []


@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_plan_is_for_the_design_proposed(
    file: Path, tmp_path: Path, ending: str, shipped: Catalogue
) -> None:
    target = tmp_path / f"plan.{ending}"
    done("plan", file, "-o", target)
    text = target.read_text("utf-8")
    assert "By segment" in text
    assert "Key accounts" in text
    for model in done_delivery(file):
        assert shipped.models[model].name.en in text
    plain = tmp_path / f"plain.{ending}"
    done("plan", written(tmp_path, COMPANY), "-o", plain)
    assert "By segment" not in plain.read_text("utf-8")


def test_the_common_design_is_no_surer_than_its_least_sure_segment(
    file: Path, tmp_path: Path
) -> None:
    def decided(answers: Path) -> tuple[set[str], str]:
        target = tmp_path / "plan.json"
        done("plan", answers, "-o", target)
        plan = json.loads(target.read_text("utf-8"))
        return {each["certainty"] for each in plan["decisions"]}, plan["summary"]["certainty"]

    sure, as_a_whole = decided(file)
    assert "may_change" in sure
    assert as_a_whole == "may_change"
    assert decided(ROOT / "examples" / "retail_bank.yaml") == ({"settled"}, "settled")


def test_names_cannot_smuggle_markup(tmp_path: Path) -> None:
    hostile = SEGMENTS.replace("name: Key accounts", "name: <b>*Key*</b> | [x](y)")
    file = written(tmp_path, COMPANY + hostile)
    target = tmp_path / "plan.html"
    done("plan", file, "-o", target)
    assert "<b>*Key*" not in target.read_text("utf-8")
    assert "<b>" not in done("score", file, "--format", "markdown").out.replace("\\<b\\>", "")


# the file


def test_check_warns_of_a_segments_answer_that_does_not_count(tmp_path: Path) -> None:
    text = COMPANY + "segments:\n  - {id: a, name: A, answers: {res_outcome_attributable: 4}}\n"
    text += "  - id: b\n    name: B\n    answers:\n"
    text += "      res_outcome_measurable: 1\n      res_outcome_attributable: 4\n"
    file = written(tmp_path, text)
    (line,) = done("check", file).out.splitlines()
    assert line.startswith(f"{file}:19:7: W203 segments[1].res_outcome_attributable: ")


def test_a_figure_that_looks_like_a_level_is_pointed_out_in_its_segment(tmp_path: Path) -> None:
    text = COMPANY + SEGMENTS.replace("cus_volume: 200", "cus_volume: 3")
    file = written(tmp_path, text)
    assert done("check", file).out.startswith(f"{file}:18:19: W201 segments[0].cus_volume: ")


def test_an_answer_on_the_command_line_is_the_companys(file: Path) -> None:
    plain, told = as_json(file), as_json(file, "--set", "cus_human=5")
    assert plain["segments"]["alone"] == told["segments"]["alone"]
    assert plain["models"] != told["models"]


def test_constraints_hold_for_every_segment(tmp_path: Path) -> None:
    bound = COMPANY + "constraints:\n  - {id: c, keep: outsourcing, reason: It runs on.}\n"
    told = as_json(written(tmp_path, bound + SEGMENTS))["segments"]
    assert told["layers"]["sourcing"]["lead"] == "outsourcing"
    assert {s["layers"]["sourcing"]["chosen"] for s in told["alone"]} == {"outsourcing"}


def test_the_schema_for_editors_knows_the_answers_of_segments(file: Path) -> None:
    schema = json.loads(done("schema", "answers").out)
    data = {
        "format": "svcmodel/answers/1",
        "subject": "X",
        "segments": [
            {"id": "a", "name": "A", "share": 50, "answers": {"cus_human": 4}},
            {"id": "b", "name": "B", "answers": {"cus_human": {"level": [2, 3]}}},
        ],
    }
    validator = Draft7Validator(schema)
    assert validator.is_valid(data)
    data["segments"][1]["answers"]["cus_human"] = "a lot"  # type: ignore[index]
    assert not validator.is_valid(data)
    assert not validator.is_valid({**data, "segments": data["segments"][:1]})
    assert file.is_file()


def test_the_program_itself_prints_the_section(file: Path) -> None:
    run = in_shell("score", file)
    assert run.code == 0
    assert "By segment" in run.out
