"""The drawings of a document as pictures of a Word document, with what is read out for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Twips

from svcmodel.render.blocks import Figure
from svcmodel.render.docx_elements import Element, element, paragraph, run, sound
from svcmodel.render.docx_pen import Pen, runs, styled

_PIXEL = 15
"""A pixel of a drawing, in twentieths of a point."""

HIGHEST = 0.48
"""How much of the height of a page a picture takes at most, so that some text stands with it."""

_SIZE = re.compile(r"""viewBox\s*=\s*["']\s*\S+\s+\S+\s+([\d.]+)\s+([\d.]+)""")


def draw_figure(pen: Pen, figure: Figure) -> Iterator[Element]:
    """A picture and its caption; without what makes pictures, the words that stand for it."""
    if pen.picture is None:
        note = styled(pen.styles.paragraph("Note"))
        yield paragraph([run(figure.alt)], {**note, "w:keepNext": element("w:keepNext")})
    else:
        shape = {"w:keepNext": element("w:keepNext")} if figure.caption else {}
        inside = element(
            "w:r", element("w:drawing", _picture(pen, figure, pen.picture(figure.svg)))
        )
        yield paragraph(pen.mark(figure.id, [inside]), shape)
    if figure.caption:
        caption = styled(pen.styles.paragraph("Caption"))
        yield paragraph(runs(pen, figure.caption), caption)


def _picture(pen: Pen, figure: Figure, png: bytes) -> Element:
    relation, _ = pen.word.part.get_or_add_image(BytesIO(png))
    width, height = _size(figure.svg, pen.width, round(pen.height * HIGHEST))
    number = pen.next_number()
    drawn = CT_Inline.new_pic_inline(
        number, relation, f"picture-{number}.png", Twips(width), Twips(height)
    )
    for side in "TBLR":
        drawn.set(f"dist{side}", "0")
    described = sound(figure.alt)
    for named in drawn.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        named.set("descr", described)
    return drawn


def _size(svg: str, width: int, height: int) -> tuple[int, int]:
    """How wide and high a drawing is: its own size, or what fits if that is less."""
    found = _SIZE.search(svg)
    own, high = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    if not own or not high:
        return width, width // 2
    scale = min(_PIXEL, width / own, height / high)
    return round(own * scale), round(high * scale)
