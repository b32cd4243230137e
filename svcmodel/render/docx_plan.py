"""A document as a Word file, drawn into a template: ours, or one that a client made in Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docxtpl import DocxTemplate  # type: ignore[import-untyped] # it ships no types
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import tostring  # type: ignore[import-untyped] # the same
from markupsafe import Markup

from svcmodel.render.blocks import Block, Document, Heading
from svcmodel.render.docx_blocks import draw_blocks
from svcmodel.render.docx_contents import draw_contents
from svcmodel.render.docx_elements import Element, element, field, run, sound
from svcmodel.render.docx_pen import Pen, Picture
from svcmodel.render.docx_styles import Lists, Styles
from svcmodel.render.words import Words
from svcmodel.render.zip_times import same_bytes

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

LANGUAGES = {"es": "es-ES", "en": "en-GB"}
LONGEST_PROPERTY = 255
"""Letters of a property of a file, by the rules of the format."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What a tag `{{p body }}` of a template leaves behind: a mark, at which blocks are drawn later."""

    name: str

    MARK = "svcmodel:"

    def __html__(self) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self.MARK}{self.name}"/></w:pPr></w:p>'


def docx_bytes(
    document: Document,
    template: bytes,
    words: Words,
    *,
    subject: str,
    date: str,
    picture: Picture | None = None,
) -> bytes:
    """The Word file of a document about `subject`, as of a day; the same bytes for the same input.

    `picture` makes a PNG of an SVG; without it, what is read out for a drawing stands for it.
    """
    made = DocxTemplate(BytesIO(template))
    made.render_properties = lambda *_: None  # ours are set below, and are never a template
    word: WordDocument = made.get_docx()
    styles = Styles(word)
    pen = Pen(word, styles, Lists(word, styles), *_text_size(word), picture)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    asked = made.get_undeclared_template_variables(environment)
    given = _given(document, words, subject, date)
    places = {name: _Place(name) for name in asked if name not in given}
    made.render({**given, **places}, environment, autoescape=True)
    _fill(pen, _marks(made.docx.element), _parts(document), words)
    _speak(word, LANGUAGES[words.lang])
    _describe(word, document.title, subject, LANGUAGES[words.lang], date)
    written = BytesIO()
    word.save(written)
    return same_bytes(written.getvalue(), date)


def _given(document: Document, words: Words, subject: str, date: str) -> dict[str, Any]:
    """What a template may say in its own text."""
    told = {"title": document.title, "subtitle": document.subtitle, "subject": subject}
    texts = {name: " ".join(sound(text).split()) for name, text in told.items()}
    return {
        **texts,
        "date": words.date(date),
        "lang": words.lang,
        "page_number": Markup("".join(map(_text_of, _page_number(words)))),  # noqa: S704 - ours
    }


def _page_number(words: Words) -> Iterator[Element]:
    """The runs of "page 2 of 9", in which Word counts."""
    before, after = words("document.page", page="\0", pages="\0").split("\0")[:2]
    yield run(before)
    yield from field("PAGE", "1")
    yield run(after)
    yield from field("NUMPAGES", "1")


def _text_of(one: Element) -> str:
    return str(tostring(one, encoding="unicode"))


def _text_size(word: WordDocument) -> tuple[int, int]:
    """How wide and high the text of a page is, by the last section, in twentieths of a point."""
    last = word.sections[-1]
    wide, high = last.page_width or Cm(21), last.page_height or Cm(29.7)
    beside = (last.left_margin or 0) + (last.right_margin or 0) + (last.gutter or 0)
    above = abs(last.top_margin or 0) + abs(last.bottom_margin or 0)
    return max(2000, Length(wide - beside).twips), max(2000, Length(high - above).twips)


def _parts(document: Document) -> dict[str, tuple[Block, ...]]:
    """The blocks by the tag that stands for them: `opening`, then one for each section."""
    parts: dict[str, list[Block]] = {"opening": []}
    name = "opening"
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            name = f"section_{block.id.replace('-', '_')}"
        parts.setdefault(name, []).append(block)
    return {name: tuple(blocks) for name, blocks in parts.items()}


def _marks(root: Element) -> list[tuple[Element, str]]:
    """The paragraphs at which something is to be drawn, with the name of what."""
    found = []
    for style in root.iter(qn("w:pStyle")):
        name = style.get(qn("w:val"), "")
        if name.startswith(_Place.MARK):
            found.append((style.getparent().getparent(), name.removeprefix(_Place.MARK)))
    return found


def _fill(
    pen: Pen,
    marks: list[tuple[Element, str]],
    parts: Mapping[str, tuple[Block, ...]],
    words: Words,
) -> None:
    """Draw every part at its mark; the contents at last, as they list what was drawn."""
    placed = {name for _, name in marks}
    whole = {
        "body": [block for blocks in parts.values() for block in blocks],
        "rest": [b for name, blocks in parts.items() if name not in placed for b in blocks],
    }
    for mark, name in marks:
        if name != "contents":
            _put(mark, draw_blocks(pen, whole.get(name) or parts.get(name, ())))
    for mark, name in marks:
        if name == "contents":
            _put(mark, draw_contents(pen, words("plan.heading.contents")))
    pen.settle_links()


def _put(mark: Element, drawn: Iterable[Element]) -> None:
    """Put what was drawn where the mark stands, and take the mark away."""
    around = mark.getparent()
    inside_text = around.tag == qn("w:t")
    at = around.getparent().getparent() if inside_text else mark
    last = at
    for one in drawn:
        last.addnext(one)
        last = one
    if inside_text or not _is_needed(mark):
        around.remove(mark)
    else:
        mark.remove(mark[0])


def _is_needed(mark: Element) -> bool:
    """Whether a cell of a table would end without a paragraph, as none may."""
    around = mark.getparent()
    after = [one for one in around if one is not mark]
    return bool(around.tag == qn("w:tc") and (not after or after[-1].tag != qn("w:p")))


def _speak(word: WordDocument, language: str) -> None:
    """Say in which language the text is, for spelling and for voices."""
    styles = word.part.styles.element
    for default in styles.xpath("./w:docDefaults/w:rPrDefault/w:rPr"):
        for old in default.findall(qn("w:lang")):
            default.remove(old)
        default.append(element("w:lang", val=language))
    for old in styles.xpath("./w:style/w:rPr/w:lang"):
        old.set(qn("w:val"), language)
    for theme in word.settings.element.findall(qn("w:themeFontLang")):
        theme.set(qn("w:val"), language)


def _describe(word: WordDocument, title: str, subject: str, language: str, date: str) -> None:
    """The properties of the file: what it is about, and the day of the plan as its day."""
    properties = word.core_properties
    properties.title = sound(title)[:LONGEST_PROPERTY]
    properties.subject = sound(subject)[:LONGEST_PROPERTY]
    properties.language = language
    properties.revision = 1
    for old in properties._element.xpath("./dcterms:created | ./dcterms:modified"):
        old.text = f"{date}T00:00:00Z"
