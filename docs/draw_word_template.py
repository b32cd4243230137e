"""Draw templates/plan.docx and plan_brief.docx again: styles, header and tags of a plan as a Word document.

Run from the top folder: python -m docs.draw_word_template

Sizes are in points, places in centimetres. Who wants another look opens the file in Word, changes its
styles and keeps the tags.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from svcmodel.render.zip_times import same_bytes

FOLDER = Path(__file__).resolve().parents[1] / "templates"
DAY = "2026-01-01"
FONT = "Calibri"
"""On every computer with Word; elsewhere Carlito, which is as wide, takes its place."""

INK, SOFT, LINE, WASH, ACCENT = "1C2530", "4A5766", "D3D9DF", "F4F6F8", "1B4965"
MARGIN, TEXT_WIDTH = 2.2, 16.6
MARGIN_BRIEF, TEXT_WIDTH_BRIEF = 1.4, 18.2
BRIEF = 0.8
"""How large letters and spaces are in the file for a company of few people, beside the other."""

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
UNWANTED = ("stylesWithEffects", "webSettings", "customXml", "thumbnail", "extended-properties")
"""What the empty document of python-docx brings and nobody reads."""

KEPT = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList")
"""The styles that every document has."""


@dataclass(frozen=True)
class Look:
    """A paragraph style. None: as in the style it is based on. `end`: where dots lead to a number."""

    name: str
    base: str = "Normal"
    size: float | None = None
    colour: str = ""
    before: float | None = None
    after: float | None = None
    left: float | None = None
    hanging: float = 0
    bold: bool | None = None
    keep: bool | None = None
    follow: str = "Normal"
    end: float | None = None


LOOKS = (
    Look("Title", size=26, colour=ACCENT, before=0, after=2, bold=True, follow="Subtitle"),
    Look("Subtitle", size=12, colour=SOFT, after=14),
    Look("Heading 1", size=17, colour=ACCENT, before=22, after=6, bold=True, keep=True),
    Look("Heading 2", size=13.5, colour=INK, before=16, after=4, bold=True, keep=True),
    Look("Heading 3", size=11, colour=INK, before=12, after=2, bold=True, keep=True),
    Look("Heading 4", size=10.5, colour=SOFT, before=8, after=2, bold=True, keep=True),
    Look("List Bullet", after=3, left=0.6, hanging=0.4, follow="List Bullet"),
    Look("List Bullet 2", after=3, left=1.2, hanging=0.4, follow="List Bullet 2"),
    Look("List Number", after=3, left=0.6, hanging=0.6, follow="List Number"),
    Look("List Number 2", after=3, left=1.4, hanging=0.6, follow="List Number 2"),
    Look("Quote", size=12, colour=INK, after=8, left=0.5),
    Look("Caption", size=9.5, colour=SOFT, before=8, after=4),
    Look("Label", size=9.5, colour=SOFT, before=8, after=2, bold=True, keep=True),
    Look("Note", size=9.5, colour=SOFT, after=4),
    Look("Verdict", bold=True),
    Look("Term", before=6, after=1, bold=True, keep=True, follow="Definition"),
    Look("Definition", after=2, follow="Term"),
    Look("Remark", "Definition", size=9.5, colour=SOFT),
    Look("Pair", before=3, after=3, left=6.6, hanging=6.6, follow="Pair"),
    Look("Output", size=9.5, before=0, after=2),
    Look("Facts", size=9.5, colour=SOFT, before=0, after=2),
    Look("Table Text", size=9, before=2, after=2, follow="Table Text"),
    Look("Table Small", "Table Text", size=8, before=1.5, after=1.5, follow="Table Small"),
    Look("TOC Heading", size=13.5, colour=ACCENT, before=18, after=6, bold=True, keep=True),
    Look("toc 1", size=9, after=0, before=0, end=TEXT_WIDTH),
    Look("toc 2", size=9, after=0, before=0, left=0.6, colour=SOFT, end=TEXT_WIDTH),
    Look("Header", size=9, colour=SOFT, after=0),
    Look("Footer", size=9, colour=SOFT, after=0),
)

LEVELS = (
    (1, 0, "ListBullet", "bullet", "•", 340, 227),
    (1, 1, "ListBullet2", "bullet", "–", 680, 227),
    (2, 0, "ListNumber", "decimal", "%1.", 340, 340),
    (3, 0, "ListNumber2", "decimal", "%1.", 794, 340),
)
"""Number, level, style, signs, how far lines stand in and their sign out, as in the style."""


def numbering() -> str:
    """The lists of the template; where lines stand is said by the list, which goes before the style."""
    lists = {number: "" for number, *_ in LEVELS}
    for number, level, style, signs, sign, left, out in LEVELS:
        look = f'<w:rPr><w:color w:val="{ACCENT}"/></w:rPr>' if signs == "bullet" else ""
        lists[number] += f"""<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{signs}"/>
