"""What a merge leaves in dispute, as a page: what would change the design first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from svcmodel.domain.answers import Constraint
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.merging import (
    Clash,
    Disagreements,
    Dispute,
    DisputeEffect,
    MergedSheets,
    Position,
    Scenario,
)
from svcmodel.domain.questions import Question
from svcmodel.render.answer_words import AnswerWords
from svcmodel.render.pages import Line, Page, page_of
from svcmodel.render.rounding import points
from svcmodel.render.words import Words

DIGITS = 1


def merge_page(
    merged: MergedSheets,
    found: Disagreements,
    voices: Sequence[str],
    catalogue: Catalogue,
    bank: Mapping[str, Question],
    words: Words,
) -> Page:
    """The page of a merge; `voices`: the names of those who were merged."""
    teller = _Teller(merged, catalogue, bank, words)
    turning = [effect for effect in found.effects if effect.turned or effect.channels_turn]
    others = [effect for effect in found.effects if effect not in turning]
    subject = " ".join(merged.sheet.subject.split())
    head = "merge.heading."
    return page_of(
        words("merge.title", subject=subject, voices=words.listed(list(voices))),
        (words(head + "short"), teller.short(found, len(turning))),
        (words(head + "turns"), [line for e in turning for line in teller.turning(e)]),
        (words(head + "moves"), [line for e in others if _shows(e) for line in teller.moving(e)]),
        (words(head + "nothing"), [teller.dispute(e.dispute) for e in others if not _shows(e)]),
        (words(head + "clashes"), [teller.clash(clash) for clash in merged.clashes]),
    )


def _shows(effect: DisputeEffect) -> bool:
    """Whether a lead moves by as much as can be printed."""
    return points(effect.moved, DIGITS) > 0


class _Teller:
    """Looks up names and says who said what."""

    def __init__(
        self,
        merged: MergedSheets,
        catalogue: Catalogue,
        bank: Mapping[str, Question],
        words: Words,
    ) -> None:
        self.merged = merged
        self.catalogue = catalogue
        self.words = words
        self.answer_words = AnswerWords(catalogue, bank, words)
        self.segments = {segment.id: segment.name for segment in merged.sheet.segments}

    def short(self, found: Disagreements, turning: int) -> list[Line]:
        """How much is agreed, how much is not."""
        said = [self.words("merge.summary.agreed", count=self.merged.agreed)]
        if found.effects:
            counts = {"count": len(found.effects), "turning": turning}
            said.append(self.words("merge.summary.disputes", **counts))
        else:
            said.append(self.words("merge.summary.none"))
        if found.without_constraints:
            said.append(self.words("merge.without_constraints"))
        return [Line(text) for text in said]

    def turning(self, effect: DisputeEffect) -> Iterable[Line]:
        """A dispute that changes the design, and the decisions that hang on it."""
        yield self.dispute(effect.dispute)
        for layer in effect.turned:
            question = self.catalogue.layers[layer].question.to(self.words.lang)
            choices = self.choices(effect.scenarios, layer)
            yield Line(self.words("merge.layer", question=question, choices=choices), "  ·")
        if effect.channels_turn:
            heading = f"{self.words('merge.channels')}:"
            choices = self.channels(effect.scenarios)
            yield Line(self.words("merge.layer", question=heading, choices=choices), "  ·")

    def moving(self, effect: DisputeEffect) -> Iterable[Line]:
        """A dispute that moves a lead, and by how much."""
        yield self.dispute(effect.dispute)
        if effect.moved_layer:
            layer = self.catalogue.layers[effect.moved_layer].name.to(self.words.lang)
            moved = self.words.number(points(effect.moved, DIGITS), DIGITS)
            yield Line(self.words("merge.moved", layer=layer, points=moved), "  ·")

    def dispute(self, dispute: Dispute) -> Line:
        """What it is about, and who says what."""
        return Line(
            "; ".join(
                self.words("merge.says", who=self.who(position), said=self.said(position))
                for position in dispute.positions
            ),
            "-",
            self.about(dispute),
        )

    def about(self, dispute: Dispute) -> str:
        """What is in dispute, as a sentence of its own."""
        if dispute.kind == "answer":
            name = self.answer_words.about(dispute.id)
        else:
            name = self.words(f"merge.about.{dispute.kind}")
        if dispute.segment:
            segment = self.segments[dispute.segment]
            name = self.words("merge.in_segment", name=name, segment=segment)
        return name if name.endswith((".", "?")) else f"{name}."

    def said(self, position: Position) -> str:
        """What those of one opinion say."""
        if position.answer is not None:
            return self.answer_words.said(position.answer)
        told = [self.answer_words.about(id_) for id_ in position.important or ()]
        weights = position.weights or {}
        told += [
            f"{dimension.name.to(self.words.lang)} {self.words.figure(float(weights[dimension.id]))}"
            for dimension in self.catalogue.head.dimensions
            if dimension.id in weights
        ]
        return ", ".join(told) or self.words("merge.nothing_said")

    def who(self, position: Position) -> str:
        """The names of those of one opinion."""
        return self.words.listed(list(position.who))

    def choices(self, scenarios: Iterable[Scenario], layer: str) -> str:
        """What is chosen if one is right, and if another is."""
        said = []
        for scenario in scenarios:
            id_ = scenario.chosen.get(layer)
            model = self.model(id_) if id_ else self.words("merge.no_design")
            who = self.who(scenario.position)
            said.append(self.words("merge.if_right", model=model, who=who))
        return "; ".join(said) + "."

    def channels(self, scenarios: Iterable[Scenario]) -> str:
        """The channels if one is right, and if another is."""
        return (
            "; ".join(
                self.words(
                    "merge.if_right",
                    model=", ".join(self.model(channel) for channel in scenario.channels),
                    who=self.who(scenario.position),
                )
                for scenario in scenarios
            )
            + "."
        )

    def clash(self, clash: Clash) -> Line:
        """Two constraints and why they do not go together."""
        told = f"{self.constraint(clash.one)} / {self.constraint(clash.other)}"
        return Line(f"{told}: {self.words(f'merge.clash.{clash.kind}')}.", "-")

    def constraint(self, constraint: Constraint) -> str:
        """A constraint with its reason."""
        kept = constraint.keep
        models = [kept] if kept else list(constraint.rule_out)
        until = self.words.date(constraint.until) if constraint.until else ""
        what = self.words(
            f"merge.constraint.{'keep' if kept else 'rule_out'}",
            models=self.words.listed([self.model(model) for model in models]),
            until=self.words("merge.constraint.until", date=until) if until else "",
        )
        return f"{what} ({constraint.reason.strip().rstrip('.')})"

    def model(self, id_: str) -> str:
        """The name of a model, baseline or channel."""
        return self.catalogue.models[id_].name.to(self.words.lang)
