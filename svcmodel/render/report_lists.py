"""The lists of a report: channels, what is ruled out, what to prepare, obligations, constraints."""

from __future__ import annotations

from svcmodel.domain.answers import Constraint
from svcmodel.domain.assessment import ConstraintResult, ObligationResult, OpenQuestion
from svcmodel.domain.models import Obligation
from svcmodel.render.report_names import DIGITS, Names
from svcmodel.render.report_types import Entry
from svcmodel.render.rounding import points
from svcmodel.render.words import lowered


class Lists(Names):
    """Tells everything that is a list of named things."""

    def channels(self) -> tuple[Entry, ...]:
        """The channels, each with the reason it is in."""
        return tuple(
            Entry(self.name(choice.channel), self.words(f"score.channel.{choice.reason}"))
            for choice in self.assessment.design.channels
        )

    def excluded(self) -> tuple[Entry, ...]:
        """Models with a broken requirement: the reason, and the way out."""
        entries = []
        for result in self.assessment.models:
            by_id = {rule.id: rule for rule in self.catalogue.models[result.id].requirements}
            for rule in result.rules:
                if rule.state == "broken":
                    record = by_id[rule.rule]
                    effect = self.words(f"score.effect.{rule.effect}")
                    name = f"{self.name(result.id)} ({effect})"
                    way_out = record.way_out.to(self.lang)
                    entries.append(Entry(name, record.reason.to(self.lang), way_out))
        return tuple(entries)

    def cautions(self) -> tuple[Entry, ...]:
        """Weak prerequisites of the design, each with the task that mends it."""
        entries = []
        for part in self.assessment.design.parts:
            by_id = {caution.id: caution for caution in self.catalogue.models[part].cautions}
            for caution in self.assessment.model(part).cautions:
                if caution.state == "broken":
                    record = by_id[caution.caution]
                    task = record.prepare.title.to(self.lang)
                    entries.append(Entry(self.name(part), record.reason.to(self.lang), task))
        return tuple(entries)

    def tensions(self) -> tuple[Entry, ...]:
        """Pairs that go together only with a safeguard, and the safeguard."""
        pairs = set(self.assessment.design.tensions)
        return tuple(
            Entry(
                f"{self.name(relation.origin)} – {self.name(relation.target)}",
                relation.reason.to(self.lang),
                relation.safeguard.to(self.lang) if relation.safeguard else "",
            )
            for relation in self.catalogue.relations
            if relation.type == "tension" and (relation.origin, relation.target) in pairs
        )

    def obligations(self) -> tuple[Entry, ...]:
        """What the service must include, with its ground and the day it begins."""
        return tuple(
            Entry(
                record.name.to(self.lang),
                record.text.to(self.lang),
                self.ground(record),
                record.id,
            )
            for result, record in self.obligations_in("applies")
        )

    def to_check(self) -> tuple[Entry, ...]:
        """Obligations that may apply: what has to be known to tell.

        Laws that wait for a fact that alone decides some of them, such as the countries, are told
        as one.
        """
        unsure = self.obligations_in("open")
        laws = [result for result, record in unsure if record.ground == "law"]
        alone = {result.because[0] for result in laws if len(result.because) == 1}
        waiting = [result for result in laws if not alone.isdisjoint(result.because)]
        entries = [
            Entry(
                record.name.to(self.lang),
                self.words("score.missing", facts=self.facts(result)),
                self.ground(record),
                record.id,
            )
            for result, record in unsure
            if len(waiting) == 1 or result not in waiting
        ]
        if len(waiting) > 1:
            named = ", ".join(lowered(self.fact_name(id_)) for id_ in sorted(alone))
            facts = self.words("score.missing", facts=named)
            name = self.words("score.laws", count=len(waiting))
            entries.append(Entry(name, facts, self.words("score.ground.law")))
        return tuple(entries)

    def obligations_in(self, state: str) -> list[tuple[ObligationResult, Obligation]]:
        """The obligations of the design in a state, each with its record."""
        by_id = {obligation.id: obligation for obligation in self.catalogue.obligations}
        results = self.assessment.design.obligations
        return [(result, by_id[result.obligation]) for result in results if result.state == state]

    def ground(self, record: Obligation) -> str:
        """Law, safety or capacity, and since when or from when it is expected."""
        text = self.words(f"score.ground.{record.ground}")
        if record.since:
            when = "score.expected" if record.status == "expected" else "score.since"
            text += self.words(when, date=self.words.date(record.since))
        return text

    def facts(self, result: ObligationResult) -> str:
        """The facts that decide, by name."""
        return ", ".join(lowered(self.fact_name(id_)) for id_ in result.because)

    def constraints(self) -> tuple[Entry, ...]:
        """What the client keeps or rules out, until when, what it costs and what it breaks."""
        return tuple(
            Entry(
                constraint.given.reason.rstrip("."),
                f"{self.kept_or_ruled_out(constraint.given)} {self.cost(constraint)}",
                self.broken_by(constraint),
                constraint.constraint,
            )
            for constraint in self.assessment.design.constraints
        )

    def kept_or_ruled_out(self, given: Constraint) -> str:
        """What a constraint keeps or rules out, and until when."""
        kind, models = ("keep", [given.keep]) if given.keep else ("rule_out", given.rule_out)
        named = self.words.listed([self.name(model) for model in models])
        until = self.words.date(given.until) if given.until else ""
        when = self.words("score.constraint.until", date=until) if until else ""
        return self.words(f"score.constraint.{kind}", models=named, until=when)

    def cost(self, constraint: ConstraintResult) -> str:
        """What keeping to a constraint costs in points of fit."""
        if not constraint.active:
            return self.words("score.constraint.ended")
        if constraint.cost == 0:
            return self.words("score.constraint.free")
        return self.words("score.constraint.cost", points=self.points_text(constraint.cost))

    def broken_by(self, constraint: ConstraintResult) -> str:
        """The requirements that a model kept does not meet, in words."""
        if constraint.given.keep is None or not constraint.against:
            return ""
        rules = self.catalogue.models[constraint.given.keep].requirements
        told = [rule.reason.to(self.lang) for rule in rules if rule.id in constraint.against]
        return self.words("score.constraint.against", rules=" ".join(told))

    def next_best(self) -> tuple[Entry, ...]:
        """The designs after the best: what differs and how far behind they are."""
        return tuple(
            Entry(
                "; ".join(
                    f"{self.layer_name(layer)}: {self.name(model)}"
                    for layer, model in other.differs.items()
                ),
                self.behind(other.gap),
            )
            for other in self.assessment.design.next_best
        )

    def behind(self, gap: int) -> str:
        """How far behind the best design, or level with it."""
        shown = points(gap, DIGITS)
        text = self.words.number(shown, DIGITS)
        return self.words("score.behind", points=text) if shown else self.words("score.level_with")

    def open_questions(self) -> tuple[Entry, ...]:
        """What may still change a decision, most worth asking first; what it gains, or moves."""
        between = ", " if self.questions is None else "; "
        told = ((question, self.hangs_on(question)) for question in self.assessment.open_questions)
        return tuple(
            Entry(
                self.fact_name(question.criterion),
                hangs,
                between.join(filter(None, map(self.question_name, question.questions))),
            )
            for question, hangs in told
            if hangs
        )

    def idle(self) -> str:
        """What is open too and changes no decision any more, as a sentence; nothing where none is."""
        opened = self.assessment.open_questions
        names = [lowered(self.fact_name(q.criterion)) for q in opened if not self.hangs_on(q)]
        return self.words("score.idle", criteria=self.words.listed(names)) if names else ""

    def hangs_on(self, question: OpenQuestion) -> str:
        """What is gained by asking, else how far it could move a lead; nothing where that is nothing."""
        if question.gain is not None:
            before, after = (
                self.words.number(share / 10_000)
                for share in (question.gain.before, question.gain.after)
            )
            if before != after:
                layer = self.layer_name(question.gain.layer)
                return self.words("score.gains", layer=layer, before=before, after=after)
        if not question.layers or not points(question.moves, DIGITS):
            return ""
        return self.words("score.moves", points=self.points_text(question.moves))

    def versions(self) -> tuple[Entry, ...]:
        """What the result was made from, with the first twelve signs of each hash."""
        v = self.assessment.versions
        return (
            Entry(self.words("score.version.program"), v.program),
            Entry(
                self.words("score.version.catalogue"),
                f"{v.catalogue} {v.catalogue_version}",
                v.catalogue_hash[:12],
            ),
            Entry(
                self.words("score.version.questionnaire"),
                f"{v.questionnaire} {v.questionnaire_version}",
                v.questionnaire_hash[:12],
            ),
            Entry(self.words("score.version.answers"), v.answers_hash[:12]),
        )
