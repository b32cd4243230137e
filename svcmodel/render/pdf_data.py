"""The blocks of a document as plain data, for the template that sets them in print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

from svcmodel.render.blocks import (
    Block,
    Cell,
    Definitions,
    Document,
    Figure,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quotation,
    Run,
    Table,
    plain,
)
from svcmodel.render.column_widths import GAP, column_widths, longest_word, row_width

_NUMBERS = "numbers"
"""The style of a table that holds the numbers of the figure before it."""

_RUNNING = 80
"""Characters of the title at the head of every page."""

_LONG_TABLE = 12
"""The rows of a table from which on it is long."""

_ENDLESS = re.compile(r"\S{30,}")
_PIECE = 10
_ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)))

Data = dict[str, Any]


def document_data(document: Document) -> Data:
    """A document as mappings, lists and texts.

    Every block has its `kind`, its `size` in characters and whether it `leads` to what follows. A link
    within the document has a `target` and stands only where the document holds that target once.
    The numbers of figures stand apart from the other blocks, for the end of the document.
    """
    return _Drawing(document).data()


class _Drawing:
    """Turns blocks into data from top to bottom, so that no heading skips a level."""

    def __init__(self, document: Document) -> None:
        self.document = document
        counted = Counter(filter(None, _ids(document.blocks)))
        self.ids = {id_ for id_, times in counted.items() if times == 1}
        self.level = 0
        self.numbers: list[Data] = []

    def data(self) -> Data:
        blocks = _laid(self.blocks(self.document.blocks))
        sections = [n for n, block in enumerate(blocks) if block.get("level") == 1]
        return {
            "lang": self.document.lang,
            "title": clean(self.document.title),
            "running": _shortened(clean(self.document.title)),
            "subtitle": clean(self.document.subtitle),
            "size": _total(blocks),
            "contents_at": sections[2] if len(sections) > 2 else None,
            "blocks": blocks,
            "numbers": self.numbers,
        }

    def blocks(self, blocks: Iterable[Block]) -> list[Data]:
        data: list[Data] = []
        for block in blocks:
            if isinstance(block, Table) and _NUMBERS in block.style.split():
                self.set_aside(block, data)
            else:
                data.append(self.block(block))
        _lead(data)
        return data

    def set_aside(self, table: Table, before: Sequence[Data]) -> None:
        """Keep the numbers of the figure before it for the end."""
        table_id = f"{_NUMBERS} {len(self.numbers) + 1}"
        told: Data = {"caption": []}
        if before and before[-1]["kind"] == "figure":
            told = before[-1]
            told["numbers"] = table_id
        self.numbers.append(self.table(table) | {"id": table_id, "caption": told["caption"]})

    def block(self, block: Block) -> Data:
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph(line, style):
                return _sized("paragraph", len(plain(line)), line=self.line(line), style=style)
            case Listing(items, ordered, style):
                held = [self.held(item) for item in items]
                return _sized("listing", _total(held), items=held, ordered=ordered, style=style)
            case Definitions():
                return self.definitions(block)
            case Table():
                return self.table(block)
            case Quotation(label, lines):
                size = sum(len(plain(line)) for line in (label, *lines))
                told = [self.line(line) for line in lines]
                return _sized("quotation", size, label=self.line(label), lines=told)
            case Figure(id_, caption, alt, svg):
                said = self.line(caption)
                shown: Data = {"id": self.id(id_), "caption": said, "alt": clean(alt), "svg": svg}
                return _sized("figure", 0, **shown)

    def heading(self, heading: Heading) -> Data:
        self.level = min(heading.level - 1, self.level + 1)
        line, size = self.line(heading.line), len(plain(heading.line))
        id_ = self.id(heading.id)
        return _sized("heading", size, id=id_, level=self.level, line=line)

    def definitions(self, block: Definitions) -> Data:
        ids = block.ids or ("",) * len(block.pairs)
        pairs = [
            {"term": self.line(term), "id": self.id(id_), **self.held(said)}
            for id_, (term, said) in zip(ids, block.pairs, strict=True)
        ]
        return _sized("definitions", _total(pairs), pairs=pairs, style=block.style)

    def table(self, table: Table) -> Data:
        written = [table.head, *table.rows]
        widths = column_widths(written)
        head, *rows = (self.row(row, widths) for row in written)
        return _sized(
            "table",
            sum(map(_total, rows)),
            id=self.id(table.id),
            caption=self.line(table.caption),
            head=head if table.head else [],
            rows=rows,
            widths=widths,
            style=table.style,
        )

    def row(self, row: Sequence[Cell], widths: Sequence[int]) -> list[Data]:
        """The cells of a row, one more for what is not there."""
        missing = len(widths) - row_width(row)
        cells = (*row, Cell((), span=missing)) if missing else row
        places = accumulate((cell.span for cell in cells), initial=0)
        return [self.cell(c, widths[place]) for place, c in zip(places, cells, strict=False)]

    def cell(self, cell: Cell, width: int) -> Data:
        return {
            "heading": cell.heading,
            "number": cell.number,
            "span": cell.span,
            "hyphenate": longest_word(cell) > width - GAP,
            **self.held(cell.blocks),
        }

    def held(self, blocks: Iterable[Block]) -> Data:
        data = self.blocks(blocks)
        return {"blocks": data, "size": _total(data)}

    def id(self, id_: str) -> str:
        return id_ if id_ in self.ids else ""

    def line(self, line: Line) -> list[Data]:
        return [self.run(run) for run in line]

    def run(self, run: Run) -> Data:
        data: Data = {"text": clean(run.text)}
        if run.strong:
            data["strong"] = True
        if run.emphasis:
            data["emphasis"] = True
        if run.style:
            data["style"] = run.style
        if run.href.startswith("#"):
            if run.href[1:] in self.ids:
                data["target"] = run.href[1:]
        elif run.href:
            data["href"] = run.href
        return data


def _lead(data: Sequence[Data]) -> None:
    """Say of each block whether it leads to the next."""
    for before, after in pairwise(data):
        facts = after["kind"] == "paragraph" and after["style"] == "facts"
        before["leads"] = facts or after["kind"] not in ("paragraph", "heading")


def _laid(blocks: Sequence[Data]) -> list[Data]:
    """The blocks with each drawing before a short table and after a long one, where pages fill better.

    Drawings that follow one another stay together.
    """
    laid = list(blocks)
    kinds = ["", *(block["kind"] for block in blocks), ""]
    for at, (before, after) in enumerate(pairwise(blocks)):
        first, last = kinds[at] != "figure", kinds[at + 3] != "figure"
        to_long = before["kind"] == "figure" and first and _is_long(after)
        from_short = after["kind"] == "figure" and last and _is_short(before)
        if laid[at] is before and (to_long or from_short):
            laid[at : at + 2] = [after, before]
    _lead(laid)
    return laid


def _is_short(block: Data) -> bool:
    return block["kind"] == "table" and not _is_long(block)


def _is_long(block: Data) -> bool:
    return block["kind"] == "table" and len(block["rows"]) > _LONG_TABLE


def clean(text: str) -> str:
    """A text without control characters, which may break within what has no end."""
    return _ENDLESS.sub(_breakable, text.translate(_CONTROLS))


def _shortened(title: str) -> str:
    return title if len(title) <= _RUNNING else f"{title[: _RUNNING - 1].rstrip()}…"


def _breakable(word: re.Match[str]) -> str:
    text = word[0]
    return _ZERO_WIDTH_SPACE.join(text[i : i + _PIECE] for i in range(0, len(text), _PIECE))


def _sized(kind: str, size: int, **rest: Any) -> Data:
    return {"kind": kind, "size": size, "leads": False, **rest}


def _total(items: Iterable[Data]) -> int:
    return sum(item["size"] for item in items)


def _ids(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading() | Figure():
                yield block.id
            case Listing(items):
                yield from _ids(chain.from_iterable(items))
            case Definitions(pairs, _, ids):
                yield from ids
                yield from _ids(chain.from_iterable(said for _, said in pairs))
            case Table(id_, _, head, rows):
                yield id_
                cells = chain(head, *rows)
                yield from _ids(chain.from_iterable(cell.blocks for cell in cells))
