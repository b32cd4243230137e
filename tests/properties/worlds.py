"""Random catalogues with a bank of questions, and random answers as they stand in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import Relation, ServiceModel
from svcmodel.domain.questions import Choice, MultiChoice, Number, Percentage, Question, Ranking
from tests.builders import (
    bank_of,
    catalogue_of,
    criterion,
    layer,
    model,
    obligation,
    question,
    relation,
    requirement,
)

LAYERS = ("paid", "answered", "where")
OPTIONS = ("alpha", "beta", "gamma")
KINDS = ("rating", "number", "choice", "multi_choice", "yes_no", "percentage", "ranking", "text")
BANDS = [10, 100, 1000, 10000]


@dataclass(frozen=True)
class World:
    """A catalogue and the bank its criteria read from."""

    catalogue: Catalogue
    bank: Mapping[str, Question]


def world(seed: int) -> World:
    """The world of a number: the same number gives the same world."""
    rng = Random(seed)
    bank = _bank(rng)
    criteria = [criterion(f"c{n}", _source(rng, bank, f"c{n}")) for n in range(rng.randint(2, 6))]
    ids = [each.id for each in criteria]
    models = _models(rng, ids, bank)
    catalogue = catalogue_of(
        layers=[layer(id_, f"base_{id_}", threshold=rng.choice([0, 0, 2.5])) for id_ in LAYERS],
        criteria=criteria,
        models=models,
        relations=_relations(rng, models),
        obligations=_obligations(rng, ids, bank, models),
        dimension_of={id_: rng.choice(["people", "means"]) for id_ in ids},
        frequencies={id_: [rng.randint(0, 9) for _ in range(5)] for id_ in ids},
    )
    return World(catalogue, bank)


def answers(rng: Random, of: World) -> dict[str, Any]:
    """Answers to some of the questions and criteria, in the short or the long form."""
    found: dict[str, Any] = {}
    for id_ in dict.fromkeys([*of.bank, *of.catalogue.criteria]):
        if rng.random() < 0.35:
            continue
        raw = _raw(rng, of.bank.get(id_))
        as_level = id_ in of.catalogue.criteria and (raw is None or rng.random() < 0.1)
        if as_level:
            ends = sorted([rng.randint(1, 5), rng.randint(1, 5)])
            found[id_] = {"level": rng.choice([ends, ends[0]])}
        elif raw is not None:
            found[id_] = {"value": raw} if rng.random() < 0.2 else raw
        if isinstance(found.get(id_), dict) and rng.random() < 0.5:
            found[id_]["grade"] = rng.choice(["guess", "stated", "documented", "measured"])
    return found


def sheet_data(rng: Random, of: World) -> dict[str, Any]:
    """An answer file as data; sometimes with weights and marks of its own."""
    data: dict[str, Any] = {"format": "svcmodel/answers/1", "subject": f"Company {rng.random()}"}
    if rng.random() < 0.3:
        data["weights"] = {"people": rng.choice([1, 2, 0.5]), "means": rng.choice([1, 3])}
    if rng.random() < 0.3:
        data["important"] = rng.sample(list(of.catalogue.criteria), 1)
    if rng.random() < 0.3:
        data["date"] = rng.choice(["2026-01-15", "2027-03-01"])
    return {**data, "answers": answers(rng, of)}


def _raw(rng: Random, of: Question | None) -> Any:
    """Something a person could type for a question; None where nothing but a level can be said."""
    if rng.random() < 0.2 or of is None:
        return rng.choice(["unknown", "not_applicable", "not_applicable" if of else None])
    typed: dict[str, Any] = {
        "rating": rng.randint(1, 5),
        "number": rng.choice([0, 3, 10, 99.5, 1000, 250_000]),
        "percentage": rng.choice([0, 9.5, 50, "35 %"]),
        "choice": rng.choice(OPTIONS),
        "multi_choice": rng.sample(OPTIONS, rng.randint(0, 3)),
        "ranking": rng.sample(OPTIONS, rng.randint(0, 3)),
        "yes_no": rng.choice([True, False, "yes", "no"]),
        "text": "in our own words",
    }
    return typed[of.kind]


def _bank(rng: Random) -> dict[str, Question]:
    made: list[Question] = []
    for n in range(rng.randint(3, 8)):
        id_ = rng.choice([f"c{n}", f"q{n}"])
        kind = rng.choice(KINDS)
        more: dict[str, Any] = {}
        if kind in ("choice", "multi_choice", "ranking"):
            more["options"] = OPTIONS
        if kind == "number":
            more["minimum"] = 0
        if made and rng.random() < 0.35:
            more["ask_when"] = _condition(rng, [], bank_of(*made))
        made.append(question(id_, kind, **more))
    return bank_of(*made)


def _source(rng: Random, bank: Mapping[str, Question], id_: str, depth: int = 0) -> dict[str, Any]:
    if depth < 2 and rng.random() < 0.35:
        form = rng.choice(["lowest", "highest", "first"])
        return {form: [_source(rng, bank, id_, depth + 1) for _ in range(2)]}
    own = bank.get(id_)
    readable = [each for each in bank.values() if each.kind != "text"]
    chosen = own if own and own.kind != "text" and rng.random() < 0.7 else None
    chosen = chosen or (rng.choice(readable) if readable else None)
    return {"value": "nowhere"} if chosen is None else _form(rng, chosen)


def _form(rng: Random, of: Question) -> dict[str, Any]:
    """How a level can come from a question, by its kind."""
    some = {option: rng.randint(1, 5) for option in rng.sample(OPTIONS, 2)}
    forms: dict[str, dict[str, Any]] = {
        "rating": {"value": of.id},
        "number": {"bands": of.id, "from": BANDS},
        "percentage": {"bands": of.id, "from": [10, 20, 50, 80]},
        "choice": {"options": of.id, "levels": some},
        "yes_no": {"options": of.id, "levels": {"yes": 5, "no": 1}},
        "multi_choice": {"count": of.id},
        "ranking": {"rank": "alpha", "in": of.id, "levels": [5, 3, 1]},
    }
    return forms[of.kind]


def _condition(
    rng: Random, criteria: Sequence[str], bank: Mapping[str, Question], depth: int = 0
) -> dict[str, Any]:
    if depth < 2 and rng.random() < 0.4:
        form = rng.choice(["all", "any", "not"])
        parts = [_condition(rng, criteria, bank, depth + 1) for _ in range(rng.randint(1, 3))]
        return {form: parts[0] if form == "not" else parts}
    if criteria and rng.random() < 0.6:
        compared = {rng.choice(["at_least", "at_most", "equals"]): rng.randint(1, 5)}
        return {"level": rng.choice(criteria), **compared}
    of = rng.choice(list(bank.values()))
    if isinstance(of, Choice | MultiChoice | Ranking):
        return {"answer": of.id, "in": rng.sample(OPTIONS, rng.randint(1, 2))}
    if isinstance(of, Number | Percentage):
        return {"answer": of.id, rng.choice(["at_least", "at_most"]): rng.choice([5, 50, 500])}
    wanted: Any = "yes" if of.kind == "yes_no" else rng.randint(1, 5)
    return {"answer": of.id, "equals": wanted}


def _models(
    rng: Random, criteria: Sequence[str], bank: Mapping[str, Question]
) -> list[ServiceModel]:
    made = []
    for id_ in LAYERS:
        made.append(model(f"base_{id_}", id_, kind="baseline", effects=_effects(rng, criteria)))
        for n in range(rng.randint(1, 3)):
            rules = [
                requirement(f"r{k}", _condition(rng, criteria, bank), effect)
                for k, effect in enumerate(("excludes", "not_as_lead", "never_alone"))
                if rng.random() < 0.3
            ]
            effects = _effects(rng, criteria)
            core = rng.random() < 0.7
            made.append(model(f"{id_}_{n}", id_, core=core, effects=effects, requirements=rules))
    made += [model(f"way_{n}", "where", kind="channel") for n in range(2)]
    return [*made, model("email", "where", kind="channel")]


def _effects(rng: Random, criteria: Sequence[str]) -> dict[str, tuple[int, str]]:
    # few and small, so that scores often tie
    some = rng.sample(list(criteria), rng.randint(0, len(criteria)))
    whens = ("high", "low", "both")
    return {id_: (rng.choice([-2, -1, 1, 2]), rng.choice(whens)) for id_ in some}


def _relations(rng: Random, models: Sequence[ServiceModel]) -> list[Relation]:
    ids = [each.id for each in models if each.kind != "baseline"]
    pairs = {tuple(rng.sample(ids, 2)) for _ in range(rng.randint(0, 4))}
    return [
        relation(a, rng.choice(["conflict", "conflict", "requires"]), b) for a, b in sorted(pairs)
    ]


def _obligations(
    rng: Random,
    criteria: Sequence[str],
    bank: Mapping[str, Question],
    models: Sequence[ServiceModel],
) -> list[Any]:
    channels = [each.id for each in models if each.kind == "channel"]
    return [
        obligation(
            f"law{n}",
            _condition(rng, criteria, bank),
            channels=[rng.choice(channels)],
            until=rng.choice([None, "2026-06-30"]),
        )
        for n in range(rng.randint(0, 2))
    ]
