"""The six decisions in words: the answer, how it was decided, and the reasons behind it."""

from __future__ import annotations

from svcmodel.domain.assessment import (
    MIDDLE,
    Assessment,
    Contribution,
    LayerChoice,
    ModelResult,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.models import Effect
from svcmodel.render.report_names import DIGITS, Names
from svcmodel.render.report_types import Decision, Reason
from svcmodel.render.rounding import points, shares
from svcmodel.render.words import Words

REASONS = 3


class Decisions(Names):
    """Tells each layer; `scale` is the largest contribution told, for the lengths of bars."""

    def __init__(self, assessment: Assessment, catalogue: Catalogue, words: Words) -> None:
        super().__init__(assessment, catalogue, words)
        self.scale = self.largest()

    def decision(self, choice: LayerChoice) -> Decision:
        """A layer with its question, its answer and the reasons told."""
        result = self.assessment.model(choice.chosen)
        rival = self.assessment.model(choice.runner_up) if choice.runner_up else None
        shown = self.spoken_of(choice)
        reasons = self.reasons(shown)
        for_it = tuple(r for r in reasons if r.points > 0)[:REASONS]
        against = tuple(r for r in reasons if r.points < 0)[:REASONS]
        layer = self.catalogue.layers[choice.layer]
        return Decision(
            layer=self.layer_name(choice.layer),
            question=layer.question.to(self.lang),
            answer=self.name(choice.chosen),
            chosen=choice.chosen,
            also=tuple(self.name(model) for model in choice.also),
            first_phase=self.name(choice.first_phase) if choice.first_phase else "",
            at_baseline=choice.at_baseline,
            score=points(result.micro, DIGITS),
            runner_up=self.name(choice.runner_up) if choice.runner_up else "",
            lead=None if choice.lead is None else points(choice.lead, DIGITS),
            close=choice.close,
            definition=self.catalogue.models[choice.chosen].definition.to(self.lang),
            verdict=self.verdict(choice, result, rival),
            lead_in=self.lead_in(shown) if shown is not result and against else "",
            reasons=against if shown is not result else for_it,
            against=() if shown is not result else against,
        )

    def spoken_of(self, choice: LayerChoice) -> ModelResult:
        """The model whose reasons are told: the chosen one, or what a bare baseline is held against."""
        result = self.assessment.model(choice.chosen)
        if choice.at_baseline and not result.contributions and choice.runner_up:
            return self.assessment.model(choice.runner_up)
        return result

    def lead_in(self, rival: ModelResult) -> str:
        """What stands before reasons that speak of another model than the chosen one."""
        return self.words("score.weighs_against", model=self.name(rival.id))

    def largest(self) -> int:
        """The largest contribution, for or against, to a model whose reasons are told."""
        layers = self.assessment.design.layers.values()
        told = (self.spoken_of(choice).contributions for choice in layers)
        return max((abs(part.micro) for parts in told for part in parts), default=0) or 1

    def verdict(self, choice: LayerChoice, result: ModelResult, rival: ModelResult | None) -> str:
        """How the layer was decided, in a sentence."""
        if rival is None:
            return self.words("score.verdict.alone")
        values = {
            "rival": self.name(rival.id),
            "score": self.points_text(result.micro),
            "other": self.points_text(rival.micro),
            "lead": self.points_text(abs(choice.lead or 0)),
            "needed": self.points_text(self.needed(choice.layer)),
        }
        decided = self.words(f"score.verdict.{self.how_decided(choice)}", **values)
        return " ".join([decided, *self.holds(choice, result)])

    def holds(self, choice: LayerChoice, result: ModelResult) -> list[str]:
        """In how many of 100 weightings points decide the same; nothing where they do not decide."""
        if result.lead_share is None or choice.margin is None or choice.margin < 0:
            return []
        whole = self.lead_shares(choice.layer)[result.id]
        return [self.words("score.holds", weightings=whole)]

    def how_decided(self, choice: LayerChoice) -> str:
        """The kind of decision: against the numbers, a baseline that stays, a tie, close, clear."""
        if choice.margin is None or choice.lead is None:
            return "alone"
        if choice.margin < 0:
            return "held" if choice.lead < 0 else "kept"
        if choice.at_baseline and self.catalogue.layers[choice.layer].threshold > 0:
            return "nearly_enough" if choice.close else "not_enough"
        if choice.lead == 0:
            return "tie" if choice.at_baseline else "tie_of_models"
        if not choice.close:
            return "ahead"
        return "just_enough" if self.is_decided_at_threshold(choice) else "close"

    def reasons(self, result: ModelResult) -> list[Reason]:
        """Every contribution in words; the points add up to the printed score less 50."""
        whole = round(points(result.micro, DIGITS) - points(MIDDLE, DIGITS), DIGITS)
        micros = [contribution.micro for contribution in result.contributions]
        parts = shares(micros, whole, DIGITS) if micros else []
        pairs = zip(result.contributions, parts, strict=True)
        return [self.reason(result.id, contribution, part) for contribution, part in pairs]

    def reason(self, model: str, contribution: Contribution, part: float) -> Reason:
        """A contribution in words; `part` is its points as they are printed."""
        criterion = self.catalogue.criteria[contribution.criterion]
        effect = self.catalogue.models[model].effects[contribution.criterion]
        return Reason(
            criterion=criterion.id,
            name=criterion.name.to(self.lang),
            level=self.level(contribution.criterion, contribution.level),
            points=part,
            percent=round(100 * abs(contribution.micro) / self.scale),
            sentence=self.sentence(contribution, effect),
        )

    def sentence(self, contribution: Contribution, effect: Effect) -> str:
        """The reason behind a contribution; where the usual case is absent or weak, that is said."""
        criterion = self.catalogue.criteria[contribution.criterion]
        usual = criterion.supports if effect.strength > 0 else criterion.opposes
        text = (effect.reason or usual or criterion.name).to(self.lang)
        supports = effect.strength > 0
        if not contribution.micro or (contribution.micro > 0) == supports:
            return text
        if effect.when == "both" and contribution.level == (3, 3):
            key = "less_for" if supports else "less_against"
        else:
            key = "lacking" if supports else "absent"
        return self.words(f"score.reason.{key}", reason=text.rstrip("."))

    def level(self, criterion: str, span: Span) -> str:
        """A level in the criterion's own words, or as a number between two of them."""
        levels = self.catalogue.criteria[criterion].levels
        if span.low == span.high and span.low in levels:
            return levels[span.low].to(self.lang).rstrip(".")
        if span.low == span.high:
            return self.words("score.level.one", level=span.low)
        return self.words("score.level.several", low=span.low, high=span.high)
