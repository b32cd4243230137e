"""`svcmodel catalogue`: what the catalogue holds."""

from __future__ import annotations

from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, expected_errors, words, write_output
from svcmodel.cli.options import CatalogueOption
from svcmodel.domain.catalogue import Catalogue
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.columns import aligned
from svcmodel.render.documents import page
from svcmodel.render.model_page import model_page
from svcmodel.sources.catalogue_files import load_catalogue, load_sources
from svcmodel.sources.playbook_files import load_playbooks
from svcmodel.sources.readers import nearest
from svcmodel.sources.words_files import load_template

app = typer.Typer(
    help="List the models, or show one.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("list")
def list_models(catalogue: CatalogueOption = None) -> None:
    """List every model, baseline and channel with its layer and what is written of it."""
    with expected_errors():
        spoken = words(choose_language())
        chosen, shelf = load_catalogue(catalogue), load_playbooks(catalogue)
        columns = ("id", "name", "layer", "kind", "effects", "tasks", "kpis", "risks")
        rows = [tuple(spoken(f"catalogue.column.{column}") for column in columns)]
        for layer in chosen.head.layers:
            for model in (m for m in chosen.models.values() if m.layer == layer.id):
                book = shelf.books.get(model.id)
                kind = "core" if model.core else model.kind
                written = (book.tasks, book.kpis, book.risks) if book else ((), (), ())
                rows.append(
                    (
                        model.id,
                        model.name.to(spoken.lang),
                        layer.name.to(spoken.lang),
                        spoken(f"catalogue.kind.{kind}"),
                        *(str(len(each)) for each in (model.effects, *written)),
                    )
                )
        write_output("\n".join(aligned(rows)) + "\n", "-")


@app.command()
def show(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="The id of a model.")],
    catalogue: CatalogueOption = None,
) -> None:
    """Show everything the catalogue says of one model."""
    with expected_errors():
        spoken = words(choose_language())
        chosen = load_catalogue(catalogue)
        _check_known(model, chosen)
        told = model_page(
            chosen.models[model],
            chosen,
            load_playbooks(catalogue),
            load_sources(catalogue),
            spoken,
        )
        write_output(page("model.md.j2", load_template, spoken, page=told), "-")


def _check_known(model: str, catalogue: Catalogue) -> None:
    if model not in catalogue.models:
        known = ", ".join(catalogue.models)
        values = {"name": model, "known": known, "nearest": nearest(model, catalogue.models)}
        raise WrongUseError([Problem("E301", values=values)])
