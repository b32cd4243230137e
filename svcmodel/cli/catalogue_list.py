"""`svcmodel catalogue list`: every model, and how much is written of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, expected_errors, words, write_output
from svcmodel.cli.options import CatalogueOption
from svcmodel.render.catalogue_list import Written, list_json, list_text, listed, totals, written
from svcmodel.sources.catalogue_contents import FileContents, load_contents
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.knowledge_files import load_cases
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.questionnaire_files import load_questionnaire


class ListFormat(StrEnum):
    """How the list is written."""

    table = "table"
    json = "json"


def list_models(
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="table or json.")
    ] = ListFormat.table,
    catalogue: CatalogueOption = None,
) -> None:
    """List every model, baseline and channel, what is written of it, and the totals."""
    with expected_errors():
        chosen, shelf = load_catalogue(catalogue), load_playbooks(catalogue)
        files = load_contents(catalogue)
        models = [
            listed(model, shelf.books.get(model.id), _written(_files_of(model.id, files)))
            for layer in chosen.layers
            for model in chosen.models.values()
            if model.layer == layer
        ]
        whole = {
            **totals(chosen, shelf, _written(files.values())),
            "cases": len(load_cases(catalogue)),
            "knowledge_files": sum(file.is_knowledge for file in files.values()),
            "questions": len(load_questionnaire().bank),
        }
        if format_ is ListFormat.json:
            write_output(list_json(models, whole), "-")
        else:
            write_output(list_text(models, whole, chosen, words(choose_language())), "-")


def _written(files: Iterable[FileContents]) -> Written:
    return written((file.data, file.sources) for file in files)


def _files_of(model: str, files: Mapping[str, FileContents]) -> list[FileContents]:
    """The files of a model: its own and its playbook, which it may do without."""
    paths = (f"{folder}/{model}.yaml" for folder in ("models", "playbooks"))
    return [files[path] for path in paths if path in files]
