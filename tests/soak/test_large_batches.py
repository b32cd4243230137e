"""A hundred thousand files, one in a hundred broken: every problem exact, and memory that stays flat."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from itertools import cycle
from pathlib import Path

import pytest

from benchmarks.batch_sheets import sheets, write_yaml
from tests.batch.measuring import measured, memory
from tests.batch.test_problems import SAID_OTHERWISE
from tests.cli.test_invalid_files import ANSWER_FILES, FOLDER, expected

pytestmark = pytest.mark.soak

FILES = 100_000
FEW = 10_000
EACH = 100
"""Of so many files one is broken."""
PLACE = re.compile(r"([^/ ]+)\.yaml:(\d+:\d+: [EW]\d{3}) ")


def broken_files(folder: Path) -> dict[str, str]:
    """Put a broken file in place of each hundredth; the mistake of each, by its name."""
    mistakes = cycle(sorted(set(ANSWER_FILES) - SAID_OTHERWISE))
    found = {}
    for file, mistake in zip(sorted(folder.iterdir())[::EACH], mistakes, strict=False):
        shutil.copy(FOLDER / f"{mistake}.yaml", file)
        found[file.stem] = mistake
    return found


def test_every_problem_of_a_hundred_thousand_files_is_exact(tmp_path: Path) -> None:
    drawn = sheets(FILES)
    write_yaml(drawn[:FEW], tmp_path / "few")
    write_yaml(drawn, tmp_path / "in")
    mistakes = broken_files(tmp_path / "in")
    errors = tmp_path / "errors.txt"
    asked = ("-o", tmp_path / "o.csv", "--errors", errors, "--lang", "en")
    few = measured("batch", tmp_path / "few", *asked)
    run = measured("batch", tmp_path / "in", *asked)
    said = defaultdict(list)
    for name, place in PLACE.findall(errors.read_text(encoding="utf-8")):
        said[name].append(place)
    for name, mistake in mistakes.items():
        assert said[name] == [place for _, place in PLACE.findall(expected(mistake))], mistake
    others = {
        place.split()[-1] for name, own in said.items() if name not in mistakes for place in own
    }
    assert others <= {"W201", "W203"}
    assert run.code == 1
    rows = (tmp_path / "o.csv").read_bytes().count(b"\n") - 1
    assert run.last.startswith(f"{rows} scored, {FILES - rows} failed")
    assert FILES - rows <= len(mistakes)
    assert memory(run) < 1.2 * memory(few)
    print(run.last, memory(few), memory(run))
