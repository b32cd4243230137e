"""What every part of a report looks up: names, points in words, what is close."""

from __future__ import annotations

from svcmodel.domain.assessment import Assessment, LayerChoice
from svcmodel.domain.catalogue import Catalogue
from svcmodel.render.rounding import points
from svcmodel.render.words import Words

DIGITS = 1


class Names:
    """Looks up names in one language."""

    def __init__(self, assessment: Assessment, catalogue: Catalogue, words: Words) -> None:
        self.assessment = assessment
        self.catalogue = catalogue
        self.words = words
        self.lang = words.lang

    def name(self, model: str) -> str:
        """The name of a model."""
        return self.catalogue.models[model].name.to(self.lang)

    def layer_name(self, layer: str) -> str:
        """The name of a layer."""
        return self.catalogue.layers[layer].name.to(self.lang)

    def points_text(self, micro: int) -> str:
        """Millionths of a point as points."""
        return self.words.number(points(micro, DIGITS), DIGITS)

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
