"""`svcmodel check`: is every file of ours sound, and if not, where and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from svcmodel.cli.console import choose_language, describe, expected_errors, say, words
from svcmodel.cli.options import CatalogueOption
from svcmodel.domain.catalogue import Catalogue
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.check_files import check_path


def check(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of ours.")],
    catalogue: CatalogueOption = None,
) -> None:
    """Check answer files, catalogues, questionnaires and playbooks; every problem with its place."""
    with expected_errors():

        def given_catalogue() -> Catalogue:
            return load_catalogue(catalogue)

        lang = choose_language()
        files = failed = warned = 0
        for path in paths:
            for _, problems in check_path(path, given_catalogue):
                files += 1
                failed += any(problem.severity == "error" for problem in problems)
                warned += any(problem.severity == "warning" for problem in problems)
                for problem in problems:
                    typer.echo(describe(problem, lang))
        say(words(lang)("cli.checked", files=files, failed=failed, warned=warned))
    if failed:
        raise typer.Exit(1)
