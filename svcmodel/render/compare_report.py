"""A comparison as a page: what is different, what it changed, and how the change is split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from svcmodel.domain.catalogue import Catalogue, Layer
from svcmodel.domain.comparison import (
    STEPS,
    Comparison,
    Contest,
    Difference,
    LayerComparison,
    ModelComparison,
    Step,
    Turn,
)
from svcmodel.domain.conditions import Span
from svcmodel.domain.questions import Question
from svcmodel.render.answer_words import AnswerWords
from svcmodel.render.pages import Line, Page, page_of
from svcmodel.render.rounding import points, shares
from svcmodel.render.words import Words

DIGITS = 1
TERMS = 3
"""How many answers are named beside a decision."""


def compare_page(
    comparison: Comparison, catalogue: Catalogue, bank: Mapping[str, Question], words: Words
) -> Page:
    """The page of a comparison; `catalogue`: one that knows all that is named."""
    teller = CompareReport(comparison, catalogue, bank, words)
    head = "compare.heading."
    return page_of(
        teller.title(),
        (words(head + "differs"), teller.differs()),
        (words(head + "decisions"), teller.decisions()),
        (words(head + "channels"), teller.channels()),
        (words(head + "scores"), teller.scores()),
        (words(head + "readiness"), teller.readiness()),
        (words(head + "obligations"), teller.obligations()),
        (words(head + "answers"), teller.answers()),
        (words(head + "order"), teller.order()),
    )


class CompareReport:
    """Looks up names and puts differences into words."""

    def __init__(
        self,
        comparison: Comparison,
        catalogue: Catalogue,
        bank: Mapping[str, Question],
        words: Words,
    ) -> None:
        self.told = comparison
        self.catalogue = catalogue
        self.words = words
        self.answer_words = AnswerWords(catalogue, bank, words)

    def title(self) -> str:
        """Whom it is about."""
        before, after = (
            " ".join(side.subject.split()) for side in (self.told.before, self.told.after)
        )
        if before == after:
            return self.words("compare.title.one", subject=before)
        return self.words("compare.title.two", before=before, after=after)

    def differs(self) -> list[Line]:
        """The steps in which the two sides differ."""
        before, after = self.told.before, self.told.after
        ids = (one or other for one, other in self.told.constraints)
        values: Mapping[Step, Mapping[str, object]] = {
            "answers": {"count": len(self.told.answers)},
            "weights": {},
            "constraints": {"ids": ", ".join(each.id for each in ids if each)},
            "date": {"before": before.on, "after": after.on},
            "catalogue": {
                "before": f"{before.catalogue} {before.catalogue_version}",
                "after": f"{after.catalogue} {after.catalogue_version}",
            },
        }
        said = [self.words(f"compare.differs.{step}", **values[step]) for step in self.told.steps]
        return [Line(text, "-") for text in said] or [Line(self.words("compare.same"))]

    def decisions(self) -> list[Line]:
        """Every layer, with what brought it about."""
        return [line for layer in self.told.layers for line in self.layer(layer)]

    def layer(self, layer: LayerComparison) -> Iterable[Line]:
        """One decision; the contest behind it where its points have changed."""
        record = self.catalogue.layers.get(layer.layer)
        question = record.question.to(self.words.lang) if record else layer.layer
        yield Line(self.choice(layer.chosen), "", question)
        yield from (Line(text, "·") for text in self.ruled_out(layer.chosen))
        contest = layer.contest
        if contest is not None and any(contest.points.by.values()):
            yield Line(self.contest(contest) + self.threshold(contest, record), "·")
            for text in self.terms(contest):
                yield Line(text, "  ·")

    def choice(self, turn: Turn) -> str:
        """What is chosen now, and before where that was something else."""
        if turn.before == turn.after:
            return self.words("compare.stays", model=self.model(turn.after)) + "."
        return self.turned(turn, self.model(turn.before), self.model(turn.after)) + "."

    def contest(self, contest: Contest) -> str:
        """How far one is ahead of the other, and what moved it."""
        return self.words(
            "compare.contest.ahead",
            ahead=self.model(contest.ahead),
            behind=self.model(contest.behind),
            before=self.signed(contest.points.before),
            after=self.signed(contest.points.after),
            parts=self.parts(contest.points),
        )

    def threshold(self, contest: Contest, layer: Layer | None) -> str:
        """What it takes to leave the baseline, where one of the two is it."""
        if layer is None or not layer.threshold:
            return ""
        if layer.baseline not in (contest.ahead, contest.behind):
            return ""
        points_ = self.words.figure(layer.threshold)
        baseline = self.model(layer.baseline)
        return self.words("compare.contest.threshold", baseline=baseline, points=points_)

    def ruled_out(self, turn: Turn) -> list[str]:
        """That what was chosen before is ruled out now, where it is."""
        status = {model.model: model.status.after for model in self.told.models}
        if turn.before == turn.after or status.get(turn.before) != "excluded":
            return []
        return [self.words("compare.contest.ruled_out", model=self.model(turn.before))]

    def terms(self, contest: Contest) -> list[str]:
        """The answers that moved a contest most, rounded so that all of them would add up."""
        whole = self.rounded(contest.points)["answers"]
        micros = [term.micro for term in contest.answers]
        printed = shares(micros, whole, DIGITS) if micros else []
        return [
            self.words(
                "compare.answer_term",
                points=self.sign(part),
                name=self.answer_words.about(term.criterion),
                before=self.level(term.before),
                after=self.level(term.after),
            )
            for term, part in list(zip(contest.answers, printed, strict=True))[:TERMS]
        ]

    def level(self, span: Span | None) -> str:
        """A level or several as figures."""
        if span is None:
            return "–"
        return f"{span.low}" if span.low == span.high else f"{span.low}–{span.high}"

    def scores(self) -> list[Line]:
        """The models whose points have changed, those that changed most first."""
        changed = [m for m in self.told.models if m.score is None or m.score.whole]
        ordered = sorted(changed, key=lambda m: -abs(m.score.whole) if m.score else 0)
        return [Line(self.score(model), "-", f"{self.model(model.model)}:") for model in ordered]

    def score(self, model: ModelComparison) -> str:
        """The points of a model before and after, and its places."""
        if model.score is None:
            return self.words("compare.one_catalogue")
        before, after = (str(rank) if rank is not None else "–" for rank in model.rank)
        return self.words(
            "compare.score",
            before=self.number(points(model.score.before, DIGITS)),
            after=self.number(points(model.score.after, DIGITS)),
            parts=self.parts(model.score),
            rank_before=before,
            rank_after=after,
        )

    def channels(self) -> list[Line]:
        """The channels that are new, gone, or in for another reason."""
        return [
            Line(self.turned(turn, *self.reasons(turn)), "-", f"{self.model(turn.id)}:")
            for turn in self.told.channels
        ]

    def reasons(self, turn: Turn) -> tuple[str, str]:
        """Why a channel was in and is in."""
        before = f"score.channel.{turn.before}" if turn.before else "compare.absent"
        after = f"score.channel.{turn.after}" if turn.after else "compare.gone"
        return self.words(before), self.words(after)

    def readiness(self) -> list[Line]:
        """What has become possible, or has to be prepared first."""
        lines = []
        for model in self.told.models:
            for kind, turn in (("status", model.status), ("readiness", model.readiness)):
                if turn.before and turn.after and turn.before != turn.after:
                    before, after = (
                        self.words(f"compare.{kind}.{state}") for state in (turn.before, turn.after)
                    )
                    text = self.turned(turn, before, after)
                    lines.append(Line(text, "-", f"{self.model(model.model)}:"))
        return lines

    def obligations(self) -> list[Line]:
        """The obligations that now apply, may apply, or no longer do."""
        names = {o.id: o.name.to(self.words.lang) for o in self.catalogue.obligations}
        lines = []
        for turn in self.told.obligations:
            before, after = (
                self.words(f"compare.obligation.{state or 'none'}")
                for state in (turn.before, turn.after)
            )
            lines.append(
                Line(self.turned(turn, before, after), "-", f"{names.get(turn.id, turn.id)}:")
            )
        return lines

    def answers(self) -> list[Line]:
        """Every answer that changed."""
        return [
            Line(
                f"{self.answer_words.said(each.before)} → {self.answer_words.said(each.after)}",
                "-",
                f"{self.answer_words.about(each.id)}:",
            )
            for each in self.told.answers
        ]

    def order(self) -> list[Line]:
        """How the change is split, and what could not be told apart."""
        lines = [Line(self.words("compare.order"))]
        if self.told.inseparable:
            steps = self.steps(self.told.inseparable)
            lines.append(Line(self.words("compare.inseparable", steps=steps)))
        if self.told.has_segments:
            lines.append(Line(self.words("compare.segments")))
        return lines

    def turned(self, turn: Turn, before: str, after: str) -> str:
        """What became of something, and the steps behind it."""
        return self.words("compare.turned", before=before, after=after, steps=self.steps(turn.by))

    def steps(self, steps: Iterable[Step]) -> str:
        """Steps by name."""
        return ", ".join(self.words(f"compare.step.{step}") for step in steps)

    def parts(self, difference: Difference) -> str:
        """What each step adds, as it is printed."""
        said = [
            self.words(
                "compare.part", step=self.words(f"compare.step.{step}"), points=self.sign(part)
            )
            for step, part in self.rounded(difference).items()
            if difference.by[step]
        ]
        return ", ".join(said) or self.words("compare.contest.none")

    def rounded(self, difference: Difference) -> dict[Step, float]:
        """The parts rounded so that they add up to the printed difference."""
        whole = points(difference.after, DIGITS) - points(difference.before, DIGITS)
        micros = [difference.by[step] for step in STEPS]
        return dict(zip(STEPS, shares(micros, round(whole, DIGITS), DIGITS), strict=True))

    def model(self, id_: str) -> str:
        """The name of a model; its id where the catalogue does not know it."""
        record = self.catalogue.models.get(id_)
        return record.name.to(self.words.lang) if record else id_ or "–"

    def signed(self, micro: int) -> str:
        """Points with their sign."""
        return self.sign(points(micro, DIGITS))

    def sign(self, number: float) -> str:
        """A number with its sign."""
        return f"{'+' if number >= 0 else '−'}{self.number(abs(number))}"

    def number(self, number: float) -> str:
        """A number as the language writes it."""
        return self.words.number(number, DIGITS)
