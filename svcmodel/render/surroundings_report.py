"""The design as a whole: how sure, what it resembles, who does what, the road, cases like it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from svcmodel.domain.assessment import Assessment
from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge, SourcingRule
from svcmodel.domain.records import Text
from svcmodel.domain.surroundings import (
    Analogue,
    PatternMatch,
    PlaceSourcing,
    RoadMove,
    Surroundings,
)
from svcmodel.render.certainty_report import CertaintyReport
from svcmodel.render.pages import Line, Page, Section, page_of
from svcmodel.render.words import Words, lowered


class SurroundingsReport(CertaintyReport):
    """Tells what stands around a design."""

    def __init__(
        self,
        around: Surroundings,
        knowledge: Knowledge,
        assessment: Assessment,
        catalogue: Catalogue,
        words: Words,
    ) -> None:
        super().__init__(assessment, catalogue, words)
        self.around = around
        self.knowledge = knowledge

    def page(self) -> Page:
        """The page."""
        head = "explain.heading."
        subject = " ".join(self.assessment.subject.split())
        return page_of(
            self.words("explain.title.whole", subject=subject),
            (self.words(head + "sure"), self.certainty()),
            (self.words(head + "contradictions"), self.contradictions()),
            (self.words(head + "ask"), self.asked()),
            (self.words(head + "pattern"), self.pattern()),
            (self.words(head + "traps"), self.traps()),
            (self.words(head + "stages"), self.stages()),
            (self.words(head + "levels"), self.levels()),
            (self.words(head + "technology"), self.technology()),
            (self.words(head + "road"), self.road()),
            (self.words(head + "cases"), self.cases()),
        )

    def plan_sections(self, told: Collection[str] = ()) -> tuple[Section, ...]:
        """The sections that belong in a plan: what it resembles, who does what, the road, cases.

        `told`: what the plan tells elsewhere.
        """
        head = "explain.heading."
        return page_of(
            "",
            (self.words(head + "pattern"), self.pattern()),
            (self.words(head + "traps"), self.traps()),
            (self.words(head + "road"), self.road()),
            (self.words(head + "stages"), [] if "stages" in told else self.stages()),
            (self.words(head + "levels"), [] if "levels" in told else self.levels()),
            (self.words(head + "technology"), [] if "technology" in told else self.technology()),
            (self.words(head + "cases"), self.cases()),
        ).sections

    def pattern(self) -> list[Line]:
        """The nearest pattern, how the design differs from it, what to watch, where it leads."""
        if not self.around.patterns:
            return []
        match = self.around.patterns[0]
        pattern = self.knowledge.patterns[match.pattern]
        same = sum(fit != "other" for fit in match.layers.values())
        near = self.words(
            "explain.pattern.near",
            name=pattern.name.to(self.lang),
            same=same,
            layers=len(match.layers),
            summary=pattern.summary.to(self.lang),
        )
        lines = [Line(near), *self.differences(match)]
        lines.append(Line(self.words("explain.pattern.watch", text=pattern.watch.to(self.lang))))
        names = [f"«{self.knowledge.patterns[id_].name.to(self.lang)}»" for id_ in pattern.leads_to]
        if names:
            listed = self.words.listed(names)
            lines.append(Line(self.words("explain.pattern.leads_to", patterns=listed)))
        return lines

    def differences(self, match: PatternMatch) -> list[Line]:
        """The layers in which the design is not what the pattern usually is."""
        pattern = self.knowledge.patterns[match.pattern]
        told = [
            self.words(
                "explain.pattern.differs_in",
                layer=self.layer_name(layer),
                ours=self.name(self.assessment.design.layers[layer].chosen),
                usual=self.name(pattern.layers[layer][0]),
            )
            for layer, fit in match.layers.items()
            if fit == "other" and layer in pattern.layers
        ]
        return [Line(self.words("explain.pattern.differs", layers="; ".join(told)))] if told else []

    def traps(self) -> list[Line]:
        """The anti-patterns the design holds."""
        met = [
            anti for anti in self.knowledge.anti_patterns if anti.id in self.around.anti_patterns
        ]
        return [
            Line(
                self.words(
                    "explain.trap",
                    name=anti.name.to(self.lang),
                    why=anti.why.to(self.lang),
                    instead=anti.instead.to(self.lang),
                ),
                "·",
            )
            for anti in met
        ]

    def stages(self) -> list[Line]:
        """Who does each stage of the life cycle, and why."""
        records = {stage.id: stage for stage in self.knowledge.stages}
        return [
            self.place(
                p, records[p.place].name, records[p.place].rules, records[p.place].otherwise_reason
            )
            for p in self.around.stages
        ]

    def levels(self) -> list[Line]:
        """Who answers at each support level, and why."""
        levels = self.knowledge.support.levels if self.knowledge.support else ()
        records = {level.id: level for level in levels}
        return [
            self.place(
                placed,
                level.name,
                level.rules,
                level.otherwise_reason,
                level.called.get(placed.who),
            )
            for placed in self.around.levels
            for level in [records[placed.place]]
        ]

    def place(
        self,
        placed: PlaceSourcing,
        name: Text,
        rules: Sequence[SourcingRule],
        otherwise: Text,
        called: Text | None = None,
    ) -> Line:
        """A stage or level with who does it and the reason."""
        reason = otherwise if placed.rule is None else rules[placed.rule].reason
        who = called.to(self.lang) if called else self.name(placed.who)
        text = f"{who}. {reason.to(self.lang)}"
        if placed.open:
            text += f" {self.words('explain.place.open')}"
        return Line(text, "·", f"{name.to(self.lang)}:")

    def technology(self) -> list[Line]:
        """How to have the technology, why, and who then runs what."""
        file, choice = self.knowledge.provisioning, self.around.provisioning
        if file is None or choice is None:
            return []
        taken, rule = choice
        option = next(option for option in file.options if option.id == taken)
        reason = file.otherwise_reason if rule is None else file.rules[rule].reason
        told = {"you_run": option.you_run, "they_run": option.they_run, "paid": option.paid}
        runs = [
            Line(lowered(text.to(self.lang)), "·", self.words(f"explain.technology.{id_}"))
            for id_, text in told.items()
        ]
        return [Line(f"{option.name.to(self.lang)}. {reason.to(self.lang)}"), *runs]

    def road(self) -> list[Line]:
        """The stages on the way to the design."""
        road, rules = self.around.road, self.catalogue.head.road_rules
        if road is None or rules is None:
            return []
        lines = [] if road.known else [Line(self.words("explain.road.assumed"))]
        if not road.moves:
            lines.append(Line(self.words("explain.road.nothing")))
        for phase in rules.phases:
            moves = [move for move in road.moves if move.phase == phase.id]
            if moves:
                text = self.words(
                    "explain.road.phase",
                    phase=phase.name.to(self.lang),
                    start=phase.months[0],
                    end=phase.months[1],
                    moves="; ".join(self.move(move) for move in moves),
                )
                lines.append(Line(text, "·"))
        if road.stays:
            named = self.words.listed([self.layer_name(layer) for layer in road.stays])
            lines.append(Line(self.words("explain.road.stays", layers=named)))
        late = [self.name(move.target) for move in road.moves if move.late]
        if late:
            models = self.words.listed(late)
            lines.append(
                Line(self.words("explain.road.late", deadline=road.deadline, models=models))
            )
        return lines

    def move(self, move: RoadMove) -> str:
        """One change on the road."""
        return self.words(
            f"explain.road.move.{move.because}",
            month=move.month,
            target=self.name(move.target),
            origin=self.name(move.origin) if move.origin else "",
        )

    def cases(self) -> list[Line]:
        """The nearest cases: who in general terms, what came of it, the source."""
        cases = [self.case(analogue) for analogue in self.around.analogues]
        notice = self.knowledge.cases_notice
        return [Line(notice.to(self.lang)), *cases] if cases and notice else cases

    def case(self, analogue: Analogue) -> Line:
        """A case: sector, country, year, outcome; the name stands only beside its source."""
        case = self.knowledge.cases[analogue.case]
        said = [
            self.words(
                "explain.case.like",
                sector=_capital(case.sector.to(self.lang)),
                country=case.country.to(self.lang),
                year=case.year,
                likeness=self.words.number(analogue.likeness / 10_000),
                outcome=case.outcome.to(self.lang),
            )
        ]
        said += case_facts(case, self.words, {m.id: m.name for m in self.catalogue.models.values()})
        if analogue.unlike:
            names = [self.catalogue.criteria[id_].name.to(self.lang) for id_ in analogue.unlike]
            said.append(self.words("explain.case.unlike", criteria=self.words.listed(names)))
        values = {"organisation": case.organisation, "link": case.links[0]}
        said.append(self.words("explain.case.source", **values))
        return Line(" ".join(said), "·")


def case_facts(case: Case, words: Words, names: Mapping[str, Text]) -> list[str]:
    """What a case chose, or that it went wrong, in words."""
    if case.failure:
        return [words("explain.case.failed")]
    if not case.chosen:
        return []
    listed = words.listed([names[id_].to(words.lang) for id_ in case.chosen])
    return [words("explain.case.chose", models=listed)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
