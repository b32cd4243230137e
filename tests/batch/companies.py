"""Answer files of companies drawn at random, as data: questions answered, some by their levels."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from svcmodel.domain.questions import (
    Choice,
    FreeText,
    MultiChoice,
    Number,
    Percentage,
    Question,
    Ranking,
    Rating,
)

MOST = 10**6
FEW = 3


def companies(
    bank: Mapping[str, Question], criteria: Iterable[str], share: float, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """One company after another; `share`: of the questions that are answered."""
    levelled = [id_ for id_ in criteria if id_ not in bank]
    number = 0
    while True:
        answers = {id_: _said(q, chance) for id_, q in bank.items() if chance.random() < share}
        if chance.random() < share and levelled:
            answers[chance.choice(levelled)] = {"level": chance.randint(1, 5)}
        number += 1
        head = {"format": "svcmodel/answers/1", "subject": f"Company {number}"}
        yield {**head, "questionnaire": "full", "answers": answers}


def _said(question: Question, chance: random.Random) -> Any:
    if chance.random() < 0.1:
        return chance.choice(["unknown", "not_applicable"])
    return _value(question, chance)


def _value(question: Question, chance: random.Random) -> Any:
    match question:
        case Choice():
            return chance.choice([option.id for option in question.options])
        case Rating():
            return chance.randint(1, 5)
        case Number() | Percentage():
            most = MOST if question.maximum is None else int(question.maximum)
            return chance.randint(int(question.minimum or 0), most)
        case MultiChoice() | Ranking():
            options = [option.id for option in question.options]
            return chance.sample(options, chance.randint(1, min(FEW, len(options))))
        case FreeText():
            return chance.choice(["in our own words", "=1+1", "3, or “three”"])
        case _:
            return chance.choice(["yes", "no"])


def answers_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as columns of a table: a level in a column of its own."""
    return {
        f"{id_}.level" if isinstance(said, dict) else id_: said["level"]
        if isinstance(said, dict)
        else said
        for id_, said in data["answers"].items()
    }


def cell(value: Any) -> str:
    """What stands in a cell of a table."""
    if value is None:
        return ""
    return ";".join(value) if isinstance(value, list) else str(value)
