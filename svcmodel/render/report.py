"""An assessment in words: what every document says of it, in one language and rounded for reading.

Nothing is computed here that the assessment does not hold; texts are looked up, numbers are rounded
so that what is printed adds up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from svcmodel.domain.assessment import Assessment, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.render.report_decisions import Decisions
from svcmodel.render.report_lists import Lists
from svcmodel.render.report_names import DIGITS, Names
from svcmodel.render.report_types import CoreRow, Report
from svcmodel.render.rounding import points
from svcmodel.render.segment_entries import segment_entries
from svcmodel.render.words import Words, short_name


def report(
    assessment: Assessment,
    catalogue: Catalogue,
    words: Words,
    segmented: SegmentedResult | None = None,
    questions: Mapping[str, Question] | None = None,
) -> Report:
    """The report of an assessment in the language of `words`.

    With `segmented` it tells of the segments too, and its lists are those of the design proposed.
    With `questions`, those of the bank, it names them by what they ask, and not by their ids.
    """
    standing = Standing(assessment, catalogue, words, questions)
    decisions = Decisions(assessment, catalogue, words)
    proposed = replace(assessment, design=segmented.proposed) if segmented else assessment
    lists = Lists(proposed, catalogue, words, questions)
    return Report(
        subject=short_name(assessment.subject),
        on=assessment.on,
        coverage=standing.coverage(),
        certainty=standing.certainty(),
        decisions=tuple(decisions.decision(choice) for choice in assessment.design.layers.values()),
        core=tuple(map(standing.core_row, standing.best_supported())),
        channels=lists.channels(),
        excluded=lists.excluded(),
        cautions=lists.cautions(),
        tensions=lists.tensions(),
        obligations=lists.obligations(),
        to_check=lists.to_check(),
        constraints=lists.constraints(),
        next_best=Lists(assessment, catalogue, words).next_best(),
        open_questions=lists.open_questions(),
        idle=lists.idle(),
        versions=lists.versions(),
        by_segment=segment_entries(segmented, catalogue, words) if segmented else (),
    )


class Standing(Names):
    """Tells how sure the result is and how each core model stands."""

    def coverage(self) -> str:
        """Say how much of what counts was answered."""
        coverage = self.assessment.coverage
        return self.words(
            "score.coverage",
            share=self.words.number(coverage.share / 10_000),
            answered=coverage.answered,
            total=coverage.total - coverage.not_applicable,
        )

    def certainty(self) -> tuple[str, ...]:
        """How sure: what was answered, and the layers that are close."""
        said = [self.coverage()]
        if not self.assessment.coverage.answered:
            said.append(self.words("score.nothing_answered"))
        else:
            said += self.sure()
        said += self.contradictions()
        for choice in self.assessment.design.layers.values():
            rival = self.nearest(choice)
            if choice.close and rival and choice.margin is not None:
                margin = points(choice.margin, DIGITS)
                values = {
                    "layer": self.layer_name(choice.layer),
                    "chosen": self.name(choice.chosen),
                    "rival": self.name(rival),
                    "margin": self.words.number(margin, DIGITS),
                }
                said.append(
                    self.words("score.close_call" if margin else "score.level_call", **values)
                )
                if choice.favoured:
                    model = self.name(choice.favoured)
                    said.append(self.words("score.favoured", model=model))
        if self.assessment.not_scored:
            listed = ", ".join(map(self.fact_name, self.assessment.not_scored))
            said.append(self.words("score.not_scored", questions=listed))
        return tuple(said)

    def sure(self) -> list[str]:
        """Which layers are settled, which very likely, which may still change."""
        design = self.assessment.design
        if design.settled is None:
            return []
        if design.settled:
            return [self.words("score.all_settled")]
        sorted_out: dict[str, list[str]] = {"settled": [], "likely": [], "open": []}
        for choice in design.layers.values():
            kind = "settled" if choice.settled else "likely" if choice.very_likely else "open"
            sorted_out[kind].append(self.layer_name(choice.layer))
        return [
            self.words(f"score.{kind}_layers", layers=self.words.listed(names))
            for kind, names in sorted_out.items()
            if names
        ]

    def contradictions(self) -> list[str]:
        """The pairs of answers that can hardly both be true, and what to ask."""
        pairs = {pair.id: pair for pair in self.catalogue.contradictions}
        told = [pairs[id_] for id_ in self.assessment.contradictions]
        return [
            self.words(
                "score.contradiction", text=pair.text.to(self.lang), ask=pair.ask.to(self.lang)
            )
            for pair in told
        ]

    def readiness(self, result: ModelResult) -> str:
        """Whether a model can be begun with; nothing to say of one that is ruled out."""
        if result.status == "excluded":
            return "–"
        return self.words(f"score.readiness.{result.readiness}")

    def core_row(self, result: ModelResult) -> CoreRow:
        """A model with its score, its range and how it stands in its layer."""
        chosen = self.assessment.design.layers[result.layer]
        return CoreRow(
            id=result.id,
            rank=str(result.rank) if result.rank is not None else "–",
            name=self.name(result.id),
            layer=self.layer_name(result.layer),
            score=points(result.micro, DIGITS),
            range=(points(result.range[0], DIGITS), points(result.range[1], DIGITS)),
            lead=self.lead_text(result),
            readiness=self.readiness(result),
            note=self.note(result),
            chosen=result.id == chosen.chosen,
        )

    def lead_text(self, result: ModelResult) -> str:
        """For a layer's chosen model, its lead over the runner-up; for others, nothing."""
        choice = self.assessment.design.layers[result.layer]
        if result.id != choice.chosen or choice.lead is None:
            return ""
        sign = "+" if choice.lead >= 0 else "−"
        return sign + self.points_text(abs(choice.lead))

    def note(self, result: ModelResult) -> str:
        """Chosen, part of the design, ruled out, or with a requirement to check."""
        choice = self.assessment.design.layers[result.layer]
        if result.status == "excluded":
            return self.words("score.status.excluded")
        if result.id == choice.chosen:
            return self.words("score.status.chosen")
        if result.id in choice.also:
            return self.words("score.status.also")
        if not result.may_lead:
            return self.words("score.status.not_as_lead")
        return self.words("score.status.possible") if result.status == "possible" else ""
