"""`catalogue list`, `catalogue test` and `catalogue balance`, as a person runs them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from svcmodel.domain.case_record import FIGURES
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.sources.words_files import load_words
from tests.languages import foreign_in, phrases_in
from tests.program import ROOT, Run, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
SHIPPED = ROOT / "models_catalog"
FLOORS = "format: svcmodel/floors/1\nfloors:\n"
MODELS = sorted(file.stem for file in (SHIPPED / "models").glob("*.yaml"))
FEW = ("--companies", 20)


def output(*arguments: object) -> str:
    run = svcmodel(*arguments)
    assert (run.code, run.err) == (0, "")
    return run.out


def as_json(*arguments: object) -> Any:
    return json.loads(svcmodel(*arguments, "--format", "json").out)


@cache
def shipped_record() -> str:
    """The record of what ships, as JSON; it takes a second."""
    return output("catalogue", "test", "--format", "json", "--lang", "en")


@cache
def shipped_table(lang: Lang) -> str:
    return output("catalogue", "test", "--lang", lang)


def copied(folder: Path) -> Path:
    return shutil.copytree(SHIPPED, folder / "catalogue")


def spoken_wrongly(text: str, lang: Lang, names: Iterable[str]) -> list[str]:
    """Whole phrases of these files of words that stand in the text in the other language."""
    own = 0 if lang == "es" else 1
    pairs = [pair for name in names for pair in phrases_in(load_words(name))]
    foreign = {pair[1 - own] for pair in pairs} - {pair[own] for pair in pairs}
    return [said for said in foreign if "{" not in said and len(said) > 8 and said in text]


CASE = """\
- id: case-{number}
  language: en
  description: A shop.
  truth: {{company: Shop {number}, country: Nowhere, sector: shops, outcome: It went well.,
    primary: [self_service], source: [https://example.org], confidence: high,
    sme_or_non_famous: true, negative: false}}
"""


def a_folder(folder: Path, *cells: str) -> Path:
    """A folder of cases that document self-service, each with a level of one criterion."""
    place = folder / "cases"
    place.mkdir()
    cases = "".join(CASE.format(number=number) for number in range(len(cells)))
    rows = "".join(f"case-{number},{cell}\n" for number, cell in enumerate(cells))
    (place / "cases.yaml").write_text(cases, encoding="utf-8")
    (place / "answers.csv").write_text("id,cus_digital\n" + rows, encoding="utf-8")
    return place


# list


@EVERY_LANGUAGE
def test_list_names_every_model(lang: Lang, shipped: Catalogue) -> None:
    text = output("catalogue", "list", "--lang", lang)
    lines = text.split("\n\n")[0].splitlines()[1:]
    assert sorted(line.split()[0] for line in lines) == MODELS
    for line in lines:
        assert shipped.models[line.split()[0]].name.to(lang) in line
    assert foreign_in(re.sub(r"^\w+", "", text, flags=re.MULTILINE), lang, [shipped]) == []


def test_list_of_a_model_that_has_no_playbook_yet(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "playbooks" / "forum.yaml").unlink()
    before, after = (
        next(
            model
            for model in as_json("catalogue", "list", *more)["models"]
            if model["id"] == "forum"
        )
        for more in ((), ("--catalogue", folder))
    )
    assert (after["tasks"], after["kpis"], after["risks"]) == (0, 0, 0)
    assert 0 < after["words_en"] < before["words_en"]
    assert 0 < after["sources"] < before["sources"]
    assert "# " in output("catalogue", "show", "forum", "--catalogue", folder)


def test_list_counts_words_and_sources_of_the_model_and_its_playbook(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    for file in (folder / "models" / "post.yaml", folder / "playbooks" / "post.yaml"):
        text = file.read_text("utf-8")
        changed = re.sub(r"\b(es: )(?=\w)", r"\1Una dos tres ", text, count=1)
        assert changed != text
        assert "frei_2006" not in text
        changed = re.sub(r"(\nsources: \[)", r"\1frei_2006, ", changed, count=1)
        file.write_text(changed, encoding="utf-8")
    before, after = (as_json("catalogue", "list", *more) for more in ((), ("--catalogue", folder)))
    post = [next(m for m in told["models"] if m["id"] == "post") for told in (before, after)]
    assert post[1]["words_es"] - post[0]["words_es"] == 6
    assert post[1]["words_en"] == post[0]["words_en"]
    assert post[1]["sources"] - post[0]["sources"] == 1
    assert after["totals"]["words_es"] - before["totals"]["words_es"] == 6


def test_list_totals_are_those_of_the_catalogue(shipped: Catalogue) -> None:
    told = as_json("catalogue", "list")
    totals = told["totals"]
    assert totals["models"] + totals["baselines"] + totals["channels"] == len(shipped.models)
    assert totals["criteria"] == len(shipped.criteria)
    assert totals["obligations"] == len(shipped.obligations)
    assert totals["effects"] == sum(model["effects"] for model in told["models"])
    assert (totals["cases"], totals["knowledge_files"]) == (90, 10)
    assert totals["questions"] > 100
    lines = output("catalogue", "list", "--lang", "en").split("\n\n")[1].splitlines()
    assert len(lines) == len(totals) + 1
    assert all(f"{count:,}" in line for line, count in zip(lines[1:], totals.values(), strict=True))


# test


@EVERY_LANGUAGE
def test_the_record_speaks_one_language(lang: Lang, shipped: Catalogue) -> None:
    text = shipped_table(lang)
    assert spoken_wrongly(text, lang, ["record"]) == []
    other = next(each for each in LANGUAGES if each != lang)
    names = [model.name for model in shipped.models.values()]
    foreign = {name.to(other) for name in names} - {name.to(lang) for name in names}
    told = text[: text.index("case_")]
    assert [name for name in foreign if f"  {name}  " in told] == []


def test_the_table_says_what_each_figure_is_on_and_gives_its_interval() -> None:
    text = shipped_table("en")
    assert text.startswith("The record on 90 cases, 82 of which count\n")
    assert "on the bare scores" in text
    assert "the catalogue ships" in text
    for said in ("the first model of the list is documented", "a documented one leads its layer"):
        assert re.search(rf"^{said} +\d+/82 +\d+\.\d % +\d+-\d+$", text, re.MULTILINE)


def test_an_organisation_is_named_only_beside_its_link() -> None:
    told = json.loads(shipped_record())
    text = shipped_table("en")
    wrong = [case for case in told["cases"] if case["stays_wrong"]]
    assert f"Cases that stay wrong: {len(wrong)} of 90" in text
    for case in told["cases"]:
        lines = [line for line in text.splitlines() if case["organisation"] in line]
        named = [line for line in lines if line == f"  {case['organisation']}: {case['links'][0]}"]
        assert len(named) == case["stays_wrong"], case["case"]


def test_the_json_has_every_share_with_its_interval() -> None:
    told = json.loads(shipped_record())
    assert told["format"] == "svcmodel/record/1"
    assert list(told["figures"]) == list(FIGURES)
    assert told["versions"]["cases"]["counted"] == told["groups"][0]["cases"] == 82
    for group in told["groups"]:
        for share in group["figures"].values():
            assert 0 <= share["hits"] <= share["of"]
            assert share["of"] == 0 or share["low"] <= share["share"] <= share["high"]
    assert sum(case["stays_wrong"] for case in told["cases"]) == len(
        [case for case in told["cases"] if _is_wrong(case)]
    )


def _is_wrong(case: Any) -> bool:
    missed = case["list"][0] not in (*case["documented"], *case["acceptable"])
    return bool(case["failures"]) or (case["counts"] and missed)


def test_a_casebook_file_gives_what_it_gives_in_its_catalogue(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    book = folder / "casebook.yaml"
    text = book.read_text("utf-8")
    book.write_text(text[: text.index("  - id: case_008")], encoding="utf-8")
    alone = as_json("catalogue", "test", book)
    assert len(alone["cases"]) == 3
    assert as_json("catalogue", "test", "--catalogue", folder)["cases"] == alone["cases"]
    assert alone["cases"] == json.loads(shipped_record())["cases"][:3]


def test_a_folder_of_cases_is_scored(tmp_path: Path) -> None:
    told = as_json("catalogue", "test", a_folder(tmp_path, "5s", "1i", "", "n"))
    assert told["groups"][0]["cases"] == 4
    places = [case["place"] for case in told["cases"]]
    assert places[0] < places[1]
    assert places[2] == places[3]


def test_a_broken_folder_is_refused_with_every_place(tmp_path: Path) -> None:
    place = a_folder(tmp_path, "9s", "4", "5s")
    run = svcmodel("catalogue", "test", place, "--lang", "en")
    assert (run.code, run.out) == (1, "")
    lines = run.err.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        f"{place}/answers.csv:2:8",
        f"{place}/answers.csv:3:8",
    ]
    assert all(": E404 " in line for line in lines)


@pytest.mark.parametrize("name", ["none.yaml", "empty", "answers.csv"])
def test_what_holds_no_casebook_is_refused(name: str, tmp_path: Path) -> None:
    place = tmp_path / name
    if name == "empty":
        place.mkdir()
    elif name.endswith("csv"):
        place.write_text("id,cus_digital\n", encoding="utf-8")
    run = svcmodel("catalogue", "test", place)
    assert run.code == (1 if name.endswith("csv") else 2)
    assert run.out == ""
    assert run.err.startswith(str(place))


def compared(tmp_path: Path, change: Callable[[Any], None]) -> Run:
    """The record of three cases against an earlier one in which something was otherwise."""
    place, earlier = a_folder(tmp_path, "5s", "5i", "1s"), tmp_path / "earlier.json"
    told = as_json("catalogue", "test", place)
    change(told)
    earlier.write_text(json.dumps(told), encoding="utf-8")
    return svcmodel("catalogue", "test", place, "--against", earlier, "--lang", "en")


def test_against_itself_nothing_has_changed(tmp_path: Path) -> None:
    run = compared(tmp_path, lambda _: None)
    assert run.code == 0
    assert run.out.endswith("Against the earlier record\nNothing has changed.\n")


@pytest.mark.parametrize(("hits", "how"), [(0, "rose"), (3, "fell")])
def test_a_figure_that_rose_or_fell_is_told(tmp_path: Path, hits: int, how: str) -> None:
    run = compared(tmp_path, lambda told: told["groups"][0]["figures"]["five"].update(hits=hits))
    told = run.out.split("Against")[1]
    assert re.search(rf"^  {how}  .* first five +all cases +{hits}/3 +2/3$", told, re.MULTILINE)
    assert len(told.splitlines()) == 2


def test_a_case_that_turned_is_told(tmp_path: Path) -> None:
    run = compared(tmp_path, lambda told: told["cases"][2].update(stays_wrong=False))
    assert run.out.endswith("Against the earlier record\n  wrong now: case-2\n")


def test_an_earlier_record_that_is_none_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"format": "svcmodel/score/1"}', encoding="utf-8")
    run = svcmodel("catalogue", "test", "--against", other)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith(f"{other}:1:12: E112")


def test_floors_that_are_met_say_nothing(tmp_path: Path) -> None:
    floors = tmp_path / "floors.yaml"
    floors.write_text(FLOORS + "  - {figure: five, at_least: 50}\n", encoding="utf-8")
    place = a_folder(tmp_path, "5s", "1i")
    run = svcmodel("catalogue", "test", place, "--expect", floors, "--lang", "en")
    assert (run.code, run.err) == (0, "")
    assert "Floors" not in run.out
    assert as_json("catalogue", "test", place, "--expect", floors)["floors"] == []


@EVERY_LANGUAGE
def test_a_floor_that_is_not_met_ends_with_1(tmp_path: Path, lang: Lang) -> None:
    floors = tmp_path / "floors.yaml"
    lines = "  - {figure: first, at_least: 100}\n  - {figure: five, at_least: 1}\n"
    floors.write_text(FLOORS + lines, encoding="utf-8")
    place = a_folder(tmp_path, "5s", "1i")
    run = svcmodel("catalogue", "test", place, "--expect", floors, "--lang", lang)
    assert run.code == 1
    assert re.search(r"1 (of|de) 2$", run.last)
    assert "100" in run.out.splitlines()[-1]
    (missed,) = as_json("catalogue", "test", place, "--expect", floors)["floors"]
    assert (missed["figure"], missed["at_least"], missed["got"]["of"]) == ("first", 100, 2)


def test_a_floor_of_a_group_that_is_not_there_is_placed(tmp_path: Path) -> None:
    floors = tmp_path / "floors.yaml"
    line = "  - {figure: first, by: model, of: self_servce, at_least: 1}\n"
    floors.write_text(FLOORS + line, encoding="utf-8")
    place = a_folder(tmp_path, "5s")
    run = svcmodel("catalogue", "test", place, "--expect", floors, "--lang", "en")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith(f"{floors}:3:36: E420 floors[0].of: ")
    assert "did you mean self_service?" in run.err


# balance


@cache
def balanced(*more: object) -> Run:
    """A run on a few companies; the same is not run twice."""
    return svcmodel("catalogue", "balance", *FEW, *more)


@EVERY_LANGUAGE
def test_the_balance_speaks_one_language(lang: Lang) -> None:
    run = balanced("--lang", lang)
    assert spoken_wrongly(run.out, lang, ["balance"]) == []
    assert len(run.out.split("\n\n")) == 1 + 6 + 3


def test_the_balance_ends_with_1_where_something_is_found() -> None:
    told = json.loads(balanced("--format", "json").out)
    found = [leader for leader in told["leaders"] if leader["finding"]]
    run = balanced("--lang", "en")
    assert run.code == (1 if found else 0)
    assert run.err == (f"findings: {len(found)}\n" if found else "")
    assert run.out.count("Here nothing should exceed half.") == len(found)


def test_the_balance_counts_every_company_once_in_each_layer(shipped: Catalogue) -> None:
    told = json.loads(balanced("--format", "json").out)
    assert [layer["layer"] for layer in told["layers"]] == list(shipped.layers)
    for layer in told["layers"]:
        assert sum(model["companies"]["chosen"] for model in layer["models"]) == 20
        assert sum(model["cases"]["chosen"] for model in layer["models"]) == 90
    assert {layer["layer"] for layer in told["layers"] if layer["held"]} == {
        *("commercial", "sourcing", "delivery")
    }


def test_the_balance_is_the_same_for_the_same_seed() -> None:
    again = svcmodel("catalogue", "balance", *FEW, "--seed", 7)
    assert again.out == balanced("--seed", 7).out
    assert again.out != balanced("--seed", 8).out


@pytest.mark.parametrize("option", [("--companies", "0"), ("--companies", "x"), ("--seed", "-1")])
def test_companies_that_cannot_be_drawn_are_wrong_use(option: tuple[str, str]) -> None:
    run = svcmodel("catalogue", "balance", *option)
    assert (run.code, run.out) == (2, "")


def test_a_change_of_the_catalogue_shows_in_both(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    head = folder / "catalogue.yaml"
    text = head.read_text("utf-8")
    changed = re.sub(r"^    threshold: [1-9].*$", "    threshold: 50", text, flags=re.MULTILINE)
    assert changed.count("threshold: 50\n") == 3
    head.write_text(changed, encoding="utf-8")
    told = json.loads(balanced("--format", "json", "--catalogue", folder).out)
    (commercial,) = (layer for layer in told["layers"] if layer["layer"] == "commercial")
    advised = {model["model"]: model["cases"]["chosen"] for model in commercial["models"]}
    assert advised["one_off_sale"] == 90
    moved = as_json("catalogue", "test", "--catalogue", folder)["groups"][0]["figures"]
    plain = json.loads(shipped_record())["groups"][0]["figures"]
    assert moved["design"]["hits"] < plain["design"]["hits"]
    assert all(moved[figure] == plain[figure] for figure in ("first", "acceptable", "leads"))
