"""What law asks for by country: dated, sourced, for those it binds, and never a reason to choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import AllOf, AnswerIs, AnyOf, Condition, Facts, Not, evaluate
from svcmodel.domain.models import Obligation, Source
from svcmodel.domain.questions import MultiChoice, Questionnaire
from svcmodel.domain.records import LANGUAGES
from svcmodel.render.report import report
from svcmodel.render.report_types import Report
from svcmodel.render.words import Words
from svcmodel.scoring.assess import assess
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.catalogue_files import load_catalogue, load_sources
from svcmodel.sources.package_data import data_folder
from svcmodel.sources.words_files import load_phrases
from tests.builders import given

DAY = "2026-11-22"
EU = ["ES", "PT", "FR", "DE", "IT", "other_eu"]
HOME = {"EU": EU, "ES": ["ES"], "GB": ["GB"], "MX": ["MX"], "CL": ["CL"], "CO": ["CO"]}
HOME |= {"PE": ["PE"], "AR": ["AR"], "BR": ["BR"]}
"""The options of `countries` where each jurisdiction's law binds."""

NOT_COVERED = "country_not_covered"
PARTLY = "country_partly_covered"

SHOP: Mapping[str, Any] = {
    "organisation": "company",
    "customer_kind": "both",
    "headcount": 40,
    "turnover": 3_000_000,
    "basic_service": False,
    "online_contracting": True,
    "auto_renewal": True,
    "outbound_calls": True,
    "ai_in_contact": True,
}
UTILITY = {**SHOP, "headcount": 900, "turnover": 400_000_000, "basic_service": True}
COMPANIES = (SHOP, UTILITY)
"""Two companies that do all that a law may look at: a small shop and a large utility."""

EXAMPLES = sorted(path.name for path in Path(str(data_folder("examples"))).glob("*.yaml"))


def national(catalogue: Catalogue) -> list[Obligation]:
    """The laws of a country or of the European Union."""
    return [o for o in catalogue.obligations if o.ground == "law" and o.jurisdiction != "any"]


LAWS = national(load_catalogue())


def country_options(condition: Condition) -> Iterator[str]:
    """The countries a condition names."""
    match condition:
        case AllOf():
            parts = condition.all
        case AnyOf():
            parts = condition.any
        case Not():
            parts = (condition.not_,)
        case AnswerIs() if condition.answer == "countries":
            yield from map(str, condition.one_of or ())
            return
        case _:
            return
    for part in parts:
        yield from country_options(part)


def applies(obligation: Obligation, company: Mapping[str, Any], *countries: str) -> bool | None:
    return evaluate(obligation.applies_if, Facts({}, {**company, "countries": countries}))


@pytest.fixture(scope="module")
def sources() -> Mapping[str, Source]:
    return load_sources()


