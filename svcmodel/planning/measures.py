"""What a plan measures and what may go wrong with it, as far as a plan of its size tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.plan_design import Said
from svcmodel.domain.plan_rules import SizeRule
from svcmodel.domain.plan_sheets import Baseline, PlanKpi, PlanRisk
from svcmodel.domain.playbooks import Kpi, KpiUse, Playbook, Risk
from svcmodel.domain.shelf import PlaybookShelf, full_id
from svcmodel.planning.asked_tasks import COMMON, is_side
from svcmodel.planning.team import seat_of

SIDE_SHARE = 1
"""How many KPIs and risks a channel or a baseline brings: the first, the one that matters most."""

HIGH = 3


@dataclass(frozen=True)
class Measures:
    """Gathers the measures and the risks of playbooks. `told`: what each question was answered."""

    books: Sequence[Playbook]
    shelf: PlaybookShelf
    catalogue: Catalogue
    assessment: Assessment
    size: SizeRule
    told: Mapping[str, Said]

    def kpis(self) -> tuple[PlanKpi, ...]:
        """Each measure once, with the target of the part that names it first."""
        uses = self.uses
        return tuple(self.kpi(*uses[id_]) for id_ in uses if id_ in self.chosen)

    @cached_property
    def uses(self) -> Mapping[str, tuple[KpiUse, list[str]]]:
        """The measures that parts ask for, with those parts; then what shows a risk coming."""
        uses: dict[str, tuple[KpiUse, list[str]]] = {}
        for book in self.books:
            for use in book.kpis[: self.share(book)]:
                uses.setdefault(use.kpi, (use, []))[1].append(book.id)
        targets = {
            use.kpi: use for book in reversed([*self.shelf.books.values()]) for use in book.kpis
        }
        for book, risk in self.kept:
            if risk.watch is not None and risk.watch in targets:
                uses.setdefault(risk.watch, (targets[risk.watch], [book.id]))
        return uses

    @cached_property
    def chosen(self) -> frozenset[str]:
        """The measures that a plan of this size holds."""
        return frozenset(self.uses if self.size.kpis is None else self.few(self.size.kpis))

    def few(self, most: int) -> Iterable[str]:
        """Of the measures the common first one, the first of what changes, what shows risks, the rest."""
        changing = [b for b in self.books if b.id != COMMON and not is_side(self.catalogue, b.id)]
        common = [use.kpi for book in self.books if book.id == COMMON for use in book.kpis]
        first = [book.kpis[0].kpi for book in changing if book.kpis]
        watched = [risk.watch for _, risk in self.kept if risk.watch and risk.watch in self.uses]
        return islice(dict.fromkeys([*common[:1], *first, *watched, *common, *self.uses]), most)

    def kpi(self, use: KpiUse, parts: Sequence[str]) -> PlanKpi:
        """A measure with who answers for it, how often it is looked at, and today's figure."""
        kpi = self.shelf.kpis[use.kpi]
        owner = self.owner(kpi.owner or self.shelf.rules.kpi_owner)
        known = self.baseline(kpi)
        return PlanKpi(kpi, use.target, use.sources, tuple(parts), owner, kpi.frequency, known)

    def baseline(self, kpi: Kpi) -> Baseline | None:
        """Today's figure, where the answers that give it were given."""
        said = [self.told[id_] for id_ in kpi.known_from if id_ in self.told]
        if not said or len(said) < len(kpi.known_from):
            return None
        if len(said) == 1:
            return Baseline(tuple(said), None)
        over, under = (each.value for each in said)
        if not isinstance(over, (int, float)) or not isinstance(under, (int, float)) or not under:
            return None
        return Baseline(tuple(said), round(1000 * over / under))

    def risks(self) -> tuple[PlanRisk, ...]:
        """The risks of the plan."""
        return tuple(self.risk(book, risk) for book, risk in self.kept)

    @cached_property
    def kept(self) -> Sequence[tuple[Playbook, Risk]]:
        """The risks; a small plan holds the gravest, those that are level in their order."""
        found = [(book, risk) for book in self.books for risk in book.risks[: self.share(book)]]
        if self.size.risks is None:
            return found
        found.sort(key=lambda each: -self.probability(*each) * each[1].impact)
        return found[: self.size.risks]

    def probability(self, book: Playbook, risk: Risk) -> int:
        """How likely a risk is: likelier where its part is not ready."""
        unready = book.id != COMMON and self.assessment.model(book.id).readiness == "prepare"
        return min(risk.probability + unready, HIGH)

    def risk(self, book: Playbook, risk: Risk) -> PlanRisk:
        """A risk; its sign is a measure of the plan, else the one that was written down."""
        written = risk.trigger is not None and risk.watch not in self.chosen
        return PlanRisk(
            id=full_id(book.id, risk.id),
            part=book.id,
            risk=risk.risk,
            mitigation=risk.mitigation,
            sources=risk.sources,
            probability=self.probability(book, risk),
            impact=risk.impact,
            watch=None if written else risk.watch,
            trigger=risk.trigger if written else None,
            owner=self.owner(risk.owner or self.shelf.rules.kpi_owner),
        )

    def owner(self, role: str) -> str:
        """Who answers: the role itself, or the one that holds it where few share the roles."""
        return seat_of(self.shelf.roles, role) if self.size.few_roles else role

    def share(self, book: Playbook) -> int | None:
        """How many measures and risks of a playbook count."""
        return SIDE_SHARE if is_side(self.catalogue, book.id) else None

    def left_out(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The measures and risks that a plan with room for everything would hold besides."""
        risks = [
            full_id(book.id, risk.id)
            for book in self.books
            for risk in book.risks[: self.share(book)]
        ]
        kept = {each.kpi.id for each in self.kpis()} | {each.id for each in self.risks()}
        return tuple(i for i in self.uses if i not in kept), tuple(
            i for i in risks if i not in kept
        )
