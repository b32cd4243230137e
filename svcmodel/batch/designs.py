"""Which model each layer chooses, from the scores and from who is barred. Models are places here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from svcmodel.batch.comparisons import Comparisons, Verdict
from svcmodel.domain.catalogue import Catalogue, Layer
from svcmodel.domain.conditions import Condition
from svcmodel.domain.models import Obligation
from svcmodel.scoring.first_choice import Choosable, first_choice

Bits = int
"""A set of models: the bit of each is one shifted by its place in the catalogue."""
MOST_COVERS = 64
NOTHING_LEFT = -(1 << 40)
"""What a design is worth in which a layer has nothing left: less than any."""


class Seats(NamedTuple):
    """A layer: the place of its baseline, what is needed over it, and the places that compete."""

    baseline: int
    needed: int
    rivals: tuple[tuple[int, Bits], ...]


class Bringing(NamedTuple):
    """An obligation that brings channels whatever is chosen, up to and on its last day."""

    verdict: Verdict
    channels: Bits
    until: str | None


@dataclass(frozen=True)
class Designs:
    """Chooses the models of a design; the same as `choose_design` without constraints.

    `by_id`: the place of each model when they are ordered by id. `covers`: see `covers_of`; `touchy`:
    the places of models with conflicts or requirements of others.
    """

    models: tuple[str, ...]
    by_id: tuple[int, ...]
    seats: tuple[Seats, ...]
    conflicts: tuple[Bits, ...]
    requires: tuple[Bits, ...]
    baselines: Bits
    covers: tuple[Bits, ...]
    touchy: tuple[int, ...]
    bringing: tuple[Bringing, ...]
    strategy_question: str
    favours: dict[str, dict[int, int]]

    def channels(self, bits: int, on: str) -> Bits:
        """The channels that are in whatever is chosen, on the day `on` (YYYY-MM-DD)."""
        brought = 0
        for verdict, channels, until in self.bringing:
            if (until is None or on <= until) and verdict.of(bits):
                brought |= channels
        return brought

    def chosen(
        self, scores: Sequence[int], excluded: Bits, barred: Bits, channels: Bits, strategy: str
    ) -> tuple[int, ...] | None:
        """The place of the model of each layer; None where nothing goes together.

        `barred`: who may not lead, the excluded ones among them. `strategy`: of the company, or "".
        """
        barred &= ~self.baselines
        picked, _, tied = self._liked(scores, barred)
        if not tied and self._goes_together(picked, excluded, channels):
            return picked
        if not tied and self.covers:
            best = self._best_together(scores, excluded, barred, channels)
            if best is not None:
                return best
        return self._preferred(scores, excluded, barred, channels, strategy)

    def _liked(self, scores: Sequence[int], banned: Bits) -> tuple[tuple[int, ...], int, bool]:
        """What each layer likes best of what is not banned, what that is worth, whether any ties."""
        picked, worth, ties = [], 0, False
        for baseline, needed, rivals in self.seats:
            base = scores[baseline] + needed
            best, pick, tied = (-1 if banned >> baseline & 1 else base), baseline, False
            for place, bit in rivals:
                score = scores[place]
                if score >= best and not bit & banned:
                    tied = score == best and pick != baseline
                    if score > best:
                        best, pick = score, place
            picked.append(pick)
            worth += best - base if best >= 0 else NOTHING_LEFT
            ties |= tied
        return tuple(picked), worth, ties

    def _best_together(
        self, scores: Sequence[int], excluded: Bits, barred: Bits, channels: Bits
    ) -> tuple[int, ...] | None:
        """The best that goes together, by the sets that hold an end of every conflict; see `covers_of`.

        None where two ways are worth as much.
        """
        banned = barred | self.banned(excluded, channels)
        found = [self._liked(scores, banned | cover) for cover in self.covers or ()]
        most = max(worth for _, worth, _ in found)
        best = {picked for picked, worth, _ in found if worth == most}
        tied = any(tied for _, worth, tied in found if worth == most)
        return best.pop() if len(best) == 1 and not tied and most > NOTHING_LEFT // 2 else None

    def banned(self, excluded: Bits, channels: Bits) -> Bits:
        """The models that go with nothing: in conflict with a channel, or lacking what is excluded."""
        found = 0
        for place in self.touchy:
            if self.conflicts[place] & channels or self.requires[place] & excluded & ~channels:
                found |= 1 << place
        return found

    def _goes_together(self, picked: Sequence[int], excluded: Bits, channels: Bits) -> bool:
        parts = channels
        for place in picked:
            parts |= 1 << place
        for place in picked:
            if self.conflicts[place] & parts or self.requires[place] & excluded & ~parts:
                return False
        return True

    def _preferred(
        self, scores: Sequence[int], excluded: Bits, barred: Bits, channels: Bits, strategy: str
    ) -> tuple[int, ...] | None:
        favours = self.favours.get(strategy, {})
        options = [list(self._options(seats, scores, barred, favours)) for seats in self.seats]
        return first_choice(options, lambda picked: self._goes_together(picked, excluded, channels))

    def _options(
        self, seats: Seats, scores: Sequence[int], barred: Bits, favours: Mapping[int, int]
    ) -> Iterator[Choosable]:
        """The models that may be chosen in a layer."""
        base = scores[seats.baseline] + seats.needed
        baseline = seats.baseline
        yield (0, 0, -favours.get(baseline, 0)), self.by_id[baseline], baseline
        for place, bit in seats.rivals:
            if not bit & barred:
                yield (base - scores[place], 1, -favours.get(place, 0)), self.by_id[place], place


def designs(catalogue: Catalogue, comparisons: Comparisons) -> Designs:
    """How a catalogue's designs are chosen."""
    places = {id_: place for place, id_ in enumerate(catalogue.models)}

    def bits(ids: frozenset[str] | tuple[str, ...]) -> Bits:
        return sum(1 << places[id_] for id_ in frozenset(ids))

    file = catalogue.strategies
    seats = tuple(_seats(catalogue, layer, places) for layer in catalogue.head.layers)
    conflicts = tuple(bits(catalogue.in_conflict[id_]) for id_ in places)
    requires = tuple(bits(catalogue.required_by(id_)) for id_ in places)
    return Designs(
        models=tuple(places),
        by_id=tuple(sorted(places).index(id_) for id_ in places),
        seats=seats,
        conflicts=conflicts,
        requires=requires,
        baselines=sum(1 << each.baseline for each in seats),
        covers=covers_of(seats, conflicts, requires),
        touchy=tuple(n for n in range(len(places)) if conflicts[n] or requires[n]),
        bringing=tuple(
            Bringing(comparisons.verdict(each.applies_if), bits(each.channels), each.until)
            for each in _bringing(catalogue)
        ),
        strategy_question=file.question if file else "",
        favours={each.id: _favour(each.favours, places) for each in file.strategies}
        if file
        else {},
    )


