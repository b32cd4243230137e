"""What a person chose or typed for a question, as an answer file would hold it."""

from __future__ import annotations

from typing import Any

from svcmodel.domain.questions import Number, Percentage, Question, Rating
from svcmodel.sources.strict_yaml import resolve


def raw_value(question: Question, entered: str | list[str]) -> Any:
    """The raw value of what was entered: figures and levels as numbers, all else as it is."""
    if not isinstance(entered, str):
        return entered
    return resolve(entered) if isinstance(question, Number | Percentage | Rating) else entered
