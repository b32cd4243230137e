"""How fast a batch reads, checks, scores and writes files, beside the least that reading them takes.

    python -m benchmarks.batch_files [SHEETS]

Whole processes, in turn, in one run: `svcmodel batch` beside a bare script that only parses the same
files with the same number of processes. Rates are sheets for each second of processor time and, where
there are several processes, of all of them together, since other work on the machine stretches the
clock. Then the cost of each optional group of columns, and the memory of a small and a large input.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.batch_sheets import plain_sheets, sheets, write_lines, write_table, write_yaml
from svcmodel.batch.columns import DEFAULT, all_groups
from svcmodel.batch.pieces import named_files, pieces
from svcmodel.batch.sheets import Setup
from svcmodel.batch.worker import Order, Worker
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.questionnaire_files import load_questionnaire

ROUNDS = 2
FILES = 20_000
"""YAML files: so many that starting the program counts for little, as it does in practice."""
SHEETS = 8000
DAY = "2026-01-15"
RATIO = 1.5
"""How many times as fast as only parsing them YAML files are to be done."""
LOOKED_AT = 200
"""Sheets that optional columns are timed with."""
NEVER = 10**9

PARSE_YAML = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
import yaml

def parse(files):
    for file in files:
        yaml.load(Path(file).read_bytes(), yaml.CSafeLoader)

files, jobs = sorted(map(str, Path(sys.argv[1]).iterdir())), int(sys.argv[2])
parts = [files[at : at + 64] for at in range(0, len(files), 64)]
if jobs == 1:
    for part in parts:
        parse(part)
else:
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(parse, parts))
"""
PARSE_LINES = """
import json, sys
with open(sys.argv[1], "rb") as lines:
    for line in lines:
        json.loads(line)
"""
PARSE_TABLE = """
import csv, sys
with open(sys.argv[1], newline="") as stream:
    for row in csv.reader(stream):
        pass
"""


class Cost(NamedTuple):
    """What a process took: seconds of the processor and of the clock."""

    cpu: float
    wall: float


