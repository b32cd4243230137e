"""A batch may be stopped at any moment: what is whole is kept, and the same command goes on from it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.batch.inputs import named, sheet
from tests.batch.killing import Batch, children, is_running, many_files
from tests.program import in_shell, svcmodel

FILES = 500
BROKEN_FILES = 6


class Undisturbed(NamedTuple):
    """Files, and what a batch of them writes that nothing happens to."""

    files: Path
    written: tuple[bytes, ...]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    batch = Batch(many_files(folder / "in", FILES), folder)
    batch.begin().communicate(timeout=30)
    rows, problems = batch.written()
    assert rows.count(b"\n") == FILES - BROKEN_FILES + 1
    assert problems.count(b"\n") == BROKEN_FILES
    return Undisturbed(batch.files, (rows, problems))


def test_killed_in_its_course_and_gone_on_with_it_writes_the_same(
    tmp_path: Path, undisturbed: Undisturbed
) -> None:
    batch = Batch(undisturbed.files, tmp_path)
    done = 0
    for _ in range(2):
        run = batch.held("--resume", pieces=done + 1)
        run.kill()
        run.communicate()
        done = batch.pieces_done()
    assert not (tmp_path / "out.csv").exists()
    assert batch.go_on() == undisturbed.written
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_with_what_is_whole(
    tmp_path: Path, number: signal.Signals, code: int, undisturbed: Undisturbed
) -> None:
    batch = Batch(undisturbed.files, tmp_path)
    run = batch.held()
    (tmp_path / "out.csv").write_text("what was there before\n")
    run.send_signal(number)
    run.send_signal(signal.SIGCONT)
    _, said = run.communicate(timeout=30)
    assert run.returncode == code
    assert said.decode().splitlines()[-1].startswith("Stopped after ")
    assert (tmp_path / "out.csv").read_text() == "what was there before\n"
    rows = (tmp_path / ".out.csv.partial").read_bytes()
    assert undisturbed.written[0].startswith(rows)
    assert rows.endswith(b"\n")


def test_a_process_that_dies_is_replaced_and_nobody_works_on_when_the_batch_is_killed(
    tmp_path: Path, undisturbed: Undisturbed
) -> None:
    batch = Batch(undisturbed.files, tmp_path)
    run = batch.held()
    os.kill(children(run.pid)[0], signal.SIGKILL)
    run.send_signal(signal.SIGCONT)
    run.communicate(timeout=30)
    assert run.returncode == 1, "some sheets are broken"
    assert batch.written() == undisturbed.written
    (tmp_path / "out.csv").unlink()
    run = batch.held()
    working = children(run.pid)
    run.kill()
    run.communicate()
    until = time.monotonic() + 5
    while any(map(is_running, working)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, working))


@pytest.mark.usefixtures("read_once")
def test_what_has_changed_since_is_done_again(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "o.jsonl"
    many_files(folder, 200)
    asked = ["batch", folder, "-o", out, "-j", 1, "--columns", "subject,managed.score"]
    assert svcmodel(*asked, "--max-errors", 2, "--lang", "en").code == 1
    assert not out.exists()
    for file in (folder / "00097.yaml", folder / "00194.yaml"):
        file.write_text(sheet(f'"{file.stem}"', "res_crm: 2"))
    named(folder / "00199b.yaml")
    run = svcmodel(*asked, "--resume", "--lang", "en")
    assert run.err.splitlines()[-2] == "Went on where the last run had stopped"
    again = tmp_path / "again.jsonl"
    svcmodel(*asked[:2], "-o", again, *asked[4:])
    assert out.read_bytes() == again.read_bytes()
    assert out.read_bytes().count(b"\n") == 200


@pytest.mark.usefixtures("read_once")
def test_what_was_begun_under_other_terms_is_not_gone_on_with(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "o.csv"
    many_files(folder, 200)
    asked = ["batch", folder, "-o", out, "-j", 1, "--lang", "en"]
    assert svcmodel(*asked, "--max-errors", 2, "--columns", "subject").code == 1
    run = svcmodel(*asked, "--columns", "subject,core", "--resume")
    assert "Went on" not in run.err
    assert out.read_text().startswith("subject,core\n")
    assert out.read_text().count("\n") == 200 - 3 + 1


@pytest.mark.usefixtures("read_once")
def test_two_batches_never_write_to_the_same_place(
    tmp_path: Path, undisturbed: Undisturbed
) -> None:
    batch = Batch(undisturbed.files, tmp_path)
    first = batch.held()
    second = svcmodel("batch", undisturbed.files, "-o", tmp_path / "out.csv")
    first.send_signal(signal.SIGCONT)
    assert (second.code, " E331 " in second.last) == (2, True)
    first.communicate(timeout=30)
    assert batch.written() == undisturbed.written


@pytest.mark.usefixtures("read_once")
def test_a_stream_cannot_be_gone_on_with(tmp_path: Path) -> None:
    named(tmp_path / "a.yaml")
    run = svcmodel("batch", tmp_path, "--resume")
    assert (run.code, run.last.split(" ")[0]) == (2, "E304")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has such a device")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    named(tmp_path / "a.yaml")
    run = in_shell(f"{sys.executable} -m svcmodel batch {tmp_path} > /dev/full", start=("sh", "-c"))
    assert run.code == 2
    assert run.last.startswith("E009") or " E009 " in run.last


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    many_files(tmp_path / "in", 100)
    command = f"{sys.executable} -m svcmodel batch {tmp_path}/in -q | head -c 1; echo $?"
    run = in_shell(f"set -o pipefail; {command}", start=("bash", "-c"))
    assert run.out == "{141\n"
    assert "Error" not in run.err
