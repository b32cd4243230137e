"""What whole columns of scores decide: who is barred, what each layer chooses, places and lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svcmodel.batch.columnar import Added
from svcmodel.batch.comparisons import Verdict
from svcmodel.batch.designs import NOTHING_LEFT, Bringing, Designs
from svcmodel.batch.folds import IN_WORD
from svcmodel.batch.packed import FLOOR, FULL
from svcmodel.batch.quick import QuickScorer

Bits = NDArray[np.int64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOST_MODELS = 62
MOST_COMPARISONS = 9


class TooManyError(Exception):
    """More models, or more comparisons in a condition, than columns can hold."""


class Decided(NamedTuple):
    """What the rows of a batch decide; a row each. Models are places in the catalogue.

    `chosen`: by layer. `core`: the core models in order, as places among them. `ranks`: of the core
    models, 0 for an excluded one. `excluded`: a bit for each model. `apart`: the rows that have to be
    looked at one by one, whose other values mean nothing.
    """

    chosen: Numbers
    core: Numbers
    ranks: Numbers
    excluded: Bits
    apart: Flags


class _Rule(NamedTuple):
    """A condition by the comparisons it looks at: their places, and whether it is true for each state."""

    places: tuple[int, ...]
    true: Flags

    def of(self, words: NDArray[np.int32]) -> Flags:
        """The rows for which it is true."""
        at = np.zeros(len(words), np.int32)
        for place in self.places:
            word, bit = divmod(place, IN_WORD)
            at = at * 4 + (words[:, word] >> 2 * bit & 3)
        found: Flags = self.true[at]
        return found


class ColumnarDesigns:
    """Decides batches whose scores are known."""

    def __init__(self, scorer: QuickScorer) -> None:
        """`scorer`: whose decisions these are. Raises `TooManyError`."""
        self.designs: Designs = scorer.designs
        if len(self.designs.models) > MOST_MODELS:
            raise TooManyError
        self.bars = [(_rule(b.verdict), b.model, b.excludes) for b in scorer.bars]
        self.bringing = [(_rule(b.verdict), b) for b in self.designs.bringing]
        self.core = np.array(scorer.core, np.int64)
        ids = [self.designs.models[place] for place in scorer.core]
        self.by_id = np.argsort(np.array(ids)) if ids else np.zeros(0, np.int64)
        self.no_baselines = ~np.int64(self.designs.baselines)
        self.conflicts = np.array(self.designs.conflicts, np.int64)
        self.requires = np.array(self.designs.requires, np.int64)

    def decided(
        self,
        added: Added,
        days: Sequence[str],
        day: NDArray[np.int64],
        strategy: Callable[[int], str],
    ) -> Decided:
        """What the rows decide.

        `days`: those that occur; `day`: the number of each row's; `strategy`: that of a row, or "".
        """
        excluded, barred = self._barred(added.words)
        channels = self._channels(added.words, days, day)
        chosen, _, tied = self._chosen(added.raised, barred & self.no_baselines)
        clash = np.flatnonzero(~self._goes_together(chosen, excluded, channels))
        if len(clash):
            own = (barred[clash] & self.no_baselines, excluded[clash], channels[clash])
            chosen[clash], tied[clash] = self._best_together(added.raised[clash], *own)
        apart = np.zeros(len(chosen), np.bool_)
        for row in np.flatnonzero(tied):
            limits = (int(excluded[row]), int(barred[row]), int(channels[row]), strategy(int(row)))
            found = self.designs.chosen(added.raised[row].tolist(), *limits)
            if found is None:
                apart[row] = True
            else:
                chosen[row] = found
        return Decided(
            chosen=chosen,
            core=self._core_list(added.raised, excluded),
            ranks=self._ranks(added.raised, excluded),
            excluded=excluded,
            apart=apart,
        )

    def leaders(self, raised: NDArray[np.int32]) -> Numbers:
        """The place of the model with the greatest score in each layer, the first of equal ones."""
        found = np.empty((len(raised), len(self.designs.seats)), np.int64)
        for layer, (baseline, _, rivals) in enumerate(self.designs.seats):
            places = np.array(sorted([baseline, *(place for place, _ in rivals)]))
            found[:, layer] = places[np.argmax(raised[:, places], axis=1)]
        return found

    def _barred(self, words: NDArray[np.int32]) -> tuple[Bits, Bits]:
        excluded = np.zeros(len(words), np.int64)
        barred = np.zeros(len(words), np.int64)
        for rule, model, excludes in self.bars:
            broken = rule.of(words) * np.int64(model)
            barred |= broken
            if excludes:
                excluded |= broken
        return excluded, barred

    def _channels(
        self, words: NDArray[np.int32], days: Sequence[str], day: NDArray[np.int64]
    ) -> Bits:
        """The channels that are in whatever is chosen."""
        brought = np.zeros(len(words), np.int64)
        for rule, bringing in self.bringing:
            holds = np.array([_binds(bringing, on) for on in days], np.bool_)
            brought |= (rule.of(words) & holds[day]) * np.int64(bringing.channels)
        return brought

    def _chosen(self, raised: NDArray[np.int32], banned: Bits) -> tuple[Numbers, Numbers, Flags]:
        """What each layer likes best of what is not banned, what that is worth, and where it ties.

        Where a layer has nothing left the whole is worth less than any choice.
        """
        rows = len(raised)
        chosen = np.empty((rows, len(self.designs.seats)), np.int64)
        worth = np.zeros(rows, np.int64)
        tied = np.zeros(rows, np.bool_)
        for layer, (baseline, needed, rivals) in enumerate(self.designs.seats):
            base = raised[:, baseline] + np.int32(needed)
            best = np.where(banned & (1 << baseline), np.int32(-1), base)
            pick = np.full(rows, baseline, np.int64)
            level = np.zeros(rows, np.bool_)
            for place, bit in rivals:
                score = np.where(banned & bit, np.int32(-1), raised[:, place])
                above = score > best
                level = np.where(above, False, level | ((score == best) & (pick != baseline)))
                best = np.where(above, score, best)
                pick = np.where(above, place, pick)
            chosen[:, layer] = pick
            worth += np.where(best < 0, np.int64(NOTHING_LEFT), best.astype(np.int64) - base)
            tied |= level
        return chosen, worth, tied

    def _best_together(
        self, raised: NDArray[np.int32], barred: Bits, excluded: Bits, channels: Bits
    ) -> tuple[Numbers, Flags]:
        """The best choices that go together, and the rows in which that has to be told one by one.

        Whatever goes together leaves out one end at least of every conflict. So the best of what each
        layer likes best, over all the least sets that leave out an end of every conflict, is the best
        of all.
        """
        rows = len(raised)
        if not self.designs.covers:
            return np.zeros((rows, len(self.designs.seats)), np.int64), np.ones(rows, np.bool_)
        banned = barred.copy()
        for place in self.designs.touchy:
            lacks = self.requires[place] & excluded & ~channels
            banned |= np.where(lacks | (self.conflicts[place] & channels), np.int64(1 << place), 0)
        chosen = np.zeros((rows, len(self.designs.seats)), np.int64)
        best = np.full(rows, np.int64(NOTHING_LEFT))
        tied = np.ones(rows, np.bool_)
        for cover in self.designs.covers:
            picked, worth, level = self._chosen(raised, banned | np.int64(cover))
            above = worth > best
            tied = np.where(above, level, tied | ((worth == best) & (picked != chosen).any(axis=1)))
            chosen = np.where(above[:, None], picked, chosen)
            best = np.maximum(worth, best)
        return chosen, tied | (best <= NOTHING_LEFT // 2)

    def _goes_together(self, chosen: Numbers, excluded: Bits, channels: Bits) -> Flags:
        parts = channels.copy()
        for layer in range(chosen.shape[1]):
            parts |= np.left_shift(np.int64(1), chosen[:, layer])
        against = np.zeros(len(chosen), np.int64)
        for layer in range(chosen.shape[1]):
            pick = chosen[:, layer]
            against |= self.conflicts[pick] & parts
            against |= self.requires[pick] & excluded & ~parts
        together: Flags = against == 0
        return together

    def _ranks(self, raised: NDArray[np.int32], excluded: Bits) -> Numbers:
        """The place of each core model among all that are not excluded."""
        out = _flags(excluded, len(self.designs.models))
        running = np.where(out, np.int32(-1), raised)
        ranks = np.ones((len(raised), len(self.core)), np.int64)
        for number, place in enumerate(self.core):
            ranks[:, number] += (running > raised[:, place, None]).sum(axis=1)
        return np.where(out[:, self.core], 0, ranks)

    def _core_list(self, raised: NDArray[np.int32], excluded: Bits) -> Numbers:
        """The core models, the best first and the excluded ones last; among equals by id."""
        out = _flags(excluded, len(self.designs.models))[:, self.core[self.by_id]]
        order = np.where(out, 2 * FLOOR + FULL, 0) - raised[:, self.core[self.by_id]].astype(
            np.int64
        )
        return self.by_id[np.argsort(order, axis=1, kind="stable")]


def _flags(bits: Bits, count: int) -> Flags:
    """A column for each of the first bits."""
    return (bits[:, None] >> np.arange(count) & 1).astype(np.bool_)


def _binds(bringing: Bringing, on: str) -> bool:
    return bringing.until is None or on <= bringing.until


def _rule(verdict: Verdict) -> _Rule:
    """A condition as a table. Raises `TooManyError` for one with too many comparisons."""
    own = verdict.comparisons
    if len(own) > MOST_COMPARISONS:
        raise TooManyError
    true = [
        all(state < 3 for state in states) and verdict.under(states) is True
        for states in product(range(4), repeat=len(own))
    ]
    return _Rule(verdict.comparisons, np.array(true, np.bool_))
