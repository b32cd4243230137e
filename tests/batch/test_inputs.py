"""What may be given to a batch: files, folders, patterns, a stream; and what it makes of each."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.batch.inputs import named, sheet
from tests.program import svcmodel

pytestmark = pytest.mark.usefixtures("read_once")


def subjects(*paths: object, stdin: str = "") -> list[str]:
    run = svcmodel("batch", *paths, "--columns", "subject", "--jobs", 1, stdin=stdin)
    assert run.code == 0, run.err
    return [json.loads(line)["subject"] for line in run.out.splitlines()]


def test_paths_come_in_their_order_and_folders_by_name(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in (
        "b.yaml",
        "in/d.yml",
        "in/c.yaml",
        "in/sub/a.yaml",
        ".hidden/x.yaml",
        "in/.y.yaml",
    ):
        named(tmp_path / name)
    (tmp_path / "in" / "readme.txt").write_text("no sheet")
    assert subjects(tmp_path / "b.yaml", tmp_path / "in") == ["b", "c", "d", "a"]
    assert subjects(tmp_path) == ["b", "c", "d", "a"]


def test_patterns_that_the_shell_has_left_are_followed(tmp_path: Path) -> None:
    (tmp_path / "one" / "two").mkdir(parents=True)
    for name in ("x1.yaml", "x2.yaml", "y.yaml", "one/two/x3.yaml", "a[1].yaml"):
        named(tmp_path / name)
    assert subjects(tmp_path / "x*.yaml") == ["x1", "x2"]
    assert subjects(tmp_path / "**" / "x*.yaml") == ["x3", "x1", "x2"]
    assert subjects(tmp_path / "a[1].yaml") == ["a[1]"], "a file of that very name"


@pytest.mark.parametrize(
    "text",
    [
        sheet("A") + "---\n" + sheet("B"),
        json.dumps([{"format": "svcmodel/answers/1", "subject": s} for s in "AB"], indent=2),
        "".join(f'{{"format": "svcmodel/answers/1", "subject": "{s}"}}\n' for s in "AB"),
        "subject,res_crm\nA,3\nB,\n",
        "subject;res_crm\r\nA;3\r\nB;\r\n",
    ],
    ids=["yaml", "json", "lines", "csv", "semicolons"],
)
def test_standard_input_is_known_by_how_it_begins(text: str) -> None:
    assert subjects("-", stdin=text) == ["A", "B"]


def test_documents_of_a_file_may_begin_with_a_marker_and_hold_comments(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    file.write_text(f"# first\n---\n{sheet('A')}---\n# nothing\n--- \n{sheet('B')}---\n")
    assert subjects(file) == ["A", "B"]


def test_links_to_folders_are_not_walked(tmp_path: Path) -> None:
    named(tmp_path / "a.yaml")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert subjects(tmp_path) == ["a"]


def test_a_name_with_a_line_break_stays_on_one_line(tmp_path: Path) -> None:
    named(tmp_path / "a\nb.yaml", "A")
    (tmp_path / "c\nd.yaml").write_text("format: svcmodel/answers/1\n")
    run = svcmodel("batch", tmp_path, "--columns", "subject", "--lang", "en")
    assert json.loads(run.out) == {"subject": "A"}
    first, summary = run.err.splitlines()
    assert first.startswith(f"{tmp_path}/c?d.yaml:1:1: E401 subject: ")
    assert summary.startswith("1 scored, 1 failed, 0 with warnings in ")


def test_where_there_is_nothing_it_says_so(tmp_path: Path) -> None:
    for nothing in (tmp_path, tmp_path / "*.yaml"):
        run = svcmodel("batch", nothing, "--lang", "en")
        assert run.code == 1
        assert "E324 there is nothing to score here" in run.err


def test_a_file_that_goes_or_cannot_be_read_is_a_problem_of_its_own(tmp_path: Path) -> None:
    named(tmp_path / "a.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "gone")
    (tmp_path / "c.yaml").write_bytes(b"format: \xff\n")
    (tmp_path / "d.yaml").write_bytes(b"\0" * 10)
    os.mkfifo(tmp_path / "e.yaml")
    named(tmp_path / "f.yaml")
    run = svcmodel("batch", tmp_path, tmp_path / "no.yaml", "--columns", "subject", "--lang", "en")
    assert [json.loads(line)["subject"] for line in run.out.splitlines()] == ["a", "f"]
    codes = [line.removeprefix(str(tmp_path)).split(" ")[:2] for line in run.err.splitlines()[:-1]]
    assert codes == [
        ["/b.yaml:", "E001"],
        ["/c.yaml:1:9:", "E005"],
        ["/d.yaml:", "E004"],
        ["/e.yaml:", "E006"],
        ["/no.yaml:", "E001"],
    ]
    assert run.code == 1


def test_a_spreadsheets_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes("\ufeffsubject,res_crm\nA,3\n".encode())
    assert subjects(table) == ["A"]


def test_a_batch_never_writes_over_what_it_reads(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("subject\nA\n")
    for arguments in (["-o", table], ["-o", tmp_path / "o.csv", "--errors", tmp_path / "o.csv"]):
        run = svcmodel("batch", table, *arguments)
        assert (run.code, run.last.split(" ")[0]) == (2, "E325")
    assert table.read_text() == "subject\nA\n"
    assert svcmodel("batch", tmp_path, "-o", tmp_path / "out.csv").code == 0
    again = svcmodel("batch", tmp_path, "-o", tmp_path / "out.csv", "--lang", "en")
    assert again.last.startswith("1 scored"), "its own output is no input"
