"""What a catalogue holds, counted: a line for each model, and the whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.models import ServiceModel
from svcmodel.domain.playbooks import Playbook
from svcmodel.domain.records import Lang
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.columns import aligned
from svcmodel.render.readability import said_in, words_in
from svcmodel.render.words import Words

FORMAT = "svcmodel/catalogue_list/1"


class Written(NamedTuple):
    """What is written in files: how many sources they cite, and their words in each language."""

    sources: int
    words_es: int
    words_en: int


class Listed(NamedTuple):
    """A model, baseline or channel, and how much there is of it, its playbook included."""

    id: str
    layer: str
    kind: str
    effects: int
    tasks: int
    kpis: int
    risks: int
    sources: int
    words_es: int
    words_en: int


def written(files: Iterable[tuple[Any, Collection[str]]]) -> Written:
    """What is written in files, each given as its data and the ids of the sources it cites."""
    words: Counter[Lang] = Counter()
    cited: set[str] = set()
    for data, sources in files:
        cited.update(sources)
        for said in said_in(data):
            words[said.lang] += len(words_in(said.text))
    return Written(len(cited), words["es"], words["en"])


def listed(model: ServiceModel, book: Playbook | None, said: Written) -> Listed:
    """The line of a model. `said`: what is written in its own file and in its playbook."""
    parts = (book.tasks, book.kpis, book.risks) if book else ((), (), ())
    tasks, kpis, risks = map(len, parts)
    kind = "core" if model.core else model.kind
    return Listed(model.id, model.layer, kind, len(model.effects), tasks, kpis, risks, *said)


def totals(catalogue: Catalogue, shelf: PlaybookShelf, said: Written) -> dict[str, int]:
    """How much of each thing the catalogue holds. `said`: what is written in all its files."""
    models = catalogue.models.values()
    kinds = Counter(model.kind for model in models)
    books = shelf.books.values()
    return {
        "models": kinds["model"],
        "baselines": kinds["baseline"],
        "channels": kinds["channel"],
        "criteria": len(catalogue.criteria),
        "effects": sum(len(model.effects) for model in models),
        "requirements": sum(len(model.requirements) for model in models),
        "cautions": sum(len(model.cautions) for model in models),
        "relations": len(catalogue.relations),
        "obligations": len(catalogue.obligations),
        "tasks": sum(len(book.tasks) for book in books),
        "kpis": len(shelf.kpis),
        "risks": sum(len(book.risks) for book in books),
        "roles": len(shelf.roles),
        **said._asdict(),
    }


def list_text(
    models: Sequence[Listed], totals: Mapping[str, int], catalogue: Catalogue, words: Words
) -> str:
    """A table of the models, and under it the totals."""
    numbers = Listed._fields[3:]
    columns = ("id", "name", "layer", "kind", *numbers)
    rows = [tuple(words(f"catalogue.column.{column}") for column in columns)]
    for model in models:
        name = catalogue.models[model.id].name.to(words.lang)
        layer = catalogue.layers[model.layer].name.to(words.lang)
        kind = words(f"catalogue.kind.{model.kind}")
        rows.append((model.id, name, layer, kind, *map(words.number, model[3:])))
    whole = [(words(f"catalogue.total.{name}"), words.number(n)) for name, n in totals.items()]
    lines = aligned(rows, to_the_right=range(len(columns) - len(numbers), len(columns)))
    lines += ["", words("catalogue.total.heading"), *aligned(whole, to_the_right=(1,))]
    return "\n".join(lines) + "\n"


def list_json(models: Sequence[Listed], totals: Mapping[str, int]) -> str:
    """The same for programs."""
    data = {
        "format": FORMAT,
        "models": [model._asdict() for model in models],
        "totals": dict(totals),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