def _favour(named: Sequence[str], places: Mapping[str, int]) -> dict[int, int]:
    """How strongly a strategy speaks for each model: most for the first it names."""
    return {places[id_]: len(named) - named.index(id_) for id_ in named}


def covers_of(
    seats: Sequence[Seats], conflicts: Sequence[Bits], requires: Sequence[Bits]
) -> tuple[Bits, ...]:
    """The least sets of models that hold an end of every conflict between two layers.

    Whatever goes together leaves out one end at least of every conflict, so it leaves out one of these
    sets; and what leaves one out is free of conflicts. So the best of what each layer likes best without
    one of the sets, over all of them, is the best of all. None where there are too many, or where a
    model requires a baseline, which is in some designs only.
    """
    layers = [[each.baseline, *(place for place, _ in each.rivals)] for each in seats]
    layer_of = {place: n for n, places in enumerate(layers) for place in places}
    baselines = sum(1 << each.baseline for each in seats)
    if any(requires[place] & baselines for place in layer_of):
        return ()
    found = {0}
    for one, other in combinations(sorted(layer_of), 2):
        if not conflicts[one] >> other & 1 or layer_of[one] == layer_of[other]:
            continue
        ends = 1 << one | 1 << other
        kept = {cover for cover in found if cover & ends}
        grown = {cover | 1 << end for cover in found - kept for end in (one, other)}
        found = {c for c in kept | grown if not any(o != c and o & c == o for o in kept | grown)}
        if len(found) > MOST_COVERS:
            return ()
    return tuple(sorted(found))


def conditions_of_designs(catalogue: Catalogue) -> list[Condition]:
    """The conditions that the choice of a design looks at."""
    return [obligation.applies_if for obligation in _bringing(catalogue)]


def _bringing(catalogue: Catalogue) -> Iterator[Obligation]:
    return (each for each in catalogue.obligations if each.channels and not each.touches)


def _seats(catalogue: Catalogue, layer: Layer, places: dict[str, int]) -> Seats:
    members = (places[model.id] for model in catalogue.in_layer[layer.id])
    rivals = [(place, 1 << place) for place in members if place != places[layer.baseline]]
    return Seats(places[layer.baseline], layer.needed(0), tuple(rivals))
