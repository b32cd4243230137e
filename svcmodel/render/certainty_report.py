"""How sure a design is and what is worth finding out, as lines of a page."""

from __future__ import annotations

from collections.abc import Iterable

from svcmodel.domain.assessment import OpenQuestion
from svcmodel.render.pages import Line
from svcmodel.render.report_decisions import Decisions

ASKED = 6
"""How many of the open questions are told."""


class CertaintyReport(Decisions):
    """Tells the certainty of each layer, contradictions, and what to ask."""

    def certainty(self) -> list[Line]:
        """The whole design, every layer, and what the good designs have in common."""
        design = self.assessment.design
        kind = "settled" if design.settled else "very_likely" if design.very_likely else "open"
        lines = [Line(self.words(f"explain.sure.whole.{kind}"))]
        for choice in design.layers.values():
            state = (
                "settled"
                if choice.settled
                else "very_likely"
                if choice.very_likely
                else "may_change"
            )
            question = self.catalogue.layers[choice.layer].question.to(self.lang)
            certain = self.words(f"explain.verdict.{state}")
            lines.append(Line(f"{question} {self.name(choice.chosen)}. {certain}", "·"))
        for key, parts in (
            ("core_parts", design.core_parts),
            ("optional_parts", design.optional_parts),
        ):
            if parts:
                named = self.words.listed([self.name(part) for part in parts])
                lines.append(Line(self.words(f"explain.{key}", models=named)))
        return [*lines, *self.synergies()]

    def synergies(self) -> list[Line]:
        """The parts of the design that help each other, and how."""
        reasons = {
            (r.origin, r.target): r.reason for r in self.catalogue.relations if r.type == "synergy"
        }
        return [
            Line(
                self.words(
                    "explain.synergy",
                    one=self.name(one),
                    other=self.name(other),
                    reason=reasons[one, other].to(self.lang),
                ),
                "·",
            )
            for one, other in self.assessment.design.synergies
        ]

    def contradictions(self) -> list[Line]:
        """The pairs of answers that can hardly both be true, with both and what to ask."""
        pairs = {pair.id: pair for pair in self.catalogue.contradictions}
        return [
            Line(
                self.words(
                    "explain.contradiction",
                    text=pairs[id_].text.to(self.lang),
                    ask=pairs[id_].ask.to(self.lang),
                )
                + f" [{self.facts(pairs[id_].between)}]",
                "·",
            )
            for id_ in self.assessment.contradictions
        ]

    def facts(self, ids: Iterable[str]) -> str:
        """Criteria by name and level, questions by id."""
        told = []
        for id_ in ids:
            level = self.assessment.levels.get(id_)
            if level is None:
                told.append(id_)
                continue
            name = self.catalogue.criteria[id_].name.to(self.lang)
            told.append(f"{name}: {self.level(id_, level.span)}" if level.span else name)
        return "; ".join(told)

    def asked(self) -> list[Line]:
        """The open questions most worth asking, and the facts that rules wait for."""
        useful = [q for q in self.assessment.open_questions if q.layers][:ASKED]
        lines = [Line(self.asked_text(q), "·", self.asked_name(q)) for q in useful]
        for fact in self.assessment.open_facts:
            what = [self.name(id_) for id_ in fact.models]
            names = {o.id: o.name.to(self.lang) for o in self.catalogue.obligations}
            what += [names[id_] for id_ in fact.obligations]
            listed = self.words.listed(list(dict.fromkeys(what))[:3])
            told = [self.words("explain.ask.fact", what=listed)]
            if fact.asks:
                told.append(f"({self.words(f'explain.ask.who.{fact.asks}')})")
            lines.append(Line(" ".join(told), "·", f"{fact.question}."))
        return lines

    def asked_name(self, question: OpenQuestion) -> str:
        """The criterion and the ids of its questions."""
        name = self.catalogue.criteria[question.criterion].name.to(self.lang)
        return f"{name} [{', '.join(question.questions)}]."

    def asked_text(self, question: OpenQuestion) -> str:
        """What asking gains, or how far it can move a lead; who knows it."""
        gain = question.gain
        if gain is None:
            said = [self.words("explain.ask.moves", points=self.points_text(question.moves))]
        else:
            before, after = (self.words.number(s / 10_000) for s in (gain.before, gain.after))
            values = {"layer": self.layer_name(gain.layer), "before": before, "after": after}
            said = [self.words("explain.ask.gain", **values)]
        if question.asks:
            who = self.words(f"explain.ask.who.{question.asks}")
            fact = f"; {self.words('explain.ask.look_up')}" if question.look_up else ""
            said.append(f"({who}{fact})")
        return " ".join(said)
