"""`svcmodel check`: is every file of ours sound, and if not, where and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from svcmodel.cli.console import (
    choose_language,
    describe,
    expected_errors,
    say,
    words,
    write_output,
)
from svcmodel.cli.options import CatalogueOption
from svcmodel.domain.catalogue import Catalogue
from svcmodel.errors import Problem
from svcmodel.sources.catalogue_files import load_catalogue
from svcmodel.sources.check_files import check_path
from svcmodel.sources.text_files import is_folder


def check(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Files or folders to check; - for stdin.")
    ],
    catalogue: CatalogueOption = None,
) -> None:
    """Check answer files, catalogues and questionnaires: every problem, and where.

    Answer files, catalogues, questionnaires and playbooks are known by what they hold. Ends with 1
    where something is wrong, with 2 where nothing is but some file cannot be read.
    """
    with expected_errors():

        def given_catalogue() -> Catalogue:
            return load_catalogue(catalogue)

        spoken = choose_language()
        files = failed = warned = unread = 0
        for path in paths:
            for _, problems in _checked(path, given_catalogue):
                files += 1
                failed += any(problem.severity == "error" for problem in problems)
                unread += any(problem.is_of_reading for problem in problems)
                warned += any(problem.severity == "warning" for problem in problems)
                for problem in problems:
                    write_output(describe(problem, spoken) + "\n", "-")
        say(words(spoken)("cli.checked", files=files, failed=failed, warned=warned))
    if failed:
        raise typer.Exit(1 if failed > unread else 2)


def _checked(
    path: Path, catalogue: Callable[[], Catalogue]
) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """Each file of a place with its problems."""
    if is_folder(path) and (any(path.glob("*.j2")) or any(path.glob("plan.*"))):
        from svcmodel.cli.check_templates import check_template_folder, is_template_folder

        if is_template_folder(path):
            return check_template_folder(path)
    return check_path(path, catalogue)