<w:pStyle w:val="{style}"/><w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="{left}" w:hanging="{out}"/></w:pPr>{look}</w:lvl>"""
    kind = '<w:abstractNum w:abstractNumId="{}"><w:multiLevelType w:val="multilevel"/>{}</w:abstractNum>'
    kinds = [kind.format(number, levels) for number, levels in lists.items()]
    used = [f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in lists]
    return f"<w:numbering {NAMESPACE}>{''.join(kinds + used)}</w:numbering>"


LISTS = {style: (number, level) for number, level, style, *_ in LEVELS}
"""The list and the level of each style of a list."""

LINES = {"Quote": ("left",), "Subtitle": ("bottom",), "Pair": ("bottom", "between")}
"""Where a style has lines."""

TABLE_STYLE = f"""<w:style {NAMESPACE} w:type="table" w:customStyle="1" w:styleId="PlanTable">
<w:name w:val="Plan Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{ACCENT}"/></w:rPr>
<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{ACCENT}"/></w:tcBorders>
<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/></w:tcPr></w:tblStylePr>
<w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>
</w:style>"""

SETTINGS = f"""<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting
 w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"""

OURS = {"settings": SETTINGS, "numbering": numbering()}

FONTS = f"""<w:fonts {NAMESPACE}><w:font w:name="{FONT}"><w:altName w:val="Carlito"/>
<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/><w:family w:val="swiss"/>
<w:pitch w:val="variable"/></w:font></w:fonts>"""


def main() -> None:
    """Write the templates."""
    for name, brief in (("plan.docx", False), ("plan_brief.docx", True)):
        (FOLDER / name).write_bytes(drawn(brief=brief))
        print(f"Drawn: templates/{name}")


def drawn(*, brief: bool = False) -> bytes:
    """A template as a file; `brief`: for a plan of a few pages, which needs no contents."""
    word = Document()
    _clear(word)
    _style(word, BRIEF if brief else 1)
    _page(word, *((MARGIN_BRIEF, TEXT_WIDTH_BRIEF) if brief else (MARGIN, TEXT_WIDTH)))
    _tags(word, ("rest",) if brief else ("opening", "section_decisions", "contents", "rest"))
    properties = word.core_properties
    properties.title = properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.author = "svcmodel"
    for day in properties._element.xpath("./dcterms:created | ./dcterms:modified"):
        day.text = f"{DAY}T00:00:00Z"
    written = BytesIO()
    word.save(written)
    return same_bytes(written.getvalue(), DAY)


def _clear(word: WordDocument) -> None:
    """Leave out what is not ours of the empty document."""
    for relations in (word.part.rels, word.part.package.rels):
        for number, relation in list(relations.items()):
            if any(name in f"{relation.reltype} {relation.target_ref}" for name in UNWANTED):
                del relations[number]
    for style in list(word.styles):
        if style.style_id not in KEPT:
            style.delete()
    for relation in word.part.rels.values():
        _replace(relation.target_part, relation.reltype.rpartition("/")[2])


def _replace(part: Part, kind: str) -> None:
    """Put ours in the place of a part of the empty document."""
    if isinstance(part, XmlPart) and kind in OURS:
        part._element = parse_xml(re.sub(r">\s+<", "><", OURS[kind]))
    elif kind == "fontTable":
        part._blob = FONTS.encode()
    elif kind == "theme":
        part._blob = _theme(part.blob.decode())


def _theme(theme: str) -> bytes:
    """The theme with our font and colours, without the fonts of every script of the world."""
    theme = re.sub(r'\s*<a:font script="[^"]*" typeface="[^"]*"/>', "", theme)
    theme = re.sub(r'(<a:latin typeface=")[^"]*', rf"\1{FONT}", theme)
    colours = {"dk2": ACCENT, "accent1": ACCENT, "hlink": ACCENT, "folHlink": SOFT}
    for name, colour in colours.items():
        theme = re.sub(rf'(<a:{name}>\s*<a:srgbClr val=")\w+', rf"\g<1>{colour}", theme)
    return theme.encode()


def _style(word: WordDocument, scale: float) -> None:
    normal = cast(ParagraphStyle, word.styles["Normal"])
    normal.font.size = _size(10.5, scale)
    normal.font.color.rgb = RGBColor.from_string(INK)
    normal.paragraph_format.space_after = _space(6, scale)
    normal.paragraph_format.line_spacing = 1.12 if scale == 1 else 1
    normal.paragraph_format.widow_control = True
    for look in LOOKS:
        made = word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style = cast(ParagraphStyle, made)
        style.base_style = word.styles[look.base]
        style.quick_style = not look.name.startswith("toc")
        _shape(style, look, scale)
    for look in LOOKS:
        style = cast(ParagraphStyle, word.styles[look.name])
        style.next_paragraph_style = word.styles[look.follow]
    for name, colour in (("Hyperlink", ACCENT), ("Layer", SOFT), ("Mark", SOFT), ("Part", ACCENT)):
        made = word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=True)
        _character(cast(CharacterStyle, made), colour, scale)
    word.part.styles.element.append(parse_xml(re.sub(r">\s+<", "><", TABLE_STYLE)))


def _size(points: float, scale: float) -> Pt:
    """The size of letters, in half points as Word has them."""
    return Pt(round(2 * points * scale) / 2)


def _space(points: float, scale: float) -> Pt:
    """A space above or below, which shrinks more than letters do."""
    return Pt(round(2 * points * scale**3) / 2)


def _character(style: CharacterStyle, colour: str, scale: float) -> None:
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.underline = True if style.name == "Hyperlink" else None
    style.font.bold = {"Part": True, "Layer": False, "Mark": False}.get(style.name or "")
    style.font.size = _size(9.5, scale) if style.name in ("Mark", "Part") else None


def _shape(style: ParagraphStyle, look: Look, scale: float) -> None:
    style.font.size = _size(look.size, scale) if look.size else None
    style.font.bold = look.bold
    if look.colour:
        style.font.color.rgb = RGBColor.from_string(look.colour)
    shape = style.paragraph_format
    shape.space_before = None if look.before is None else _space(look.before, scale)
    shape.space_after = None if look.after is None else _space(look.after, scale)
    shape.left_indent = None if look.left is None else Cm(look.left)
    shape.first_line_indent = Cm(-look.hanging) if look.hanging else None
    shape.keep_with_next = look.keep
    properties = style.element.get_or_add_pPr()
    if style.style_id in LISTS:
        number, level = LISTS[style.style_id]
        properties.get_or_add_numPr().get_or_add_numId().val = number
        properties.get_or_add_numPr().get_or_add_ilvl().val = level
    if look.name.startswith("Heading "):
        level = int(look.name[-1]) - 1
        properties.append(parse_xml(f'<w:outlineLvl {NAMESPACE} w:val="{level}"/>'))
    if look.name in LINES:
        _line(style, LINES[look.name])
    if look.name == "Pair":
        shape.tab_stops.add_tab_stop(Cm(look.left or 0))
    if look.end:
        shape.line_spacing = 1
        shape.tab_stops.add_tab_stop(Cm(look.end), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _line(style: ParagraphStyle, sides: tuple[str, ...]) -> None:
    """A line beside or below the paragraphs of a style, or between them."""
    colour, size = (ACCENT, 18) if len(sides) == 1 else (LINE, 4)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="4" w:color="{colour}"/>' for side in sides
    )
    border = parse_xml(f"<w:pBdr {NAMESPACE}>{lines}</w:pBdr>")
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _page(word: WordDocument, margin: float, text_width: float) -> None:
    """A4, with the client and the day above and the page below; the first page without the former."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(margin)
    section.top_margin, section.bottom_margin = Cm(margin), Cm(margin - 0.2)
    section.header_distance = section.footer_distance = Cm(margin / 2)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.paragraph_format.tab_stops.add_tab_stop(Cm(text_width), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run("{{ subject }}\t{{ date }}")
    for foot in (section.footer, section.first_page_footer):
        line = foot.paragraphs[0]
        line.style = word.styles["Footer"]
        line.paragraph_format.tab_stops.add_tab_stop(Cm(text_width), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run("\t")
        line.add_run("{{r page_number }}")


def _tags(word: WordDocument, tags: Sequence[str]) -> None:
    """What is filled in: texts, and at each tag a part of the plan."""
    word.add_paragraph("{{ title }}", "Title")
    word.add_paragraph("{{ subtitle }}", "Subtitle")
    for tag in tags:
        word.add_paragraph(f"{{{{p {tag} }}}}")


if __name__ == "__main__":
    main()
