from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from svcmodel.domain.assessment import MICRO, MIDDLE
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import Span
from svcmodel.domain.models import When
from svcmodel.scoring.tables import ScoreTable, score_table
from svcmodel.scoring.weights import criterion_weights
from tests.builders import catalogue_of, criterion, layer, model

HALF = Fraction(1, 2)
WHENS: tuple[When, ...] = ("high", "low", "both")


@dataclass(frozen=True)
class Case:
    """One model's effects (strength, when), the population of each criterion, weights and shrink.

    `fitted`: a fitted strength for each effect, or none at all; then `scale` is N.
    """

    effects: Mapping[str, tuple[int, When]]
    counts: Mapping[str, list[int]]
    weights: Mapping[str, Fraction]
    shrink: int
    fitted: Mapping[str, int] = field(default_factory=dict)
    scale: int = 500

    def strength(self, id_: str) -> int:
        return self.fitted[id_] if self.fitted else self.effects[id_][0]

    def table(self) -> ScoreTable:
        return score_table(self.catalogue(), self.weights)

    def catalogue(self) -> Catalogue:
        behind = {id_: (strength,) for id_, strength in self.fitted.items()}
        effects = {id_: (*effect, *behind.get(id_, ())) for id_, effect in self.effects.items()}
        return catalogue_of(
            layers=[layer("only", "m")],
            criteria=[criterion(id_) for id_ in self.effects],
            models=[model("m", "only", kind="baseline", effects=effects)],
            frequencies=self.counts,
            shrink=self.shrink,
            scale=self.scale,
        )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    ids = [f"c{n}" for n in range(draw(st.integers(1, 6)))]
    effect = st.tuples(st.integers(-3, 3), st.sampled_from(WHENS))
    counts = st.lists(st.integers(0, 90), min_size=5, max_size=5)
    weight = st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)
    effects = {id_: draw(effect) for id_ in ids}
    return Case(
        fitted=fitted_to(draw, effects) if draw(st.booleans()) else {},
        scale=draw(st.sampled_from([1, 500, 4000])),
        effects=effects,
        counts={id_: draw(counts) for id_ in ids},
        weights={id_: draw(weight) for id_ in ids},
        shrink=draw(st.integers(0, 12)),
    )


def fitted_to(draw: st.DrawFn, effects: Mapping[str, tuple[int, When]]) -> dict[str, int]:
    """A fitted strength for each effect, of its sign or nothing."""
    signs = {id_: (strength > 0) - (strength < 0) for id_, (strength, _) in effects.items()}
    return {id_: sign * draw(st.integers(0, 400)) for id_, sign in signs.items()}


def response(when: When, level: int) -> Fraction:
    """-1 to 1 for both, 0 to 1 for high, 1 to 0 for low."""
    rising = Fraction(level - 1, 4)
    return {"both": 2 * rising - 1, "high": rising, "low": 1 - rising}[when]


def mean_response(when: When, counts: list[int]) -> Fraction:
    """The mean over the population, with one added to every count."""
    smoothed = [n + 1 for n in counts]
    terms = (n * response(when, level) for level, n in enumerate(smoothed, start=1))
    return sum(terms, Fraction(0)) / sum(smoothed)


def exact_terms(case: Case) -> dict[str, list[Fraction]]:
    """50 * w * e * (r - rho) / N of every level, in points; straight from the formula."""
    raw = {
        id_: [
            case.weights[id_]
            * case.strength(id_)
            * (response(when, at) - mean_response(when, case.counts[id_]))
            for at in range(1, 6)
        ]
        for id_, (_, when) in case.effects.items()
    }
    sizes = sum(case.weights[id_] * abs(e) for id_, (e, _) in case.effects.items())
    usual = Fraction(case.scale) if case.fitted else sizes + case.shrink
    up = sum(max(row) for row in raw.values())
    down = -sum(min(row) for row in raw.values())
    norm = max(usual, up, down) or 1
    return {id_: [50 * term / norm for term in row] for id_, row in raw.items()}


def reaches_past_the_usual_sum(case: Case) -> bool:
    terms = exact_terms(case)
    most = max(sum(max(row) for row in terms.values()), -sum(min(row) for row in terms.values()))
    return most * (1 + Fraction(1, 10**6)) >= 50


