"""A small catalogue of which every score is known by head, and cases for it.

Both criteria are on a flat scale, so the reference mean of `both` is 0. A strength of 2 alone gives
50 + 12.5 times the response (12.5 = 50 * 2 / (2 + 6)), a strength of 1 alone 50 + 7.14 times.

    level of a     fee    self_help  desk      level of b     trial
    5              62.5   57.1       37.5      5              62.5
    3              50     50         50        4              56.25
    1              37.5   42.9       62.5      3              50
"""

from __future__ import annotations

from typing import Any

from svcmodel.domain.case_record import AnsweredCase
from svcmodel.domain.cases import Case
from svcmodel.domain.catalogue import Catalogue
from tests.builders import catalogue_of, criterion, layer, made, model, words

FOREIGN = {"es": "Panaderías", "en": "Bakeries"}


def small_catalogue(**more: Any) -> Catalogue:
    """Two layers with several models that have effects, and one where to serve."""
    return catalogue_of(
        layers=[
            layer("commercial", "sale", threshold=7.5),
            layer("delivery", "desk"),
            layer("where", "one_way"),
        ],
        criteria=[criterion("a"), criterion("b"), criterion("idle")],
        models=[
            model("sale", "commercial", kind="baseline"),
            model("fee", "commercial", core=True, effects={"a": (2, "both")}),
            model("trial", "commercial", core=True, effects={"b": (2, "both")}),
            model("desk", "delivery", kind="baseline", effects={"a": (-2, "both")}),
            model("self_help", "delivery", core=True, effects={"a": (1, "both")}),
            model("one_way", "where", kind="baseline"),
            model("email", "where", kind="channel"),
        ],
        **more,
    )


def case(id_: str, a: int | None = 3, b: int | None = 3, **more: Any) -> Case:
    """A case with a level of each criterion; None leaves it unknown."""
    levels = {name: level for name, level in (("a", a), ("b", b)) if level is not None}
    data = {
        "id": id_,
        "organisation": f"House of {id_}",
        "country": words("Nowhere"),
        "sector": FOREIGN,
        "year": "2020",
        "small_or_unknown": True,
        "failure": False,
        "counts": True,
        "confidence": "high",
        "outcome": words("it went well"),
        "links": [f"https://example.org/{id_}"],
        "stated": {},
        "inferred": levels,
        **{key: list(value) if isinstance(value, tuple) else value for key, value in more.items()},
    }
    built: Case = made(Case, data)
    return built


def the_cases() -> tuple[AnsweredCase, ...]:
    """Four cases that count and one that only failed; what is right of them is in the test."""
    found = (
        case("first", a=5, chosen=("fee",)),
        case("second", a=5, chosen=("self_help",), acceptable=("fee",), confidence="low"),
        case("third", a=1, b=4, chosen=("fee",), must_not=("trial",), must_not_basis="judgement"),
        case("all", a=1, chosen=("desk",), small_or_unknown=False),
        case(
            "failed",
            a=5,
            counts=False,
            failure=True,
            must_not=("fee",),
            must_not_basis="documented",
        ),
    )
    return tuple(AnsweredCase(each) for each in found)
