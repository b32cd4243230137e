"""Columns of answers as small whole numbers: one for each thing that can be said.

Code 0 says nothing, code 1 is whatever only the careful reader can read. What two cells mean alike has
one code, so that a table with a row for each code says all there is to say of a column.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.likeness import LIKE_LEVELS
from svcmodel.batch.quick_answers import NOTHING, QuickReader, Token, UnusualError
from svcmodel.domain.conditions import UNKNOWN_SPAN, Span
from svcmodel.domain.questions import Number, Percentage
from svcmodel.sources.answer_values import may_be_level, span_of

Codes = NDArray[np.int32]
SILENT, UNUSUAL = 0, 1
MOST_CODES = 16_384
MOST_REMEMBERED = 1 << 16


class Coder:
    """The codes of one column of answers; they grow as new things are said."""

    def __init__(self, reader: QuickReader, id_: str) -> None:
        """`id_`: of the question or criterion."""
        self.reader, self.id = reader, id_
        self.tokens: list[Token] = [NOTHING, NOTHING]
        self.plain: dict[str | int, int] = {}
        self._truths: dict[bool, int] = {}
        self._of_list: dict[tuple[Any, ...], int] = {}
        self._code_of_token: dict[tuple[type, Any], int] = {(type(NOTHING), NOTHING): SILENT}
        self._of_class: NDArray[np.int32] | None = None

    def value(self, raw: Any) -> int:
        """The code of what stands in a column of values. `plain` remembers words and whole numbers."""
        kind = type(raw)
        if kind is str or kind is int:
            if raw in self.plain:
                return self.plain[raw]
            sure = self.reader.likeness.at_a_glance(self.id, raw)
            if sure is not None:
                return self.token(sure)
            code = self._read(raw)
            if len(self.plain) < MOST_REMEMBERED:
                self.plain[raw] = code
            return code
        if kind is list:
            return self._list(raw)
        if kind is bool:
            if raw not in self._truths:
                self._truths[raw] = self._read(raw)
            return self._truths[raw]
        return SILENT if raw is None else self._read(raw)

    def _list(self, raw: list[Any]) -> int:
        key = tuple(raw)
        if not all(type(item) is str for item in key):
            return self._read(raw)
        if key not in self._of_list:
            if len(self._of_list) >= MOST_REMEMBERED:
                return self._read(raw)
            self._of_list[key] = self._read(raw)
        return self._of_list[key]

    def answer(self, raw: Any) -> int:
        """The code of an answer as it stands in a file, in the short or the long form."""
        return UNUSUAL if raw is None else self.value(raw)

    def level(self, raw: Any) -> int:
        """The code of what stands in a column of levels."""
        span = span_of(raw)
        if span is None or self.id not in self.reader.criteria:
            return SILENT if raw is None else UNUSUAL
        return SILENT if span == UNKNOWN_SPAN else self.token(Span(*span))

    def token(self, token: Token) -> int:
        """The code of what is said."""
        key = (type(token), token)
        if key not in self._code_of_token:
            if len(self.tokens) >= MOST_CODES:
                return UNUSUAL
            self._code_of_token[key] = len(self.tokens)
            self.tokens.append(token)
        return self._code_of_token[key]

    def figures(self, values: NDArray[Any]) -> Codes:
        """The codes of a column of figures, all of which say something."""
        question = self.reader.bank[self.id]
        if not isinstance(question, Number | Percentage):
            raise TypeError(question)
        cuts = np.array(self.reader.likeness.figures[self.id].cuts)
        classes = np.searchsorted(cuts, values, "left") + np.searchsorted(cuts, values, "right")
        codes: Codes = self._classes()[classes]
        wrong = ~np.isfinite(values)
        if question.minimum is not None:
            wrong |= values < question.minimum
        if question.maximum is not None:
            wrong |= values > question.maximum
        if isinstance(question, Number) and question.whole:
            wrong |= values != np.floor(values)
        if may_be_level(self.reader.criteria, question, 1):
            wrong |= np.isin(values, LIKE_LEVELS)
        return np.where(wrong, UNUSUAL, codes).astype(np.int32)

    def _classes(self) -> NDArray[np.int32]:
        """The code of every stretch between cuts, and of every cut, from the lowest up."""
        if self._of_class is None:
            samples = self.reader.likeness.figures[self.id].samples
            self._of_class = np.array([self.token(sample) for sample in samples], np.int32)
        return self._of_class

    def _read(self, raw: Any) -> int:
        """The code of an answer that was not met before."""
        try:
            return self.token(self.reader.one(self.id, raw))
        except UnusualError:
            return UNUSUAL
