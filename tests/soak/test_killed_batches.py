"""Batches killed fifty times at random moments, on full disks, in folders that change, in large ones."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.inputs import named
from tests.batch.killing import Batch, many_files
from tests.batch.measuring import measured, memory
from tests.program import in_shell

pytestmark = pytest.mark.soak

FILES = 3000
MOST = 60
"""How often one batch is killed at most before it is left alone."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many_files(tmp_path_factory.mktemp("files") / "in", FILES)


def killed(batch: Batch, chance: random.Random, longest: float) -> int:
    """Begin a batch and kill it at any moment until it comes to its end; how often it was killed."""
    for kills in range(MOST):
        run = batch.begin("--resume")
        try:
            run.communicate(timeout=chance.random() * longest)
        except subprocess.TimeoutExpired:
            run.kill()
            run.communicate()
        else:
            return kills
    batch.go_on()
    return MOST


def test_killed_fifty_times_it_writes_what_an_undisturbed_run_writes(
    tmp_path: Path, files: Path
) -> None:
    calm = Batch(files, tmp_path)
    begun = time.monotonic()
    calm.begin().communicate()
    longest = 1.1 * (time.monotonic() - begun)
    expected = calm.written()
    chance, kills, at = random.Random(5), 0, 0
    while kills < 50:
        at += 1
        folder = tmp_path / str(at)
        folder.mkdir()
        batch = Batch(files, folder)
        kills += killed(batch, chance, longest)
        assert batch.written() == expected
        assert not list(folder.glob(".*"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may make a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_on_a_full_disk_what_is_written_stays_and_is_gone_on_with(
    suffix: str, small_disk: Path, tmp_path: Path, files: Path
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 1_000_000)
    asked = ["batch", files, "-o", small_disk / f"o.{suffix}", "--lang", "en"]
    before = {file.name for file in small_disk.iterdir()}
    run = in_shell(*asked)
    assert run.code == 2
    assert "E009 the disk is full" in run.last
    assert "Traceback" not in run.err
    assert not (small_disk / f"o.{suffix}").exists()
    assert before < {file.name for file in small_disk.iterdir()}
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    run = in_shell(*asked, "--resume")
    assert "Went on where the last run had stopped" in run.err
    calm = tmp_path / f"calm.{suffix}"
    in_shell("batch", files, "-o", calm)
    assert (small_disk / f"o.{suffix}").read_bytes() == calm.read_bytes()


def test_a_folder_that_changes_underneath_breaks_nothing(tmp_path: Path) -> None:
    folder = many_files(tmp_path / "in", FILES)
    chance = random.Random(2)
    batch = Batch(folder, tmp_path)
    run = batch.begin()
    while run.poll() is None:
        file = folder / f"{chance.randrange(FILES):05}.yaml"
        match chance.randrange(3):
            case 0:
                file.unlink(missing_ok=True)
            case 1:
                file.write_text("format: [")
            case _:
                named(folder / f"new{chance.randrange(10**6)}.yaml")
    _, said = run.communicate()
    assert run.returncode == 1
    assert b"Traceback" not in said
    rows, problems = batch.written()
    assert rows.count(b"\n") > FILES // 2
    assert problems.count(b"\n") >= FILES // 97


def test_ten_thousand_files_in_one_folder_and_names_of_every_kind(tmp_path: Path) -> None:
    folder = many_files(tmp_path / "in", 10_000)
    for name in ("a\nb", "c\rd", "\x1b[31m", "ñandú", "=1+1", "'", '"', " ", "%s", "{0}"):
        named(folder / f"{name}.yaml", "odd")
    (folder / "loop").symlink_to(folder)
    run = measured("batch", folder, "-o", tmp_path / "o.csv", "--errors", tmp_path / "e.jsonl")
    assert run.code == 1
    assert run.last.startswith("9906 scored, 104 failed")
    small = many_files(tmp_path / "small", 1000)
    assert memory(run) < 1.2 * memory(
        measured("batch", small, "-o", tmp_path / "s.csv", "--errors", tmp_path / "e.jsonl")
    )