def cost(command: Sequence[str]) -> Cost:
    """What one run of a command takes, its own processes included."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def least(commands: Sequence[Sequence[str]]) -> list[Cost]:
    """The least each command takes, their runs taken in turn so that all see the same machine."""
    runs = [[cost(command) for command in commands] for _ in range(ROUNDS)]
    return [min(taken) for taken in zip(*runs, strict=True)]


def ours(path: Path, out: Path, jobs: int = 1) -> list[str]:
    """The batch of a path."""
    asked = [str(path), "-o", str(out), "--errors", str(out.with_suffix(".jsonl")), "-j", str(jobs)]
    return [sys.executable, "-m", "svcmodel", "batch", *asked, "--date", DAY, "--fail-on", "never"]


def floor(script: str, *arguments: object) -> list[str]:
    """A bare script."""
    return [sys.executable, "-c", script, *map(str, arguments)]


def compare(name: str, count: int, batch: Cost, bare: Cost) -> float:
    """Print the rates of a batch and of what it is compared with; how many times as fast it is."""
    ratio = bare.cpu / batch.cpu
    print(
        f"{name:<26} {count / batch.cpu:8,.0f}/s  only parsing {count / bare.cpu:9,.0f}/s"
        f"  ratio {ratio:5.2f}  ({batch.wall:.1f} s by the clock)"
    )
    return ratio


def speed(folder: Path, count: int) -> bool:
    """Print how fast each form is read; whether YAML files are fast enough."""
    write_yaml(sheets(FILES), folder / "yaml")
    drawn = sheets(count)
    write_lines(drawn, folder / "s.jsonl")
    write_table(drawn, folder / "s.csv")
    out, ratios = folder / "out.csv", []
    for jobs in sorted({1, min(2, os.cpu_count() or 1)}):
        yaml_files = folder / "yaml"
        both = [ours(yaml_files, out, jobs), floor(PARSE_YAML, yaml_files, jobs)]
        ratios.append(compare(f"YAML files, processes: {jobs}", FILES, *least(both)))
    for name, file, script in (
        ("JSON lines", folder / "s.jsonl", PARSE_LINES),
        ("CSV", folder / "s.csv", PARSE_TABLE),
    ):
        compare(name, count, *least([ours(file, out), floor(script, file)]))
    return all(ratio >= RATIO for ratio in ratios)


def plain_python(folder: Path, count: int) -> None:
    """Print the rates in this process without numpy, when all has been learnt that can be."""
    for kind, drawn in (("examples varied", sheets(count)), ("levels only", plain_sheets(count))):
        answers = sum(len(sheet["answers"]) for sheet in drawn) / count
        write_lines(drawn, folder / "p.jsonl")
        write_table(drawn, folder / "p.csv")
        for name in ("p.jsonl", "p.csv"):
            rate = warm_rate(folder / name)
            form = "JSON lines" if name == "p.jsonl" else "CSV"
            print(
                f"{form:<11} {kind:<16} {answers:3.0f} answers {rate:8,.0f}/s  plain Python, warm"
            )


def warm_rate(file: Path) -> float:
    """Sheets a second of processor time, the best of some rounds."""
    worker, taken, count = made(""), [], 0
    work = list(pieces(named_files([str(file)])))
    for _ in range(ROUNDS + 1):
        begun = time.process_time()
        count = sum(worker.done(piece).scored for piece in work)
        taken.append(time.process_time() - begun)
    return count / min(taken)


def made(columns: str) -> Worker:
    """What scores in this process."""
    setup = Setup(load_catalogue(), today=DAY)
    return Worker(Order(setup, columns, "csv", "jsonl", "en", "0", NEVER))


def optional_columns(folder: Path) -> None:
    """Print what each optional group of columns costs a sheet more."""
    lines = (folder / "s.jsonl").read_text(encoding="utf-8").splitlines()[:LOOKED_AT]
    file = folder / "few.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (piece,) = pieces(named_files([str(file)]))

    def milliseconds(columns: str) -> float:
        worker = made(columns)
        taken = []
        for _ in range(2):
            begun = time.process_time()
            worker.done(piece)
            taken.append(time.process_time() - begun)
        return 1000 * min(taken) / LOOKED_AT

    usual = milliseconds("")
    print(f"{'usual columns':<26} {usual:8.3f} ms a sheet")
    for name in all_groups(load_catalogue(), load_questionnaire, "0"):
        if name not in DEFAULT:
            print(f"  with {name:<19} {milliseconds(f'+{name}') - usual:+8.3f} ms")


MEMORY = "print(next(s.split()[1] for s in open('/proc/self/status') if s.startswith('VmHWM')))"
"""Prints the peak of this program alone: what `resource` says begins with that of who started it."""


def memory(folder: Path, count: int) -> None:
    """Print the peak memory of one process that scores few sheets, and of one that scores many."""
    lines = (folder / "s.jsonl").read_text(encoding="utf-8")
    for times in (1, 10):
        file = folder / "many.jsonl"
        file.write_text(lines * times, encoding="utf-8")
        asked = json.dumps(ours(file, folder / "out.csv")[3:])
        script = f"import sys; sys.argv[1:] = {asked}\nfrom svcmodel.__main__ import main\n"
        script += f"try:\n    main()\nexcept SystemExit:\n    {MEMORY}"
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        print(f"memory, {count * times:>9,} sheets {int(run.stdout) / 1024:8.0f} MB")


def main() -> None:
    """Measure everything; ends with 1 where YAML files are slower than they should be."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SHEETS
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        fast = speed(folder, count)
        plain_python(folder, min(count, SHEETS))
        optional_columns(folder)
        memory(folder, count)
    sys.exit(0 if fast else 1)


if __name__ == "__main__":
    main()
