"""One sheet of a batch: fast where it is plain, with all care where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from svcmodel.batch.deep import DeepLook
from svcmodel.batch.envelopes import PLAIN_KEYS, Envelope, envelope_of
from svcmodel.batch.likeness import Likeness
from svcmodel.batch.quick import QuickScorer, Weighting
from svcmodel.batch.quick_answers import QuickReader, Token, UnusualError
from svcmodel.batch.rows import Row, row_of
from svcmodel.domain.answers import AnswerSheet, WeightsFile
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.values import show
from svcmodel.errors import InvalidInputError, Problem, SvcmodelError
from svcmodel.scoring.assess import coverage
from svcmodel.scoring.decide import decide_on, table_for
from svcmodel.scoring.levels import read_levels
from svcmodel.scoring.tables import ScoreTable
from svcmodel.scoring.weights import with_weights
from svcmodel.sources.answer_files import ANSWERS, AnswerDocument, read_answers
from svcmodel.sources.folders import check_format
from svcmodel.sources.level_checks import check_levels
from svcmodel.sources.questionnaire_files import load_questionnaire, shipped_questionnaires
from svcmodel.sources.strict_yaml import Document

MOST_MARKS = 5


@dataclass(frozen=True, slots=True)
class Setup:
    """What holds for every sheet of a batch. It can be sent to another process.

    `day`: what was asked for, or nothing; `today`: the day for sheets that name none.
    """

    catalogue: Catalogue
    today: str
    day: str = ""
    weights: WeightsFile | None = None


class Plain(NamedTuple):
    """What a sheet says with which nothing is the matter: its answers as far as they say something."""

    envelope: Envelope
    tokens: Mapping[str, Token]


class Raw(NamedTuple):
    """A sheet as it stands in an input: its data, its file and hash, and its places when asked for.

    `data`: None where only the careful reader can tell, or where it is `plain` and was read already.
    `columns`: the names of those of a table. `key_place`: line and column of an answer's key, where it
    can be told at a glance.
    """

    file: str
    data: Any
    hash: str
    document: Callable[[], Document]
    columns: tuple[str, ...] = ()
    key_place: Callable[[str], tuple[int, int] | None] = lambda _id: None
    plain: Plain | None = None


Sheet = Raw | tuple[Problem, ...]
"""A sheet, or why there is none."""


class Outcome(NamedTuple):
    """What became of a sheet: its row, or none and the problems; warnings stand beside a row."""

    row: Row | None
    problems: tuple[Problem, ...] = ()


class SheetScorer:
    """Scores the sheets of a batch, one after another."""

    def __init__(
        self,
        setup: Setup,
        named: Callable[[str], Questionnaire] = load_questionnaire,
        deep: frozenset[str] = frozenset(),
    ) -> None:
        """Ready for sheets; `named` gives a questionnaire by its name.

        `deep`: the groups of columns for which sheets are looked at as when they are scored alone.
        Raises `InvalidInputError` where the catalogue does not fit the questions.
        """
        self.setup, self.deep = setup, deep
        self.questionnaire = cache(named)
        bank = self.questionnaire("full").bank
        unfit = check_levels(setup.catalogue, bank)
        if unfit:
            raise InvalidInputError(unfit)
        self.quick = QuickScorer(setup.catalogue, bank)
        likeness = Likeness(setup.catalogue, bank, self.quick.comparisons.all)
        self.reader = QuickReader(setup.catalogue, bank, likeness)
        self.careful = CarefulScorer(setup, self.questionnaire, deep)
        self.given_weights = _weighting_of(setup)

    def outcome(self, raw: Raw) -> Outcome:
        """The row of a sheet, or its problems."""
        if self.deep:
            return self.careful.outcome(raw)
        try:
            row, not_scored = self.plain_row(raw)
        except UnusualError:
            return self.careful.outcome(raw)
        return Outcome(row, self.warnings(raw, not_scored) if not_scored else ())

    def warnings(self, raw: Raw, not_scored: Sequence[str]) -> tuple[Problem, ...]:
        """W203 for every answer that does not apply."""
        places = [raw.key_place(id_) for id_ in not_scored]
        if None in places:
            return self.careful.outcome(raw).problems
        warnings = [
            Problem("W203", raw.file, *place, show(id_), severity="warning")
            for id_, place in zip(not_scored, places, strict=True)
            if place
        ]
        return tuple(_placed(w, raw) for w in sorted(warnings, key=Problem.sort_key))

    def plain_row(self, raw: Raw) -> tuple[Row, tuple[str, ...]]:
        """The row of a sheet with which little is the matter, and the answers that do not apply.

        Raises `UnusualError` for any other sheet.
        """
        data = raw.data
        weighting = _NO_WEIGHTS
        if raw.plain is None and type(data) is dict and data.keys() - PLAIN_KEYS:
            weighting = self._weighting_in(data)
        (subject, day, questionnaire), tokens = raw.plain or self._plain(data)
        if day and not is_day(day):
            raise UnusualError
        on = self.setup.day or day or self.setup.today
        decision = self.quick.decision(tokens, self.given_weights or weighting, on)
        sums = decision.sums
        row = Row(
            subject=subject,
            on=on,
            questionnaire=questionnaire,
            hash=raw.hash,
            chosen=decision.chosen,
            core=decision.core,
            excluded=decision.excluded,
            share=sums.share,
            answered=sums.answered,
            scores=sums.scores,
            lows=sums.lows,
            highs=sums.highs,
            ranks=decision.ranks,
        )
        return row, decision.not_scored

    def _plain(self, data: Any) -> Plain:
        """What a sheet says, weights aside. Raises `UnusualError`."""
        envelope = envelope_of(data, _names())
        if envelope is None:
            raise UnusualError
        return Plain(envelope, self.reader.tokens(data.get("answers", {})))

    def _weighting_in(self, data: Mapping[str, Any]) -> Weighting:
        if data.keys() - PLAIN_KEYS - {"weights", "important"}:
            raise UnusualError
        return _weighting(self.setup.catalogue, data.get("weights", {}), data.get("important", []))


class CarefulScorer:
    """Scores a sheet as it is scored alone, with every problem at its place."""

    def __init__(
        self, setup: Setup, questionnaire: Callable[[str], Questionnaire], deep: frozenset[str]
    ) -> None:
        """`questionnaire`: gives one by its name; `deep`: as for `SheetScorer`."""
        self.setup, self.questionnaire, self.deep = setup, questionnaire, deep
        self._table = lru_cache(maxsize=16)(self._made_table)

    def outcome(self, raw: Raw) -> Outcome:
        """The row of a sheet with its warnings, or its problems."""
        try:
            sheet, questionnaire, warnings = self.read(raw)
            row = self._row(sheet, questionnaire)
            return Outcome(row, tuple(_placed(warning, raw) for warning in warnings))
        except SvcmodelError as error:
            return Outcome(None, tuple(_placed(problem, raw) for problem in error.problems))

    def read(self, raw: Raw) -> tuple[AnswerSheet, Questionnaire, tuple[Problem, ...]]:
        """The sheet, its questionnaire and the warnings. Raises `SvcmodelError`."""
        document = raw.document()
        wrong = check_format(document, raw.file, ANSWERS)
        if wrong is not None:
            raise InvalidInputError([*document.problems, wrong])
        source = AnswerDocument(raw.file, document, raw.hash)
        sheet, questionnaire, warnings = read_answers(
            source, self.setup.catalogue, self.questionnaire
        )
        if self.setup.weights is not None:
            sheet = with_weights(sheet, self.setup.weights, self.setup.catalogue)
        return sheet, questionnaire, warnings

    def _row(self, sheet: AnswerSheet, questionnaire: Questionnaire) -> Row:
        catalogue = self.setup.catalogue
        on = self.setup.day or sheet.date or self.setup.today
        reading = read_levels(catalogue, questionnaire.bank, sheet)
        table = self._table(tuple(sheet.weights.items()), sheet.important)
        decided = decide_on(catalogue, reading, table, sheet.constraints, on)
        row = row_of(catalogue, sheet, decided, coverage(table, reading), on)
        if not self.deep:
            return row
        return row._replace(more=DeepLook(catalogue, sheet, decided, on).more(self.deep))

    def _made_table(
        self, weights: tuple[tuple[str, Any], ...], marks: tuple[str, ...]
    ) -> ScoreTable:
        return table_for(
            self.setup.catalogue, AnswerSheet("", weights=dict(weights), important=marks)
        )


_NO_WEIGHTS: Weighting = ((), ())


def _weighting_of(setup: Setup) -> Weighting | None:
    """The weights that a file of weights puts in place of those of the sheets."""
    if setup.weights is None:
        return None
    sheet = with_weights(AnswerSheet(""), setup.weights, setup.catalogue)
    return tuple(sheet.weights.items()), tuple(sheet.important)


def _weighting(catalogue: Catalogue, weights: Any, marks: Any) -> Weighting:
    """The weights and marks of a sheet. Raises `UnusualError`."""
    if type(weights) is not dict or type(marks) is not list or len(marks) > MOST_MARKS:
        raise UnusualError
    dimensions = [dimension.id for dimension in catalogue.head.dimensions]
    for id_, weight in weights.items():
        if id_ not in dimensions or type(weight) not in (int, float) or not 0 < weight < 1e6:
            raise UnusualError
    known = [mark for mark in marks if type(mark) is str and mark in catalogue.criteria]
    if len(set(known)) < len(marks):
        raise UnusualError
    return tuple(weights.items()), tuple(marks)


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Whether a text is a day, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@cache
def _names() -> frozenset[str]:
    return frozenset(shipped_questionnaires())


def _placed(problem: Problem, raw: Raw) -> Problem:
    """The problem, said of the file where it names none, and of its column in a table."""
    if raw.columns and 0 < problem.column <= len(raw.columns):
        problem = replace(problem, path=raw.columns[problem.column - 1])
    return problem if problem.file else replace(problem, file=raw.file)
