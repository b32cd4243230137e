"""Documents from Jinja templates: Markdown and HTML, from the same report."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from svcmodel.render.compiled_templates import compiled_templates
from svcmodel.render.report_types import Report
from svcmodel.render.words import Words

LoadTemplate = Callable[[str], str | None]

FILTERS = ("md", "sha256", "number")
"""The filters of ours, beside those of Jinja."""

_MARKDOWN_SIGNS = re.compile(r"([\\`*{}\[\]<>#|~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_]))")
_BLANK_LINES = re.compile(r"\n{3,}")


class _Loader(jinja2.BaseLoader):
    """Finds templates by a function; a template goes by its name in tracebacks too."""

    def __init__(self, load: LoadTemplate) -> None:
        self.text_of = load

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 - as Jinja calls it
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its name, and that it never changes. Raises `TemplateNotFound`."""
        text = self.text_of(template)
        if text is None:
            raise jinja2.TemplateNotFound(template)
        return text, template, lambda: True


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
        loader=_Loader(load),
        autoescape=html,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=compiled_templates(),
    )
    ours = (markdown, fingerprint, words.number)
    environment.filters |= dict(zip(FILTERS, ours, strict=True))
    text = environment.get_template(template).render(words=words, lang=words.lang, **data)
    return text if html else _BLANK_LINES.sub("\n\n", text)


def fingerprint(script: object) -> str:
    """What a page's policy names a script by that stands in it: its SHA-256 in base 64."""
    return b64encode(sha256(str(script).encode()).digest()).decode()


def markdown(text: object) -> str:
    """A text whose signs mean nothing to Markdown and which stays on one line."""
    one_line = " ".join(str(text).split())
    return _MARKDOWN_SIGNS.sub(r"\\\1", one_line)