@settings(max_examples=100)
@drawn(cases())
def test_every_term_is_the_formulas_rounded_to_a_millionth(case: Case) -> None:
    rows = case.table().points["m"]
    # where answers could reach past 0 or 100, the sum is their reach and a trace more
    slack = MICRO // 1000 if reaches_past_the_usual_sum(case) else 0
    for id_, terms in exact_terms(case).items():
        for found, term in zip(rows[id_], terms, strict=True):
            assert abs(found - term * MICRO) <= HALF + slack


@settings(max_examples=100)
@drawn(cases())
def test_no_answers_whatever_carry_a_score_past_0_or_100(case: Case) -> None:
    rows = case.table().points["m"].values()
    assert MIDDLE + sum(max(row) for row in rows) <= 100 * MICRO
    assert MIDDLE + sum(min(row) for row in rows) >= 0


@settings(max_examples=60)
@drawn(cases())
def test_the_population_as_a_whole_scores_50(case: Case) -> None:
    table = case.table()
    for id_, row in table.points["m"].items():
        counts = [n + 1 for n in case.counts[id_]]
        mean = Fraction(sum(n * term for n, term in zip(counts, row, strict=True)), sum(counts))
        assert abs(mean) <= HALF
        assert table.term("m", id_, Span(1, 5)) == 0


@settings(max_examples=60)
@drawn(cases(), st.integers(1, 5), st.integers(1, 5))
def test_a_span_counts_as_the_populations_mean_over_it(case: Case, one: int, other: int) -> None:
    low, high = min(one, other), max(one, other)
    table = case.table()
    for id_, row in table.points["m"].items():
        counts = [n + 1 for n in case.counts[id_]][low - 1 : high]
        held = row[low - 1 : high]
        term = table.term("m", id_, Span(low, high))
        if (low, high) != (1, 5):
            mean = sum(n * t for n, t in zip(counts, held, strict=True)) / Fraction(sum(counts))
            assert abs(term - mean) <= HALF
        assert table.bounds("m", id_, Span(low, high)) == (min(held), max(held))
        assert min(held) <= term <= max(held)


def rows_of(strength: int, when: When) -> tuple[int, ...]:
    """One effect, weight 1, shrink 6, every level equally usual."""
    case = Case({"c": (strength, when)}, {"c": [0] * 5}, {"c": Fraction(1)}, 6)
    return case.table().points["m"]["c"]


@pytest.mark.parametrize(
    ("when", "points"),
    [
        ("both", (-12.5, -6.25, 0, 6.25, 12.5)),
        ("high", (-6.25, -3.125, 0, 3.125, 6.25)),
        ("low", (6.25, 3.125, 0, -3.125, -6.25)),
    ],
)
def test_when_says_which_levels_speak_for_a_model(when: When, points: tuple[float, ...]) -> None:
    assert rows_of(2, when) == tuple(round(p * MICRO) for p in points)
    assert rows_of(-2, when) == tuple(-round(p * MICRO) for p in points)


def test_what_is_usual_adds_little_and_what_is_rare_adds_much() -> None:
    case = Case({"c": (2, "high")}, {"c": [0, 0, 0, 0, 95]}, {"c": Fraction(1)}, 6)
    row = case.table().points["m"]["c"]
    assert 0 < row[4] < MICRO
    assert row[0] < -11 * MICRO


def test_a_criterion_nobody_counted_has_every_level_equally_usual() -> None:
    catalogue = catalogue_of(
        layers=[layer("only", "m")],
        criteria=[criterion("c")],
        models=[model("m", "only", kind="baseline", effects={"c": (2, "both")})],
    )
    table = score_table(catalogue, {"c": Fraction(1)})
    assert table.points["m"]["c"] == rows_of(2, "both")


def test_a_model_without_effects_has_no_terms() -> None:
    case = Case({}, {}, {}, 0)
    assert case.table().points["m"] == {}


def test_effects_without_strength_add_nothing_even_without_shrink() -> None:
    case = Case({"c": (0, "both")}, {"c": [0] * 5}, {"c": Fraction(1)}, 0)
    assert case.table().points["m"]["c"] == (0, 0, 0, 0, 0)


def test_the_sum_of_a_model_depends_on_its_own_effects_only() -> None:
    alone = catalogue_of(
        layers=[layer("only", "m")],
        criteria=[criterion("c"), criterion("d")],
        models=[model("m", "only", kind="baseline", effects={"c": (2, "both")})],
    )
    other = model("other", "only", effects={"c": (3, "high"), "d": (-3, "both")})
    together = catalogue_of(
        layers=[layer("only", "m")],
        criteria=alone.criteria.values(),
        models=[*alone.models.values(), other],
    )
    weights = criterion_weights(alone)
    assert score_table(alone, weights).points["m"] == score_table(together, weights).points["m"]


