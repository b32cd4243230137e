"""Answers of two or more people in words: what each is about, and what was said."""

from __future__ import annotations

from collections.abc import Mapping

from svcmodel.domain.answers import Answer
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.questions import Question
from svcmodel.render.question_text import answer_text, label
from svcmodel.render.words import Words


class AnswerWords:
    """Looks up the names of questions and criteria, and tells answers."""

    def __init__(self, catalogue: Catalogue, bank: Mapping[str, Question], words: Words) -> None:
        self.catalogue = catalogue
        self.bank = bank
        self.words = words

    def about(self, id_: str) -> str:
        """What an answer is about: the criterion, else the question, else its id."""
        if id_ in self.catalogue.criteria:
            return self.catalogue.criteria[id_].name.to(self.words.lang)
        return label(self.bank[id_], self.words) if id_ in self.bank else id_

    def said(self, answer: Answer | None) -> str:
        """What an answer says, on one line; that there is none is said too."""
        if answer is None:
            return self.words("compare.answer.none")
        if answer.state != "given":
            return self.words(f"compare.answer.{answer.state}")
        if answer.span is not None:
            return self.level(answer.span)
        value, question = answer.value, self.bank.get(answer.id)
        if question is None or value is None:
            return str(value)
        return " ".join(answer_text(question, value, self.words).split())

    def level(self, span: Span) -> str:
        """A level or several."""
        key = "one" if span.low == span.high else "several"
        return self.words(f"score.level.{key}", level=span.low, low=span.low, high=span.high)