@pytest.fixture(scope="module")
def words() -> dict[str, Words]:
    phrases = load_phrases()
    return {lang: Words(lang, phrases) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def options(full: Questionnaire) -> list[str]:
    """Every country that can be ticked."""
    question = full.bank["countries"]
    assert isinstance(question, MultiChoice)
    return [option.id for option in question.options]


class TestRecords:
    def test_there_is_law_of_nine_jurisdictions(self) -> None:
        assert {law.jurisdiction for law in LAWS} == set(HOME)

    @pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
    def test_each_says_from_when_how_firm_and_when_it_was_checked(self, law: Obligation) -> None:
        assert law.since is not None
        assert law.status is not None
        assert law.checked_on >= DAY
        assert (law.since <= law.checked_on) is (law.status == "in_force")

    @pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
    def test_each_names_the_law_and_adds_a_task(
        self, law: Obligation, sources: Mapping[str, Source]
    ) -> None:
        assert {"law", "not_read"} & {sources[id_].evidence for id_ in law.sources}
        assert law.tasks
        assert all(task.after for task in law.tasks), "a task of law builds on another"

    @pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
    def test_one_that_nobody_read_sends_the_reader_to_an_adviser(
        self, law: Obligation, sources: Mapping[str, Source]
    ) -> None:
        if "law" not in {sources[id_].evidence for id_ in law.sources}:
            assert "asesor" in law.text.es
            assert "adviser" in law.text.en

    def test_a_source_that_was_not_read_says_so_in_both_languages(
        self, sources: Mapping[str, Source]
    ) -> None:
        unread = [
            source
            for source in {id_: sources[id_] for law in LAWS for id_ in law.sources}.values()
            if source.evidence == "not_read"
        ]
        assert len(unread) > 5
        for source in unread:
            assert "la ley no se leyó" in " ".join(source.claim.es.split()), source.id
            assert "the law itself was not read" in " ".join(source.claim.en.split()), source.id


class TestCountries:
    def test_every_one_has_a_law_or_a_list_of_what_to_check(
        self, shipped: Catalogue, options: list[str]
    ) -> None:
        by_id = {obligation.id: obligation for obligation in shipped.obligations}
        with_law = {country for law in LAWS for country in country_options(law.applies_if)}
        for country in options:
            listed = applies(by_id[NOT_COVERED], SHOP, country)
            assert listed is (country not in with_law), country
            partly = country in with_law and country != "ES"
            assert applies(by_id[PARTLY], SHOP, country) is partly, country

    def test_no_record_names_a_country_that_cannot_be_ticked(
        self, shipped: Catalogue, options: list[str]
    ) -> None:
        for obligation in shipped.obligations:
            assert set(country_options(obligation.applies_if)) <= set(options), obligation.id

    def test_one_country_without_law_among_others_is_enough_for_the_list(
        self, shipped: Catalogue
    ) -> None:
        by_id = {obligation.id: obligation for obligation in shipped.obligations}
        assert applies(by_id[NOT_COVERED], SHOP, "ES", "elsewhere") is True

    @pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
    def test_each_binds_at_home_and_nowhere_else(self, law: Obligation, options: list[str]) -> None:
        home = HOME[law.jurisdiction]
        assert set(country_options(law.applies_if)) == set(home)
        for country in home:
            assert any(applies(law, company, country) for company in COMPANIES), country
        abroad = [option for option in options if option not in home]
        for company in COMPANIES:
            assert applies(law, company, *abroad) is False

    @pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
    def test_none_is_taken_for_granted_while_the_countries_are_unknown(
        self, law: Obligation
    ) -> None:
        assert any(evaluate(law.applies_if, Facts({}, dict(c))) is None for c in COMPANIES)


class TestReach:
    """Who each law leaves out, where the facts tell."""

    @pytest.mark.parametrize(
        ("id_", "country", "unlike"),
        [
            ("es_customer_service_law", "ES", {"basic_service": False, "headcount": 8}),
            ("es_customer_service_law", "ES", {"customer_kind": "businesses"}),
            ("es_consumer_complaints", "ES", {"customer_kind": "businesses"}),
            ("es_renewal_notice", "ES", {"auto_renewal": False}),
            ("es_call_consent", "ES", {"outbound_calls": False}),
            ("accessibility_act", "DE", {"headcount": 8}),
            ("withdrawal_button", "FR", {"online_contracting": False}),
            ("mx_privacy_notice", "MX", {"organisation": "public_body"}),
            ("co_contact_hours", "CO", {"outbound_calls": False}),
            ("pe_complaints_book", "PE", {"customer_kind": "businesses"}),
            ("ar_withdrawal_buttons", "AR", {"online_contracting": False}),
            ("br_consumer_service", "BR", {"basic_service": False}),
            ("gb_subscriptions", "GB", {"auto_renewal": False}),
        ],
    )
    def test_a_company_unlike_those_it_binds_is_left_out(
        self, shipped: Catalogue, id_: str, country: str, unlike: Mapping[str, Any]
    ) -> None:
        law = next(law for law in national(shipped) if law.id == id_)
        company = {**SHOP, "turnover": 900_000, **unlike}
        assert applies(law, company, country) is False

    def test_large_and_basic_services_have_the_strict_law_and_others_the_general_one(
        self, shipped: Catalogue
    ) -> None:
        by_id = {law.id: law for law in national(shipped)}
        strict, general = by_id["es_customer_service_law"], by_id["es_consumer_complaints"]
        assert (applies(strict, SHOP, "ES"), applies(general, SHOP, "ES")) == (False, True)
        assert (applies(strict, UTILITY, "ES"), applies(general, UTILITY, "ES")) == (True, False)


def with_facts(sheet: AnswerSheet, facts: Mapping[str, Any]) -> AnswerSheet:
    return replace(sheet, answers={**sheet.answers, **{k: given(k, v) for k, v in facts.items()}})


class TestChoice:
    @pytest.mark.parametrize("example", EXAMPLES)
    def test_law_adds_and_never_changes_what_is_chosen(
        self, shipped: Catalogue, full: Questionnaire, options: list[str], example: str
    ) -> None:
        sheet = load_answers(Path(str(data_folder("examples"))) / example, shipped, full)
        everywhere = with_facts(sheet, {**UTILITY, "countries": tuple(options)})
        lawless = replace(
            shipped, obligations=tuple(o for o in shipped.obligations if o.ground != "law")
        )
        bound = assess(shipped, full, everywhere, on=DAY)
        free = assess(lawless, full, everywhere, on=DAY)
        assert chosen(bound) == chosen(free)
        asked = {result.obligation for result in bound.design.obligations}
        assert len(asked & {law.id for law in LAWS}) > 10

    def test_the_country_alone_does_not_change_it_either(
        self, shipped: Catalogue, full: Questionnaire, options: list[str]
    ) -> None:
        path = Path(str(data_folder("examples"))) / "ecoproductos.yaml"
        sheet = load_answers(path, shipped, full)
        found = {
            country: chosen(
                assess(shipped, full, with_facts(sheet, {"countries": (country,)}), on=DAY)
            )
            for country in options
        }
        assert list(found.values()) == [found["ES"]] * len(options)


def chosen(assessment: Assessment) -> dict[str, str]:
    return {id_: layer.chosen for id_, layer in assessment.design.layers.items()}


class TestHowTheyAreTold:
    def told(self, catalogue: Catalogue, full: Questionnaire, words: Words, **facts: Any) -> Report:
        answers = {id_: given(id_, value) for id_, value in facts.items()}
        sheet = AnswerSheet("Shop", answers=answers)
        return report(assess(catalogue, full, sheet, on=DAY), catalogue, words)

    def test_laws_that_wait_for_the_countries_are_told_as_one(
        self, shipped: Catalogue, full: Questionnaire, words: dict[str, Words]
    ) -> None:
        without = self.told(shipped, full, words["es"], **SHOP)
        law = [entry for entry in without.to_check if entry.remark.startswith("por ley")]
        assert [entry.name.split(" ", 1)[1] for entry in law] == [
            "obligaciones legales por confirmar"
        ]
        known = self.told(shipped, full, words["es"], **SHOP, countries=("ES",))
        assert not [entry for entry in known.to_check if entry.remark.startswith("por ley")]

    def test_one_fact_missing_in_a_known_country_is_told_law_by_law(
        self, shipped: Catalogue, full: Questionnaire, words: dict[str, Words]
    ) -> None:
        company = {id_: value for id_, value in SHOP.items() if id_ != "auto_renewal"}
        made = self.told(shipped, full, words["en"], **company, countries=("ES", "GB"))
        ids = {entry.id for entry in made.to_check if entry.remark.startswith("by law")}
        assert ids == {"es_renewal_notice", "gb_subscriptions"}

    def test_a_law_that_is_only_expected_is_not_told_as_binding_from_a_day(
        self, shipped: Catalogue, full: Questionnaire, words: dict[str, Words]
    ) -> None:
        made = self.told(shipped, full, words["en"], **SHOP, countries=("GB",))
        remarks = {entry.id: entry.remark for entry in made.obligations}
        assert remarks["gb_subscriptions"] == "by law, expected around 1 April 2027"
        assert remarks["gb_data_complaints"] == "by law, from 19 June 2026"
