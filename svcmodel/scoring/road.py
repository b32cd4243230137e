"""The staged road from what a company does today to its design.

Each model has a phase in which it usually begins. What a model requires comes before it; a model that
is not ready waits a phase, or is reached by way of another; of the heavy changes (payment, sourcing,
channels and systems) one is begun each quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from svcmodel.domain.assessment import Design, ModelResult
from svcmodel.domain.catalogue import Catalogue, RoadPhase, RoadRules
from svcmodel.domain.conditions import Facts
from svcmodel.domain.surroundings import Because, Road, RoadMove

QUARTER = 3


def road(
    catalogue: Catalogue, results: Mapping[str, ModelResult], design: Design, facts: Facts
) -> Road | None:
    """The road to a design; None where the catalogue gives no rules for it."""
    rules = catalogue.head.road_rules
    if rules is None:
        return None
    told: tuple[str, ...] | None = facts.answers.get(rules.today_question)
    traveller = _Traveller(catalogue, rules, results, _deadline(rules, facts))
    today = {layer: _today(catalogue, layer, told or ()) for layer in design.layers}
    wanted = [
        move
        for layer, choice in design.layers.items()
        for move in traveller.changes(layer, today[layer], choice.chosen, choice.first_phase)
    ]
    wanted += traveller.prerequisites(design, told or (), wanted)
    return Road(
        moves=tuple(traveller.in_time(wanted)),
        stays=tuple(la for la, choice in design.layers.items() if choice.chosen in today[la]),
        known=told is not None,
        deadline=traveller.deadline,
    )


def _deadline(rules: RoadRules, facts: Facts) -> int | None:
    if rules.deadline is None:
        return None
    span = facts.levels.get(rules.deadline.criterion)
    if span is None or span.low != span.high:
        return None
    return rules.deadline.months.get(span.low)


def _today(catalogue: Catalogue, layer: str, told: Iterable[str]) -> tuple[str, ...]:
    """What is done in a layer today: what was told of it, else its baseline."""
    members = {model.id for model in catalogue.in_layer[layer]}
    named = tuple(id_ for id_ in told if id_ in members)
    return named or (catalogue.layers[layer].baseline,)


@dataclass(frozen=True)
class _Wish:
    """A change before it has its month; `phase` is the number of its phase."""

    layer: str
    origin: str
    target: str
    because: Because
    phase: int


@dataclass
class _Traveller:
    """Puts the changes in their phases and months."""

    catalogue: Catalogue
    rules: RoadRules
    results: Mapping[str, ModelResult]
    deadline: int | None
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        order = [phase.id for phase in self.rules.phases]
        self.places = {id_: order.index(phase) for id_, phase in self.rules.starts.items()}

    def changes(
        self, layer: str, today: tuple[str, ...], chosen: str, first: str | None
    ) -> Iterator[_Wish]:
        """The changes of a layer: none, one, or two by way of what it starts with."""
        if chosen in today:
            return
        place = self.usual(chosen)
        if self.results[chosen].readiness != "prepare":
            yield _Wish(layer, today[-1], chosen, "direct", place)
            return
        way = first or self.between(today, chosen)
        later = min(place + 1, len(self.rules.phases) - 1)
        if way is None or way in today:
            yield _Wish(layer, today[-1], chosen, "after_preparing", later)
            return
        start = min(self.usual(way), place)
        yield _Wish(layer, today[-1], way, "direct", start)
        yield _Wish(layer, way, chosen, "by_way_of", max(later, start + 1))

    def usual(self, model: str) -> int:
        """The number of the phase in which a model usually begins."""
        return self.places.get(model, 1)

    def between(self, today: tuple[str, ...], chosen: str) -> str | None:
        """A model that today's evolves to and that evolves to the chosen one."""
        from_today = {r.target for id_ in today for r in self.catalogue.related(id_, "evolves_to")}
        for id_ in sorted(from_today):
            onward = (r.target for r in self.catalogue.related(id_, "evolves_to"))
            same_layer = self.catalogue.models[id_].layer == self.catalogue.models[chosen].layer
            if chosen in onward and same_layer and self.results[id_].may_lead:
                return id_
        return None

    def prerequisites(
        self, design: Design, told: Iterable[str], wanted: Iterable[_Wish]
    ) -> list[_Wish]:
        """What chosen models require and is not there yet, in the phase of what needs it or before."""
        there = {*told, *(wish.target for wish in wanted)}
        added: dict[str, _Wish] = {}
        for wish in wanted:
            for id_ in self.catalogue.required_by(wish.target):
                if id_ in there or id_ not in design.parts or id_ in added:
                    continue
                layer = self.catalogue.models[id_].layer
                start = min(self.usual(id_), wish.phase)
                added[id_] = _Wish(layer, "", id_, "prerequisite", start)
        return list(added.values())

    def in_time(self, wanted: Iterable[_Wish]) -> Iterator[RoadMove]:
        """The changes with their months, in order; a heavy one waits for a quarter of its own."""
        ordered = sorted(wanted, key=lambda w: (w.phase, w.because != "prerequisite", w.layer))
        free = 0
        moves = []
        for wish in ordered:
            phase = self.rules.phases[wish.phase]
            month = phase.months[0]
            if wish.layer in self.rules.heavy and wish.because != "prerequisite":
                month = max(month, free)
                free = month + QUARTER
            moves.append(self.move(wish, self.phase_of(month, wish.phase), month))
        yield from sorted(moves, key=lambda move: (move.month, move.layer))

    def phase_of(self, month: int, at_least: int) -> RoadPhase:
        """The last phase that has begun by a month, no earlier than the one wished for."""
        begun = [n for n, phase in enumerate(self.rules.phases) if phase.months[0] <= month]
        return self.rules.phases[max([at_least, *begun])]

    def move(self, wish: _Wish, phase: RoadPhase, month: int) -> RoadMove:
        """The change in its phase and month."""
        late = self.deadline is not None and month >= self.deadline
        return RoadMove(wish.layer, wish.origin, wish.target, wish.because, phase.id, month, late)
