"""What a plan can be written as: one dict from the ending of a file to what writes it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import PurePath
from typing import Any

from svcmodel.cli.extras import require
from svcmodel.domain.assessment import Assessment
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.knowledge import Knowledge
from svcmodel.domain.plan import Plan
from svcmodel.domain.questions import Question
from svcmodel.domain.segmented import SegmentedResult
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.errors import Problem, WrongUseError
from svcmodel.render.charts import charts_of
from svcmodel.render.documents import LoadTemplate, document
from svcmodel.render.plan_report import PlanReport, plan_report, sections_around
from svcmodel.render.report import report
from svcmodel.render.report_types import Report
from svcmodel.render.weights_data import WeightsTrial
from svcmodel.render.words import Words
from svcmodel.sources.template_folder import TemplateFolder
from svcmodel.sources.word_templates import sound_word_template
from svcmodel.sources.words_files import load_template, load_template_bytes


@dataclass(frozen=True)
class PlanMaterial:
    """A plan and all that a document of it is written from.

    `assessment`: of the company as a whole; `planned_for`: the same with the design the plan is for,
    another where the company has segments. `questions`: of the bank. `load`: gives the text of a
    template by its name. `trial`: makes what a page weighs the dimensions otherwise with.
    """

    plan: Plan
    assessment: Assessment
    planned_for: Assessment
    segmented: SegmentedResult | None
    catalogue: Catalogue
    shelf: PlaybookShelf
    knowledge: Knowledge | None
    words: Words
    questions: Mapping[str, Question]
    load: LoadTemplate = load_template
    trial: Callable[[], WeightsTrial] | None = None

    @cached_property
    def advice(self) -> Report:
        """What a document says of the assessment."""
        return report(self.assessment, self.catalogue, self.words, self.segmented, self.questions)

    @cached_property
    def steps(self) -> PlanReport:
        """What a document says of the plan."""
        return plan_report(self.plan, self.planned_for, self.catalogue, self.shelf, self.words)

    def filled(self, template: str, trial: WeightsTrial | None = None) -> str:
        """A template filled with the plan; with `trial` a page where the weights can be moved."""
        about = (self.plan, self.knowledge, self.planned_for, self.catalogue, self.words)
        around = sections_around(*about)
        given: dict[str, Any] = {"plan": self.steps, "around": around}
        if template.endswith(".html.j2"):
            drawn_from = (self.plan, self.assessment, self.catalogue, self.shelf, self.words)
            given |= {"charts": charts_of(*drawn_from), "trial": trial}
        return document(template, self.load, self.words, self.advice, **given)


def _html(made: PlanMaterial) -> str:
    shown = made.trial is not None and "what_if" in made.plan.sections
    return made.filled("plan.html.j2", made.trial() if made.trial and shown else None)


def _markdown(made: PlanMaterial) -> str:
    return made.filled("plan.md.j2")


def _json(made: PlanMaterial) -> str:
    from svcmodel.render.plan_json import plan_json

    return plan_json(made.plan, made.catalogue, made.shelf, made.words.lang)


def _xlsx(made: PlanMaterial) -> bytes:
    from svcmodel.render.xlsx_plan import xlsx_bytes

    about = (made.plan, made.planned_for, made.catalogue, made.shelf, made.words)
    return xlsx_bytes(*about, advice=made.advice, told=made.steps)


def _pdf(made: PlanMaterial) -> bytes:
    from svcmodel.render.html_blocks import read_blocks
    from svcmodel.render.pdf import pdf_bytes

    template = made.load("plan.typ") or ""
    document = read_blocks(made.filled("plan.html.j2"))
    own = made.load if isinstance(made.load, TemplateFolder) else None
    pictures = {name: own.files[name] for name in own.named(*_PICTURES)} if own else None
    return pdf_bytes(document, template, made.words, date=made.advice.on, pictures=pictures)


def _docx(made: PlanMaterial) -> bytes:
    from svcmodel.render.docx_plan import docx_bytes
    from svcmodel.render.html_blocks import read_blocks
    from svcmodel.render.svg_png import png_of

    wanted = WORD_TEMPLATES if made.steps.brief else WORD_TEMPLATES[1:]
    own = made.load.files if isinstance(made.load, TemplateFolder) else {}
    name = next((name for name in wanted if name in own), "")
    if isinstance(made.load, TemplateFolder) and name:
        template = sound_word_template(own[name], made.load.place(name))
    else:
        template = load_template_bytes(wanted[0])
    document = read_blocks(made.filled("plan.html.j2"))
    named = {"subject": made.advice.subject, "date": made.advice.on}
    picture = png_of if find_spec("typst") else None
    return docx_bytes(document, template, made.words, picture=picture, **named)


WORD_TEMPLATES = ("plan_brief.docx", "plan.docx")
"""The Word templates: for a plan of a few pages, where there is one, and for any."""
_PICTURES = (".svg", ".png", ".jpg", ".jpeg")
_PAGE = (".html.j2", ".css.j2", ".svg.j2", ".js.j2")


@dataclass(frozen=True, slots=True)
class PlanFormat:
    """A kind of file: what writes it, and the extra with the packages which that needs.

    `is_binary`: whether it is no text, and nothing for a terminal. `templates`: how the names of the
    templates end that have a part in it. `draws_with`: the package that makes its pictures, without
    which it is written all the same, with the words and tables of its charts.
    """

    write: Callable[[PlanMaterial], str | bytes]
    extra: str = ""
    packages: tuple[str, ...] = ()
    is_binary: bool = False
    templates: tuple[str, ...] = ()
    draws_with: str = ""

    @property
    def lacks_pictures(self) -> bool:
        """Whether the package that makes pictures of charts is missing."""
        return bool(self.draws_with) and find_spec(self.draws_with) is None

    def write_with(self, made: PlanMaterial, load: LoadTemplate) -> str | bytes:
        """The file, with the templates that `load` gives."""
        return self.write(replace(made, load=load))


FORMATS = {
    ".html": PlanFormat(_html, templates=_PAGE),
    ".md": PlanFormat(_markdown, templates=(".md.j2",)),
    ".json": PlanFormat(_json),
    ".pdf": PlanFormat(_pdf, "pdf", ("typst",), is_binary=True, templates=(*_PAGE, ".typ")),
    ".docx": PlanFormat(
        _docx,
        "office",
        ("docx", "docxtpl"),
        is_binary=True,
        templates=(*_PAGE, ".docx"),
        draws_with="typst",
    ),
    ".xlsx": PlanFormat(_xlsx, "office", ("xlsxwriter",), is_binary=True),
}
"""What writes each kind of file; each imports its libraries only when it is used."""


def plan_format(output: str, named: str | None = None) -> PlanFormat:
    """What writes a file of that name, or the kind named; Markdown for `-`.

    Raises `WrongUseError`: E304 for a kind not known, E320 where a package it needs is missing, E321
    where it would fill a terminal with signs nobody can read.
    """
    suffix = f".{named.lower()}" if named else PurePath(output).suffix.lower()
    if output == "-" and not named:
        suffix = ".md"
    if suffix not in FORMATS:
        values = {"name": suffix or output, "known": ", ".join(FORMATS)}
        path = "--format" if named else "--output"
        raise WrongUseError([Problem("E304", path=path, values=values)])
    form = FORMATS[suffix]
    require(form.packages, form.extra)
    if form.is_binary and output == "-" and sys.stdout.isatty():
        raise WrongUseError([Problem("E321", path="--output", values={"name": suffix})])
    return form
