"""`svcmodel review`: the advice beside what was measured, read as a client would and by programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from svcmodel.domain.records import LANGUAGES, Lang
from tests.languages import foreign_in
from tests.program import DAY, ECOPRODUCTOS, EXAMPLES, ROOT, in_shell, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

MEASURED = ROOT / "tests" / "example_files" / "measured" / "ecoproductos.yaml"
SCHEMAS = ROOT / "templates" / "schemas"
HEAD = "format: svcmodel/kpi_values/1\n"
TURNING = HEAD + "date: 2026-07-01\nvalues: {res_crm: 1, cus_human: 1}\n"


def output(*arguments: object, stdin: str = "") -> str:
    run = svcmodel("review", *arguments, stdin=stdin)
    assert (run.code, run.err) == (0, "")
    return run.out


def data(*arguments: object, stdin: str = "") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(output(*arguments, "--format", "json", stdin=stdin))
    return told


def turned() -> dict[str, Any]:
    return data(ECOPRODUCTOS, "--kpi", "-", stdin=TURNING)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_a_review_follows_its_schema_and_holds_the_comparison(file: Path) -> None:
    told = data(file, "--kpi", MEASURED)
    for name, part in (("review", told), ("compare", told["comparison"])):
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
        assert [error.message for error in Draft7Validator(schema).iter_errors(part)] == []
    shown = svcmodel("schema", "review")
    assert json.loads(shown.out)["title"] == "svcmodel review"


def test_the_measured_answer_is_beside_the_one_given_and_its_level_beside_the_old() -> None:
    told = data(ECOPRODUCTOS, "--kpi", MEASURED)
    volume, repeats = told["answers"]
    assert (volume["id"], volume["question"], volume["state"]) == (
        "contact_volume",
        "cus_volume",
        "broken",
    )
    assert (volume["before"]["value"], volume["after"]["value"]) == (650, 2600)
    assert volume["levels"] == [{"criterion": "cus_volume", "before": 2, "after": 3}]
    assert repeats["state"] == "same_level"


def test_a_measure_is_held_to_the_companys_threshold_or_to_orientation() -> None:
    told = {each["id"]: each for each in data(ECOPRODUCTOS, "--kpi", MEASURED)["measures"]}
    assert (told["csat"]["state"], told["csat"]["own"]) == ("beyond", False)
    assert (told["fcr"]["state"], told["fcr"]["own"]) == ("within", True)
    assert told["fcr"]["date"] == "2026-06-15"
    assert told["csat"]["date"] == "2026-07-01"
    assert told["handling_time"]["state"] == "no_threshold"


def test_the_advice_is_what_score_gives_with_the_measured_answers() -> None:
    told = turned()
    settings = ("--set", "res_crm=1", "--set", "cus_human=1", "--date", "2026-07-01")
    scored = json.loads(svcmodel("score", ECOPRODUCTOS, *settings, "--format", "json").out)
    layers = scored["design"]["layers"]
    assert {id_: each["chosen"]["after"] for id_, each in told["decisions"].items()} == {
        id_: choice["chosen"] for id_, choice in layers.items()
    }
    assert told["verdict"] == "turned"
    assert told["steps"][0] == {"do": "replan", "about": ["delivery"]}
    assert told["decisions"]["delivery"]["chosen"] == {
        "before": "personalised",
        "after": "self_service",
    }


def test_what_was_answered_is_confirmed_by_the_same_values() -> None:
    same = HEAD + "values: {cus_volume: 650, cus_repetitive: 52}\n"
    told = data(ECOPRODUCTOS, "--kpi", "-", "--date", DAY, stdin=same)
    assert [each["state"] for each in told["answers"]] == ["confirmed", "confirmed"]
    assert (told["verdict"], told["steps"]) == ("holds", [{"do": "go_on", "about": []}])


def test_the_day_is_the_one_asked_for_else_the_last_of_the_file_and_the_plan_tells_the_next() -> (
    None
):
    assert data(ECOPRODUCTOS, "--kpi", MEASURED)["on"] == "2026-07-01"
    calm = HEAD + "values: {csat: 90}\n"
    told = data(ECOPRODUCTOS, "--kpi", "-", "--date", "2026-01-20", stdin=calm)
    assert told["next_review"] == {"day": "2026-02-16", "planned": "progress"}
    late = ("--date", "2026-05-05", "--start", "2026-05-04")
    assert data(ECOPRODUCTOS, "--kpi", "-", *late, stdin=calm)["next_review"] == {
        "day": "2026-06-03",
        "planned": "progress",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_a_page_is_in_one_language_and_says_it_all(lang: Lang, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "kpi.yaml"
    values = "values: {res_crm: 1, cus_human: 1, cus_volume: 650, csat: 60, nps: 12, fcr: 80}\n"
    file.write_text(HEAD + values, encoding="utf-8")
    page = output(ECOPRODUCTOS, "--kpi", file, "--lang", lang, "--format", kind)
    assert not foreign_in(page, lang)
    said = {"es": ("es otro", "No se cumple", "Próxima revisión"), "en": ("is another", "Not met")}
    assert all(each in " ".join(page.split()) for each in said[lang])


def test_a_file_with_segments_says_that_they_are_left_aside() -> None:
    page = output(ROOT / "examples" / "retail_bank.yaml", "--kpi", MEASURED, "--lang", "en")
    assert "its segments are not" in " ".join(page.split())


def test_a_note_is_text_in_markdown_and_no_markup(tmp_path: Path) -> None:
    file = tmp_path / "kpi.yaml"
    file.write_text(HEAD + 'values:\n  csat: {value: 60, note: "<script>*x*</script>"}\n', "utf-8")
    page = output(ECOPRODUCTOS, "--kpi", file, "--format", "markdown")
    assert "<script>" not in page
    assert r"\<script\>\*x\*" in page


def test_a_broken_file_is_refused_at_its_place() -> None:
    wrong = HEAD + "values:\n  csta: 71\n  csat: high\n"
    run = svcmodel("--lang", "en", "review", ECOPRODUCTOS, "--kpi", "-", stdin=wrong)
    assert (run.code, run.out) == (1, "")
    first, second = run.err.splitlines()
    assert first.startswith("-:3:3: E241 values.csta: ")
    assert first.endswith("(did you mean csat?)")
    assert second.startswith("-:4:9: E202 values.csat: ")


@pytest.mark.parametrize(
    ("arguments", "code"), [((), 2), (("--kpi", "nowhere.yaml"), 2), (("--kpi", ECOPRODUCTOS), 1)]
)
def test_a_file_of_values_is_needed(arguments: tuple[object, ...], code: int) -> None:
    run = svcmodel("review", ECOPRODUCTOS, *arguments)
    assert (run.code, run.out) == (code, "")


def test_the_program_reviews() -> None:
    run = in_shell("review", ECOPRODUCTOS, "--kpi", MEASURED, "--lang", "en")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("Review of the advice for EcoProductos, 1 July 2026\n")
