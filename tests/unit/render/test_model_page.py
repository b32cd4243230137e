"""The page of one model: whatever a reader asks of a task, an effect or a source stands on it."""

from __future__ import annotations

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.documents import page
from svcmodel.render.model_page import ModelPage, model_page
from svcmodel.render.words import Words
from svcmodel.scoring.fit_catalogue import with_strengths
from svcmodel.sources.catalogue_files import load_sources
from svcmodel.sources.words_files import load_phrases, load_template

EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


def told(model: str, lang: Lang, catalogue: Catalogue, shelf: PlaybookShelf) -> ModelPage:
    words = Words(lang, load_phrases())
    return model_page(catalogue.models[model], catalogue, shelf, load_sources(), words)


@EVERY_LANGUAGE
def test_every_task_says_who_does_it_and_how_long_it_takes(
    lang: Lang, shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    roles = {role.name.to(lang) for role in shelf.roles.values()}
    made = told("self_service", lang, shipped, shelf)
    lines = [task for step in made.steps for task in step.tasks]
    lines += [caution.prepare for caution in made.cautions]
    assert len(lines) == len(shelf.books["self_service"].tasks) + 1
    assert {line.role for line in lines} <= roles
    assert all(line.effort for line in lines)


def test_a_point_of_a_common_task_names_it_and_has_its_role(
    shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    common = {task.id: task for task in shelf.books["common"].tasks}
    made = told("self_service", "en", shipped, shelf)
    (line,) = (t for s in made.steps for t in s.tasks if t.title.startswith("Count the upkeep"))
    assert line.extends == common["compare_costs"].title.en
    assert line.role == shelf.roles[common["compare_costs"].role or ""].name.en


@EVERY_LANGUAGE
def test_what_counts_both_ways_is_said_the_right_way_round_on_each_side(
    lang: Lang, shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    words = Words(lang, load_phrases())
    made = told("self_service", lang, shipped, shelf)
    for_it = {effect.when for effect in made.speaks_for}
    against = {effect.when for effect in made.speaks_against}
    assert words("catalogue.when.both_for") in for_it - against
    assert words("catalogue.when.both_against") in against - for_it


def test_sources_hold_whatever_the_page_relies_on_once(
    shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    sources = load_sources()
    model, book = shipped.models["omnichannel"], shelf.books["omnichannel"]
    relied_on = {id_ for effect in model.effects.values() for id_ in effect.sources}
    relied_on |= {id_ for risk in book.risks for id_ in risk.sources}
    relied_on |= {id_ for kpi in book.kpis for id_ in kpi.sources}
    claims = [entry.text for entry in told("omnichannel", "en", shipped, shelf).sources]
    assert len(claims) == len(set(claims))
    assert {sources[id_].claim.en for id_ in relied_on} <= set(claims)


@EVERY_LANGUAGE
def test_sentences_on_the_page_do_not_run_into_each_other(
    lang: Lang, shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    words = Words(lang, load_phrases())
    made = told("managed", lang, shipped, shelf)
    text = page("model.md.j2", load_template, words, page=made)
    paragraphs = text.split("\n\n")
    assert words("catalogue.months", months=made.months) in paragraphs
    assert words("catalogue.training", text=" ".join(made.training.split())) in paragraphs


@EVERY_LANGUAGE
def test_effects_are_told_in_points_the_strongest_first(
    lang: Lang, shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    words = Words(lang, load_phrases())
    effects = shipped.models["subscription"].effects
    made = told("subscription", lang, shipped, shelf)
    for side, speaking in ((1, made.speaks_for), (-1, made.speaks_against)):
        fitted = sorted(
            (abs(effect.used) for effect in effects.values() if effect.strength * side > 0),
            reverse=True,
        )
        assert [each.strength for each in speaking] == [
            words("catalogue.strength.up_to", points=words.number(tenths / 10, 1))
            if tenths
            else words("catalogue.strength.none")
            for tenths in fitted
        ]
    assert (
        made.speaks_for[0].strength
        == {
            "es": f"hasta {effects['obj_recurring'].used / 10:.1f} puntos".replace(".", ","),
            "en": f"up to {effects['obj_recurring'].used / 10:.1f} points",
        }[lang]
    )


def test_a_model_without_fitted_strengths_is_told_in_points_too(
    shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    judged = with_strengths(shipped, {})
    made = told("phone", "en", judged, shelf)
    effects = judged.models["phone"].effects
    whole = sum(abs(effect.strength) for effect in effects.values()) + judged.head.shrink
    most = max(abs(effect.strength) for effect in effects.values())
    assert made.speaks_for[0].strength == f"up to {50 * most / whole:.1f} points"
    silent = with_strengths(shipped, {"phone": dict.fromkeys(effects, 0)})
    assert {each.strength for each in told("phone", "en", silent, shelf).speaks_for} == {
        "0 points: the cases do not bear it out"
    }
