"""The trial of weights on a page: its integers, its sliders, its file, and what keeps it safe."""

from __future__ import annotations

import dataclasses
import json
import re
from base64 import b64encode
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from svcmodel.api import assess, load_answers, load_questionnaire
from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import MICRO, Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import LANGUAGES, Lang, Text
from svcmodel.render.documents import page
from svcmodel.render.weights_data import WeightsTrial, slider_values, weights_file, weights_trial
from svcmodel.render.words import Words
from svcmodel.scoring.weights import with_weights
from svcmodel.sources import catalogue_files
from svcmodel.sources.answer_files import load_weights
from svcmodel.sources.words_files import load_phrases, load_template
from tests.html_page import HEADINGS, parse_page
from tests.program import ROOT, svcmodel

DAY = "2026-01-15"


@cache
def load_catalogue() -> Catalogue:
    return catalogue_files.load_catalogue()


@cache
def assessed(name: str) -> tuple[AnswerSheet, Assessment]:
    catalogue, questionnaire = load_catalogue(), load_questionnaire("full")
    answers = load_answers(ROOT / "examples" / f"{name}.yaml", catalogue, questionnaire)
    return answers, assess(catalogue, questionnaire, answers, on=DAY, program="test")


def trial(name: str, lang: Lang = "en", catalogue: Catalogue | None = None) -> WeightsTrial:
    answers, assessment = assessed(name)
    words, bank = Words(lang, load_phrases()), load_questionnaire("full").bank
    return weights_trial(catalogue or load_catalogue(), bank, answers, assessment, words)


@pytest.mark.parametrize(
    ("weights", "values", "exact"),
    [
        ((1, 1, 1, 1, 1), (5, 5, 5, 5, 5), True),
        ((7, 7, 7, 7, 7), (5, 5, 5, 5, 5), True),
        ((2, 1, 1, 1, 1), (10, 5, 5, 5, 5), True),
        ((3, 1, 2, 1, 1), (9, 3, 6, 3, 3), True),
        ((Fraction(1, 2), 1, 1, 1, Fraction(3, 2)), (3, 6, 6, 6, 9), True),
        ((10, 9, 8, 7, 1), (10, 9, 8, 7, 1), True),
        ((100, 60, 60, 20, 3), (10, 6, 6, 2, 1), False),
        ((1, Fraction(137, 100), 1, 1, 1), (7, 10, 7, 7, 7), False),
    ],
)
def test_sliders_start_at_the_weights_or_say_that_they_are_only_near(
    weights: tuple[int | Fraction, ...], values: tuple[int, ...], exact: bool
) -> None:
    assert slider_values([Fraction(weight) for weight in weights]) == (values, exact)


def test_the_file_it_shows_is_one_that_the_program_reads(tmp_path: Path) -> None:
    weights = {"objectives": 10, "customer": 1, "resources": 3, "competitors": 5, "flexibility": 7}
    file = tmp_path / "weights.yaml"
    file.write_text(weights_file(weights, ("cus_human", "obj_cost")), encoding="utf-8")
    catalogue = load_catalogue()
    read = with_weights(AnswerSheet(subject="x"), load_weights(file, catalogue), catalogue)
    assert dict(read.weights) == weights
    assert read.important == ("cus_human", "obj_cost")
    assert "important" not in weights_file(weights, ())


@pytest.mark.parametrize("name", ["ecoproductos", "retail_bank"])
def test_rows_are_the_models_of_each_decision_in_the_order_of_their_places(name: str) -> None:
    assessment = assessed(name)[1]
    found = trial(name)
    catalogue = load_catalogue()
    assert [layer.id for layer in found.layers] == list(assessment.design.layers)
    for layer in found.layers:
        members = {model.id for model in catalogue.in_layer[layer.id]}
        ordered = [result.id for result in assessment.models if result.id in members]
        assert [row.id for row in layer.rows] == ordered
        chosen = assessment.design.layers[layer.id].chosen
        assert [row.id for row in layer.rows if row.chosen] == [chosen]
        for row in layer.rows:
            assert abs(float(row.exact) - assessment.model(row.id).micro / MICRO) <= 0.005
            assert abs(float(row.points) - float(row.exact)) <= 0.055


