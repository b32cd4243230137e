"""How long a plan takes as a whole process, in every format, for a small company and a large one.

    python -m benchmarks.documents

Prints medians of processor and of wall time, and each processor time as a ratio to that of the same
plan in Markdown, which is the least a plan takes: reading, scoring and planning. The limits are wall
times on a machine with nothing else to do; each is compared with the processor time, since the program
has one thread and other work only stretches the clock.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from svcmodel.cli.plan_formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
COMPANIES = ("ecoproductos", "retail_bank")
FLOOR = ".md"
LIMITS = {".html": 0.6, ".pdf": 0.8, ".docx": 1.0, ".xlsx": 1.0}
"""Seconds for a whole process."""


class Taken(NamedTuple):
    """What one run took, in seconds."""

    processor: float
    wall: float


def run(company: str, suffix: str, folder: Path) -> Taken:
    """Write one plan, with compiled modules kept as in any installed program."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    program = str(Path(sys.executable).with_name("svcmodel"))
    file, out = ROOT / "examples" / f"{company}.yaml", folder / f"{company}{suffix}"
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([program, "plan", file, "-o", out, "-q"], check=True, env=environment)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(spent, end - begin)


def medians(company: str, folder: Path) -> dict[str, Taken]:
    """The median of each format, their runs taken in turn so that all see the same machine."""
    runs: dict[str, list[Taken]] = {suffix: [] for suffix in FORMATS}
    for suffix in FORMATS:
        run(company, suffix, folder)  # so that modules are compiled and files in memory
    for _ in range(ROUNDS):
        for suffix, taken in runs.items():
            taken.append(run(company, suffix, folder))
    return {
        suffix: Taken(*(statistics.median(each) for each in zip(*taken, strict=True)))
        for suffix, taken in runs.items()
    }


def main() -> int:
    """Print every time and ratio; 1 when one is over its limit."""
    over = 0
    print(f"{'':<14} {'':<6} {'processor':>9} {'wall':>7} {'x Markdown':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for company in COMPANIES:
            taken = medians(company, Path(folder))
            for suffix, (processor, wall) in taken.items():
                limit = LIMITS.get(suffix)
                over += limit is not None and processor > limit
                verdict = "" if limit is None else "ok" if processor <= limit else "OVER"
                told = "" if limit is None else f"(limit {limit:.1f} s) {verdict}"
                ratio = processor / taken[FLOOR].processor
                times = f"{processor:>7.2f} s {wall:>5.2f} s"
                print(f"{company:<14} {suffix:<6} {times} {ratio:>9.2f}x {told}")
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main())
