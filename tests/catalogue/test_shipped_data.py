"""What the catalogue, the questionnaires and the playbooks that ship must hold."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.criteria import (
    FromBands,
    FromFirst,
    FromHighest,
    FromLowest,
    FromOptions,
    LevelFrom,
    questions_of,
)
from svcmodel.domain.playbooks import STEPS, PlaybookTask
from svcmodel.domain.questions import Choice, MultiChoice, Questionnaire, Rating
from svcmodel.domain.shelf import PlaybookShelf, full_id
from svcmodel.sources.catalogue_files import load_sources, read_catalogue
from svcmodel.sources.folders import Folder
from svcmodel.sources.package_data import DataFolder, data_folder
from svcmodel.sources.playbook_files import read_playbooks
from svcmodel.sources.source_checks import check_citations, cited
from svcmodel.sources.strict_yaml import parse_yaml

CRITERIA = [
    "obj_cost",
    "obj_satisfaction",
    "obj_retention",
    "obj_growth",
    "obj_recurring",
    "obj_focus",
    "cus_volume",
    "cus_repetitive",
    "cus_complexity",
    "cus_emotion",
    "cus_digital",
    "cus_clv",
    "cus_count",
    "cus_frequency",
    "cus_heterogeneity",
    "cus_hours",
    "cus_immediacy",
    "cus_human",
    "cus_crosschannel",
    "cus_price",
    "cus_b2b",
    "cus_onsite",
    "cus_peer",
    "cus_lifecycle",
    "cus_geo",
    "cus_upgrade",
    "res_budget",
    "res_team",
    "res_crm",
    "res_kb",
    "res_telemetry",
    "res_integration",
    "res_process",
    "res_specific",
    "res_privacy",
    "res_regulation",
    "res_units",
    "res_marginal",
    "res_outcome",
    "res_risk",
    "com_parity",
    "com_diff",
    "com_switch",
    "com_free",
    "com_recurring",
    "flx_variability",
    "flx_seasonality",
    "flx_dynamism",
    "flx_growth",
    "flx_speed",
    "cus_upfront",
    "cus_emergency",
    "cus_hard",
    "cus_use",
    "cus_relationship",
    "cus_advice",
    "cus_journey",
    "cus_downtime",
    "com_network",
    "res_core",
    "res_assets",
    "res_duplication",
]
"""The criteria of the first matrix of effects, which real organisations have been put on."""
ADDED = ["cus_vulnerable", "com_suppliers", "res_change", "obj_speed_depth"]
"""Those asked since: no case answers them, so every level of them counts alike."""
DIMENSION_OF_PREFIX = {
    "obj": "objectives",
    "cus": "customer",
    "res": "resources",
    "com": "competitors",
    "flx": "flexibility",
}
CORE = {
    "commercial": ["subscription", "freemium", "on_demand", "outcome_based"],
    "sourcing": ["outsourcing", "shared", "managed"],
    "posture": ["reactive", "proactive"],
    "delivery": ["self_service", "personalised"],
    "scope": ["integral"],
    "channels": ["omnichannel"],
}
BASELINES = {
    "commercial": "one_off_sale",
    "sourcing": "in_house",
    "posture": "reactive",
    "delivery": "traditional",
    "scope": "stage_specific",
    "channels": "single_channel",
}
OTHERS = {
    "posture": ["collaborative"],
    "delivery": ["automated", "hybrid"],
    "channels": ["multichannel"],
}
CHANNELS = [
    "in_person",
    "phone",
    "email",
    "live_chat",
    "social_media",
    "chatbot",
    "messaging",
    "portal_app",
    "ivr",
    "forum",
    "video",
    "post",
]
CHANNELS_SINCE = {"messaging", "portal_app", "ivr", "forum", "video", "post"}
"""Channels that are not in the first matrix: all their effects are additions."""
FOLDERS: tuple[DataFolder, ...] = ("models_catalog", "questionnaires", "templates", "examples")


def yaml_files() -> list[Path]:
    files = [f for name in FOLDERS for f in Path(str(data_folder(name))).rglob("*.yaml")]
    assert len(files) > 80
    return sorted(files)


@pytest.fixture(scope="session")
def reader() -> Folder:
    """Every file of the catalogue's folder, read as `svcmodel check` reads it."""
    folder = Folder(data_folder("models_catalog"))
    read_catalogue(folder)
    read_playbooks(folder)
    folder.document("sources.yaml")
    assert not folder.problems
    return folder