def test_the_script_is_given_integers_and_texts_only() -> None:
    data = trial("retail_bank").data
    assert json.loads(json.dumps(data)) == data

    def plain(node: Any) -> bool:
        if isinstance(node, dict):
            return all(map(plain, node.values()))
        if isinstance(node, list):
            return all(map(plain, node))
        return isinstance(node, str | int)

    assert plain(data)
    assert len(data["criteria"]) == len(load_catalogue().criteria)
    assert {len(row) for row in data["criteria"]} == {9}
    places = range(len(data["models"]))
    for layer in data["layers"]:
        assert layer["chosen"] in {entrant["model"] for entrant in layer["entrants"]}
        assert set(layer["members"]) <= set(places)
        assert set(layer["out"]) <= set(layer["members"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_script_fills_in_stands_in_its_phrases(lang: Lang) -> None:
    script = load_template("weights.js.j2") or ""
    texts = trial("ecoproductos", lang).data["texts"]
    said = set(re.findall(r'say\("(\w+)"', script)) | set(re.findall(r'\? "(\w+)" : "\w+"', script))
    assert said <= set(texts)
    assert "{changes}" in texts["changed"]
    assert "{needed}" in texts["held"]
    assert all(f"{{{place}}}" in texts["one_change"] for place in ("layer", "after", "before"))


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "plan.html"
    example = ROOT / "examples" / "ecoproductos.yaml"
    done = svcmodel("plan", example, "--lang", "en", "--date", DAY, "-o", file)
    assert done.code == 0, done.err
    return file.read_text(encoding="utf-8")


def test_the_policy_names_the_one_script_of_the_page(html: str) -> None:
    read = parse_page(html)
    data, script = read.all("script")
    assert data.attributes["type"] == "application/json"
    assert script.attributes == {}
    policy = next(e.attributes["content"] for e in read.all("meta") if "http-equiv" in e.attributes)
    text = "".join(script.texts())
    named = b64encode(sha256(text.encode()).digest()).decode()
    assert re.findall(r"script-src ([^;]*)", policy) == [f"'sha256-{named}'"]
    assert "default-src 'none'" in policy
    assert "</" not in text
    assert "unsafe-eval" not in policy


def test_the_trial_is_hidden_until_it_runs_and_stays_on_the_screen(html: str) -> None:
    panel = parse_page(html).by_id("what-if")
    assert "hidden" in panel.attributes
    assert panel.attributes["data-only"] == "screen"
    assert panel.all(*HEADINGS, "p", "dt") == []
    labels = {label.attributes["for"] for label in panel.all("label")}
    sliders = panel.all("input")
    assert len(sliders) == 5
    assert {e.attributes["id"] for e in [*sliders, panel.one("textarea")]} == labels
    assert [e for e in panel.walk() for name in e.attributes if name.startswith("on")] == []


def test_a_name_cannot_end_the_data(html: str) -> None:
    """Names come from a catalogue, and a catalogue may be a stranger's."""
    bad = "</script><script>alert(1)</script><!--&"
    catalogue = load_catalogue()
    model = dataclasses.replace(catalogue.models["subscription"], name=Text(es=bad, en=bad))
    named = dataclasses.replace(catalogue, models={**catalogue.models, "subscription": model})
    found = trial("ecoproductos", catalogue=named)
    source = load_template("plan.html.j2") or ""
    [line] = [line for line in source.splitlines() if 'id="what-if-data"' in line]

    def load(name: str) -> str | None:
        return f"<body>{line}</body>" if name == "line.html.j2" else load_template(name)

    written = page("line.html.j2", load, Words("en", load_phrases()), weighed=found)
    [script] = parse_page(written).all("script")
    assert json.loads("".join(script.texts()))["models"] == found.data["models"]
    assert bad in str(found.data)
    assert written.count("<script") == 1
    whole = json.loads("".join(parse_page(html).all("script")[0].texts()))
    assert whole.keys() == found.data.keys()
