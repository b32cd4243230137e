"""An assessment in words: what every document says of it, in one language and rounded for reading.

Nothing is computed here that the assessment does not hold; texts are looked up, numbers are rounded
so that what is printed adds up.
"""

from __future__ import annotations

from typing import NamedTuple

from svcmodel.domain.answers import Constraint
from svcmodel.domain.assessment import (
    MIDDLE,
    Assessment,
    ConstraintResult,
    Contribution,
    LayerChoice,
    ModelResult,
)
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.models import Effect
from svcmodel.render.rounding import points, shares
from svcmodel.render.words import Words

REASONS = 3
CLOSE_CALL = 3_000_000
"""A decision less than three points from turning is called close (own judgement)."""
DIGITS = 1


class Reason(NamedTuple):
    """Why a criterion speaks for or against a model: its name, the level, the points, a sentence.

    `percent`: how large the points are beside the largest of the report, 0 to 100.
    """

    criterion: str
    name: str
    level: str
    points: float
    percent: int
    sentence: str


class Decision(NamedTuple):
    """One layer: the question, the answer and what stands behind it.

    `lead_in`: what to say before the reasons where they speak against a rival, not for the answer.
    """

    layer: str
    question: str
    answer: str
    chosen: str
    also: tuple[str, ...]
    first_phase: str
    at_baseline: bool
    score: float
    runner_up: str
    lead: float | None
    close: bool
    definition: str
    verdict: str
    lead_in: str
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]


class CoreRow(NamedTuple):
    """One of the core models in the list of the best-supported decisions."""

    id: str
    rank: str
    name: str
    layer: str
    score: float | None
    range: tuple[float, float]
    lead: str
    readiness: str
    note: str
    chosen: bool


class Entry(NamedTuple):
    """A named thing with a text and a remark: a channel, an obligation, an excluded model ..."""

    name: str
    text: str = ""
    remark: str = ""
    id: str = ""


class Report(NamedTuple):
    """Everything a document says of an assessment."""

    subject: str
    on: str
    coverage: str
    certainty: tuple[str, ...]
    decisions: tuple[Decision, ...]
    core: tuple[CoreRow, ...]
    channels: tuple[Entry, ...]
    excluded: tuple[Entry, ...]
    cautions: tuple[Entry, ...]
    tensions: tuple[Entry, ...]
    obligations: tuple[Entry, ...]
    constraints: tuple[Entry, ...]
    next_best: tuple[Entry, ...]
    open_questions: tuple[Entry, ...]
    versions: tuple[Entry, ...]


def report(assessment: Assessment, catalogue: Catalogue, words: Words) -> Report:
    """The report of an assessment in the language of `words`."""
    teller = _Teller(assessment, catalogue, words)
    return Report(
        subject=" ".join(assessment.subject.split()),
        on=assessment.on,
        coverage=teller.coverage(),
        certainty=teller.certainty(),
        decisions=tuple(teller.decision(choice) for choice in assessment.design.layers.values()),
        core=tuple(teller.core_row(assessment.model(id_)) for id_ in assessment.core),
        channels=teller.channels(),
        excluded=teller.excluded(),
        cautions=teller.cautions(),
        tensions=teller.tensions(),
        obligations=teller.obligations(),
        constraints=teller.constraints(),
        next_best=teller.next_best(),
        open_questions=teller.open_questions(),
        versions=teller.versions(),
    )


def is_close(choice: LayerChoice) -> bool:
    """Whether so little decides a layer that readers should see both models."""
    return choice.margin is not None and abs(choice.margin) < CLOSE_CALL


