"""`svcmodel compare`: two files, two days, two catalogues, and what each change comes from."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import LANGUAGES, Lang
from tests.languages import foreign_in
from tests.program import DAY, ECOPRODUCTOS, ROOT, Run, in_shell, svcmodel

SCHEMA = json.loads((ROOT / "templates" / "schemas" / "compare.schema.json").read_text("utf-8"))
BANK = ROOT / "examples" / "retail_bank.yaml"

pytestmark = pytest.mark.usefixtures("read_once")


def done(*arguments: object) -> Run:
    run = svcmodel("compare", *arguments)
    assert (run.code, run.err) == (0, "")
    return run


def as_json(*arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        done(*arguments, "--format", "json").out, parse_float=Decimal, parse_int=Decimal
    )
    return data


def scored(*arguments: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(svcmodel("score", *arguments, "--format", "json").out)
    return data


def differences(data: dict[str, Any]) -> list[dict[str, Any]]:
    layers = data["layers"].values()
    found = [each for layer in layers for each in (layer["lead"], layer["contest"])]
    found += [model["score"] for model in data["models"]]
    return [each for each in found if each is not None]


def test_two_files_follow_the_schema_and_what_is_printed_adds_up() -> None:
    data = as_json(ECOPRODUCTOS, BANK)
    plain = json.loads(done(ECOPRODUCTOS, BANK, "--format", "json").out)
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(plain)] == []
    assert len(differences(data)) == 46
    for each in differences(data):
        assert each["before"] + each["change"] == each["after"]
        assert sum(each["by"].values()) == each["change"]
    for layer in data["layers"].values():
        answers = layer["contest"]["answers"]
        assert sum(each["points"] for each in answers) == layer["contest"]["by"]["answers"]


def test_both_ends_are_what_score_says() -> None:
    data = json.loads(done(ECOPRODUCTOS, BANK, "--format", "json").out)
    for end, file in (("before", ECOPRODUCTOS), ("after", BANK)):
        result = scored(file)
        layers = result["design"]["layers"]
        assert {id_: layer["chosen"][end] for id_, layer in data["layers"].items()} == {
            id_: choice["chosen"] for id_, choice in layers.items()
        }
        assert {m["id"]: (m["score"][end], m["rank"][end]) for m in data["models"]} == {
            m["id"]: (m["score"], m["rank"]) for m in result["models"]
        }
        assert data[end]["answers"]["hash"] == result["versions"]["answers"]["hash"]


def test_a_file_beside_itself_differs_in_nothing() -> None:
    data = as_json(ECOPRODUCTOS)
    assert (data["steps"], data["answers"], data["channels"]) == ([], [], [])
    assert all(each["change"] == 0 for each in differences(data))
    assert "Nothing: both sides say the same." in done(ECOPRODUCTOS, "--lang", "en").out


def test_one_answer_changed_on_the_command_line_is_told_with_all_it_moves() -> None:
    data = as_json(ECOPRODUCTOS, "--set", "res_crm=1")
    assert data["steps"] == ["answers"]
    assert [each["id"] for each in data["answers"]] == ["res_crm"]
    delivery = data["layers"]["delivery"]
    assert (delivery["chosen"]["before"], delivery["chosen"]["after"]) == (
        "personalised",
        "traditional",
    )
    assert delivery["chosen"]["by"] == ["answers"]
    assert {each["criterion"] for each in delivery["contest"]["answers"]} <= {"res_crm"}


def test_weights_of_a_file_are_the_second_sides(tmp_path: Path) -> None:
    weights = tmp_path / "weights.yaml"
    weights.write_text("format: svcmodel/weights/1\nweights: {customer: 3}\n", encoding="utf-8")
    data = as_json(ECOPRODUCTOS, "--weights", weights)
    assert data["steps"] == ["weights"]
    assert all(not each["by"]["answers"] for each in differences(data))


def test_two_days_show_what_the_law_brings() -> None:
    data = as_json(BANK, "--date-a", "2026-01-15", "--date", "2040-01-01")
    assert data["steps"] == ["date"]
    assert (data["before"]["on"], data["after"]["on"]) == ("2026-01-15", "2040-01-01")
    assert all(turn["by"] == ["date"] for turn in data["obligations"])
    assert all(not each["change"] for each in differences(data))


def test_a_constraint_and_its_end(tmp_path: Path) -> None:
    bound = tmp_path / "bound.yaml"
    text = ECOPRODUCTOS.read_text("utf-8")
    constraint = (
        "constraints:\n  - {id: c, keep: outsourcing, reason: It runs., until: 2027-12-31}\n"
    )
    bound.write_text(text + constraint, encoding="utf-8")
    data = as_json(ECOPRODUCTOS, bound, "--date", DAY)
    assert data["steps"] == ["constraints"]
    assert data["layers"]["sourcing"]["chosen"] == {
        "before": "in_house",
        "after": "outsourcing",
        "by": ["constraints"],
    }
    assert data["constraints"][0]["after"]["until"] == "2027-12-31"
    later = as_json(bound, "--date-a", DAY, "--date", "2028-01-01")
    assert later["layers"]["sourcing"]["chosen"]["by"] == ["date"]


def test_another_catalogue_is_a_step_of_its_own(tmp_path: Path) -> None:
    other = tmp_path / "catalogue"
    shutil.copytree(ROOT / "models_catalog", other)
    head = other / "catalogue.yaml"
    text = head.read_text("utf-8")
    assert "scale: 500\n" in text
    head.write_text(text.replace("scale: 500\n", "scale: 700\n"), encoding="utf-8")
    data = as_json(ECOPRODUCTOS, "--catalogue-a", other)
    assert data["steps"] == ["catalogue"]
    assert data["before"]["catalogue"]["hash"] != data["after"]["catalogue"]["hash"]
    assert any(each["by"]["catalogue"] for each in differences(data))
    back = as_json(ECOPRODUCTOS, "--catalogue", other, "--catalogue-a", ROOT / "models_catalog")
    changes = [{m["id"]: m["score"]["change"] for m in result["models"]} for result in (data, back)]
    assert changes[0] == {id_: -change for id_, change in changes[1].items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_told_in_either_language(
    lang: Lang, shipped: Catalogue, full: Questionnaire
) -> None:
    out = done(ECOPRODUCTOS, BANK, "--lang", lang, "--date-a", "2026-01-15").out
    heads = {
        "es": ("Las seis decisiones", "Los puntos", "Cómo se reparte"),
        "en": ("The six decisions", "The points", "How it is split"),
    }[lang]
    assert all(f"\n{head}\n" in out for head in heads)
    assert max(map(len, out.splitlines())) <= 100
    texts = [shipped, list(full.bank.values())]
    own = out.replace("EcoProductos", "").replace("Banco Ribera", "")
    said = re.split(r"\n(?:Las respuestas que cambian|The answers that change)\n", own)[0]
    assert foreign_in(said, lang, texts) == []


def test_segments_are_said_to_be_left_aside() -> None:
    said = "The company is compared as a whole; its segments are not."
    assert said in done(ECOPRODUCTOS, BANK, "--lang", "en").out
    assert said not in done(ECOPRODUCTOS, "--lang", "en").out


def test_points_printed_add_up_on_the_page() -> None:
    out = done(ECOPRODUCTOS, BANK, "--lang", "en").out
    flat = " ".join(out.replace("−", "-").split())
    found = re.findall(r": ([-+][\d.]+) → ([-+][\d.]+) points \(([^)]*)\)", flat)
    assert len(found) >= 4
    for before, after, parts in found:
        added = sum(Decimal(part) for part in re.findall(r"[-+][\d.]+", parts))
        assert Decimal(before) + added == Decimal(after)


def test_what_cannot_be_read_or_is_no_day_is_refused(tmp_path: Path) -> None:
    assert svcmodel("compare", ECOPRODUCTOS, tmp_path / "none.yaml").code == 2
    run = svcmodel("compare", ECOPRODUCTOS, "--date-a", "yesterday")
    assert (run.code, run.out) == (2, "")
    assert "E218" in run.last


def test_the_program_itself_compares() -> None:
    run = in_shell("compare", ECOPRODUCTOS, BANK)
    assert run.code == 0
    assert run.out.startswith("From EcoProductos to Banco Ribera: what changes\n")
