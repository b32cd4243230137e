"""What every part of a report looks up: names, points in words, what is close."""

from __future__ import annotations

from collections.abc import Mapping

from svcmodel.domain.assessment import Assessment, LayerChoice, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Question
from svcmodel.render.question_text import label
from svcmodel.render.rounding import of_hundred, points
from svcmodel.render.words import Words

DIGITS = 1


class Names:
    """Looks up names in one language.

    `questions`: those of the bank, for readers who know none by its id.
    """

    def __init__(
        self,
        assessment: Assessment,
        catalogue: Catalogue,
        words: Words,
        questions: Mapping[str, Question] | None = None,
    ) -> None:
        self.assessment = assessment
        self.catalogue = catalogue
        self.words = words
        self.lang = words.lang
        self.questions = questions

    def name(self, model: str) -> str:
        """The name of a model."""
        return self.catalogue.models[model].name.to(self.lang)

    def layer_name(self, layer: str) -> str:
        """The name of a layer."""
        return self.catalogue.layers[layer].name.to(self.lang)

    def fact_name(self, id_: str) -> str:
        """A criterion by its name, a question by what it asks in a few words, else by its id."""
        if id_ in self.catalogue.criteria:
            return self.catalogue.criteria[id_].name.to(self.lang)
        return self.question_name(id_) or id_

    def question_name(self, id_: str) -> str:
        """What a question asks; its id where there is no bank, nothing where the bank lacks it."""
        if self.questions is None:
            return id_
        question = self.questions.get(id_)
        return label(question, self.words) if question else ""

    def best_supported(self) -> list[ModelResult]:
        """The core models and whatever the design takes, in the order of the results."""
        layers = self.assessment.design.layers.values()
        taken = {id_ for choice in layers for id_ in (choice.chosen, *choice.also)}
        return [r for r in self.assessment.models if r.core or r.id in taken]

    def points_text(self, micro: int) -> str:
        """Millionths of a point as points."""
        return self.words.number(points(micro, DIGITS), DIGITS)

    def lead_shares(self, layer: str) -> dict[str, int]:
        """In how many of 100 weightings each model leads a layer, of those of which it is known."""
        ids = {model.id for model in self.catalogue.in_layer[layer]}
        known = {
            result.id: result.lead_share
            for result in self.assessment.models
            if result.id in ids and result.lead_share is not None
        }
        return dict(zip(known, of_hundred(list(known.values())), strict=True))

    def needed(self, layer: str) -> int:
        """The score from which a model would be chosen instead of the baseline, in millionths."""
        record = self.catalogue.layers[layer]
        return record.needed(self.assessment.model(record.baseline).micro)

    def nearest(self, choice: LayerChoice) -> str | None:
        """What the layer would turn to first: the runner-up, or the baseline a model must clear."""
        at_threshold = self.is_decided_at_threshold(choice)
        return self.catalogue.layers[choice.layer].baseline if at_threshold else choice.runner_up

    def is_decided_at_threshold(self, choice: LayerChoice) -> bool:
        """Whether what a model needed against the baseline is nearer than any rival."""
        spare = self.assessment.model(choice.chosen).micro - self.needed(choice.layer)
        threshold = self.catalogue.layers[choice.layer].threshold
        return threshold > 0 and not choice.at_baseline and spare == choice.margin
