"""One sheet after another, fast: the choice of each layer, the scores, their ranges and places.

The same rows as the careful way gives (`careful.py`), in a fraction of the time, since whatever does
not depend on the sheet is worked out once. A sheet with problems, warnings, constraints or segments
is none of its business: it says so, and the careful way takes over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svcmodel.batch.comparisons import Verdict, comparisons_in
from svcmodel.batch.designs import Bits, conditions_of_designs, designs
from svcmodel.batch.packed import Sums, packed_table
from svcmodel.batch.quick_answers import NOTHING, Token, UnusualError
from svcmodel.batch.situations import Applies, Packings, situations
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.criteria import questions_of
from svcmodel.domain.questions import Question
from svcmodel.scoring.weights import Number

MOST_WEIGHTINGS = 16
Tokens = Mapping[str, Token]
Weighting = tuple[tuple[tuple[str, Number], ...], tuple[str, ...]]
"""The weights of dimensions and the marks of a sheet."""


class Decision(NamedTuple):
    """What the answers of a sheet decide; models are ids.

    `not_scored`: the ids of answers that do not apply.
    """

    chosen: tuple[str, ...]
    core: tuple[str, ...]
    excluded: tuple[str, ...]
    ranks: tuple[int | None, ...]
    sums: Sums
    not_scored: tuple[str, ...]


class Bar(NamedTuple):
    """A requirement that keeps a model from leading, and whether it excludes it."""

    verdict: Verdict
    model: Bits
    excludes: bool


class QuickScorer:
    """Decides the sheets of a batch that are plain."""

    def __init__(self, catalogue: Catalogue, bank: Mapping[str, Question]) -> None:
        """Ready for the answers to a bank and the criteria of a catalogue."""
        self.catalogue, self.bank = catalogue, bank
        self.situations = situations(bank)
        rules = [(m.id, r) for m in catalogue.models.values() for r in m.requirements]
        bars = [(id_, rule) for id_, rule in rules if rule.effect != "never_alone"]
        conditions = [rule.broken_if for _, rule in bars]
        self.comparisons = comparisons_in([*conditions, *conditions_of_designs(catalogue)])
        self.designs = designs(catalogue, self.comparisons)
        places = {id_: 1 << n for n, id_ in enumerate(catalogue.models)}
        self.bars = [
            Bar(self.comparisons.verdict(r.broken_if), places[id_], r.effect == "excludes")
            for id_, r in bars
        ]
        self.core = [n for n, model in enumerate(catalogue.models.values()) if model.core]
        self.core_by_id = sorted(self.core, key=self.designs.models.__getitem__)
        self._packings: OrderedDict[Weighting, Packings | None] = OrderedDict()
        self.parts = {
            id_: tuple(q for q in questions_of(criterion.level_from) if q != id_)
            for id_, criterion in catalogue.criteria.items()
        }
        self._lists: dict[Bits, tuple[str, ...]] = {}

    def decision(self, tokens: Tokens, weighting: Weighting, on: str) -> Decision:
        """What the answers decide for the day `on`. Raises `UnusualError`."""
        applies = self.situations.of(tokens)
        packings = self.packings_for(weighting)
        if packings is None:
            raise UnusualError
        self._refuse_disagreement(tokens)
        packing = packings.of(applies)
        sums = packings.table.sums(packing.total(tokens))
        excluded, barred = self._barred(sums.bits)
        channels = self.designs.channels(sums.bits, on)
        strategy = self._strategy(tokens, applies)
        chosen = self.designs.chosen(sums.raised, excluded, barred, channels, strategy)
        if chosen is None:
            raise UnusualError
        models = self.designs.models
        return Decision(
            chosen=tuple([models[place] for place in chosen]),
            core=self._core_list(sums.raised, excluded),
            excluded=self._ids(excluded),
            ranks=self._ranks(sums.raised, excluded),
            sums=sums,
            not_scored=_not_scored(tokens, packing.idle),
        )

    def packings_for(self, weighting: Weighting) -> Packings | None:
        """The packings under some weights; those used last are kept."""
        if weighting not in self._packings:
            given, marks = weighting
            table = packed_table(self.catalogue, self.comparisons, dict(given), marks)
            made = None if table is None else Packings(self.catalogue, self.bank, table)
            self._packings[weighting] = made
            if len(self._packings) > MOST_WEIGHTINGS:
                self._packings.popitem(last=False)
        self._packings.move_to_end(weighting)
        return self._packings[weighting]

    def _refuse_disagreement(self, tokens: Tokens) -> None:
        """A level beside answers it would come from may disagree with them."""
        if Span not in map(type, tokens.values()):
            return
        for id_, token in tokens.items():
            if type(token) is Span:
                for part in self.parts[id_]:
                    if tokens.get(part, NOTHING) is not NOTHING:
                        raise UnusualError

    def _barred(self, bits: int) -> tuple[Bits, Bits]:
        """Who is excluded, and who may not lead."""
        excluded = barred = 0
        for verdict, model, excludes in self.bars:
            own = bits & verdict.mask
            known = verdict.known
            if known[own] if own in known else verdict.of(bits):
                barred |= model
                if excludes:
                    excluded |= model
        return excluded, barred

    def _strategy(self, tokens: Tokens, applies: Applies) -> str:
        question = self.designs.strategy_question
        token = tokens.get(question)
        named = isinstance(token, str) and question not in applies.left_out
        return str(token) if named else ""

    def _ranks(self, scores: Sequence[int], excluded: Bits) -> tuple[int | None, ...]:
        """The place of each core model among all that are not excluded."""
        running = sorted(
            [score for n, score in enumerate(scores) if not excluded >> n & 1]
            if excluded
            else scores
        )
        above = len(running) + 1
        return tuple(
            [
                None if excluded >> n & 1 else above - bisect_right(running, scores[n])
                for n in self.core
            ]
        )

    def _core_list(self, scores: Sequence[int], excluded: Bits) -> tuple[str, ...]:
        """The core models, the best first, the excluded ones last."""
        order = sorted(self.core_by_id, key=scores.__getitem__, reverse=True)
        if excluded:
            order.sort(key=lambda place: excluded >> place & 1)
        models = self.designs.models
        return tuple([models[place] for place in order])

    def _ids(self, models: Bits) -> tuple[str, ...]:
        if models not in self._lists:
            ids = (id_ for n, id_ in enumerate(self.designs.models) if models >> n & 1)
            self._lists[models] = tuple(ids)
        return self._lists[models]


def _not_scored(tokens: Tokens, idle: Sequence[str]) -> tuple[str, ...]:
    """The answers given under ids that do not count."""
    return tuple(sorted([id_ for id_ in idle if tokens.get(id_) is not None])) if idle else ()
