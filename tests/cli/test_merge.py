"""`svcmodel merge`: the file it writes, the disagreements it lists, and what it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import LANGUAGES, Lang
from tests.languages import foreign_in
from tests.program import ECOPRODUCTOS, ROOT, Run, in_shell, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

SCHEMA = json.loads((ROOT / "templates" / "schemas" / "merge.schema.json").read_text("utf-8"))
MODELINE = "# yaml-language-server: $schema=./answers.schema.json\n"

MEANS = "objectives: 0.91667, customer: 1.3333, resources: 0.91667, "
MEANS += "competitors: 0.91667, flexibility: 0.91667"

ANA = """\
format: svcmodel/answers/1
subject: Talleres Norte
lang: en
date: "2026-01-15"
answers:
  cus_volume: {value: 1200, grade: documented, by: Ana Ruiz, source: Phone report}
  cus_human: 5
  cus_digital: 4
  headcount: 12
  res_crm: {value: 4, note: "Every order is in it."}
  res_kb: unknown
  channels_by_use: [phone, email]
weights: {customer: 2}
important: [cus_human]
"""
LUIS = """\
format: svcmodel/answers/1
subject: Talleres Norte
date: "2026-02-15"
answers:
  cus_volume: {value: 1200, grade: guess}
  cus_human: 2
  cus_digital: 4
  headcount: 14
  res_crm: 1
  res_kb: 3
  channels_by_use: [phone, email]
constraints:
  - {id: contract, keep: outsourcing, reason: The contract runs on., until: "2027-12-31"}
"""


@pytest.fixture
def people(tmp_path: Path) -> Callable[..., list[Path]]:
    def write(**texts: str) -> list[Path]:
        files = [tmp_path / f"{name}.yaml" for name in texts]
        for file, text in zip(files, texts.values(), strict=True):
            file.write_text(text, encoding="utf-8")
        return files

    return write


def done(*arguments: object) -> Run:
    run = svcmodel("merge", *arguments)
    assert run.code == 0, run.err
    return run


def listed(*arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(done(*arguments, "--format", "json").out)
    return data


def test_the_merged_file_keeps_what_is_agreed_and_says_who_said_what(
    people: Callable[..., list[Path]], tmp_path: Path
) -> None:
    target = tmp_path / "both.yaml"
    done(*people(ana=ANA, luis=LUIS), "-o", target)
    assert (
        target.read_text("utf-8")
        == f"""\
{MODELINE}# ana, luis
format: svcmodel/answers/1
subject: Talleres Norte
lang: en
questionnaire: full
date: 2026-02-15
answers:
  cus_volume:
    value: 1200
    grade: documented
    source: Phone report
    by: Ana Ruiz
  cus_digital: 4
  cus_human:
    level: [2, 5]
    note: "ana: 5; luis: 2"
  headcount:
    value: unknown
    note: "ana: 12; luis: 14"
  channels_by_use: [phone, email]
  res_crm:
    level: [1, 4]
    note: "ana: 4 (Every order is in it.); luis: 1"
  res_kb: 3
weights: {{{MEANS}}}
important: [cus_human]
constraints:
  - id: contract
    keep: outsourcing
    reason: The contract runs on.
    until: 2027-12-31