class TestCriteria:
    def test_the_sixty_two_are_all_there_in_their_dimension(self, shipped: Catalogue) -> None:
        assert len(CRITERIA) == len(set(CRITERIA)) == 62
        assert set(shipped.criteria) >= {*CRITERIA, *ADDED}
        for id_ in (*CRITERIA, *ADDED):
            assert shipped.dimension_of[id_] == DIMENSION_OF_PREFIX[id_[:3]]

    def test_the_full_questionnaire_asks_for_every_one(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        asked = {question.id for question in full.questions}
        silent = [c.id for c in shipped.criteria.values() if not settled_by(c.level_from, asked)]
        assert silent == []

    def test_every_level_comes_from_questions_of_the_bank(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        for criterion in shipped.criteria.values():
            assert set(questions_of(criterion.level_from)) <= set(full.bank), criterion.id

    def test_every_level_is_said_in_words(self, shipped: Catalogue) -> None:
        for criterion in shipped.criteria.values():
            assert set(criterion.levels) == {1, 2, 3, 4, 5}, criterion.id

    def test_every_one_has_been_counted_in_the_reference_population_but_those_added_since(
        self, shipped: Catalogue
    ) -> None:
        assert set(shipped.reference.frequencies) == set(shipped.criteria) - set(ADDED)
        assert all(sum(row) >= 30 for row in shipped.reference.frequencies.values())

    def test_bands_begin_where_the_ones_before_end_and_within_what_can_be_answered(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        banded = 0
        for criterion in shipped.criteria.values():
            for part in parts_of(criterion.level_from):
                if isinstance(part, FromBands):
                    banded += 1
                    question = full.bank[part.bands]
                    assert all(low < high for low, high in pairwise(part.bounds))
                    assert part.top is None or part.top > part.bounds[-1]
                    least = getattr(question, "minimum", None)
                    most = getattr(question, "maximum", None)
                    assert least is None or least < part.bounds[0], criterion.id
                    assert most is None or most >= part.bounds[-1], criterion.id
        assert banded >= 6

    def test_options_with_a_level_exist_and_reach_both_ends(
        self, shipped: Catalogue, full: Questionnaire
    ) -> None:
        for criterion in shipped.criteria.values():
            for part in parts_of(criterion.level_from):
                if isinstance(part, FromOptions):
                    question = full.bank[part.options]
                    options = (
                        [option.id for option in question.options]
                        if isinstance(question, (Choice, MultiChoice))
                        else ["yes", "no"]
                    )
                    assert set(part.levels) <= set(options), criterion.id
                    if part is criterion.level_from:
                        assert {1, 5} <= set(part.levels.values()), criterion.id

    def test_every_rating_says_what_its_ends_mean(self, full: Questionnaire) -> None:
        for question in full.bank.values():
            if isinstance(question, Rating):
                assert {1, 5} <= set(question.anchors), question.id


def settled_by(level_from: LevelFrom, asked: set[str]) -> bool:
    """Whether the questions asked are enough to know the level."""
    match level_from:
        case FromFirst():
            return any(settled_by(part, asked) for part in level_from.first)
        case FromLowest():
            return all(settled_by(part, asked) for part in level_from.lowest)
        case FromHighest():
            return all(settled_by(part, asked) for part in level_from.highest)
        case _:
            return set(questions_of(level_from)) <= asked


def parts_of(level_from: LevelFrom) -> Iterator[LevelFrom]:
    parts: tuple[LevelFrom, ...] = ()
    match level_from:
        case FromFirst():
            parts = level_from.first
        case FromLowest():
            parts = level_from.lowest
        case FromHighest():
            parts = level_from.highest
        case _:
            yield level_from
    for part in parts:
        yield from parts_of(part)


class TestModels:
    def test_the_thirty_four_are_all_there_in_their_layers(self, shipped: Catalogue) -> None:
        expected = {id_: layer for layer, ids in CORE.items() for id_ in ids}
        expected |= {id_: layer for layer, id_ in BASELINES.items()}
        expected |= {id_: layer for layer, ids in OTHERS.items() for id_ in ids}
        expected |= dict.fromkeys(CHANNELS, "channels")
        assert len(expected) == 34
        assert {id_: model.layer for id_, model in shipped.models.items()} == expected

    def test_thirteen_are_core(self, shipped: Catalogue) -> None:
        core = {id_ for id_, model in shipped.models.items() if model.core}
        assert core == {id_ for ids in CORE.values() for id_ in ids}
        assert len(core) == 13

    def test_each_layer_has_its_baseline(self, shipped: Catalogue) -> None:
        assert {id_: layer.baseline for id_, layer in shipped.layers.items()} == BASELINES
        kinds = {id_ for id_, model in shipped.models.items() if model.kind == "baseline"}
        assert kinds == set(BASELINES.values())

    def test_single_channels_are_told_apart_from_what_competes(self, shipped: Catalogue) -> None:
        assert {model.id for model in shipped.channels} == set(CHANNELS)
        competing = {id_: [m.id for m in models] for id_, models in shipped.in_layer.items()}
        assert sorted(competing["channels"]) == ["multichannel", "omnichannel", "single_channel"]

    def test_every_effect_has_a_reason_for_its_side(self, shipped: Catalogue) -> None:
        """The criterion's words are about a high level; what counts when low has its own."""
        silent = []
        for model in shipped.models.values():
            for id_, effect in model.effects.items():
                criterion = shipped.criteria[id_]
                usual = criterion.supports if effect.strength > 0 else criterion.opposes
                if effect.reason is None and (usual is None or effect.when == "low"):
                    silent.append((model.id, id_))
        assert silent == []

    def test_every_effect_has_a_strength(self, shipped: Catalogue) -> None:
        for model in shipped.models.values():
            for id_, effect in model.effects.items():
                assert effect.strength != 0, (model.id, id_)
                assert abs(effect.strength) <= 3, (model.id, id_)

    def test_strengths_are_those_of_the_prior_unless_a_deviation_is_explained(
        self, shipped: Catalogue
    ) -> None:
        text = Path(__file__).with_name("prior_fit.csv").read_text(encoding="utf-8")
        rows = list(csv.DictReader(text.splitlines()))
        prior = {
            (row["criterion"], model): int(strength)
            for row in rows
            for model, strength in row.items()
            if model != "criterion" and int(strength)
        }
        assert [row["criterion"] for row in rows] == CRITERIA
        assert CHANNELS_SINCE.isdisjoint(rows[0])
        ours = {
            (id_, model.id): effect.strength if effect.prior is None else effect.prior
            for model in shipped.models.values()
            for id_, effect in model.effects.items()
            if id_ not in ADDED and model.id not in CHANNELS_SINCE
        }
        assert {cell: strength for cell, strength in ours.items() if strength} == prior

    def test_what_was_added_since_weighs_little(self, shipped: Catalogue) -> None:
        strengths = {
            abs(effect.strength)
            for model in shipped.models.values()
            for id_, effect in model.effects.items()
            if id_ in ADDED
        }
        assert strengths == {1}

    @pytest.mark.parametrize("channel", sorted(CHANNELS_SINCE))
    def test_a_channel_outside_the_first_matrix_has_few_weak_effects_each_with_its_own_reason(
        self, channel: str, shipped: Catalogue
    ) -> None:
        effects = shipped.models[channel].effects
        assert 3 <= len(effects) <= 8
        assert sorted(abs(effect.strength) for effect in effects.values())[-2:] in ([1, 1], [1, 2])
        assert all(effect.reason and effect.sources for effect in effects.values())

    def test_the_page_on_what_departs_lists_every_effect_of_those_channels(
        self, shipped: Catalogue
    ) -> None:
        page = (Path(__file__).parents[2] / "docs" / "deviations.md").read_text(encoding="utf-8")
        part = page.partition("## Channels added since")[2].partition("\n## ")[0]
        rows = [line.split("|")[1:4] for line in part.splitlines() if line.startswith("| `")]
        listed = {
            (re.findall(r"`(\w+)`", channel)[0], id_, sign * (2 if weight else 1))
            for channel, *sides in rows
            for sign, side in zip((1, -1), sides, strict=True)
            for id_, weight in re.findall(r"`(\w+)`( \(2\))?", side)
        }
        assert listed == {
            (channel, id_, effect.strength)
            for channel in CHANNELS_SINCE
            for id_, effect in shipped.models[channel].effects.items()
        }

    def test_requirements_and_cautions_of_a_model_have_ids_of_their_own(
        self, shipped: Catalogue
    ) -> None:
        for model in shipped.models.values():
            rules = [rule.id for rule in model.requirements]
            rules += [caution.id for caution in model.cautions]
            assert len(rules) == len(set(rules)), model.id


class TestPlaybooks:
    def test_every_model_baseline_and_channel_has_one_and_there_is_a_common_one(
        self, shipped: Catalogue, shelf: PlaybookShelf
    ) -> None:
        assert set(shelf.books) == {*shipped.models, "common"}

    def test_a_core_model_has_two_tasks_of_its_own_in_each_step(
        self, shipped: Catalogue, shelf: PlaybookShelf
    ) -> None:
        for model in shipped.models.values():
            if model.core:
                own = [task for task in shelf.books[model.id].tasks if task.extends is None]
                counted = Counter(task.step for task in own)
                assert all(counted[step] >= 2 for step in STEPS), (model.id, counted)

    def test_the_common_playbook_fills_every_step_for_the_smallest_company(
        self, shelf: PlaybookShelf
    ) -> None:
        always = [
            task
            for task in shelf.books["common"].tasks
            if task.from_size is None and not task.when_extended
        ]
        assert {task.step for task in always} == set(STEPS)

    def test_points_are_added_to_common_tasks_only(self, shelf: PlaybookShelf) -> None:
        for book in shelf.books.values():
            for task in book.tasks:
                if task.extends is not None:
                    assert task.extends.startswith("common."), (book.id, task.id)

    def test_nothing_waits_for_a_point(self, shipped: Catalogue, shelf: PlaybookShelf) -> None:
        """A point becomes part of another task, so waiting for it would be waiting for nothing."""
        points = {
            full_id(book.id, task.id)
            for book in shelf.books.values()
            for task in book.tasks
            if task.extends is not None
        }
        for part, task in every_task(shipped, shelf):
            assert not points & {full_id(part, id_) for id_ in task.after}, (part, task.id)

    def test_every_task_waits_only_for_tasks_that_exist_and_are_not_later(
        self, shipped: Catalogue, shelf: PlaybookShelf
    ) -> None:
        tasks = {full_id(part, task.id): task for part, task in every_task(shipped, shelf)}
        assert len(tasks) == len(list(every_task(shipped, shelf)))
        for part, task in every_task(shipped, shelf):
            for id_ in task.after:
                earlier = tasks[full_id(part, id_)]
                assert STEPS.index(earlier.step) <= STEPS.index(task.step), (part, task.id, id_)

    def test_every_role_and_every_measure_that_is_named_exists(
        self, shipped: Catalogue, shelf: PlaybookShelf
    ) -> None:
        roles = {task.role for _, task in every_task(shipped, shelf) if task.role is not None}
        measures = {use.kpi for book in shelf.books.values() for use in book.kpis}
        assert roles <= set(shelf.roles)
        assert measures <= set(shelf.kpis)

    def test_every_model_has_a_measure_a_risk_and_a_time(self, shelf: PlaybookShelf) -> None:
        for id_, book in shelf.books.items():
            assert book.kpis, id_
            assert book.risks, id_
            assert book.months_to_stable or id_ == "common", id_


def every_task(shipped: Catalogue, shelf: PlaybookShelf) -> Iterator[tuple[str, PlaybookTask]]:
    """Every task a plan can hold, with what it belongs to."""
    for book in shelf.books.values():
        yield from ((book.id, task) for task in book.tasks)
    for model in shipped.models.values():
        yield from ((model.id, caution.prepare) for caution in model.cautions)
    for obligation in shipped.obligations:
        yield from ((obligation.id, task) for task in obligation.tasks)
    for rule in shipped.head.channel_rules.capacity:
        yield "capacity", rule.task


class TestSources:
    def test_every_source_that_is_cited_exists(self, reader: Folder) -> None:
        check_citations(reader)
        assert reader.problems == []

    def test_every_source_is_cited_somewhere(self, reader: Folder) -> None:
        named = {
            id_
            for path, document in reader.documents.items()
            if path != "sources.yaml"
            for _, id_ in cited(document.data, ())
        }
        assert set(load_sources()) - named == set()


class TestTexts:
    @pytest.mark.parametrize(
        "path", yaml_files(), ids=lambda path: f"{path.parent.name}/{path.name}"
    )
    def test_no_text_is_left_to_write_or_left_untranslated(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert "TODO" not in text
        assert "FIXME" not in text
        document = parse_yaml(text)
        assert not document.problems
        for at, es, en in pairs(document.data, ()):
            if isinstance(es, list) and at[-1] == "avoid":  # words of one language, not to be used
                continue
            assert bool(es) == bool(en), at
            if es == en:
                assert len(str(es).split()) <= 2, (at, es)


def pairs(data: Any, at: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any, Any]]:
    """Every text or list of texts in both languages, with its place."""
    if isinstance(data, dict):
        if set(data) == {"es", "en"}:
            yield at, data["es"], data["en"]
        else:
            for key, value in data.items():
                yield from pairs(value, (*at, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from pairs(value, (*at, number))
