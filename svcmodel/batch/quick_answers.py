"""Reading the answers of a sheet fast, where nothing is wrong with them.

What is typed most often is a word or a whole number; what it says is remembered, question by question.
Whatever cannot be read without a problem or a warning is left to the careful reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from svcmodel.batch.likeness import Likeness
from svcmodel.domain.answers import Answer
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.domain.questions import Question
from svcmodel.domain.records import control_sign
from svcmodel.domain.values import Fault, Value
from svcmodel.scoring.levels import GRADE_ORDER
from svcmodel.sources.answer_values import STATES, may_be_level, span_of

MOST_REMEMBERED = 4096
"""How many different answers to one question are remembered."""

TEXTS = frozenset(("note", "source", "by"))


_TEXT = frozenset((str,))
_AT_A_GLANCE = frozenset((str, int))


class _Nothing:
    """What an answer says that says nothing: unknown."""


NOTHING: Final = _Nothing()
Token = Value | Span | _Nothing | None
"""What an answer says: the question's value, a span of levels, None for not applicable, or nothing."""


class UnusualError(Exception):
    """The sheet needs the careful reader."""


class QuickReader:
    """Reads the answers of one sheet after another."""

    def __init__(
        self, catalogue: Catalogue, bank: Mapping[str, Question], likeness: Likeness
    ) -> None:
        """Ready for the questions of a bank and the criteria of a catalogue."""
        self.criteria, self.likeness = catalogue.criteria, likeness
        self.bank = bank
        self.ids = tuple(dict.fromkeys([*bank, *catalogue.criteria]))
        states = {word: _token_of_state(state) for word, state in STATES.items()}
        self._known: dict[str, dict[Any, Token]] = {id_: dict(states) for id_ in self.ids}

    def tokens(self, answers: Mapping[Any, Any]) -> dict[str, Token]:
        """What the answers say that say something. Raises `UnusualError`."""
        tokens: dict[str, Token] = {}
        known = self._known
        for id_, raw in answers.items():
            if id_ not in known:
                raise UnusualError
            if type(raw) is str or type(raw) is int:
                said = known[id_]
                token = said[raw] if raw in said else self._learnt(id_, raw, raw)
            elif type(raw) is dict:
                token = self._long(id_, raw)
            else:
                token = self._value(id_, raw)
            if token is not NOTHING:
                tokens[id_] = token
        return tokens

    def one(self, id_: str, raw: Any) -> Token:
        """What one answer says, nothing for an unknown one. Raises `UnusualError`."""
        return self.tokens({id_: raw}).get(id_, NOTHING)

    def _value(self, id_: str, raw: Any) -> Token:
        """What a value says. Lists of texts are remembered as tuples, yes and no beside their type."""
        kind = type(raw)
        if kind is bool or (kind is list and set(map(type, raw)) <= _TEXT):
            key = (bool, raw) if kind is bool else tuple(raw)
            said = self._known[id_]
            return said[key] if key in said else self._learnt(id_, key, raw)
        if kind is str or kind is int:
            said = self._known[id_]
            return said[raw] if raw in said else self._learnt(id_, raw, raw)
        return self._parsed(id_, raw)

    def _learnt(self, id_: str, key: Any, raw: Any) -> Token:
        sure = self.likeness.at_a_glance(id_, raw) if type(raw) in _AT_A_GLANCE else None
        if sure is not None:
            return sure
        token = self._parsed(id_, raw)
        said = self._known[id_]
        if len(said) < MOST_REMEMBERED:
            said[key] = token
        return token

    def _parsed(self, id_: str, raw: Any) -> Token:
        question = self.bank.get(id_)
        if question is None or raw is None:
            raise UnusualError
        value = question.parse(raw)
        if isinstance(value, Fault) or may_be_level(self.criteria, question, value):
            raise UnusualError
        return self.likeness.of(id_, value)

    def _long(self, id_: str, raw: dict[Any, Any]) -> Token:
        """What an answer says in its long form, with a note or a grade beside it."""
        for key, item in raw.items():
            if key in TEXTS:
                plain_text(item)
            elif key not in ("value", "level") and (key != "grade" or item not in GRADE_ORDER):
                raise UnusualError
        if ("value" in raw) == ("level" in raw):
            raise UnusualError
        if "value" in raw:
            return self._value(id_, raw["value"])
        span = span_of(raw["level"])
        if span is None or id_ not in self.criteria:
            raise UnusualError
        return NOTHING if span == UNKNOWN_SPAN else span


def plain_text(item: object) -> str:
    """The item. Raises `UnusualError` unless it is a text that says something."""
    if type(item) is not str or not item.strip():
        raise UnusualError
    if not item.isprintable() and control_sign(item):  # the first is faster and seldom fails
        raise UnusualError
    return item


def answer_of(id_: str, token: Token) -> Answer:
    """The answer that says this."""
    if token is None:
        return Answer(id_, "not_applicable")
    if isinstance(token, Span):
        return Answer(id_, "given", span=token)
    return Answer(id_, "given", value=token)  # type: ignore[arg-type]


def _token_of_state(state: str) -> Token:
    return NOTHING if state == "unknown" else None
