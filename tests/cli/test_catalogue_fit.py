"""`catalogue fit`, as a person runs it: a small casebook, and a copy of the catalogue to write to."""

from __future__ import annotations

import json
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from svcmodel.domain.case_record import FIGURES
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.sources.strict_yaml import parse_yaml
from svcmodel.sources.words_files import load_words
from tests.languages import phrases_in
from tests.program import ROOT, Run, in_shell, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

SHIPPED = ROOT / "models_catalog"
QUICK = ("--folds", 2, "--seeds", 1)
CASE = """\
- id: case-{number}
  language: en
  description: A shop.
  truth: {{company: Shop {number}, country: Nowhere, sector: shops, outcome: It went well.,
    primary: [{model}], source: [https://example.org], confidence: high,
    sme_or_non_famous: true, negative: false}}
"""
MODELS = (
    "self_service",
    "personalised",
    "subscription",
    "self_service",
    "personalised",
    "freemium",
)
LEVELS = ("5,1,2", "1,5,2", "4,3,5", "5,2,2", "2,5,1", "5,1,3")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of six cases, each with three levels."""
    place = tmp_path_factory.mktemp("cases")
    told = "".join(CASE.format(number=n, model=model) for n, model in enumerate(MODELS))
    rows = "".join(
        f"case-{n},{','.join(f'{x}s' for x in row.split(','))}\n" for n, row in enumerate(LEVELS)
    )
    (place / "cases.yaml").write_text(told, encoding="utf-8")
    head = "id,cus_digital,cus_human,obj_recurring\n"
    (place / "answers.csv").write_text(head + rows, encoding="utf-8")
    return place


@cache
def fitted(cases: Path, *more: object) -> Run:
    """A quick fit; the same is not run twice."""
    return svcmodel("catalogue", "fit", cases, *QUICK, *more)


def as_json(cases: Path) -> Any:
    return json.loads(fitted(cases, "--format", "json").out)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_speaks_one_language(lang: Lang, cases: Path) -> None:
    run = fitted(cases, "--lang", lang)
    assert run.code == 0
    own = 0 if lang == "es" else 1
    pairs = [pair for name in ("fit", "record") for pair in phrases_in(load_words(name))]
    foreign = {pair[1 - own] for pair in pairs} - {pair[own] for pair in pairs}
    assert [each for each in foreign if "{" not in each and len(each) > 8 and each in run.out] == []
    assert len(run.out.split("\n\n")) == 7


def test_what_is_in_the_sample_is_marked_as_such(cases: Path) -> None:
    text = fitted(cases, "--lang", "en").out
    assert "says nothing of a new company" in text
    rows = [line for line in text.splitlines() if line.startswith("the first model of the list")]
    assert re.search(r"( +\d+\.\d ± \d+\.\d \(\d+-\d+\)){4} +\(\d+\.\d\)$", rows[0])


def test_the_json_has_every_figure_of_both_procedures_on_both_kinds_of_folds(cases: Path) -> None:
    told = as_json(cases)
    assert told["format"] == "svcmodel/fit/1"
    assert (told["parts"], told["seeds"]) == (2, 1)
    kinds = [(held["folds"], held["procedure"]) for held in told["held_out"]]
    assert kinds == [(f, p) for f in ("random", "similar") for p in ("prior", "fitted")]
    for held in told["held_out"]:
        assert {"all", "model", "size"} <= {group["by"] for group in held["groups"]}
        assert all(list(group["figures"]) == list(FIGURES) for group in held["groups"])
        assert [case["case"] for case in held["cases"]] == [f"case-{n}" for n in range(6)]
        assert sum(held["thresholds"]["commercial"].values()) == 2
        assert sum(held["cautions"].values()) == (2 if held["procedure"] == "fitted" else 0)
    zeroed = [e for model in told["effects"].values() for e in model.values() if not e["fitted"]]
    assert told["zeroed"] == len(zeroed)


def test_what_no_case_answers_or_had_keeps_its_prior(cases: Path) -> None:
    told = as_json(cases)
    answered = {"cus_digital", "cus_human", "obj_recurring"}
    for model, effects in told["effects"].items():
        for criterion, effect in effects.items():
            if criterion not in answered or model in told["kept"]:
                assert effect["fitted"] == effect["prior"], (model, criterion)
    assert "video" in told["kept"]
    assert "self_service" not in told["kept"]
    assert told["effects"]["self_service"]["cus_digital"]["fitted"] > 0


def test_nothing_is_written_unless_asked_for(cases: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    run = svcmodel("catalogue", "fit", cases, *QUICK, "--catalogue", folder, "--lang", "en")
    assert run.code == 0
    assert run.err == "Nothing was written to the catalogue; --write does that.\n"
    for file in folder.rglob("*.yaml"):
        assert file.read_bytes() == (SHIPPED / file.relative_to(folder)).read_bytes()


def test_strengths_are_written_beside_each_effect_and_nothing_else_changes(
    cases: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    for file in (folder / "models").glob("*.yaml"):  # as before any fit
        bare = re.sub(r"(, fitted: -?\d+|\n    fitted: -?\d+)", "", file.read_text("utf-8"))
        file.write_text(bare, encoding="utf-8")
    before = {file: file.read_text("utf-8") for file in folder.rglob("*.yaml")}
    write = ("catalogue", "fit", cases, *QUICK, "--catalogue", folder, "--write", "--lang", "en")
    run = svcmodel(*write)
    assert (run.code, run.err[:9]) == (0, "Written: ")
    fit = as_json(cases)
    for model, effects in fit["effects"].items():
        file = folder / "models" / f"{model}.yaml"
        data: Any = parse_yaml(file.read_text("utf-8")).data
        assert {id_: e["fitted"] for id_, e in data["effects"].items()} == {
            id_: e["fitted"] for id_, e in effects.items()
        }
    for file, text in before.items():
        now = re.sub(r"(, fitted: -?\d+|\n    fitted: -?\d+)", "", file.read_text("utf-8"))
        assert without_thresholds(now) == without_thresholds(text), file.name
    assert svcmodel("check", folder, "-q").code == 0
    assert svcmodel(*write).err == "The catalogue has these strengths and thresholds already.\n"


def without_thresholds(text: str) -> str:
    return re.sub(r"^    threshold: .*$", "", text, flags=re.MULTILINE)


def test_an_expectation_of_what_does_not_exist_is_refused_at_its_place(
    cases: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    file = folder / "expectations.yaml"
    text = file.read_text("utf-8")
    assert "example: toy_shop" in text
    wrong = text.replace("example: toy_shop", "example: toyshop").replace("[shared]", "[shred]")
    file.write_text(wrong, encoding="utf-8")
    for run in (
        svcmodel("catalogue", "fit", cases, *QUICK, "--catalogue", folder),
        svcmodel("check", folder, "-q"),
    ):
        said = run.out + run.err
        assert run.code == 1
        assert re.findall(r": (E\d+) (\S+): ", said) == [
            ("E420", "companies[5].example"),
            ("E420", "companies[6].expected[0].chosen[0]"),
        ]


def test_a_catalogue_without_expectations_is_fitted_to_the_cases_alone(
    cases: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    (folder / "expectations.yaml").unlink()
    run = svcmodel("catalogue", "fit", cases, *QUICK, "--catalogue", folder, "--format", "json")
    assert json.loads(run.out)["expectations"] == []


def test_without_numpy_and_scipy_it_says_how_to_install_them(cases: Path) -> None:
    blocked = "import sys; sys.modules['scipy'] = None; from svcmodel.__main__ import main; main()"
    start = (sys.executable, "-c", blocked)
    run = in_shell("catalogue", "fit", cases, "--lang", "en", start=start)
    assert (run.code, run.out) == (2, "")
    assert "E320" in run.err
    assert "pip install svcmodel[fit]" in run.err
    assert "scipy" in run.err
    assert "numpy" not in run.err
    shown = in_shell("catalogue", "list", start=start)
    assert shown.code == 0


@pytest.mark.parametrize("option", [("--folds", "1"), ("--seeds", "0"), ("--folds", "x")])
def test_parts_that_cannot_be_made_are_wrong_use(option: tuple[str, str], cases: Path) -> None:
    run = svcmodel("catalogue", "fit", cases, *option)
    assert (run.code, run.out) == (2, "")
