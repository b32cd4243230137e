"""Answer sheets to be scored in numbers: the examples, each a little different every time.

The same sheets on every machine: the draws come from a seeded generator. They are written as people's
files are: a line for each answer, some ninety-five of them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import yaml

from svcmodel.domain.questions import Rating
from svcmodel.sources.questionnaire_files import load_questionnaire

ROOT = Path(__file__).resolve().parents[1]
UNKNOWN = 0.05
"""The share of the answers that turn into `unknown`."""
LEVELS = (1, 5)
LONG_LINE = 10**6
OWN_WORDS = ("service_name", "service_today")
"""Answers in people's own words, no two of which are alike."""
MANY = 10**6

Sheet = dict[str, Any]


def sheets(count: int, seed: int = 1) -> list[Sheet]:
    """So many sheets."""
    files = sorted((ROOT / "examples").glob("*.yaml"))
    examples = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return list(islice(_varied(examples, Random(seed)), count))  # noqa: S311 - nothing secret


def _varied(examples: Sequence[Sheet], chance: Random) -> Iterator[Sheet]:
    number = 0
    while True:
        example = chance.choice(examples)
        number += 1
        yield {
            "format": example["format"],
            "subject": f"Company {number}",
            "questionnaire": example["questionnaire"],
            "date": example["date"],
            "answers": dict(_answers(example["answers"], chance)),
        }


def _answers(answers: Sheet, chance: Random) -> Iterator[tuple[str, Any]]:
    for id_, said in answers.items():
        value = said.get("value") if isinstance(said, dict) else said
        if value is None:
            continue
        if chance.random() < UNKNOWN:
            yield id_, "unknown"
        elif type(value) is int and LEVELS[0] <= value <= LEVELS[1]:
            yield id_, min(LEVELS[1], max(LEVELS[0], value + chance.choice((-1, 0, 1))))
        elif type(value) is int and value > 100:
            yield id_, int(value * chance.uniform(0.3, 3))
        elif id_ in OWN_WORDS:
            yield id_, f"{value} {chance.randint(0, MANY)}"
        else:
            yield id_, value


def plain_sheets(count: int, seed: int = 1) -> list[Sheet]:
    """So many sheets of nothing but levels, some forty each: the least that is of use."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    bank = load_questionnaire("full").bank
    ids = [id_ for id_, q in bank.items() if isinstance(q, Rating) and q.ask_when is None]
    head = {"format": "svcmodel/answers/1", "questionnaire": "full", "date": "2026-01-15"}
    return [
        {
            **head,
            "subject": f"Company {n}",
            "answers": {id_: chance.randint(*LEVELS) for id_ in ids},
        }
        for n in range(count)
    ]


def write_yaml(drawn: Sequence[Sheet], folder: Path) -> None:
    """A file for each sheet."""
    folder.mkdir()
    for number, sheet in enumerate(drawn):
        text = yaml.dump(
            sheet,
            Dumper=yaml.CSafeDumper,
            sort_keys=False,
            default_flow_style=None,
            allow_unicode=True,
            width=LONG_LINE,
        )
        (folder / f"{number:06}.yaml").write_text(text, encoding="utf-8")


def write_lines(drawn: Sequence[Sheet], file: Path) -> None:
    """A line of JSON for each sheet."""
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(sheet, ensure_ascii=False) + "\n" for sheet in drawn)


def write_table(drawn: Sequence[Sheet], file: Path) -> None:
    """A row for each sheet."""
    ids = list(dict.fromkeys(id_ for sheet in drawn for id_ in sheet["answers"]))
    envelope = ("subject", "questionnaire", "date")
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow([*envelope, *ids])
        for sheet in drawn:
            cells = (_cell(sheet["answers"].get(id_, "")) for id_ in ids)
            table.writerow([*(sheet[key] for key in envelope), *cells])


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
