"""A review as a page: whether the advice holds, what was measured, what changes, what to do, when again."""

from __future__ import annotations

from collections.abc import Mapping

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.playbooks import Kpi, KpiThreshold
from svcmodel.domain.questions import Question
from svcmodel.domain.review import (
    CheckedAnswer,
    CheckedDecision,
    CheckedMeasure,
    NextStep,
    ReviewResult,
)
from svcmodel.render.compare_report import CompareReport
from svcmodel.render.pages import Line, Page, page_of
from svcmodel.render.words import Words


class ReviewReport(CompareReport):
    """Tells a review."""

    def __init__(
        self,
        review: ReviewResult,
        catalogue: Catalogue,
        bank: Mapping[str, Question],
        kpis: Mapping[str, Kpi],
        words: Words,
    ) -> None:
        super().__init__(review.comparison, catalogue, bank, words)
        self.review = review
        self.kpis = kpis

    def page(self) -> Page:
        """The page."""
        head = "review.heading."
        subject = " ".join(self.told.after.subject.split())
        date = self.words.date(self.told.after.on)
        return page_of(
            self.words("review.title", subject=subject, date=date),
            (self.words(head + "verdict"), self.verdict()),
            (self.words(head + "answers"), [self.answer(each) for each in self.review.answers]),
            (self.words(head + "measures"), [self.measure(each) for each in self.review.measures]),
            (self.words(head + "changes"), self.moved()),
            (self.words(head + "channels"), self.channels()),
            (self.words(head + "steps"), self.steps_to_take()),
            (self.words(head + "again"), [self.again()]),
        )

    def verdict(self) -> list[Line]:
        """Whether the advice holds, and every decision that is not as it was."""
        lines = [Line(self.words(f"review.verdict.{self.review.verdict}"))]
        for each in self.review.decisions:
            text = self.decision(each)
            if text:
                lines.append(Line(text, "-", self.question(each.layer)))
        if self.told.has_segments:
            lines.append(Line(self.words("compare.segments"), "-"))
        return lines

    def decision(self, each: CheckedDecision) -> str:
        """What became of a decision; nothing where all is as it was."""
        was, now = (self.words(f"review.certainty.{sure}") for sure in each.certainty)
        model = self.model(each.after)
        if each.before != each.after:
            before = self.model(each.before)
            return self.words("review.decision.turned", before=before, after=model) + "."
        if was != now:
            return self.words("review.decision.sure", model=model, before=was, after=now) + "."
        if each.close == (False, True):
            return self.words("review.decision.close", model=model) + "."
        return ""

    def moved(self) -> list[Line]:
        """The decisions whose points have moved: all of what changed one, else how far it is ahead."""
        lines: list[Line] = []
        for layer in self.told.layers:
            contest = layer.contest
            if layer.chosen.before != layer.chosen.after:
                lines += self.layer(layer)
            elif contest is not None and any(contest.points.by.values()):
                lines.append(Line(self.contest(contest) + ".", "", self.question(layer.layer)))
        return lines

    def answer(self, each: CheckedAnswer) -> Line:
        """An answer beside what was measured."""
        levels = "; ".join(
            self.words(
                "review.level",
                name=self.answer_words.about(turn.criterion),
                before=self.level(turn.before),
                after=self.level(turn.after),
            )
            for turn in each.levels
        )
        state = "new_level" if each.state == "new" and levels else each.state
        text = self.words(
            f"review.answer.{state}",
            before=self.answer_words.said(each.before),
            value=self.answer_words.said(each.after),
            levels=levels,
        )
        return Line(text, "-", f"{self.about(each.id)}:")

    def measure(self, each: CheckedMeasure) -> Line:
        """A measure beside its threshold, with its day and its note."""
        whose = self.words(f"review.measure.{'own' if each.own else 'orientation'}")
        threshold = self.threshold_of(each.threshold, whose) if each.threshold else ""
        value = self.words.figure(each.value)
        parts = [self.words(f"review.measure.{each.state}", value=value, threshold=threshold)]
        parts += [each.note] if each.note else []
        parts += [self.words("review.dated", date=self.words.date(each.date))] if each.date else []
        return Line(" ".join(parts), "-", f"{self.about(each.id)}:")

    def threshold_of(self, threshold: KpiThreshold, whose: str) -> str:
        """From where on a measure calls for action."""
        ends = {"least": threshold.at_least, "most": threshold.at_most}
        said = {name: self.words.figure(end) for name, end in ends.items() if end is not None}
        key = "both" if len(said) > 1 else "at_least" if "least" in said else "at_most"
        return self.words(f"review.threshold.{key}", whose=whose, **said)

    def steps_to_take(self) -> list[Line]:
        """What to do now, in order."""
        return [
            Line(self.step_text(step), f"{number}.")
            for number, step in enumerate(self.review.steps, start=1)
        ]

    def again(self) -> Line:
        """When to look again."""
        date, planned = self.words.date(self.review.again.day), self.review.again.planned
        if planned is None:
            return Line(self.words("review.again.own", date=date))
        name = planned.name.to(self.words.lang)
        return Line(self.words("review.again.planned", date=date, name=name))

    def step_text(self, step: NextStep) -> str:
        """Something to do, with what it is about by name."""
        if step.kind == "replan" and not step.about:
            return self.words("review.step.replan_channels")
        by_layer = step.kind in ("replan", "settle")
        named = [self.layer_name(id_) if by_layer else self.about(id_) for id_ in step.about]
        return self.words(f"review.step.{step.kind}", items="; ".join(named))

    def about(self, id_: str) -> str:
        """What a value is about: a measure or a question, by name."""
        kpi = self.kpis.get(id_)
        return kpi.name.to(self.words.lang) if kpi is not None else self.answer_words.about(id_)

    def question(self, layer: str) -> str:
        """The question a layer answers."""
        return self.catalogue.layers[layer].question.to(self.words.lang)

    def layer_name(self, layer: str) -> str:
        """The name of a layer."""
        return self.catalogue.layers[layer].name.to(self.words.lang)
