"""Writes the plans of the twelve examples and of ten companies of the casebook, in every format.

    python -m docs.make_plans OUT_DIR [FORMAT ...]

Both languages each, by the program itself. Prints a table: pages (of a PDF; sheets of a workbook),
bytes and seconds. Exits with 1 where one could not be written or said anything on the way.

The ten: sizes in turn, from the smallest to those whose size is not known, of each the first case of
the book from a sector that none before it is from.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import yaml
from pypdf import PdfReader

from svcmodel.cli.plan_formats import FORMATS
from svcmodel.domain.cases import Case
from svcmodel.domain.records import LANGUAGES
from svcmodel.sources.knowledge_files import load_cases

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-01-15"
CASES = 10
HEADCOUNTS = {"micro": 5, "small": 25, "medium": 120, "large": 1000, None: None}
"""The people a company of each size is taken to have, so that plans of every size are made."""


class Written(NamedTuple):
    """What became of one plan."""

    company: str
    lang: str
    suffix: str
    pages: int | None
    size: int
    seconds: float
    fault: str


def chosen_cases() -> list[Case]:
    """Ten cases of different sizes and sectors."""
    chosen: list[Case] = []
    while len(chosen) < CASES:
        before = len(chosen)
        for size in HEADCOUNTS:
            sectors = {case.sector.en for case in chosen}
            fresh = (c for c in load_cases().values() if c.size == size)
            found = next((c for c in fresh if c.sector.en not in sectors), None)
            chosen += [found] if found and len(chosen) < CASES else []
        if len(chosen) == before:
            break
    return chosen


def answer_file(case: Case) -> str:
    """The answers of a case as an answer file; levels that were estimated are told as guesses."""
    answers: dict[str, object] = {
        **{id_: {"level": level, "grade": "documented"} for id_, level in case.stated.items()},
        **{id_: {"level": level, "grade": "guess"} for id_, level in case.inferred.items()},
        **dict.fromkeys(case.not_applicable, "not_applicable"),
    }
    people = HEADCOUNTS[case.size]
    if people is not None:
        answers["headcount"] = {"value": people, "grade": "guess"}
    sheet = {"format": "svcmodel/answers/1", "subject": case.organisation, "answers": answers}
    return yaml.safe_dump(sheet, allow_unicode=True, sort_keys=False)


def companies(folder: Path) -> Iterator[Path]:
    """The answer files: the examples, and those of the cases, which are written to `folder`."""
    yield from sorted((ROOT / "examples").glob("*.yaml"))
    for case in chosen_cases():
        file = folder / f"{case.id}.yaml"
        file.write_text(answer_file(case), encoding="utf-8")
        yield file


def write(file: Path, lang: str, suffix: str, folder: Path) -> Written:
    """One plan, by the program."""
    out = folder / f"{file.stem}-{lang}{suffix}"
    out.unlink(missing_ok=True)
    command = [sys.executable, "-m", "svcmodel", "plan", str(file), "-o", str(out), "-q"]
    begin = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, "--lang", lang, "--date", DAY], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begin
    fault = done.stderr.strip() or ("" if out.is_file() else f"exit code {done.returncode}")
    data = out.read_bytes() if out.is_file() else b""
    pages = pages_of(suffix, data) if data else None
    return Written(file.stem, lang, suffix, pages, len(data), seconds, fault)


def pages_of(suffix: str, data: bytes) -> int | None:
    """The pages of a PDF or the sheets of a workbook; None for what has neither."""
    if suffix == ".pdf":
        return len(PdfReader(BytesIO(data)).pages)
    if suffix == ".xlsx":
        with ZipFile(BytesIO(data)) as parts:
            return sum(name.startswith("xl/worksheets/sheet") for name in parts.namelist())
    return None


def main(arguments: Sequence[str]) -> int:
    """Write every plan and say what became of it; 1 where one has a fault."""
    if not arguments:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    suffixes = [f".{name.lstrip('.')}" for name in arguments[1:]] or list(FORMATS)
    faults = 0
    print(f"{'company':<24} {'lang':<4} {'format':<6} {'pages':>5} {'bytes':>9} {'seconds':>7}")
    for file in companies(folder):
        for lang in LANGUAGES:
            for suffix in suffixes:
                done = write(file, lang, suffix, folder)
                faults += bool(done.fault)
                told = "" if done.pages is None else str(done.pages)
                print(
                    f"{done.company:<24} {done.lang:<4} {done.suffix:<6} {told:>5} {done.size:>9}"
                    f" {done.seconds:>7.2f} {done.fault}",
                    flush=True,
                )
    print(f"with faults: {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
