"""Bad sheets never stop the rest: each problem with its place, the count, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.batch.inputs import named, sheet
from tests.cli.test_invalid_files import ANSWER_FILES, FOLDER, expected
from tests.program import svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

SAID_OTHERWISE = {"file_two_documents", "format_list", "format_not_a_text"}
"""A batch takes documents for sheets, and knows what format it expects, which `check` does not."""

TABLE = """subject,res_crm,cus_volume,obj_retention.level,lang
Good,3,1200,,en
Bad level,7,1200,,
Ambiguous,3,2.000,,
"Two lines
of a name",3,,9,
Short,3
Warned,3,3,,
Tongue,3,,,fr
"""


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder of three sound sheets, one with a warning, and broken ones of several kinds."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "e", "z"):
        named(folder / f"{name}.yaml")
    (folder / "b.yaml").write_text(sheet("B", "res_crm: 9", "cus_volme: 100"))
    (folder / "c.yaml").write_text("format: [\n")
    (folder / "d.yaml").write_text(sheet("D", "cus_volume: 3"))
    (folder / "f.jsonl").write_text('{"format": "svcmodel/answers/1", "subject": "F"}\n{"a"\n')
    (folder / "g.yaml").write_text(sheet("G", "res_crm: 1") + "---\n" + sheet("H", "res_crm: 9"))
    return folder


def places(text: str, folder: Path) -> list[str]:
    """File, line, column and code of each problem."""
    lines = text.replace(f"{folder}/", "").splitlines()
    return [" ".join(line.split(" ")[:2]) for line in lines]


def test_every_problem_has_its_place_and_the_rest_is_scored(mixed: Path) -> None:
    run = svcmodel("batch", mixed, "--lang", "en", "--columns", "subject", "--jobs", 1)
    assert [json.loads(line)["subject"] for line in run.out.splitlines()] == [
        *("a", "D", "e", "F", "G", "z")
    ]
    *problems, summary = run.err.splitlines()
    assert places("\n".join(problems), mixed) == [
        "b.yaml:5:12: E205",
        "b.yaml:6:3: E201",
        "c.yaml:2:1: E101",
        "d.yaml:5:15: W201",
        "f.jsonl:2:5: E117",
        "g.yaml:11:12: E205",
    ]
    assert summary.startswith("6 scored, 4 failed, 1 with warnings in ")
    assert run.code == 1


def test_a_row_of_a_table_is_named_by_its_line_and_the_column_by_its_name(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(TABLE)
    for jobs in (1, 2):
        run = svcmodel("batch", table, "--lang", "en", "--columns", "subject", "--jobs", jobs)
        assert [json.loads(line)["subject"] for line in run.out.splitlines()] == ["Good", "Warned"]
        lines = run.err.replace(f"{table}:", "").splitlines()
        assert [" ".join(line.split(" ")[:3]) for line in lines[:-1]] == [
            "3:2: E205 res_crm:",
            "4:3: E203 cus_volume:",
            "5:4: E219 obj_retention.level:",
            "7:2: E428 there",
            "8:3: W201 cus_volume:",
            "9:5: E404 lang:",
        ]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("subject,cus_volme", ':1:2: E420 cus_volme: there is no "cus_volme"'),
        ("subject,cus_volume.levels", ":1:2: E420 cus_volume.levels:"),
        ("subject,res_crm,res_crm", ":1:3: E421 res_crm:"),
        ("name,res_crm", ":1:1: E401 subject:"),
        ("res_crm", ":1:1: E401 subject:"),
    ],
)
def test_columns_that_are_not_known_are_said_once(head: str, said: str, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(head + "\n" + "A,3\n" * 3)
    run = svcmodel("batch", table, "--lang", "en")
    assert run.code == 1
    assert run.out == ""
    assert said in run.err
    assert run.err.count(said.split(" ")[1]) == 1


def test_every_known_mistake_is_said_as_check_says_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ANSWER_FILES:
        shutil.copy(FOLDER / f"{name}.yaml", folder)
    run = svcmodel("batch", folder, "--lang", "en", "-o", tmp_path / "o.csv")
    lines = run.err.replace(f"{folder}/", "").splitlines()[:-1]
    said = {
        name: [line for line in lines if line.startswith(f"{name}.yaml:")] for name in ANSWER_FILES
    }
    by_check = {
        name: [line for line in expected(name).splitlines() if line.startswith(f"{name}.yaml:")]
        for name in ANSWER_FILES
    }
    unlike = {name for name in ANSWER_FILES if said[name] != by_check[name]}
    assert unlike == SAID_OTHERWISE


def test_unknown_keys_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(sheet("A") + "colour: red\n")
    (tmp_path / "b.jsonl").write_text('{"format": "svcmodel/answers/1", "subject": "B", "x": 1}\n')
    run = svcmodel("batch", tmp_path, "--lang", "en")
    assert places(run.err, tmp_path)[:-1] == ["a.yaml:4:1: E402", "b.jsonl:1:50: E402"]


def test_problems_are_the_same_whatever_the_number_of_processes(
    mixed: Path, tmp_path: Path
) -> None:
    for n in range(200):
        named(mixed / f"m{n:03}.yaml")
    said = []
    for jobs in (1, 2):
        errors = tmp_path / f"{jobs}.txt"
        run = svcmodel("batch", mixed, "-o", tmp_path / "o.csv", "-j", jobs, "--errors", errors)
        assert run.code == 1
        said.append(errors.read_text())
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == 6


def test_problems_for_programs(mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    errors = {suffix: tmp_path / f"errors{suffix}" for suffix in (".jsonl", ".sarif")}
    for file in errors.values():
        run = svcmodel("batch", mixed, "-o", out, "--errors", file, "--lang", "en")
        assert len(run.err.splitlines()) == 1, "the count alone"
    lines = [json.loads(line) for line in errors[".jsonl"].read_text().splitlines()]
    codes = [line["code"] for line in lines]
    assert codes == ["E205", "E201", "E101", "W201", "E117", "E205"]
    assert lines[0]["path"] == "res_crm"
    assert (lines[0]["line"], lines[0]["column"]) == (5, 12)
    sarif: dict[str, Any] = json.loads(errors[".sarif"].read_text())
    results = sarif["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == codes
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 12}
    run = svcmodel("batch", mixed, "-o", out, "--errors-format", "github", "--lang", "en")
    assert f"::error file={mixed}/b.yaml,line=5,col=12,title=E205 res_crm::" in run.err
    assert "::warning file=" in run.err


def test_what_makes_it_end_with_one_is_chosen(tmp_path: Path) -> None:
    warned, failed = tmp_path / "w.yaml", tmp_path / "f.yaml"
    warned.write_text(sheet("W", "cus_volume: 3"))
    failed.write_text(sheet("F", "res_crm: 9"))
    codes = {
        (file, on): svcmodel("batch", file, "--fail-on", on).code
        for file in (warned, failed)
        for on in ("error", "warning", "never")
    }
    assert [codes[warned, on] for on in ("error", "warning", "never")] == [0, 1, 0]
    assert [codes[failed, on] for on in ("error", "warning", "never")] == [1, 1, 0]


def test_above_a_number_of_failures_it_stops(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(300):
        (folder / f"{n:03}.yaml").write_text(sheet("F", "res_crm: 9"))
    out = tmp_path / "o.csv"
    run = svcmodel("batch", folder, "-o", out, "--max-errors", 5, "--jobs", 1, "--lang", "en")
    assert run.code == 1
    assert "E323 more than 5 have failed" in run.last
    assert not out.exists()
    assert len(run.err.splitlines()) < 200


def test_a_column_that_does_not_exist_is_wrong_use(tmp_path: Path) -> None:
    named(tmp_path / "a.yaml")
    run = svcmodel("batch", tmp_path, "--columns", "subject,scors", "--lang", "en")
    assert run.code == 2
    assert run.last.startswith('E420 --columns: there is no "scors"')
    assert "did you mean scores?" in run.last


def test_an_ending_that_is_not_known_is_wrong_use(tmp_path: Path) -> None:
    named(tmp_path / "a.yaml")
    run = svcmodel("batch", tmp_path, "-o", tmp_path / "o.txt")
    assert (run.code, run.last.split(" ")[0]) == (2, "E304")
