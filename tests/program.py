"""Running the program: in this process with typer's runner, or as a person's shell would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from svcmodel.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
ECOPRODUCTOS = ROOT / "examples" / "ecoproductos.yaml"
NAMES = [file.stem for file in EXAMPLES]
DAY = "2026-01-15"
EMPTY = "format: svcmodel/answers/1\nsubject: Nobody yet\n"

ENVIRONMENT = {"LC_ALL": "en_GB.UTF-8", "COLUMNS": "100", "NO_COLOR": "", "TERM": "xterm"}
DEADLINE = 60


@dataclass(frozen=True)
class Run:
    """What became of a command."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line on standard error, which gives the reason of a failure."""
        lines = self.err.splitlines()
        return lines[-1] if lines else ""


def svcmodel(
    *arguments: object, stdin: str = "", environment: Mapping[str, str] | None = None
) -> Run:
    """A command in this process."""
    result = CliRunner().invoke(
        app,
        [str(argument) for argument in arguments],
        input=stdin,
        env={**ENVIRONMENT, **(environment or {})},
        prog_name="svcmodel",
    )
    return Run(result.exit_code, result.stdout, result.stderr)


def in_shell(
    *arguments: object,
    stdin: str = "",
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    start: tuple[str, ...] = (sys.executable, "-m", "svcmodel"),
) -> Run:
    """A command in a process of its own; `start` is what runs the program."""
    done = subprocess.run(
        [*start, *(str(argument) for argument in arguments)],
        input=stdin.encode(),
        capture_output=True,
        env={**os.environ, **ENVIRONMENT, **(environment or {})},
        cwd=folder,
        timeout=DEADLINE,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())
