"""`--template`: a consultant's own templates, checked before they are used and rendered apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from svcmodel.cli.console import words
from svcmodel.domain.records import Lang
from svcmodel.errors import InvalidInputError, Problem, WrongUseError
from svcmodel.render.documents import FILTERS, LoadTemplate
from svcmodel.render.words import Words
from svcmodel.sources.own_words import FOLDER, merged_words, with_own_words
from svcmodel.sources.template_folder import TemplateFolder, read_template_folder
from svcmodel.sources.words_files import load_template

if TYPE_CHECKING:
    from svcmodel.sources.template_lints import Given


def own_templates(place: Path | None, endings: tuple[str, ...]) -> TemplateFolder | None:
    """The folder named by `--template`, fit to be used; None where none was named.

    `endings`: of the files that have a part in what is asked for. Raises the errors of
    `read_template_folder` and `with_own_words`, and `WrongUseError` (E340) for a folder that has no
    such file.
    """
    if place is None:
        return None
    folder = read_template_folder(place)
    if not folder.named(*endings) and not any(name.startswith(FOLDER) for name in folder.files):
        raise WrongUseError([Problem("E340", path="--template", values={"name": str(place)})])
    with_own_words(folder, words("en").phrases)
    return folder


def given_to(folder: TemplateFolder) -> Given:
    """What the templates of a folder are filled with."""
    from svcmodel.cli.template_names import DOCUMENTS  # the names and the lints, where asked for
    from svcmodel.sources.template_lints import Given

    return Given(DOCUMENTS, FILTERS, merged_words(folder, words("en").phrases))


def words_of(folder: TemplateFolder | None, lang: Lang) -> Words:
    """The program's phrases in a language, a folder's own before them."""
    spoken = words(lang)
    return spoken if folder is None else Words(lang, with_own_words(folder, spoken.phrases))


def rendered(
    write: Callable[[LoadTemplate], str | bytes], folder: TemplateFolder | None
) -> str | bytes:
    """What `write` makes with the templates it is given: the shipped ones here, others apart.

    Raises the errors of `render_apart`, and `InvalidInputError` with every error that linting finds:
    that is done apart as well, since even to read a template can be made to take for ever.
    """
    if folder is None:
        return write(load_template)
    from svcmodel.cli.render_child import render_apart  # only where it is asked for

    return render_apart(partial(_linted, write, folder), folder.place)


def _linted(write: Callable[[LoadTemplate], str | bytes], folder: TemplateFolder) -> str | bytes:
    from svcmodel.sources.template_lints import check_templates  # only where it is asked for

    found = check_templates(folder, given_to(folder)).values()
    errors = [each for problems in found for each in problems if each.severity == "error"]
    if errors:
        raise InvalidInputError(errors)
    return write(folder)
