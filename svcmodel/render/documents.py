"""Documents from Jinja templates: Markdown and HTML, from the same report."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from svcmodel.render.report_types import Report
from svcmodel.render.words import Words

LoadTemplate = Callable[[str], str | None]

_MARKDOWN_SIGNS = re.compile(r"([\\`*{}\[\]<>#|~]|(?<![^\W_])_|_(?![^\W_]))")
_BLANK_LINES = re.compile(r"\n{3,}")


def document(template: str, load: LoadTemplate, words: Words, report: Report, **more: Any) -> str:
    """The text of a template filled with a report and whatever else it needs."""
    return page(template, load, words, report=report, **more)


def page(template: str, load: LoadTemplate, words: Words, **data: Any) -> str:
    """The text of a template filled with `data`, the words and the language.

    HTML templates escape everything; Markdown templates use the filter `md`. Templates run in a
    sandbox: they can read what they are given and nothing else.
    """
    html = template.endswith((".html.j2", ".svg.j2"))
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(load),
        autoescape=html,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = markdown
    environment.filters["number"] = words.number
    text = environment.get_template(template).render(words=words, lang=words.lang, **data)
    return text if html else _BLANK_LINES.sub("\n\n", text)


def markdown(text: object) -> str:
    """A text whose signs mean nothing to Markdown and which stays on one line."""
    one_line = " ".join(str(text).split())
    return _MARKDOWN_SIGNS.sub(r"\\\1", one_line)
