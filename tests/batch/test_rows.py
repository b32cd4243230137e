"""A row of a batch says what the same sheet says when it is scored by itself, whatever way it came."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from svcmodel.batch.columns import layout
from svcmodel.batch.json_sheets import json_sheet
from svcmodel.batch.pieces import named_files, pieces
from svcmodel.batch.quick_answers import UnusualError
from svcmodel.batch.quick_lines import QuickLines
from svcmodel.batch.row_text import JsonLines
from svcmodel.batch.sheets import Raw, Setup, SheetScorer
from svcmodel.batch.worker import Order, Worker
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.sources.questionnaire_files import load_questionnaire
from tests.batch.companies import answers_in, cell, companies
from tests.batch.killing import many_files
from tests.program import EXAMPLES, svcmodel

Row = Mapping[str, Any]
ON = "2026-02-01"
SHEETS = 20
NEVER = 10**9


def worker(setup: Setup, *, by_columns: bool = False, columns: str = "") -> Worker:
    return Worker(Order(setup, columns, "jsonl", "jsonl", "en", "0", 0 if by_columns else NEVER))


def rows_of(worker: Worker, *paths: Path) -> list[Row]:
    return [json.loads(line) for line in lines_of(worker, *paths)]


def lines_of(worker: Worker, *paths: Path) -> Iterator[str]:
    for piece in pieces(named_files(map(str, paths))):
        done = worker.done(piece)
        assert not done.failed, done.problems.decode()
        yield from done.rows.decode().splitlines()


def sure(row: Row) -> dict[str, Any]:
    """A row without the hash, which is of the bytes the sheet came in."""
    return {key: value for key, value in row.items() if key != "answers_hash"}


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_a_row_is_what_the_score_of_the_file_says(
    example: Path, setup: Setup, shipped: Catalogue
) -> None:
    result = json.loads(svcmodel("score", example, "--format", "json", "--date", ON).out)
    row = rows_of(worker(replace(setup, day=ON)), example)[0]
    models = {model["id"]: model for model in result["models"]}
    for id_ in result["core"]:
        model = models[id_]
        said = [row[f"{id_}.{part}"] for part in ("score", "low", "high", "rank")]
        assert said == [model["score"], *model["range"], model["rank"]]
    layers = result["design"]["layers"]
    assert {id_: row[id_] for id_ in layers} == {id_: c["chosen"] for id_, c in layers.items()}
    assert row["core"] == result["core"]
    excluded = {id_ for id_, model in models.items() if model["status"] == "excluded"}
    assert row["excluded"] == [id_ for id_ in shipped.models if id_ in excluded]
    assert row["coverage"] == pytest.approx(result["coverage"]["share"], abs=1e-6)
    versions = result["versions"]
    assert row["answers_hash"] == versions["answers"]["hash"]
    assert row["catalogue_hash"] == versions["catalogue"]["hash"]
    assert row["questionnaire_hash"] == versions["questionnaire"]["hash"]
    assert (row["subject"], row["on"]) == (result["subject"], ON)


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("name", ["ecoproductos", "luxury_boutique"])
def test_the_further_columns_are_what_the_score_of_the_file_says(name: str, setup: Setup) -> None:
    example = next(file for file in EXAMPLES if file.stem == name)
    result = json.loads(svcmodel("score", example, "--format", "json").out)
    asked = "settled,very_likely,margin,lead_share,channels,contradictions,contributions,answered"
    row = rows_of(worker(setup, columns=asked), example)[0]
    design = result["design"]
    for layer, choice in design["layers"].items():
        assert row[f"{layer}.settled"] == choice["settled"]
        assert row[f"{layer}.very_likely"] == choice["very_likely"]
        assert row[f"{layer}.margin"] == pytest.approx(choice["margin_points"], abs=0.01)
    assert row["channels"] == design["channels"]
    assert len(row["contradictions"]) == len(result["contradictions"])
    assert row["answered"] == result["coverage"]["answered"]
    for model in result["models"]:
        if model["core"]:
            share = row[f"{model['id']}.lead_share"]
            assert share == (model["lead_share"] and pytest.approx(model["lead_share"], abs=0.005))
            said = row[f"{model['id']}.contributions"]
            parts = [(part["criterion"], part["points"]) for part in model["contributions"]]
            assert dict(parts) == pytest.approx(said, abs=0.011)


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9), share=st.sampled_from([0.05, 0.4, 0.9]))
def test_the_quick_way_gives_what_the_careful_way_gives(
    seed: int, share: float, scorer: SheetScorer, full: Questionnaire, shipped: Catalogue
) -> None:
    data = next(companies(full.bank, shipped.criteria, share, random.Random(seed)))
    raw = json_sheet(json.dumps(data).encode(), "a.json", 0)
    assert isinstance(raw, Raw)
    careful = scorer.careful.outcome(raw)
    lines = QuickLines(scorer.reader, frozenset(["full"]))
    for _ in range(2):  # as it is met for the first time, and when it is known
        (line,) = lines.sheets(json.dumps(data).encode(), "a.json", 1)
        assert isinstance(line, Raw)
        assert scorer.outcome(line) == careful
    try:
        row, _ = scorer.plain_row(raw)
    except UnusualError:
        return
    assert careful.row == row
    assert scorer.outcome(raw) == careful


def test_most_sheets_are_plain(
    scorer: SheetScorer, full: Questionnaire, shipped: Catalogue
) -> None:
    drawn = companies(full.bank, shipped.criteria, 0.5, random.Random(3))
    plain = 0
    for data, _ in zip(drawn, range(30), strict=False):
        try:
            raw = json_sheet(json.dumps(data).encode(), "a.json", 0)
            plain += isinstance(raw, Raw) and bool(scorer.plain_row(raw))
        except UnusualError:
            continue
    assert plain > 15


@pytest.fixture(scope="module")
def scorer(setup: Setup) -> SheetScorer:
    return SheetScorer(setup)


@pytest.fixture(scope="module")
def scored(
    full: Questionnaire, shipped: Catalogue, scorer: SheetScorer
) -> list[tuple[dict[str, Any], Row]]:
    """Sheets with nothing wrong, each with what the careful way says of it."""
    text = JsonLines(layout(shipped, load_questionnaire, "0"))
    found: list[tuple[dict[str, Any], Row]] = []
    for data in companies(full.bank, shipped.criteria, 0.4, random.Random(7)):
        raw = json_sheet(json.dumps(data).encode(), "", 0)
        assert isinstance(raw, Raw)
        row = scorer.careful.outcome(raw).row
        if row is not None:
            found.append((data, sure(json.loads(text.encoded([row])))))
        if len(found) == SHEETS:
            return found
    raise AssertionError


@pytest.fixture(scope="module")
def sheets(scored: list[tuple[dict[str, Any], Row]]) -> list[dict[str, Any]]:
    return [data for data, _ in scored]


@pytest.fixture(scope="module")
def expected(scored: list[tuple[dict[str, Any], Row]]) -> list[Row]:
    return [row for _, row in scored]


@pytest.mark.parametrize(
    ("kind", "by_columns"),
    [
        ("yaml", False),
        ("many.yaml", False),
        ("json", False),
        ("list.json", False),
        ("jsonl", False),
        ("jsonl", True),
        ("csv", False),
        ("csv", True),
    ],
)
def test_every_form_of_the_same_sheets_gives_the_same_rows(
    kind: str,
    by_columns: bool,
    sheets: list[dict[str, Any]],
    expected: list[Row],
    setup: Setup,
    tmp_path: Path,
) -> None:
    write(kind, sheets, tmp_path)
    rows = rows_of(worker(setup, by_columns=by_columns), tmp_path)
    assert [sure(row) for row in rows] == expected


def write(kind: str, sheets: list[dict[str, Any]], folder: Path) -> None:
    """The sheets in one of the forms there are."""

    def put(name: str, text: str) -> None:
        (folder / name).write_text(text, encoding="utf-8", newline="")

    match kind:
        case "yaml" | "json":
            for number, data in enumerate(sheets):
                text = json.dumps(data) if kind == "json" else yaml.safe_dump(data, sort_keys=False)
                put(f"{number:04}.{kind}", text)
        case "many.yaml":
            put("all.yaml", "---\n".join(yaml.safe_dump(data) for data in sheets))
        case "list.json":
            put("all.json", json.dumps(sheets, indent=1))
        case "jsonl":
            put("all.jsonl", "".join(json.dumps(data) + "\n" for data in sheets))
        case "csv":
            put("all.csv", table(sheets))


def table(sheets: list[dict[str, Any]]) -> str:
    """The sheets as a table, by the rule for its columns."""
    rows = [
        {"subject": data["subject"], "questionnaire": "full", **answers_in(data)} for data in sheets
    ]
    names = dict.fromkeys(name for row in rows for name in row)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(names)
    writer.writerows([[cell(row.get(name)) for name in names] for row in rows])
    return written.getvalue()


@pytest.mark.usefixtures("read_once")
def test_rows_come_in_the_order_of_the_sheets_whatever_the_number_of_processes(
    tmp_path: Path,
) -> None:
    folder = many_files(tmp_path / "in", 300)
    made = []
    for jobs in (1, 2, 3):
        output = tmp_path / f"{jobs}.csv"
        run = svcmodel("batch", folder, "-o", output, "--jobs", jobs, "--date", ON)
        assert run.last.startswith("296 scored, 4 failed")
        made.append(output.read_bytes())
    assert made[0] == made[1] == made[2]
    subjects = [row["subject"] for row in csv.DictReader(io.StringIO(made[0].decode()))]
    assert len(subjects) == 296
    assert all(a < b for a, b in pairwise(subjects))
