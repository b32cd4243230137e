"""A batch in partitions: every sheet once, in order, with its own line, wherever the cuts are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import fsspec  # type: ignore[import-untyped]
import pyarrow as pa
import pytest
from pyarrow import parquet

from svcmodel.batch.partition_work import Made, Site, lines_before, made
from svcmodel.batch.partitions import Partition, Sizes, partitions
from svcmodel.batch.sheets import Setup
from svcmodel.batch.worker import Order, Worker

SMALL = Sizes(bytes=300, rows=2, files=2)
LINES = 40
BROKEN = (3, 17, 39)


def sheet(number: int) -> dict[str, object]:
    if number in BROKEN:
        return {"format": "svcmodel/answers/1", "subject": 1}
    answers = {"cus_volume": 20 * number + 7, "res_crm": 1 + number % 5}
    return {"format": "svcmodel/answers/1", "subject": f"Company {number}", "answers": answers}


@pytest.fixture(scope="module")
def lines() -> bytes:
    return b"".join(json.dumps(sheet(number)).encode() + b"\n" for number in range(LINES))


@pytest.fixture
def worker(setup: Setup) -> Worker:
    return Worker(Order(setup, "", "jsonl", "text", "en", "1"))


@pytest.fixture
def address() -> Iterator[str]:
    """A folder that is no file's: of this process's memory."""
    yield "memory:///batch"
    fsspec.filesystem("memory").rm("/batch", recursive=True)


def told(worker: Worker, every: list[Partition], site: Site) -> list[Made]:
    return [made(worker, partition, site, "me") for partition in every]


def test_lines_are_cut_anywhere_and_none_is_lost_or_read_twice(
    worker: Worker, lines: bytes, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines)
    site = Site(str(tmp_path / "out"), str(tmp_path))
    (tmp_path / "out").mkdir()
    name = str(tmp_path / "in.jsonl")
    [whole] = told(worker, list(partitions([name])), Site(str(tmp_path), ""))
    expected = (tmp_path / "part-00000.jsonl").read_bytes()
    cut = list(partitions([name], sizes=SMALL))
    found = told(worker, cut, site)
    joined = b"".join(file.read_bytes() for file in sorted((tmp_path / "out").iterdir()))
    assert len(cut) > LINES / 4
    assert joined == expected
    assert sum(each.lines for each in found) == LINES
    assert sum(each.scored for each in found) == whole.scored == LINES - len(BROKEN)
    places, before = [], 0
    for partition, each in zip(cut, found, strict=True):
        assert lines_before(name, partition.start, "") == before
        places += [problem.line + before for problem in each.problems]
        before += each.lines
    assert places == [problem.line for problem in whole.problems]
    assert set(places) == {number + 1 for number in BROKEN}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_are_cut_between_rows_and_every_row_has_its_line(
    end: str, worker: Worker, tmp_path: Path
) -> None:
    rows = [
        f'"Company {n}, \nin two lines",{9 if n in BROKEN else 1 + n % 5}' for n in range(LINES)
    ]
    name = str(tmp_path / "in.csv")
    Path(name).write_text(end.join(["subject,res_crm", *rows, ""]), encoding="utf-8", newline="")
    [whole] = told(worker, list(partitions([name])), Site(str(tmp_path), ""))
    expected = (tmp_path / "part-00000.jsonl").read_bytes()
    (tmp_path / "out").mkdir()
    cut = list(partitions([name], sizes=SMALL))
    found = told(worker, cut, Site(str(tmp_path / "out"), ""))
    joined = b"".join(file.read_bytes() for file in sorted((tmp_path / "out").iterdir()))
    assert len(cut) > LINES / 20
    assert joined == expected
    assert sum(each.scored for each in found) == whole.scored == LINES - len(BROKEN)
    assert [problem for each in found for problem in each.problems] == list(whole.problems)
    assert [problem.line for problem in whole.problems] == [2 * n + 2 for n in BROKEN]


@pytest.mark.parametrize("rows", ["", "wrong,head\n" + "1,2\n" * 100])
def test_tables_of_nothing_say_what_they_say_whole(
    rows: str, worker: Worker, tmp_path: Path
) -> None:
    name = str(tmp_path / "in.csv")
    Path(name).write_text(rows or "subject\n", encoding="utf-8")
    [whole] = told(worker, list(partitions([name])), Site(str(tmp_path), ""))
    (tmp_path / "out").mkdir()
    found = told(worker, list(partitions([name], sizes=SMALL)), Site(str(tmp_path / "out"), ""))
    assert [problem for each in found for problem in each.problems] == list(whole.problems)


def test_addresses_are_read_and_written(worker: Worker, lines: bytes, address: str) -> None:
    memory = fsspec.filesystem("memory")
    half = lines.index(b"\n", len(lines) // 2) + 1
    memory.pipe({"/batch/in/b.jsonl": lines[half:], "/batch/in/a.jsonl": lines[:half]})
    memory.pipe({"/batch/in/notes.txt": b"no input", "/batch/in/_hidden/c.jsonl": b"nor this"})
    every = list(partitions([f"{address}/in"]))
    assert [partition.names for partition in every] == [
        (f"{address}/in/a.jsonl",),
        (f"{address}/in/b.jsonl",),
    ]
    found = told(worker, every, Site(f"{address}/out", ""))
    assert sum(each.scored for each in found) == LINES - len(BROKEN)
    written = sorted(memory.find("/batch/out"))
    assert written == ["/batch/out/part-00000.jsonl", "/batch/out/part-00001.jsonl"]
    rows = [json.loads(row) for name in written for row in memory.cat(name).splitlines()]
    expected = [f"Company {number}" for number in range(LINES) if number not in BROKEN]
    assert [row["subject"] for row in rows] == expected


def test_what_is_not_at_an_address_is_said(worker: Worker, address: str) -> None:
    fsspec.filesystem("memory").pipe({"/batch/notes.txt": b"no input"})
    every = list(partitions([address, f"{address}/none.csv"]))
    found = told(worker, every, Site(f"{address}/out", ""))
    codes = [problem.code for each in found for problem in each.problems]
    assert codes == ["E324", "E001"]


def test_row_groups_know_the_number_of_their_first_row(worker: Worker, tmp_path: Path) -> None:
    subjects = [f"Company {number}" for number in range(9)]
    table = pa.table({"subject": subjects, "res_crm": [1, 2, 3, 4, 5, 9, 1, 2, 3]})
    parquet.write_table(table, tmp_path / "in.parquet", row_group_size=2)
    every = list(partitions([str(tmp_path / "in.parquet")], sizes=Sizes(rows=4)))
    assert [(each.start, each.end, each.row) for each in every] == [(0, 2, 1), (2, 4, 5), (4, 5, 9)]
    problems = [p for each in told(worker, every, Site(str(tmp_path), "")) for p in each.problems]
    assert [(problem.line, problem.path) for problem in problems] == [(6, "res_crm")]


def test_small_files_go_together_and_the_output_is_no_input(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.yaml").write_text("format: svcmodel/answers/1\n")
    (tmp_path / "table.csv").write_text("subject\n")
    out = tmp_path / "out.jsonl"
    out.mkdir()
    (out / "part-00000.jsonl").write_text("")
    every = list(partitions([str(tmp_path)], folder=str(out), sizes=SMALL))
    assert [len(each.names) for each in every] == [2, 2, 1, 1]
    assert [each.number for each in every] == [0, 1, 2, 3]
    assert len({each.key for each in every}) == 4
