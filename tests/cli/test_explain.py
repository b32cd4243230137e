"""`svcmodel explain`: read as a client would, in both languages, as text, Markdown and JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from svcmodel.domain.records import LANGUAGES, Lang
from tests.languages import foreign_in
from tests.program import ECOPRODUCTOS, EMPTY, EXAMPLES, ROOT, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

BOUTIQUE = ROOT / "examples" / "luxury_boutique.yaml"
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


def output(*arguments: object, stdin: str = "") -> str:
    run = svcmodel("explain", *arguments, stdin=stdin)
    assert run.code == 0, run.err
    return run.out


def data(*arguments: object, stdin: str = "") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(output(*arguments, "--format", "json", stdin=stdin))
    return told


def half_of(file: Path) -> list[str]:
    """Settings that make every other answer on customers, means and rivals unknown."""
    ids = [line.split(":")[0].strip() for line in file.read_text("utf-8").splitlines()]
    measured = [id_ for id_ in ids if id_.startswith(("cus_", "res_", "com_"))]
    return [part for id_ in measured[::2] for part in ("--set", f"{id_}=unknown")]


@EVERY_LANGUAGE
@pytest.mark.parametrize("arguments", [(), ("personalised",), ("self_service",)], ids=str)
def test_a_page_is_in_one_language(lang: Lang, arguments: tuple[str, ...]) -> None:
    page = output(ECOPRODUCTOS, *arguments, "--lang", lang)
    cited = re.sub(r"https?://\S+(?:(?<=[-/])\s+\S+)*", "", page)  # an address may go on below
    assert not foreign_in(cited, lang)


def test_the_chosen_model_is_explained_beside_the_runner_up() -> None:
    told = data(ECOPRODUCTOS, "personalised")
    assert told["chosen"] == told["model"]["id"] == "personalised"
    assert told["against"]["id"] != "personalised"
    assert told["behind"] == told["against"]["id"]


def test_another_model_is_explained_beside_the_chosen_one() -> None:
    told = data(ECOPRODUCTOS, "self_service")
    assert (told["against"]["id"], told["behind"]) == ("personalised", "self_service")
    assert told["gap"] < 0


def test_the_points_of_the_arguments_add_up_to_the_gap_and_of_the_dimensions_to_the_score() -> None:
    told = data(BOUTIQUE, "self_service", "--against", "traditional")
    assert sum(a["gap"] for a in told["arguments"]) == pytest.approx(told["gap"], abs=0.4)
    assert 50 + sum(told["dimensions"].values()) == pytest.approx(told["model"]["score"], abs=0.03)


@EVERY_LANGUAGE
def test_every_argument_names_the_answers_behind_it(lang: Lang) -> None:
    page = output(BOUTIQUE, "personalised", "--lang", lang, "--format", "markdown")
    items = [line for line in page.splitlines() if line.startswith("- **+")]
    assert items
    answered = "respuesta" if lang == "es" else "answer"
    rest = "El resto" if lang == "es" else "The rest"
    assert all(answered in item or rest in item for item in items)


def test_what_stands_in_the_way_is_told_with_its_way_out_and_the_rank_it_would_have() -> None:
    told = data(BOUTIQUE, "outsourcing", "--set", "legal_no_third_party=yes")
    broken = [rule for rule in told["model"]["rules"] if rule["state"] == "broken"]
    assert broken
    assert told["model"]["would_rank"] is not None
    assert told["blocked"]
    page = output(BOUTIQUE, "outsourcing", "--set", "legal_no_third_party=yes", "--lang", "en")
    assert "Way out" in page
    assert "it would rank" in page


def test_the_whole_design_of_a_file_with_half_the_answers() -> None:
    told = data(ECOPRODUCTOS, *half_of(ECOPRODUCTOS))
    assert not told["settled"]
    useful = [question for question in told["open_questions"] if question["layers"]]
    assert useful
    gains = [q["gain"]["after"] - q["gain"]["before"] for q in useful if q["gain"]]
    assert gains == sorted(gains, reverse=True)
    assert all(gain > 0 for gain in gains)
    assert told["stages"]
    assert told["analogues"]


def test_an_empty_file_is_explained_too() -> None:
    told = data("-", stdin=EMPTY)
    assert told["analogues"] == []
    assert data("-", "self_service", stdin=EMPTY)["gap"] == 0


def test_where_nothing_decides_it_says_so() -> None:
    page = output("-", "proactive", "--lang", "en", stdin=EMPTY)
    assert "There is no clear winner" in page


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nonsense"], "E301"),
        (["phone"], "E301"),
        (["personalised", "--against", "subscription"], "E310"),
    ],
    ids=lambda value: str(value),
)
def test_models_that_do_not_compete_are_refused(arguments: list[str], code: str) -> None:
    run = svcmodel("explain", ECOPRODUCTOS, *arguments)
    assert run.code == 2
    assert code in run.last


@EVERY_LANGUAGE
def test_constraints_are_told_with_their_price(tmp_path: Path, lang: Lang) -> None:
    text = ECOPRODUCTOS.read_text("utf-8")
    assert "constraints:" not in text
    kept = "constraints:\n  - {id: kept, keep: self_service, reason: La web ya existe.}\n"
    file = tmp_path / "kept.yaml"
    file.write_text(text + kept, "utf-8")
    page = output(file, "self_service", "--lang", lang)
    assert "La web ya existe." in page
    assert ("Cuesta" if lang == "es" else "It costs") in page
    fixed = "Lo que usted ha fijado, abajo" if lang == "es" else "What you have fixed, below"
    assert fixed in page


def test_every_case_named_stands_beside_its_source() -> None:
    page = output(BOUTIQUE, "--lang", "es", "--format", "markdown")
    cases = [line for line in page.splitlines() if "Fuente:" in line]
    assert len(cases) == 3
    assert all("http" in line for line in cases)


@pytest.mark.parametrize("model", [(), ("self_service",), ("personalised",)], ids=str)
@pytest.mark.parametrize("file", EXAMPLES[::4], ids=lambda file: file.stem)
def test_json_follows_its_schema(file: Path, model: tuple[str, ...]) -> None:
    schema = json.loads(svcmodel("schema", "explain" if model else "explain_design").out)
    assert [
        error.message for error in Draft7Validator(schema).iter_errors(data(file, *model))
    ] == []
