"""Everything about the speed of a batch in one run; writes docs/performance.md.

    python -m benchmarks.batch [SHEETS] [--no-write] [--note TEXT]

`--note` is put on the page: what else the machine was doing, say. Other packages are measured where
they are installed; see `other_engines.py`.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.batch_arrow import Figure, figures
from benchmarks.other_engines import other_figures

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
SHEETS = 8000
SIZES = (10**5, 10**7, 10**9)
SECONDS_AN_HOUR = 3600
WITH_A_DESIGN = "Arrow, levels of all criteria: with the design"
SLOPES = {
    "CSV to CSV, one by one": "CSV: a batch, one by one",
    "JSON lines to CSV, by columns": "JSON lines: a batch, by columns",
    "CSV to CSV, by columns": "CSV: a batch, by columns",
    "Parquet to Parquet": "Parquet: a batch to Parquet",
}
"""What the cost of many sheets is worked out from."""

HEAD = """# How fast a batch is

Written by `python -m benchmarks.batch`: one run on one machine, everything measured side by side, in
processor time, the least of some rounds. A sheet is one of `examples/` varied at random, some ninety-five
answers, one in twenty of them `unknown`; where it is said so, a row has the levels of all criteria.
"""


def machine() -> str:
    """The machine, without its name."""
    cores = len(os.sched_getaffinity(0))
    versions = (
        f"Python {platform.python_version()}, numpy {np.__version__}, pyarrow {pa.__version__}"
    )
    return f"**Machine**: {cores} cores ({platform.machine()}, {platform.system()}); {versions}."


def table(measured: Sequence[Figure | str]) -> list[str]:
    """The figures as a table."""
    lines = ["| what | µs a sheet | sheets a second | target |", "|---|--:|--:|--:|"]
    for each in measured:
        if isinstance(each, Figure):
            target = "" if each.target is None else f"{each.target:.0f} µs"
            lines.append(f"| {each.name} | {each.micros:.2f} | {each.rate:,.0f} | {target} |")
    return lines


def ratios(ours: Sequence[Figure], others: Sequence[Figure | str]) -> list[str]:
    """How many times as long the others take as a batch does with its design."""
    own = next(each for each in ours if each.name == WITH_A_DESIGN)
    return [
        f"- {each.name}: {each.micros / own.micros:,.0f} times as long as `score_batch`, which also "
        "reads, excludes, gives ranges and chooses the design."
        if isinstance(each, Figure)
        else f"- {each}."
        for each in others
    ]


def costs(ours: Sequence[Figure]) -> list[str]:
    """Hours of a core at each size, and by the clock on many cores."""
    by_name = {each.name: each for each in ours}
    head = " | ".join(f"10^{len(str(size)) - 1}" for size in SIZES)
    lines = [f"| core hours for | {head} |", "|---|" + "--:|" * len(SIZES)]
    for name, measured in SLOPES.items():
        hours = [size * by_name[measured].micros / 1e6 / SECONDS_AN_HOUR for size in SIZES]
        lines.append(f"| {name} | " + " | ".join(f"{each:,.3g}" for each in hours) + " |")
    return lines


def files_said(count: int) -> str:
    """What the benchmark of files prints: whole processes, optional columns, memory."""
    command = [sys.executable, "-m", "benchmarks.batch_files", str(count)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def page(note: str, ours: Sequence[Figure], others: Sequence[Figure | str], files: str) -> str:
    """The page."""
    parts = [
        HEAD,
        f"{machine()} {note}".strip() + "\n",
        "## Rows in one process, and the floors\n",
        "\n".join(table(ours)) + "\n",
        "## Other packages on the same rows\n",
        "\n".join(table(others)) + "\n" if any(isinstance(o, Figure) for o in others) else "",
        "\n".join(ratios(ours, others)) + "\n",
        "## Whole processes, optional columns and memory\n",
        "Each is a command as a person runs it, start and all.\n",
        f"```\n{files}```\n",
        "## What many sheets cost\n",
        "Worked out from the slopes above; a cluster adds some seconds to start.\n",
        "\n".join(costs(ours)) + "\n",
    ]
    return "\n".join(part for part in parts if part)


def main() -> None:
    """Measure, print, and write the page."""
    asked = sys.argv[1:]
    note = asked[asked.index("--note") + 1] if "--note" in asked else ""
    count = int(asked[0]) if asked and asked[0].isdigit() else SHEETS
    with tempfile.TemporaryDirectory() as folder:
        ours = figures(Path(folder), count)
    text = page(note, ours, list(other_figures()), files_said(count))
    print(text)
    if "--no-write" not in asked:
        by_hand = PAGE.read_text(encoding="utf-8").partition(BY_HAND)[2] if PAGE.exists() else ""
        PAGE.write_text(text + (BY_HAND + by_hand if by_hand else ""), encoding="utf-8")


BY_HAND = "\n## Large runs, by hand\n"
"""What follows it on the page is kept."""

if __name__ == "__main__":
    main()
