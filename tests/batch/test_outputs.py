"""What is written: cells that are text and no more, the columns asked for, one file whole."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from svcmodel.batch.row_text import safe_text
from svcmodel.domain.assessment import MICRO
from tests.program import svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

HOSTILE = (
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "  =1+1",
    "＝1+1",
    'a,"b";c',
    "https://example.org",
    "1234567890123456789",
    "<b>&amp;",
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    file = tmp_path / "in.jsonl"
    sheets = [{"format": "svcmodel/answers/1", "subject": s} for s in HOSTILE]
    file.write_text("".join(json.dumps(sheet) + "\n" for sheet in sheets))
    return file


def test_cells_of_a_table_are_text(hostile: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    assert svcmodel("batch", hostile, "-o", out, "--columns", "subject,core").code == 0
    with out.open(newline="", encoding="utf-8") as stream:
        cells = [row["subject"] for row in csv.DictReader(stream)]
    assert [cell.removeprefix("'") for cell in cells] == list(HOSTILE)
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1", "\0=1", " \u00a0@x", "−1"])
def test_signs_before_a_formula_do_not_hide_it(text: str) -> None:
    assert safe_text(text) == (text if text.startswith("−") else f"'{text}")


def test_cells_of_a_workbook_are_text(hostile: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "o.xlsx", tmp_path / "again.xlsx"
    for file in (out, again):
        assert svcmodel("batch", hostile, "-o", file, "--date", "2026-01-15").code == 0
    assert out.read_bytes() == again.read_bytes()
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    head, *rows = sheet.iter_rows()
    assert [row[0].value for row in rows] == list(HOSTILE)
    assert {row[0].data_type for row in rows} == {"s"}
    assert not [row[0] for row in rows if row[0].hyperlink]
    names = [cell.value for cell in head]
    score = rows[0][names.index("managed.score")]
    assert (score.value, score.data_type) == (50, "n")


def test_columns_are_chosen_by_name_and_by_group(hostile: Path) -> None:
    def head(*columns: str) -> list[str]:
        run = svcmodel("batch", hostile, *columns)
        return list(json.loads(run.out.splitlines()[0]))

    usual = head()
    assert usual[:7] == [
        "subject",
        "commercial",
        "sourcing",
        "posture",
        "delivery",
        "scope",
        "channels",
    ]
    assert {"core", "excluded", "coverage", "managed.score", "managed.low"} < set(usual)
    assert {"program", "catalogue_hash", "questionnaire_hash", "answers_hash"} < set(usual)
    assert "settled" not in usual
    assert head("--columns", "subject,managed.score,design") == [
        *("subject", "managed.score", *usual[1:7])
    ]
    more = head("--columns", "+contradictions,answered")
    assert more == [*usual, "contradictions", "answered"]


def test_the_same_table_whatever_it_is_written_as(hostile: Path, tmp_path: Path) -> None:
    import pyarrow.parquet

    outputs = {suffix: tmp_path / f"o.{suffix}" for suffix in ("csv", "jsonl", "parquet", "xlsx")}
    for out in outputs.values():
        run = svcmodel(
            "batch", hostile, "-o", out, "--columns", "managed.score,excluded,coverage,on"
        )
        assert run.code == 0, run.err
    lines = [json.loads(line) for line in outputs["jsonl"].read_text().splitlines()]
    with outputs["csv"].open(newline="") as stream:
        table = list(csv.DictReader(stream))
    assert [float(row["managed.score"]) for row in table] == [x["managed.score"] for x in lines]
    assert [row["excluded"].split() for row in table] == [line["excluded"] for line in lines]
    exact = pyarrow.parquet.read_table(outputs["parquet"]).to_pylist()
    assert [
        {
            "managed.score": row["managed.score_micro"] / MICRO,
            "excluded": row["excluded"],
            "coverage": row["coverage_micro"] / MICRO,
            "on": row["on"],
        }
        for row in exact
    ] == lines
    sheet = openpyxl.load_workbook(outputs["xlsx"]).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert cells == [line["managed.score"] for line in lines]


def test_nothing_is_left_beside_the_output(hostile: Path, tmp_path: Path) -> None:
    for suffix in ("csv", "parquet", "xlsx"):
        svcmodel("batch", hostile, "-o", tmp_path / f"o.{suffix}", "--errors", tmp_path / "e.sarif")
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {"in.jsonl", "o.csv", "o.parquet", "o.xlsx", "e.sarif"}
    assert json.loads((tmp_path / "e.sarif").read_text())["runs"][0]["results"] == []


def test_a_place_that_cannot_be_written_is_said_before_the_work(
    hostile: Path, tmp_path: Path
) -> None:
    run = svcmodel("batch", hostile, "-o", tmp_path / "no" / "o.csv", "--lang", "en")
    assert run.code == 2
    assert "E007" in run.last