class _Teller:
    """Looks up and rounds; one method for each part of the report."""

    def __init__(self, assessment: Assessment, catalogue: Catalogue, words: Words) -> None:
        self.assessment = assessment
        self.catalogue = catalogue
        self.words = words
        self.lang = words.lang
        self.scale = self.largest()

    def name(self, model: str) -> str:
        return self.catalogue.models[model].name.to(self.lang)

    def layer_name(self, layer: str) -> str:
        return self.catalogue.layers[layer].name.to(self.lang)

    def decision(self, choice: LayerChoice) -> Decision:
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
            close=is_close(choice),
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
        return self.words(f"score.verdict.{self.how_decided(choice)}", **values)

    def how_decided(self, choice: LayerChoice) -> str:
        """The kind of decision: against the numbers, a baseline that stays, a tie, close, clear."""
        if choice.margin is None or choice.lead is None:
            return "alone"
        if choice.margin < 0:
            return "held" if choice.lead < 0 else "kept"
        if choice.at_baseline and self.catalogue.layers[choice.layer].threshold > 0:
            return "nearly_enough" if is_close(choice) else "not_enough"
        if choice.lead == 0:
            return "tie" if choice.at_baseline else "tie_of_models"
        if not is_close(choice):
            return "ahead"
        return "close" if self.nearest(choice) == choice.runner_up else "just_enough"

    def nearest(self, choice: LayerChoice) -> str | None:
        """What the layer would turn to first: the runner-up, or the baseline a model must clear."""
        layer = self.catalogue.layers[choice.layer]
        spare = self.assessment.model(choice.chosen).micro - self.needed(choice.layer)
        if layer.threshold > 0 and not choice.at_baseline and spare == choice.margin:
            return layer.baseline
        return choice.runner_up

    def needed(self, layer: str) -> int:
        """The score from which a model would be chosen instead of the baseline."""
        record = self.catalogue.layers[layer]
        baseline = self.assessment.model(record.baseline).micro
        return baseline + round(record.threshold * 1_000_000)

    def points_text(self, micro: int) -> str:
        return self.words.number(points(micro, DIGITS), DIGITS)

    def reasons(self, result: ModelResult) -> list[Reason]:
        """Every contribution in words; the points add up to the printed score less 50."""
        whole = round(points(result.micro, DIGITS) - points(MIDDLE, DIGITS), DIGITS)
        micros = [contribution.micro for contribution in result.contributions]
        parts = shares(micros, whole, DIGITS) if micros else []
        pairs = zip(result.contributions, parts, strict=True)
        return [self.reason(result.id, contribution, part) for contribution, part in pairs]

    def reason(self, model: str, contribution: Contribution, part: float) -> Reason:
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
        """The reason behind a contribution; where the usual case is absent, that is said."""
        criterion = self.catalogue.criteria[contribution.criterion]
        usual = criterion.supports if effect.strength > 0 else criterion.opposes
        text = (effect.reason or usual or criterion.name).to(self.lang)
        rises = effect.when != "low"
        usual_case = (contribution.micro > 0) == (effect.strength > 0)
        middle = effect.when == "both" and contribution.level == (3, 3)
        if usual_case or middle or not rises:
            return text
        key = "lacking" if effect.strength > 0 else "absent"
        return self.words(f"score.reason.{key}", reason=text.rstrip("."))

    def level(self, criterion: str, span: Span) -> str:
        """A level in the criterion's own words, or as a number between two of them."""
        levels = self.catalogue.criteria[criterion].levels
        if span.low == span.high and span.low in levels:
            return levels[span.low].to(self.lang).rstrip(".")
        if span.low == span.high:
            return self.words("score.level.one", level=span.low)
        return self.words("score.level.several", low=span.low, high=span.high)

    def coverage(self) -> str:
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
        for choice in self.assessment.design.layers.values():
            rival = self.nearest(choice)
            if is_close(choice) and rival and choice.margin is not None:
                margin = points(abs(choice.margin), DIGITS)
                values = {
                    "layer": self.layer_name(choice.layer),
                    "chosen": self.name(choice.chosen),
                    "rival": self.name(rival),
                    "margin": self.words.number(margin, DIGITS),
                }
                said.append(
                    self.words("score.close_call" if margin else "score.level_call", **values)
                )
        if self.assessment.not_scored:
            listed = ", ".join(self.assessment.not_scored)
            said.append(self.words("score.not_scored", questions=listed))
        return tuple(said)

    def core_row(self, result: ModelResult) -> CoreRow:
        chosen = self.assessment.design.layers[result.layer]
        return CoreRow(
            id=result.id,
            rank=str(result.rank) if result.rank is not None else "–",
            name=self.name(result.id),
            layer=self.layer_name(result.layer),
            score=points(result.micro, DIGITS),
            range=(points(result.range[0], DIGITS), points(result.range[1], DIGITS)),
            lead=self.lead_text(result),
            readiness=self.words(f"score.readiness.{result.readiness}"),
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

    def channels(self) -> tuple[Entry, ...]:
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
        by_id = {obligation.id: obligation for obligation in self.catalogue.obligations}
        entries = []
        for result in self.assessment.design.obligations:
            record = by_id[result.obligation]
            remark = self.words(f"score.ground.{record.ground}")
            if record.since:
                remark += self.words("score.since", date=self.words.date(record.since))
            if result.state == "open":
                remark += self.words("score.to_check")
            name, text = record.name.to(self.lang), record.text.to(self.lang)
            entries.append(Entry(name, text, remark, record.id))
        return tuple(entries)

    def constraints(self) -> tuple[Entry, ...]:
        """What the client keeps or rules out, until when, what it costs and what it breaks."""
        return tuple(
            Entry(
                constraint.given.reason,
                f"{self.kept_or_ruled_out(constraint.given)} {self.cost(constraint)}",
                self.broken_by(constraint),
                constraint.constraint,
            )
            for constraint in self.assessment.design.constraints
        )

    def kept_or_ruled_out(self, given: Constraint) -> str:
        kind, models = ("keep", [given.keep]) if given.keep else ("rule_out", given.rule_out)
        named = self.words.listed([self.name(model) for model in models])
        until = self.words.date(given.until) if given.until else ""
        when = self.words("score.constraint.until", date=until) if until else ""
        return self.words(f"score.constraint.{kind}", models=named, until=when)

    def cost(self, constraint: ConstraintResult) -> str:
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
        shown = points(gap, DIGITS)
        text = self.words.number(shown, DIGITS)
        return self.words("score.behind", points=text) if shown else self.words("score.level_with")

    def open_questions(self) -> tuple[Entry, ...]:
        """What is not known, what could move a score most first."""
        return tuple(
            Entry(
                self.catalogue.criteria[question.criterion].name.to(self.lang),
                self.words("score.moves", points=self.points_text(question.swing)),
                ", ".join(question.questions),
            )
            for question in self.assessment.open_questions
        )

    def versions(self) -> tuple[Entry, ...]:
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