class TestFitted:
    """Strengths in tenths of a point: one N for every model, 500."""

    CATALOGUE = catalogue_of(
        layers=[layer("only", "m")],
        criteria=[criterion("a"), criterion("b"), criterion("c")],
        models=[
            model(
                "m",
                "only",
                kind="baseline",
                effects={"a": (1, "both", 28), "b": (-2, "high", -40), "c": (2, "both", 0)},
            ),
            model("judged", "only", effects={"a": (1, "both")}),
        ],
    )

    def test_a_strength_of_28_adds_up_to_2_8_points(self) -> None:
        rows = score_table(self.CATALOGUE, criterion_weights(self.CATALOGUE)).points["m"]
        assert rows["a"] == (-2_800_000, -1_400_000, 0, 1_400_000, 2_800_000)

    def test_what_counts_when_high_swings_half_as_far_about_its_mean(self) -> None:
        rows = score_table(self.CATALOGUE, criterion_weights(self.CATALOGUE)).points["m"]
        assert rows["b"] == (2_000_000, 1_000_000, 0, -1_000_000, -2_000_000)

    def test_what_the_cases_contradict_adds_nothing(self) -> None:
        rows = score_table(self.CATALOGUE, criterion_weights(self.CATALOGUE)).points["m"]
        assert rows["c"] == (0, 0, 0, 0, 0)

    def test_a_model_without_fitted_strengths_is_divided_by_its_own_sum(self) -> None:
        rows = score_table(self.CATALOGUE, criterion_weights(self.CATALOGUE)).points["judged"]
        assert rows["a"][4] == round(Fraction(50 * MICRO, 7))

    def test_an_important_mark_doubles_its_effect_and_leaves_the_others_as_they_are(self) -> None:
        plain = score_table(self.CATALOGUE, criterion_weights(self.CATALOGUE)).points["m"]
        marked = criterion_weights(self.CATALOGUE, None, ["a"])
        rows = score_table(self.CATALOGUE, marked).points["m"]
        assert rows["a"] == tuple(2 * points for points in plain["a"])
        assert rows["b"] == plain["b"]


def test_one_effect_reaches_further_where_fewer_compete() -> None:
    def row(*ids: str) -> tuple[int, ...]:
        effects: dict[str, tuple[int, When]] = dict.fromkeys(ids, (2, "both"))
        ones = {id_: Fraction(1) for id_ in ids}
        return Case(effects, {id_: [0] * 5 for id_ in ids}, ones, 6).table().points["m"]["a"]

    assert row("a")[4] > row("a", "b")[4] > row("a", "b", "c")[4] > 0


class TestWeights:
    CATALOGUE = catalogue_of(
        layers=[layer("only", "m")],
        criteria=[criterion(id_) for id_ in ("a", "b", "c", "d")],
        models=[model("m", "only", kind="baseline")],
        dimension_of={"a": "people", "b": "means", "c": "means", "d": "means"},
    )

    def test_each_criterion_weighs_one_unless_something_is_said(self) -> None:
        assert criterion_weights(self.CATALOGUE) == dict.fromkeys("abcd", 1)

    def test_a_dimension_gains_what_the_others_lose(self) -> None:
        weights = criterion_weights(self.CATALOGUE, {"people": 3})
        assert weights["a"] == 3 * weights["b"]
        assert sum(weights.values()) == 4

    def test_only_proportions_matter(self) -> None:
        weights = criterion_weights(self.CATALOGUE, {"people": 3, "means": 1})
        assert weights == criterion_weights(self.CATALOGUE, {"people": 1.5, "means": 0.5})
        assert weights == criterion_weights(self.CATALOGUE, {"people": 0.3, "means": 0.1})

    def test_what_is_important_counts_double_and_takes_from_no_other(self) -> None:
        plain = criterion_weights(self.CATALOGUE, {"people": 3})
        marked = criterion_weights(self.CATALOGUE, {"people": 3}, ["b"])
        assert marked == {**plain, "b": 2 * plain["b"]}

    def test_a_mark_said_twice_counts_once(self) -> None:
        once = criterion_weights(self.CATALOGUE, None, ["a"])
        assert criterion_weights(self.CATALOGUE, None, ["a", "a"]) == once
