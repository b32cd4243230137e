"""Whether the rules of staffing fit the rest of a catalogue: every id named in them exists."""

from __future__ import annotations

from collections.abc import Iterator

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.conditions import criteria_in
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.domain.staffing_rules import StaffingRules
from svcmodel.sources.catalogue_checks import Named, known
from svcmodel.sources.folders import Folder

FILE = "staffing_rules.yaml"
BY_LEVEL = ("hours_open", "answer_within", "growth", "busy_hour")


def check_staffing(reader: Folder, catalogue: Catalogue, shelf: PlaybookShelf | None) -> None:
    """Note E420 for every criterion, channel, model or measure that does not exist."""
    rules = shelf.staffing if shelf is not None else None
    if shelf is None or rules is None:
        return
    known(reader, FILE, _criteria(rules), catalogue.criteria)
    channels = [(("channels", n, "channel"), rule.channel) for n, rule in enumerate(rules.channels)]
    known(reader, FILE, channels, [channel.id for channel in catalogue.channels])
    parts: list[Named] = [
        ((name, n, "parts", place), part)
        for name in ("relief", "notes")
        for n, rule in enumerate(getattr(rules, name))
        for place, part in enumerate(rule.parts)
    ]
    known(reader, FILE, parts, catalogue.models)
    known(
        reader, FILE, [(("measures", n), id_) for n, id_ in enumerate(rules.measures)], shelf.kpis
    )


def _criteria(rules: StaffingRules) -> Iterator[Named]:
    yield ("volume",), rules.volume
    yield from (((name, "criterion"), getattr(rules, name).criterion) for name in BY_LEVEL)
    for n, rule in enumerate(rules.channels):
        if rule.unless is not None:
            yield from ((("channels", n, "unless"), id_) for id_ in criteria_in(rule.unless))
    yield from ((("relief", n, "repeated"), each.repeated) for n, each in enumerate(rules.relief))
