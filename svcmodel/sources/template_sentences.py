"""Sentences that stand in a template itself, and so are said in one language whatever is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes

_WORDS = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"<(/?[a-zA-Z!][^\s>]*)?")
_SILENT = ("style", "script")

MOST_WORDS = 2
"""How many words may stand side by side without being a sentence."""


def sentences(tree: nodes.Template, name: str) -> Iterator[tuple[int, str]]:
    """Each sentence in the text of a template that shows it, with its line.

    What stands under a condition on `lang` is meant to be in one language; a block of style says nothing.
    """
    if not name.endswith((".html.j2", ".md.j2")):
        return
    passed: list[nodes.Node] = [node for node in tree.find_all(nodes.If) if _asks_language(node)]
    passed += [block for block in tree.find_all(nodes.Block) if block.name in _SILENT]
    chosen = {id(data) for node in passed for data in _data(node)}
    reader = _Reader(is_html=name.endswith(".html.j2"))
    for data in _data(tree):
        for line, text in reader.read(data.data, data.lineno):
            if len(_WORDS.findall(text)) > MOST_WORDS and id(data) not in chosen:
                yield line, " ".join(text.split())


def _data(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    return node.find_all(nodes.TemplateData)


def _asks_language(node: nodes.If) -> bool:
    return any(name.name == "lang" for name in node.test.find_all(nodes.Name)) or (
        isinstance(node.test, nodes.Name) and node.test.name == "lang"
    )


class _Reader:
    """Takes the tags out of the pieces of a template, which may begin and end inside a tag."""

    def __init__(self, *, is_html: bool) -> None:
        self.is_html = is_html
        self.in_tag = False
        self.silent = ""

    def read(self, data: str, line: int) -> Iterator[tuple[int, str]]:
        """The texts between the tags of a piece that begins at a line, with their lines."""
        at = counted = 0
        while at < len(data):
            if self.in_tag:
                end = data.find(">", at)
                self.in_tag = end < 0
                at = len(data) if end < 0 else end + 1
                continue
            tag = _TAG.search(data, at) if self.is_html else None
            text = data[at : tag.start() if tag else len(data)]
            if not self.silent:
                start = at + len(text) - len(text.lstrip())
                line += data.count("\n", counted, start)
                counted = start
                yield line, text.strip()
            if tag is None:
                return
            self._enter((tag.group(1) or "").lower())
            at = tag.end()

    def _enter(self, tag: str) -> None:
        self.in_tag = True
        if tag in _SILENT:
            self.silent = tag
        elif tag == f"/{self.silent}":
            self.silent = ""
