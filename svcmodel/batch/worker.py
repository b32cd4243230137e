"""What one process does with a piece of a batch: read, score, write down. Nothing is kept between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from svcmodel.batch.columns import Layout, layout
from svcmodel.batch.formats import encoder_of, is_there
from svcmodel.batch.outcomes import Done
from svcmodel.batch.pieces import Piece
from svcmodel.batch.plans import Planner, planned
from svcmodel.batch.readers import Loaded, Part, SheetReader, load
from svcmodel.batch.rows import Row
from svcmodel.batch.sheets import Outcome, Raw, Setup, SheetScorer
from svcmodel.domain.records import Lang
from svcmodel.errors import Problem
from svcmodel.render.problem_formats import ProblemFormat, frame_of, problem_encoder
from svcmodel.sources.questionnaire_files import load_questionnaire, shipped_hash
from svcmodel.sources.text_files import sha256
from svcmodel.sources.words_files import load_words

COLUMNS_FROM = 5_000
"""Rows after which tables in numpy have paid for themselves."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of every process of a batch. It can be sent to another one.

    `columns`: as `--columns` has them. `format`: how rows are written down. `problems`: how problems
    are, in the language `lang`. `program`: its version. `columns_from`: after how many rows a process
    makes the tables to score them together, where numpy is there; of Parquet at once. `planner`:
    writes a plan for each sheet.
    """

    setup: Setup
    columns: str
    format: str
    problems: ProblemFormat
    lang: Lang
    program: str
    columns_from: int = COLUMNS_FROM
    planner: Planner | None = None


class Encoder(Protocol):
    """Writes rows down in one format."""

    head: bytes

    def encoded(self, rows: Sequence[Row]) -> bytes:
        """The rows in the format."""
        ...


class Tally:
    """What has become of the sheets of a piece so far."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.written: list[bytes] = []
        self.problems: list[Problem] = []
        self.scored = self.failed = self.warned = 0


class Worker:
    """Does one piece after another."""

    def __init__(self, order: Order) -> None:
        """Ready to work. Raises `WrongUseError` for a column that does not exist."""
        self.order = order
        named = cache(load_questionnaire)
        plans = order.planner is not None
        about = (order.setup.catalogue, named, order.program, order.columns)
        self.layout: Layout = layout(*about, plans=plans)
        self.scorer = SheetScorer(order.setup, named, self.layout.deep)
        self.reader = SheetReader(order.setup.catalogue, named("full").bank, self.scorer.reader)
        self.encoder: Encoder = encoder_of(order.format)(self.layout)
        self.problems = problem_encoder(order.problems, load_words("problems"), order.lang)
        self._together: Any = None
        self._alone = 0
        self._may_be_together = not self.layout.deep and not plans

    def done(self, piece: Piece) -> Done:
        """The piece done: it never fails for what is in it."""
        loaded = load(piece)
        tally = self.tally(loaded)
        between = frame_of(self.order.problems, "").between
        return Done(
            key=loaded.key,
            rows=b"".join(tally.written),
            problems=between.join(map(self.problems, tally.problems)),
            scored=tally.scored,
            failed=tally.failed,
            warned=tally.warned,
        )

    def tally(self, loaded: Loaded) -> Tally:
        """What becomes of the sheets of a piece."""
        tally = Tally()
        for part in loaded.parts:
            if not self._by_columns(part, tally):
                self._one_by_one(part, tally)
        return tally

    def outcomes(self, loaded: Loaded) -> Iterator[Outcome]:
        """What becomes of each sheet of a piece."""
        return (outcome for part in loaded.parts for outcome in self._outcomes(part))

    def _outcomes(self, part: Part) -> Iterator[Outcome]:
        for sheet in self.reader.sheets(part):
            yield self._outcome(sheet) if isinstance(sheet, Raw) else Outcome(None, sheet)

    def _outcome(self, raw: Raw) -> Outcome:
        outcome = self.scorer.outcome(raw)
        planner = self.order.planner
        return planned(planner, self.scorer.careful, raw, outcome) if planner else outcome

    def _one_by_one(self, part: Part, tally: Tally) -> None:
        rows = []
        for outcome in self._outcomes(part):
            if outcome.row is None:
                tally.failed += 1
            else:
                rows.append(outcome.row)
                tally.scored += 1
                tally.warned += bool(outcome.problems)
            tally.problems += outcome.problems
        tally.written.append(self.encoder.encoded(rows))

    def _by_columns(self, part: Part, tally: Tally) -> bool:
        """Score a part by columns, where it can be; whether it was."""
        if not self._may_be_together or part.kind not in ("lines", "csv", "parquet"):
            return False
        if part.kind != "parquet" and self._alone < self.order.columns_from:
            self._alone += part.data.count(b"\n")
            return False
        if self._together is None:
            self._together = self._made_together()
            if self._together is None:
                self._may_be_together = False
                return False
        done: bool = self._together.add(part, tally)
        return done

    def _made_together(self) -> Any:
        if not is_there("columnar"):
            return None
        from svcmodel.batch.together import Together, TooLargeError  # needs numpy and pyarrow

        try:
            return Together(self.order, self.scorer, self.reader, self.layout, self.encoder)
        except TooLargeError:
            return None


def mark_of(order: Order) -> str:
    """What the rows of a batch depend on beside its inputs, as a hash."""
    setup = order.setup
    said = (
        setup.catalogue.hash, shipped_hash(), setup.day, setup.today, repr(setup.weights),
        order.columns, order.format, order.problems, order.lang, order.program,
        order.planner.mark if order.planner else "",
    )  # fmt: skip
    return sha256("\0".join(said).encode(errors="replace"))
