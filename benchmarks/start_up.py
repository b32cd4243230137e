"""How long the program takes as a whole process, beside the least any such program takes.

    python -m benchmarks.start_up

Prints medians and ratios. `--version` is compared with `python -c pass`; `score` of one file with a
bare script that imports typer, pydantic and PyYAML and parses the files that scoring needs.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
EXAMPLE = ROOT / "examples" / "ecoproductos.yaml"
BARE = """
import sys, pydantic, typer, yaml
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as stream:
        yaml.load(stream, yaml.CSafeLoader)
"""


def scoring_files() -> list[str]:
    """The files that scoring one answer file reads: no playbooks, roles, KPIs or bibliography."""
    catalogue, questions = ROOT / "models_catalog", ROOT / "questionnaires"
    files = [
        catalogue / f"{name}.yaml" for name in ("catalogue", "reference_population", "relations")
    ]
    for folder in ("criteria", "models", "obligations"):
        files += sorted((catalogue / folder).glob("*.yaml"))
    files += [*sorted((questions / "bank").glob("*.yaml")), questions / "full.yaml", EXAMPLE]
    return [str(file) for file in files]


def milliseconds(command: Sequence[str]) -> float:
    """How much processor time one run of a command takes, in milliseconds.

    Processor time, since other work on the machine stretches the clock; the program has one thread.
    Compiled modules may be kept, as in any installed program.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def medians(commands: Sequence[Sequence[str]]) -> list[float]:
    """The median of each command, their runs taken in turn so that all see the same machine."""
    runs: list[list[float]] = [[] for _ in commands]
    for command in commands:
        milliseconds(command)  # so that modules are compiled and files in memory
    for _ in range(ROUNDS):
        for taken, command in zip(runs, commands, strict=True):
            taken.append(milliseconds(command))
    return [statistics.median(taken) for taken in runs]


def compare(name: str, command: Sequence[str], floor: Sequence[str], limit: float) -> bool:
    """Print one ratio beside its limit; whether it is within."""
    ours, least = medians([command, floor])
    ratio = ours / least
    verdict = "ok" if ratio <= limit else "OVER"
    print(
        f"{name:<28} {ours:7.1f} ms  floor {least:7.1f} ms  {ratio:4.2f}x (limit {limit}x) {verdict}"
    )
    return ratio <= limit


def main() -> int:
    """Print every ratio; 1 when one is over its limit."""
    python = sys.executable
    program = str(Path(python).with_name("svcmodel"))
    bare = [python, "-c", BARE, *scoring_files()]
    score = [program, "score", str(EXAMPLE)]
    within = [
        compare("--version", [program, "--version"], [python, "-c", "pass"], 2.0),
        compare("score, table", score, bare, 1.5),
        compare("score, JSON", [*score, "--format", "json"], bare, 1.5),
    ]
    return 0 if all(within) else 1


if __name__ == "__main__":
    raise SystemExit(main())
