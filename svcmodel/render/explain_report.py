"""Why one model and not another, in plain sentences that name the answers behind them."""

from __future__ import annotations

from collections.abc import Iterable

from svcmodel.domain.assessment import MIDDLE, Assessment, Contribution, ModelResult
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.explanation import Argument, Explanation
from svcmodel.domain.robustness import Lead
from svcmodel.render.pages import Line, Page, page_of
from svcmodel.render.report_decisions import Decisions
from svcmodel.render.report_lists import Lists
from svcmodel.render.report_names import DIGITS
from svcmodel.render.rounding import points, shares
from svcmodel.render.words import Words

ARGUMENTS = 6


class ExplainReport(Decisions):
    """Tells an explanation."""

    def __init__(
        self, explanation: Explanation, assessment: Assessment, catalogue: Catalogue, words: Words
    ) -> None:
        super().__init__(assessment, catalogue, words)
        self.told = explanation
        self.ours, self.theirs = explanation.result, explanation.against

    def page(self) -> Page:
        """The page."""
        head = "explain.heading."
        ahead, behind = self.ahead_and_behind()
        return page_of(
            self.title(),
            (self.words(head + "verdict"), self.verdict_lines()),
            (self.words(head + "dimensions"), self.dimensions()),
            (self.words(head + "for", model=self.name(ahead.id)), self.arguments(ahead)),
            (self.words(head + "against", model=self.name(behind.id)), self.arguments(behind)),
            (self.words(head + "rules"), [*self.rules(self.ours), *self.rules(self.theirs)]),
            (self.words(head + "change"), self.changes()),
            (self.words(head + "weightings"), self.weightings()),
            (self.words(head + "constraints"), self.fixed()),
        )

    def title(self) -> str:
        """Whether it is told why a model leads, why it does not, or how two others compare."""
        values = {"model": self.name(self.ours.id), "other": self.name(self.theirs.id)}
        if self.ours.id == self.told.chosen:
            return self.words("explain.title.leads", **values)
        kind = "behind" if self.theirs.id == self.told.chosen else "beside"
        return self.words(f"explain.title.{kind}", **values)

    def ahead_and_behind(self) -> tuple[ModelResult, ModelResult]:
        """The two models, the one with more points first."""
        pair = (self.ours, self.theirs)
        return pair if self.told.gap >= 0 else (self.theirs, self.ours)

    def verdict_lines(self) -> list[Line]:
        """The decision, the points, the threshold, and whether the numbers decide at all."""
        ahead, behind = self.ahead_and_behind()
        values = {
            "model": self.name(ahead.id),
            "other": self.name(behind.id),
            "score": self.points_text(ahead.micro),
            "rival": self.points_text(behind.micro),
            "gap": self.points_text(abs(self.told.gap)),
        }
        kind = "ahead" if points(abs(self.told.gap), DIGITS) else "level"
        chosen = self.told.chosen
        in_pair = chosen in (self.ours.id, self.theirs.id)
        decision = self.words(
            "explain.verdict.chosen" if in_pair else "explain.verdict.chosen_other",
            model=self.name(chosen),
        )
        said = [decision, self.words(f"explain.verdict.{kind}", **values)]
        said += self.threshold()
        if chosen == behind.id and self.told.gap and not self.told.needed:
            said.append(self.words("explain.verdict.held", model=self.name(ahead.id)))
        said += self.certainty_of_layer()
        return [Line(text) for text in [" ".join(said), *self.unclear()]]

    def threshold(self) -> list[str]:
        """What it takes to leave the baseline, where it is one of the two."""
        if not self.told.needed:
            return []
        layer = self.catalogue.layers[self.told.layer]
        needed, why = self.points_text(self.told.needed), layer.why_threshold.to(self.lang)
        baseline = self.name(layer.baseline)
        return [self.words("explain.verdict.threshold", baseline=baseline, needed=needed, why=why)]

    def certainty_of_layer(self) -> list[str]:
        """Whether missing answers can still change the decision."""
        choice = self.assessment.design.layers[self.told.layer]
        if choice.settled is None:
            return []
        kind = (
            "settled" if choice.settled else "very_likely" if choice.very_likely else "may_change"
        )
        return [self.words(f"explain.verdict.{kind}")]

    def unclear(self) -> list[str]:
        """Where little decides: how little, what would tell, and what the strategy speaks for."""
        choice = self.assessment.design.layers[self.told.layer]
        if self.told.clear or choice.margin is None:
            return []
        said = [self.words("explain.verdict.unclear", margin=self.points_text(choice.margin))]
        asked = self.told.deciding
        if asked is None:
            said.append(self.words("explain.verdict.nothing_deciding"))
        else:
            name = self.catalogue.criteria[asked.criterion].name.to(self.lang)
            listed = ", ".join(asked.questions)
            said.append(self.words("explain.verdict.deciding", criterion=name, questions=listed))
        if choice.favoured:
            said.append(self.words("explain.verdict.favoured", model=self.name(choice.favoured)))
        return [" ".join(said)]

    def dimensions(self) -> list[Line]:
        """Each dimension's part of the score; what is printed adds up."""
        whole = round(points(self.ours.micro, DIGITS) - points(MIDDLE, DIGITS), DIGITS)
        parts = shares([part.micro for part in self.told.dimensions], whole, DIGITS)
        names = {d.id: d.name.to(self.lang) for d in self.catalogue.head.dimensions}
        lines = [
            Line(
                f"{names[d.dimension]}: {self.signed(p)}",
                "·",
            )
            for d, p in zip(self.told.dimensions, parts, strict=True)
        ]
        values = {"model": self.name(self.ours.id), "score": self.points_text(self.ours.micro)}
        return [Line(self.words("explain.dimensions_sum", **values)), *lines]

    def signed(self, value: float) -> str:
        """Points with their sign."""
        return ("+" if value >= 0 else "−") + self.words.number(abs(value), DIGITS)

    def arguments(self, model: ModelResult) -> list[Line]:
        """What speaks for a model rather than the other: the weightiest in words, the rest as a sum."""
        sign = 1 if model is self.ours else -1
        ours = [a for a in self.told.arguments if sign * a.gap > 0]
        if not ours:
            return [Line(self.words("explain.argument.none"))]
        whole = points(sum(sign * a.gap for a in ours), DIGITS)
        parts = shares([sign * a.gap for a in ours], whole, DIGITS)
        told = list(zip(ours, parts, strict=True))
        lines = [self.argument(a, part) for a, part in told[:ARGUMENTS]]
        rest = round(sum(part for _, part in told[ARGUMENTS:]), DIGITS)
        if told[ARGUMENTS:]:
            lines.append(Line(self.words("explain.argument.rest", points=self.signed(rest)), "·"))
        return lines

    def argument(self, argument: Argument, part: float) -> Line:
        """One criterion: its points, its level, why, and the answers it comes from."""
        mine = abs(argument.ours) >= abs(argument.theirs)
        model = self.ours if mine else self.theirs
        micro = argument.ours if mine else argument.theirs
        effect = self.catalogue.models[model.id].effects[argument.criterion]
        contribution = Contribution(argument.criterion, argument.level, micro)
        name = self.catalogue.criteria[argument.criterion].name.to(self.lang)
        level = self.level(argument.criterion, argument.level)
        text = f"{name} ({level}). {self.sentence(contribution, effect)}"
        told = [self.words("explain.argument.answers", questions=", ".join(argument.questions))]
        if argument.decides:
            told.insert(0, self.words("explain.argument.decides"))
        return Line(f"{text} [{'; '.join(told)}]", "·", self.signed(part))

    def rules(self, result: ModelResult) -> list[Line]:
        """The requirements a model does not meet or that are open, with the way out and its rank."""
        records = {rule.id: rule for rule in self.catalogue.models[result.id].requirements}
        lines = []
        for rule in result.rules:
            if rule.state == "met":
                continue
            kind = rule.effect if rule.state == "broken" else "open"
            reason = records[rule.rule].reason.to(self.lang)
            way_out = records[rule.rule].way_out.to(self.lang)
            said = [
                self.words(f"explain.rule.{kind}", reason=reason),
                self.words("explain.rule.because", facts=self.facts(rule.because)),
                self.words("explain.rule.way_out", text=way_out),
            ]
            lines.append(Line(" ".join(said), "·", f"{self.name(result.id)}."))
        if result.would_rank is not None:
            lines.append(Line(self.words("explain.rule.would_rank", rank=result.would_rank)))
        return lines

    def facts(self, because: Iterable[str]) -> str:
        """The facts a rule looks at: criteria by name and level, questions by id."""
        return ", ".join(self.fact(id_) for id_ in because)

    def fact(self, id_: str) -> str:
        """A criterion with its level in words; a question by its id."""
        if id_ not in self.catalogue.criteria:
            return id_
        name = self.catalogue.criteria[id_].name.to(self.lang)
        span = self.assessment.levels[id_].span
        return f"{name} ({self.level(id_, span)})" if span else name

    def changes(self) -> list[Line]:
        """What would make the design choose the one it does not choose."""
        model = self.name(self.told.behind)
        if self.told.fixed:
            return [Line(self.words("explain.change.fixed", model=model))]
        return [*self.answer_changes(model), *self.weight_changes(model)]

    def answer_changes(self, model: str) -> list[Line]:
        """The fewest answers that would have to be others."""
        flip = self.told.answer_flip
        if self.told.blocked:
            return [Line(self.words("explain.change.blocked"))]
        if flip is None:
            return [Line(self.words("explain.change.out_of_reach", model=model))]
        count = len(flip.changes)
        kind = "one" if count == 1 else "several"
        key = kind if flip.fewest or count == 1 else "found"
        lines = [
            Line(
                self.words(
                    "explain.change.answer",
                    criterion=self.catalogue.criteria[change.criterion].name.to(self.lang),
                    then=self.level_text(change.criterion, change.then),
                    now=self.level(change.criterion, change.now),
                ),
                "·",
            )
            for change in flip.changes
        ]
        intro = Line(self.words(f"explain.change.answers.{key}", count=count))
        return [intro, *lines, Line(self.words("explain.change.verified"))]

    def level_text(self, criterion: str, level: int) -> str:
        """A single level in words."""
        return self.level(criterion, Span(level, level))

    def weight_changes(self, model: str) -> list[Line]:
        """The smallest changes of the weights of dimensions that would do."""
        names = {d.id: d.name.to(self.lang) for d in self.catalogue.head.dimensions}
        if not self.told.weight_flips:
            return [Line(self.words("explain.change.no_weight", model=model))]
        lines = []
        for flip in self.told.weight_flips:
            values = {
                "dimension": names[flip.dimension],
                "now": flip.now,
                "then": flip.then,
                "moved": flip.moved,
                "source": names.get(flip.taken_from or "", ""),
                "model": model,
            }
            kind = "moved" if flip.taken_from else "scaled"
            lines.append(Line(self.words(f"explain.change.weight.{kind}", **values), "·"))
        return lines

    def weightings(self) -> list[Line]:
        """How often each of the two decides the layer when the dimensions are weighted otherwise."""
        robust = self.told.robustness
        if robust is None:
            return []
        pairs = [
            (result, robust.given[result.id], robust.any_weights[result.id])
            for result in (self.ours, self.theirs)
            if result.id in robust.given
        ]
        return [
            Line(self.shares(given, free), "·", f"{self.name(result.id)}.")
            for result, given, free in pairs
        ]

    def shares(self, given: Lead, free: Lead) -> str:
        """The shares of weightings, and the mean weights of those near the client's."""
        if not given.share and not free.share:
            return self.words("explain.weightings.never")
        near, any_ = (self.words.number(lead.share / 10_000) for lead in (given, free))
        said = [self.words("explain.weightings.share", given=near, free=any_)]
        central = given.central or free.central
        if central:
            names = {d.id: d.name.to(self.lang) for d in self.catalogue.head.dimensions}
            told = ", ".join(
                f"{names[id_]} {self.words.number(part / 10_000)} %"
                for id_, part in central.items()
            )
            said.append(self.words("explain.weightings.central", weights=told))
        return " ".join(said)

    def fixed(self) -> list[Line]:
        """The client's constraints that touch the layer, with their price."""
        members = {model.id for model in self.catalogue.in_layer[self.told.layer]}
        touching = {
            c.constraint
            for c in self.assessment.design.constraints
            if not members.isdisjoint((c.given.keep or "", *c.given.rule_out))
        }
        entries = Lists(self.assessment, self.catalogue, self.words).constraints()
        return [Line(e.text, "·", f"{e.name}.") for e in entries if e.id in touching]
