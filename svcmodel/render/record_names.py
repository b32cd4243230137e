"""What the parts of a record are called."""

from __future__ import annotations

from collections.abc import Iterable

from svcmodel.domain.assessment import MICRO
from svcmodel.domain.case_record import Figure, Grouping, Record, Share
from svcmodel.domain.catalogue import Catalogue
from svcmodel.render.rounding import points
from svcmodel.render.words import Words

HASH_SHOWN = 8
"""How much of a hash is shown to a person."""


def group_name(record: Record, by: Grouping, of: str, words: Words) -> str:
    """The name of a group: of its model or sector, else a phrase of ours."""
    named = next((g.name for g in record.groups if (g.by, g.of) == (by, of) and g.name), None)
    return words(f"record.of.{of}") if named is None else named.to(words.lang)


def model_names(catalogue: Catalogue, ids: Iterable[str], words: Words) -> str:
    """The names of models, one after another."""
    return ", ".join(catalogue.models[id_].name.to(words.lang) for id_ in ids)


def per_cent(micro: int, digits: int = 1) -> float:
    """Millionths as per cent."""
    return points(100 * micro, digits)


def share_of(share: Share) -> int | None:
    """The hits as millionths of all; None of nothing."""
    return (2 * share.hits * MICRO + share.of) // (2 * share.of) if share.of else None


def interval(share: Share) -> str:
    """The interval of a share in whole per cent: `34-55`."""
    return f"{per_cent(share.low, 0):.0f}-{per_cent(share.high, 0):.0f}"


def hits(share: Share) -> str:
    """The hits out of all: `36/82`."""
    return f"{share.hits}/{share.of}"


def figure_name(figure: Figure, words: Words) -> str:
    """What a figure says, in a few words."""
    return words(f"record.figure.{figure}")
