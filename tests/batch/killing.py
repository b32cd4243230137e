"""A batch in processes of its own, to be watched and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.batch.inputs import sheet
from tests.program import ENVIRONMENT

DEADLINE = 60
ATTEMPTS = 10
BROKEN = 97


class Batch(NamedTuple):
    """A batch of some files, and the folder it writes into."""

    files: Path
    folder: Path

    def begin(self, *arguments: object) -> subprocess.Popen[bytes]:
        """Begin it, in processes of its own."""
        asked = [self.files, "-o", "out.csv", "--errors", "errors.jsonl", "--jobs", "2", *arguments]
        return subprocess.Popen(
            [sys.executable, "-m", "svcmodel", "batch", *map(str, asked), "--lang", "en"],
            cwd=self.folder,
            env={**os.environ, **ENVIRONMENT},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def written(self) -> tuple[bytes, ...]:
        """The rows and the problems."""
        return tuple((self.folder / name).read_bytes() for name in ("out.csv", "errors.jsonl"))

    def pieces_done(self) -> int:
        """How many pieces are written down."""
        try:
            return (self.folder / ".out.csv.journal").read_bytes().count(b"\n") - 1
        except FileNotFoundError:
            return 0

    def wait_for_rows(self, run: subprocess.Popen[bytes], pieces: int = 1) -> bool:
        """Wait until so many pieces are written down; whether it is running still."""
        while run.poll() is None:
            if self.pieces_done() >= pieces:
                return True
            time.sleep(0.001)
        return False

    def held(self, *arguments: object, pieces: int = 1) -> subprocess.Popen[bytes]:
        """Begin it and stop it in its course, with so many pieces written down; it can be let go on.

        A machine that is busy with other things may see it through before it can be stopped: then it
        is begun again.
        """
        for _ in range(ATTEMPTS):
            run = self.begin(*arguments)
            if self.wait_for_rows(run, pieces):
                run.send_signal(signal.SIGSTOP)
                if len(children(run.pid)) > 1 and not (self.folder / "out.csv").exists():
                    return run
                run.send_signal(signal.SIGCONT)
            run.communicate(timeout=DEADLINE)
            (self.folder / "out.csv").unlink(missing_ok=True)
        raise TimeoutError("it was over every time before it could be stopped")

    def go_on(self) -> tuple[bytes, ...]:
        """What it writes when it goes on and nothing happens to it."""
        self.begin("--resume").communicate(timeout=DEADLINE)
        return self.written()


def many_files(folder: Path, count: int, broken: int = BROKEN) -> Path:
    """So many answer files; every so many-th is broken."""
    folder.mkdir()
    for n in range(count):
        answers = ("res_crm: 9",) if n % broken == 0 else ("res_crm: 3", f"cus_volume: {n + 10}")
        (folder / f"{n:05}.yaml").write_text(sheet(f'"{n:05}"', *answers), encoding="utf-8")
    return folder


def children(pid: int) -> list[int]:
    """The processes that a process has begun and that are running."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [child for child in map(int, found.stdout.split()) if is_running(child)]


def is_running(pid: int) -> bool:
    """Whether a process is there and is not dead."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
