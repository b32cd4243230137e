"""A bar tells how far a batch has come, on a terminal only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.killing import many_files
from tests.program import ENVIRONMENT

pty = pytest.importorskip("pty")


@pytest.mark.parametrize(("quiet", "is_shown"), [((), True), (("-q",), False)])
def test_on_a_terminal_it_tells_the_rate(
    tmp_path: Path, quiet: tuple[str, ...], is_shown: bool
) -> None:
    files = many_files(tmp_path / "in", 70, broken=10**6)
    screen, line = pty.openpty()
    command = [sys.executable, "-m", "svcmodel", "batch", files, "-o", tmp_path / "o.csv", *quiet]
    with subprocess.Popen(
        [*map(str, command), "--lang", "en"], stderr=line, env={**os.environ, **ENVIRONMENT}
    ):
        os.close(line)
        shown = b"".join(iter(lambda: _read(screen), b"")).decode()
    os.close(screen)
    assert ("/s" in shown and "done" in shown) == is_shown
    assert ("69 scored, 1 failed" in shown) == is_shown


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 65536)
    except OSError:  # how Linux says that the other end has closed
        return b""
