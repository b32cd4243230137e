"""What the casebook that ships must hold: 90 organisations, told in both languages."""

from __future__ import annotations

import re

import pytest

from svcmodel.domain.cases import Case, CasebookFile, CaseDescriptionsFile
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import LANGUAGES, Text
from svcmodel.sources.casebook_files import CASEBOOK
from svcmodel.sources.folders import Folder
from svcmodel.sources.knowledge_files import load_case_descriptions, load_cases
from svcmodel.sources.package_data import data_folder

CASES = 90
COUNTED = 82
LONGEST_OUTCOME = 40
"""Words: an outcome is one line of a document."""
YEAR = re.compile(r"(c\. )?\d{4}(-\d{4})?\Z")
"""The same in both languages: 2011, 2015-2018, c. 2016."""


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return load_cases()


@pytest.fixture(scope="module")
def descriptions() -> CaseDescriptionsFile:
    return load_case_descriptions()


def in_both_languages(text: Text) -> bool:
    return all(getattr(text, lang).strip() for lang in LANGUAGES)


class TestCases:
    def test_every_entry_of_the_file_is_a_case_of_its_own(self, cases: dict[str, Case]) -> None:
        folder = Folder(data_folder("models_catalog"))
        written = folder.sound(folder.read(CasebookFile, CASEBOOK, "svcmodel/casebook/1"))
        assert [case.id for case in written.cases] == list(cases)

    def test_ninety_cases_of_which_eighty_two_count(self, cases: dict[str, Case]) -> None:
        assert len(cases) == CASES
        assert sum(case.counts for case in cases.values()) == COUNTED

    def test_every_model_is_in_the_catalogue(
        self, cases: dict[str, Case], shipped: Catalogue
    ) -> None:
        named = {
            model
            for case in cases.values()
            for model in (*case.chosen, *case.acceptable, *case.must_not)
        }
        assert named <= set(shipped.models)

    def test_no_model_is_both_right_and_wrong(self, cases: dict[str, Case]) -> None:
        for case in cases.values():
            judged = (*case.chosen, *case.acceptable, *case.must_not)
            assert len(judged) == len(set(judged)), case.id

    def test_every_criterion_is_in_the_catalogue_and_said_once(
        self, cases: dict[str, Case], shipped: Catalogue
    ) -> None:
        for case in cases.values():
            said = (*case.stated, *case.inferred, *case.not_applicable)
            assert len(said) == len(set(said)), case.id
            assert set(said) <= set(shipped.criteria), case.id

    def test_about_a_quarter_of_the_levels_is_stated_as_the_notice_says(
        self, cases: dict[str, Case]
    ) -> None:
        stated = sum(len(case.stated) for case in cases.values())
        inferred = sum(len(case.inferred) for case in cases.values())
        assert 0.2 <= stated / (stated + inferred) <= 0.3

    def test_every_case_cites_links_each_once(self, cases: dict[str, Case]) -> None:
        for case in cases.values():
            assert case.links, case.id
            assert len(case.links) == len(set(case.links)), case.id

    def test_a_case_that_counts_has_a_chosen_model(self, cases: dict[str, Case]) -> None:
        assert not [case.id for case in cases.values() if case.counts and not case.chosen]

    def test_a_failure_is_documented_and_names_what_failed(self, cases: dict[str, Case]) -> None:
        failures = [case for case in cases.values() if case.failure]
        assert failures
        for case in failures:
            assert case.must_not_basis == "documented", case.id
            assert case.must_not, case.id


class TestTexts:
    def test_every_text_is_in_both_languages(self, cases: dict[str, Case]) -> None:
        for case in cases.values():
            for text in (case.country, case.sector, case.outcome):
                assert in_both_languages(text), case.id

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_an_outcome_is_one_line(self, cases: dict[str, Case], lang: str) -> None:
        for case in cases.values():
            outcome = getattr(case.outcome, lang)
            assert "\n" not in outcome, case.id
            assert len(outcome.split()) <= LONGEST_OUTCOME, case.id
            assert outcome.endswith("."), case.id

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_an_outcome_does_not_name_the_organisation(
        self, cases: dict[str, Case], lang: str
    ) -> None:
        for case in cases.values():
            assert case.organisation not in getattr(case.outcome, lang), case.id

    def test_a_year_reads_the_same_in_both_languages(self, cases: dict[str, Case]) -> None:
        assert not [case.id for case in cases.values() if not YEAR.match(case.year)]

    def test_one_country_or_sector_is_always_called_the_same(self, cases: dict[str, Case]) -> None:
        for part in ("country", "sector"):
            names = {(text.es, text.en) for text in (getattr(c, part) for c in cases.values())}
            assert len({es for es, _ in names}) == len(names)
            assert len({en for _, en in names}) == len(names)


class TestDescriptions:
    def test_each_case_has_one_and_each_belongs_to_a_case(
        self, cases: dict[str, Case], descriptions: CaseDescriptionsFile
    ) -> None:
        assert [each.id for each in descriptions.descriptions] == list(cases)

    def test_none_names_the_organisation(
        self, cases: dict[str, Case], descriptions: CaseDescriptionsFile
    ) -> None:
        for each in descriptions.descriptions:
            assert cases[each.id].organisation not in each.text, each.id

    def test_both_languages_occur(self, descriptions: CaseDescriptionsFile) -> None:
        assert {each.lang for each in descriptions.descriptions} == set(LANGUAGES)