"""
    )


def test_the_merged_file_is_sound_and_has_its_schema_beside_it(
    people: Callable[..., list[Path]], tmp_path: Path
) -> None:
    target = tmp_path / "both.yaml"
    run = done(*people(ana=ANA, luis=LUIS), "-o", target)
    assert run.err == f"Written to {target}\n"
    assert svcmodel("check", target).code == 0
    assert svcmodel("score", target).code == 0
    schema = json.loads((tmp_path / "answers.schema.json").read_text("utf-8"))
    assert "cus_human" in schema["properties"]["answers"]["properties"]


def test_disagreements_follow_the_schema_and_stand_by_what_they_change(
    people: Callable[..., list[Path]], tmp_path: Path
) -> None:
    data = listed(*people(ana=ANA, luis=LUIS), "-o", tmp_path / "both.yaml")
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(data)] == []
    assert (data["voices"], data["agreed"], data["clashes"]) == (["ana", "luis"], 3, [])
    found = data["disagreements"]
    assert {each["id"] for each in found} == {
        *("cus_human", "headcount", "res_crm", "weights", "important")
    }
    weight = [(-len(d["turned"]), not d["channels_turn"], -d["moved"]["points"]) for d in found]
    assert weight == sorted(weight)
    human = next(each for each in found if each["id"] == "cus_human")
    assert [(p["who"], p["said"]) for p in human["positions"]] == [(["ana"], "5"), (["luis"], "2")]
    assert "delivery" in human["turned"]
    chosen = [p["layers"]["delivery"]["chosen"] for p in human["positions"]]
    assert len(set(chosen)) == 2


def test_an_effect_is_what_scoring_the_settled_file_says(
    people: Callable[..., list[Path]], tmp_path: Path
) -> None:
    target = tmp_path / "both.yaml"
    data = listed(*people(ana=ANA, luis=LUIS), "-o", target)
    human = next(each for each in data["disagreements"] if each["id"] == "cus_human")
    for position in human["positions"]:
        run = svcmodel("score", target, "--set", f"cus_human={position['said']}", "-f", "json")
        design = json.loads(run.out)["design"]
        assert position["channels"] == design["channels"]
        for layer, choice in position["layers"].items():
            assert choice["chosen"] == design["layers"][layer]["chosen"]
            assert choice["lead_points"] == design["layers"][layer]["lead_points"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_is_told_in_either_language(
    people: Callable[..., list[Path]],
    tmp_path: Path,
    lang: Lang,
    shipped: Catalogue,
    full: Questionnaire,
) -> None:
    clash = LUIS.replace("keep: outsourcing", "rule_out: [outsourcing]")
    files = people(ana=ANA + LUIS[LUIS.index("constraints") :], luis=clash)
    out = done(*files, "-o", tmp_path / "both.yaml", "--lang", lang).out
    heads = {
        "es": ("Lo que cambiaría el diseño", "Lo que no cambia nada", "Condiciones que chocan"),
        "en": ("What would change the design", "What changes nothing", "Constraints that clash"),
    }[lang]
    assert all(f"\n{head}\n" in out for head in heads)
    assert shipped.criteria["cus_human"].name.to(lang) in out
    assert foreign_in(out, lang, [shipped, list(full.bank.values())]) == []


def test_constraints_that_clash_are_named_and_left_aside(
    people: Callable[..., list[Path]], tmp_path: Path
) -> None:
    target = tmp_path / "both.yaml"
    other = LUIS.replace("keep: outsourcing", "rule_out: [outsourcing]")
    data = listed(*people(luis=LUIS, eva=other), "-o", target)
    assert data["without_constraints"]
    (clash,) = data["clashes"]
    assert clash["kind"] == "kept_and_ruled_out"
    assert [clash["one"]["id"], clash["other"]["id"]] == ["contract", "contract_2"]
    assert svcmodel("check", target).code == 0
    assert "E303" in svcmodel("score", target).err


def test_merging_a_file_with_itself_changes_nothing_in_the_score(tmp_path: Path) -> None:
    target = tmp_path / "same.yaml"
    data = listed(ECOPRODUCTOS, ECOPRODUCTOS, "-o", target)
    assert data["disagreements"] == []
    assert data["voices"] == [str(ECOPRODUCTOS), f"{ECOPRODUCTOS} (2)"]
    one, other = (
        json.loads(svcmodel("score", file, "--format", "json").out)
        for file in (ECOPRODUCTOS, target)
    )
    for result in (one, other):
        result.pop("versions")
    assert one == other


def test_three_files_and_the_same_bytes_every_time(
    people: Callable[..., list[Path]], tmp_path: Path
) -> None:
    files = people(ana=ANA, luis=LUIS, eva=LUIS.replace("res_crm: 1", "res_crm: 2"))
    texts = []
    for name in ("one.yaml", "two.yaml"):
        done(*files, "-o", tmp_path / name)
        texts.append((tmp_path / name).read_bytes())
    assert texts[0] == texts[1]
    assert b"ana: 4 (Every order is in it.); luis: 1; eva: 2" in texts[0]


def test_files_of_one_name_go_by_their_paths(tmp_path: Path) -> None:
    files = [tmp_path / folder / "answers.yaml" for folder in ("a", "b")]
    for file, text in zip(files, (ANA, LUIS), strict=True):
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
    data = listed(*files, "-o", tmp_path / "both.yaml")
    assert data["voices"] == [str(file) for file in files]


def test_to_standard_output_the_list_goes_to_standard_error(
    people: Callable[..., list[Path]],
) -> None:
    run = done(*people(ana=ANA, luis=LUIS), "-o", "-")
    assert run.out.startswith(MODELINE)
    assert "What would change the design" in run.err
    assert done(*people(ana=ANA, luis=LUIS), "-o", "-", "-q").err == ""


def test_one_file_is_not_enough(people: Callable[..., list[Path]], tmp_path: Path) -> None:
    run = svcmodel("merge", *people(ana=ANA), "-o", tmp_path / "both.yaml")
    assert (run.code, run.out) == (2, "")
    assert ": E308 " in run.last
    assert not (tmp_path / "both.yaml").exists()


def test_a_file_that_exists_is_not_written_over_unless_asked(
    people: Callable[..., list[Path]],
) -> None:
    files = people(ana=ANA, luis=LUIS)
    run = svcmodel("merge", *files, "-o", files[0])
    assert (run.code, run.out) == (2, "")
    assert "E306" in run.last
    assert files[0].read_text("utf-8") == ANA
    done(*files, "-o", files[0], "--force")
    assert files[0].read_text("utf-8").startswith(MODELINE)


def test_files_of_two_companies_bring_a_warning(
    people: Callable[..., list[Path]], tmp_path: Path
) -> None:
    files = people(ana=ANA, luis=LUIS.replace("Talleres Norte", "Talleres Sur"))
    run = done(*files, "-o", tmp_path / "both.yaml")
    assert f"{files[1]}: W205 " in run.err
    assert "Talleres Sur" in run.err
    same = people(ana=ANA, luis=LUIS.replace("Talleres Norte", "talleres  NORTE"))
    assert "W205" not in done(*same, "-o", tmp_path / "both.yaml", "--force").err


def test_a_broken_file_stops_the_merge_with_all_its_problems(
    people: Callable[..., list[Path]], tmp_path: Path
) -> None:
    files = people(ana=ANA, luis=LUIS.replace("cus_human: 2", "cus_human: 7"))
    run = svcmodel("merge", *files, "-o", tmp_path / "both.yaml")
    assert (run.code, run.out) == (1, "")
    assert re.search(r"luis\.yaml:6:14: E205 cus_human: ", run.err)
    assert not (tmp_path / "both.yaml").exists()


def test_the_program_itself_merges(people: Callable[..., list[Path]], tmp_path: Path) -> None:
    run = in_shell("merge", *people(ana=ANA, luis=LUIS), "-o", tmp_path / "both.yaml")
    assert run.code == 0
    assert "Preference for a person" in run.out


def test_a_name_cannot_smuggle_escape_codes(tmp_path: Path) -> None:
    files = [tmp_path / "a\x1b[31m.yaml", tmp_path / "b.yaml"]
    for file, text in zip(files, (ANA, LUIS), strict=True):
        file.write_text(text, encoding="utf-8")
    target = tmp_path / "both.yaml"
    run = done(*files, "-o", target)
    assert "\x1b" not in run.out + run.err + target.read_text("utf-8")
    assert svcmodel("check", target).code == 0
