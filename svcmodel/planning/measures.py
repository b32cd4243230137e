"""What a plan measures and what may go wrong with it, as far as a plan of its size tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
        uses: dict[str, tuple[KpiUse, list[str]]] = {}
        for book in self.books:
            for use in book.kpis[: self.share(book)]:
                uses.setdefault(use.kpi, (use, []))[1].append(book.id)
        chosen = list(uses) if self.size.kpis is None else list(self.few(uses, self.size.kpis))
        return tuple(self.kpi(*uses[id_]) for id_ in uses if id_ in chosen)

    def few(self, uses: Iterable[str], most: int) -> Iterable[str]:
        """The measures of a small plan: the common first one, the first of what changes, the rest."""
        changing = [b for b in self.books if b.id != COMMON and not is_side(self.catalogue, b.id)]
        common = [use.kpi for book in self.books if book.id == COMMON for use in book.kpis]
        first = [book.kpis[0].kpi for book in changing if book.kpis]
        return islice(dict.fromkeys([*common[:1], *first, *common, *uses]), most)

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
        """The risks; a small plan holds the gravest, those that are level in their order."""
        found = [
            self.risk(book, risk) for book in self.books for risk in book.risks[: self.share(book)]
        ]
        if self.size.risks is None:
            return tuple(found)
        return tuple(sorted(found, key=lambda r: -r.probability * r.impact)[: self.size.risks])

    def risk(self, book: Playbook, risk: Risk) -> PlanRisk:
        """A risk; it is likelier where its part is not ready."""
        unready = book.id != COMMON and self.assessment.model(book.id).readiness == "prepare"
        return PlanRisk(
            id=full_id(book.id, risk.id),
            part=book.id,
            risk=risk.risk,
            mitigation=risk.mitigation,
            sources=risk.sources,
            probability=min(risk.probability + unready, HIGH),
            impact=risk.impact,
            watch=risk.watch,
            trigger=risk.trigger,
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
        kpis = {use.kpi: None for book in self.books for use in book.kpis[: self.share(book)]}
        risks = [
            full_id(book.id, risk.id)
            for book in self.books
            for risk in book.risks[: self.share(book)]
        ]
        kept = {each.kpi.id for each in self.kpis()} | {each.id for each in self.risks()}
        return tuple(i for i in kpis if i not in kept), tuple(i for i in risks if i not in kept)
