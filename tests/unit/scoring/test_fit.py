"""The fit on a casebook whose answer is known: what was planted in it is found, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.case_record import AnsweredCase, RecordVersions, Share
from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.expectations import AnsweredCompany, Expectation
from svcmodel.domain.fitting import CAUTIONS, PROCEDURES, Knobs
from svcmodel.scoring.decide import decide
from svcmodel.scoring.fit_catalogue import half_thresholds, with_population, with_strengths
from svcmodel.scoring.fit_contests import across_cases, contest_loss, within_cases
from svcmodel.scoring.fit_folds import groups_alike, random_folds, similar_folds
from svcmodel.scoring.fit_learning import Material, material_of, whole_strengths
from svcmodel.scoring.fit_matrices import Floats, cases_of, frame_of, reference_counts
from svcmodel.scoring.fit_record import fit_report, fitted_catalogue, held_out_record, spread
from svcmodel.scoring.fit_strengths import fitted_sizes
from tests.builders import DAY, catalogue_of, criterion, layer, level, made, model, sheet_of
from tests.unit.scoring.cases import case, small_catalogue

CRITERIA = ("need", "habit", "noise", "unasked")


def catalogue() -> Catalogue:
    """Two ways to charge beside selling once. `unasked` is answered by no case."""
    return catalogue_of(
        layers=[layer("commercial", "sale", threshold=5), layer("where", "one_way")],
        criteria=[criterion(id_) for id_ in CRITERIA],
        models=[
            model("sale", "commercial", kind="baseline"),
            model(
                "fee",
                "commercial",
                core=True,
                effects={
                    "need": (1, "both"),
                    "habit": (1, "both"),
                    "noise": (-1, "both"),
                    "unasked": (2, "high"),
                },
            ),
            model(
                "trial",
                "commercial",
                core=True,
                effects={"need": (-1, "both"), "habit": (1, "both"), "noise": (1, "both")},
            ),
            model("rare", "commercial", core=True, effects={"noise": (1, "high")}),
            model("one_way", "where", kind="baseline"),
            model("email", "where", kind="channel"),
        ],
    )


def told(number: int, *levels: int, **more: object) -> Case:
    said = dict(zip(CRITERIA, levels, strict=False))
    return case(f"case_{number}", a=None, b=None, stated=said, **more)


def planted() -> list[Case]:
    """Need alone decides: fee where it is high, trial where it is low.

    Habit is high where fee is, so that it speaks for trial in vain. Noise is as it may be.
    """
    cases = []
    for number in range(24):
        high = number % 2 == 0
        levels = (4 + number % 4 // 2, 5, 1 + number % 5) if high else (1, 1, 1 + number % 5)
        cases.append(told(number, *levels, chosen=("fee",) if high else ("trial",)))
    return cases


def material(cases: Sequence[Case], companies: Sequence[AnsweredCompany] = ()) -> Material:
    answered = [AnsweredCase(each) for each in cases]
    used = with_population(catalogue(), cases)
    return material_of(used, {}, answered, companies, on=DAY, parts=3)


def fitted(cases: Sequence[Case], knobs: Knobs | None = None) -> dict[str, dict[str, int]]:
    held = material(cases)
    counts = reference_counts(held.catalogue)
    sizes = fitted_sizes(held.frame, held.arrays, counts, knobs or Knobs())
    return whole_strengths(held.frame.effects, sizes)


def prior_of(cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    effects = material(cases).frame.effects
    return whole_strengths(effects, effects.sizes)


PRIOR = {"fee": round(500 / 9), "trial": round(500 / 9)}
"""A strength of 1 in tenths: 500 over the sum of those that some case answers (3) and 6."""


class TestStrengths:
    def test_an_effect_that_was_planted_grows(self) -> None:
        found = fitted(planted())
        assert found["fee"]["need"] > 1.5 * PRIOR["fee"]
        assert found["trial"]["need"] < -1.5 * PRIOR["trial"]

    def test_an_effect_the_cases_contradict_ends_at_nothing(self) -> None:
        assert fitted(planted(), Knobs(caution=0.02))["trial"]["habit"] == 0

    def test_what_tells_nothing_apart_stays_near_its_prior(self) -> None:
        assert abs(fitted(planted())["trial"]["noise"] - PRIOR["trial"]) < PRIOR["trial"] / 2

    def test_more_caution_keeps_nearer_to_the_prior(self) -> None:
        moved = [
            distance(fitted(planted(), Knobs(caution=caution)), prior_of(planted()))
            for caution in (0.05, 0.1, 0.4, 2, 20, 1e6)
        ]
        assert moved == sorted(moved, reverse=True)
        assert moved[0] > 100
        assert moved[-1] == 0

    def test_no_effect_passes_its_limit(self) -> None:
        found = fitted(planted(), Knobs(caution=1e-6, most=1.5))
        assert abs(found["trial"]["need"]) == round(1.5 * 500 / 9)

    def test_what_no_case_answers_keeps_its_prior_and_takes_nothing_from_the_rest(self) -> None:
        assert fitted(planted())["fee"]["unasked"] == round(2 * 500 / 9)

    def test_a_model_that_no_case_had_or_could_have_had_keeps_its_prior(self) -> None:
        assert fitted(planted())["rare"] == {"noise": round(500 / 7)}
        could = [told(30, 3, 3, 5, chosen=("fee",), acceptable=("rare",)), *planted()]
        assert fitted(could)["rare"] != {"noise": round(500 / 7)}

    def test_cases_that_do_not_count_teach_only_what_failed(self) -> None:
        silent = [told(n, 5, 4, 3, chosen=(), counts=False) for n in range(6)]
        assert fitted(silent) == prior_of(silent)

    def test_a_documented_failure_lowers_its_model_where_it_failed_and_a_judged_one_does_not(
        self,
    ) -> None:
        def with_failures(basis: str) -> int:
            wrong = {"counts": False, "must_not": ("fee",), "must_not_basis": basis}
            failed = [told(30 + n, 5, 5, 3, chosen=(), **wrong) for n in range(8)]
            return fitted([*planted(), *failed])["fee"]["habit"]

        assert with_failures("documented") < with_failures("judgement")

    @settings(max_examples=12)
    @given(st.lists(st.sampled_from(["fee", "trial", "rare"]), min_size=9, max_size=9), st.data())
    def test_no_effect_ever_changes_its_sign(self, chosen: list[str], data: st.DataObject) -> None:
        levels = st.tuples(*[st.integers(1, 5)] * 3)
        cases = [told(n, *data.draw(levels), chosen=(id_,)) for n, id_ in enumerate(chosen)]
        found = fitted(cases, Knobs(caution=0.01))
        for each in catalogue().models.values():
            for id_, effect in each.effects.items():
                assert found[each.id][id_] * effect.strength >= 0


def distance(one: Mapping[str, Mapping[str, int]], other: Mapping[str, Mapping[str, int]]) -> int:
    return sum(abs(one[m][c] - other[m][c]) for m in one for c in one[m])


class TestFit:
    def test_the_same_seed_gives_the_same_whole_strengths(self) -> None:
        one, again = material(planted()).fit(1), material(planted()).fit(1)
        assert one == again
        assert one.knobs.caution in CAUTIONS

    def test_models_that_keep_their_prior_are_named(self) -> None:
        assert material(planted()).fit(1).kept == ("rare",)

    def test_a_consultants_expectation_counts_like_several_cases(self) -> None:
        few = planted()[:6]
        sheet = sheet_of(level("need", 3), level("habit", 5), level("noise", 3))
        wanted = made(Expectation, {"layer": "commercial", "chosen": ["trial"], "binding": True})
        company = AnsweredCompany("shop", sheet, (wanted,))
        without, with_it = material(few).fit(1), material(few, [company]).fit(1)
        assert with_it.strengths["trial"]["habit"] > without.strengths["trial"]["habit"]

        def chosen(strengths: Mapping[str, Mapping[str, int]]) -> str:
            taught = with_strengths(material(few).catalogue, strengths)
            return decide(taught, {}, sheet, DAY).design.layers["commercial"].chosen

        assert chosen(without.strengths) != "trial"
        assert chosen(with_it.strengths) == "trial"

    def test_an_expectation_that_is_not_binding_teaches_nothing(self) -> None:
        sheet = sheet_of(level("need", 3), level("habit", 5))
        wanted = made(Expectation, {"layer": "commercial", "chosen": ["trial"], "binding": False})
        company = AnsweredCompany("shop", sheet, (wanted,))
        assert material(planted(), [company]).fit(1) == material(planted()).fit(1)


class TestLoss:
    def test_the_slope_is_that_of_the_loss(self) -> None:
        held = material([*planted(), told(40, 3, 3, 3, chosen=("fee",), acceptable=("trial",))])
        points = np.linspace(-3.0, 4.0, held.arrays.documented.size).reshape(
            held.arrays.documented.shape
        )
        contests = within_cases(held.arrays, held.frame, Knobs())
        assert_slope(lambda z: contest_loss(contests, z, 3.0), points)
        across = across_cases(held.arrays, Knobs())
        assert_slope(lambda z: contest_loss(across, z, 3.0), points.T)

    def test_a_contest_of_two_that_are_level_costs_the_logarithm_of_two(self) -> None:
        cases = cases_of(catalogue(), [told(1, 3, chosen=("fee",))])
        frame = frame_of(catalogue(), {}, [], [])
        knobs = Knobs(layer=0, acceptable=0)
        contests = within_cases(cases, frame, knobs)
        loss, _ = contest_loss(contests, np.zeros_like(cases.documented, np.float64), 3.0)
        assert loss == pytest.approx(np.log(3))  # fee against trial and rare


def assert_slope(loss_of: Callable[[Floats], tuple[float, Floats]], points: Floats) -> None:
    """The slope against the difference of the loss over a small step, entry by entry."""
    _, slope = loss_of(points)
    step = 1e-5
    for at in np.ndindex(points.shape):
        more, less = points.copy(), points.copy()
        more[at], less[at] = more[at] + step, less[at] - step
        change = (loss_of(more)[0] - loss_of(less)[0]) / (2 * step)
        assert change == pytest.approx(slope[at], abs=1e-6)


class TestFolds:
    def test_random_parts_are_as_even_as_can_be_and_spread_each_stratum(self) -> None:
        stratum = [0] * 7 + [1] * 10 + [2] * 3
        part = random_folds(stratum, 5, seed=3)
        assert sorted(Counter(part.tolist()).values()) == [4, 4, 4, 4, 4]
        ones = Counter(p for p, s in zip(part.tolist(), stratum, strict=True) if s == 1)
        assert set(ones.values()) == {2}
        assert random_folds(stratum, 5, seed=3).tolist() == part.tolist()
        assert random_folds(stratum, 5, seed=4).tolist() != part.tolist()

    def test_cases_that_answer_alike_are_never_separated(self) -> None:
        rng = np.random.default_rng(1)
        kinds = rng.integers(1, 6, (6, 20))
        levels = np.concatenate([kinds, kinds, np.where(rng.random((6, 20)) < 0.2, 0, kinds)])
        groups = groups_alike(levels)
        assert groups.tolist()[:6] == groups.tolist()[6:12] == groups.tolist()[12:]
        part = similar_folds(groups, 3, seed=5)
        assert part.tolist()[:6] == part.tolist()[6:12] == part.tolist()[12:]
        assert sorted(Counter(part.tolist()).values()) == [6, 6, 6]

    def test_cases_that_share_no_answer_are_not_alike(self) -> None:
        assert len(set(groups_alike(np.array([[3, 0], [0, 3]])).tolist())) == 2
        assert groups_alike(np.array([[3, 0]])).tolist() == [1]


class TestThresholds:
    @pytest.mark.parametrize(
        ("levels", "threshold"),
        [
            ((5, 5, 4, 3), 7.5),  # 62.5 twice: the baseline keeps half at the most that is tried
            ((5, 4, 3, 1), 6.0),  # 62.5 and 56.25
            ((5, 3, 3, 1), 0.0),  # the baseline keeps more than half whatever the threshold
        ],
    )
    def test_the_largest_half_point_that_leaves_the_baseline_half(
        self, levels: tuple[int, ...], threshold: float
    ) -> None:
        cases = [case(f"case_{n}", a=level_) for n, level_ in enumerate(levels)]
        assert half_thresholds(small_catalogue(), cases, DAY) == {"commercial": threshold}

    def test_what_is_documented_makes_no_difference(self) -> None:
        plain = [case(f"case_{n}", a=a) for n, a in enumerate((5, 4, 3, 1))]
        other = [case(f"case_{n}", a=a, chosen=("trial",)) for n, a in enumerate((5, 4, 3, 1))]
        assert half_thresholds(small_catalogue(), plain, DAY) == half_thresholds(
            small_catalogue(), other, DAY
        )


class TestHeldOut:
    def test_what_a_case_documents_has_no_say_in_what_it_is_told(self) -> None:
        """Its parts are made of answers alone, so only its own lesson could leak."""
        cases = planted()
        lied = [told(0, 5, 4, 1, chosen=("trial",)), *cases[1:]]
        honest, other = (
            held_out_record(material(each), "fitted", "similar", 2) for each in (cases, lied)
        )
        assert honest.cases[0].order == other.cases[0].order
        assert honest.cases[0].order[0] == "fee"
        assert honest.cases[0].wrong == 0
        assert other.cases[0].wrong == 2

    def test_the_fit_finds_what_the_prior_does_not(self) -> None:
        """Need and noise are equally strong in the prior and speak for opposite models."""
        cases = [
            told(n, *((1, 3, 1), (5, 3, 5))[n % 2], chosen=(("trial", "fee")[n % 2],))
            for n in range(12)
        ]
        prior, fit = (
            held_out_record(material(cases), procedure, "random", 2).groups[0].figures["first"]
            for procedure in PROCEDURES
        )
        assert (prior.share.hits, fit.share.hits) == (0, 12)

    def test_every_group_of_the_record_is_there_with_every_seed(self) -> None:
        held = held_out_record(material(planted()), "fitted", "random", 3)
        assert [(g.by, g.of) for g in held.groups][:3] == [
            ("all", "all"),
            ("model", "fee"),
            ("model", "trial"),
        ]
        assert sum(held.cautions.values()) == sum(held.thresholds["commercial"].values()) == 9
        assert held.groups[0].figures["first"].share.of == held.groups[0].cases == 24

    def test_mean_and_deviation_are_those_of_the_shares(self) -> None:
        found = spread([Share(6, 10, 0, 0), Share(9, 10, 0, 0)])
        assert (found.mean, found.deviation) == (750_000, 150_000)
        assert found.share[:2] == (8, 10)
        assert spread([Share(0, 0, 0, 0)]) == (0, 0, Share(0, 0, 0, MICRO))


def test_a_report_has_the_fit_beside_its_prior_and_says_what_is_in_the_sample() -> None:
    held = material(planted())
    versions = RecordVersions("0", "tiny", "1", "", "", DAY)
    steps: list[int] = []
    report = fit_report(held, versions, 1, lambda: steps.append(1))
    assert len(steps) == len(report.held_out) == 4
    assert report.fit == held.fit(1)
    assert {(e.model, e.criterion) for e in report.zeroed} >= {("trial", "habit")}
    assert all(e.fitted == report.fit.strengths[e.model][e.criterion] for e in report.effects)
    assert report.in_sample.overall.figures["first"][:2] == (24, 24)
    shown = fitted_catalogue(held.catalogue, report.fit)
    assert shown.layers["commercial"].threshold == report.fit.thresholds["commercial"]
