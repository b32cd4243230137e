"""A plan for each sheet: what `svcmodel plan` writes, in files whose names are safe and their own."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from svcmodel.batch.plans import plain
from tests.batch.inputs import named, sheet
from tests.program import ECOPRODUCTOS, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

HOSTILE = (
    "../../etc/passwd",
    "a/b",
    "CON",
    ".hidden",
    "-rf",
    "$(id)`id`",
    "x" * 300,
    "客服",
    "  ñ",
)


def planned(folder: Path, *paths: object, more: tuple[object, ...] = ()) -> dict[str, str]:
    """The subject of each row of a batch, by the name of its plan."""
    out = folder / "o.csv"
    run = svcmodel("batch", *paths, "-o", out, "--plans", folder / "plans", *more)
    assert run.code == 0, run.err
    with out.open(newline="", encoding="utf-8") as stream:
        return {row["plan"]: row["subject"] for row in csv.DictReader(stream)}


@pytest.mark.parametrize("kind", ["md", "json", "html", "pdf", "docx", "xlsx"])
def test_it_is_what_the_plan_of_the_file_is(kind: str, tmp_path: Path) -> None:
    (name,) = planned(tmp_path, ECOPRODUCTOS, more=("--plan-format", kind))
    assert re.fullmatch(rf"ecoproductos-[0-9a-f]{{12}}\.{kind}", name)
    alone = tmp_path / f"alone.{kind}"
    assert svcmodel("plan", ECOPRODUCTOS, "-o", alone).code == 0
    assert (tmp_path / "plans" / name).read_bytes() == alone.read_bytes()


def test_names_are_safe_and_every_sheet_has_its_own(tmp_path: Path) -> None:
    sheets = [{"format": "svcmodel/answers/1", "subject": s} for s in (*HOSTILE, "CON")]
    table = tmp_path / "in.jsonl"
    table.write_text("".join(json.dumps(each) + "\n" for each in sheets), encoding="utf-8")
    plans = planned(tmp_path, table, more=("--plan-format", "json", "--jobs", 2))
    assert len(plans) == len(sheets)
    assert {file.name for file in (tmp_path / "plans").iterdir()} == set(plans)
    for name in plans:
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}\.json", name)
    assert [plain(subject) for subject in HOSTILE] == [
        *("etc-passwd", "a-b", "con", "hidden", "rf", "id-id", "x" * 40, "plan", "n")
    ]
    assert not [
        file for file in tmp_path.iterdir() if file.name not in ("in.jsonl", "o.csv", "plans")
    ]


def test_a_sheet_that_fails_has_no_plan_and_the_rest_have(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "c"):
        named(folder / f"{name}.yaml")
    (folder / "b.yaml").write_text(sheet("B", "res_crm: 9"))
    asked = ("batch", folder, "--plans", tmp_path / "plans", "--plan-format", "json")
    run = svcmodel(*asked, "--columns", "subject", "--lang", "en")
    assert run.code == 1
    rows = [json.loads(line) for line in run.out.splitlines()]
    assert [row["subject"] for row in rows] == ["a", "c"]
    assert sorted(row["plan"] for row in rows) == sorted(
        file.name for file in (tmp_path / "plans").iterdir()
    )
    assert run.last.startswith("2 scored, 1 failed")


def test_a_folder_that_cannot_be_written_stops_it(tmp_path: Path) -> None:
    named(tmp_path / "a.yaml")
    (tmp_path / "file").write_text("")
    run = svcmodel("batch", tmp_path, "--plans", tmp_path / "file" / "plans", "--lang", "en")
    assert run.code == 2
    assert "E007" in run.last


def test_plans_are_not_written_from_a_cluster(tmp_path: Path) -> None:
    named(tmp_path / "a.yaml")
    asked = ("batch", tmp_path, "-o", tmp_path / "o.csv", "--engine", "dask")
    run = svcmodel(*asked, "--plans", tmp_path / "plans")
    assert (run.code, run.last.split(" ")[0]) == (2, "E329")
