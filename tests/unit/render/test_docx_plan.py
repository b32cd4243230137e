"""A document as a Word file, read back with python-docx: what was said is there, as Word's own things."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm

from docs.draw_word_template import drawn
from svcmodel.domain.records import Lang
from svcmodel.render.blocks import (
    Block,
    Cell,
    Definitions,
    Document,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Quotation,
    Run,
    Table,
    plain,
)
from svcmodel.render.docx_plan import docx_bytes
from svcmodel.render.docx_tables import fit
from svcmodel.render.html_blocks import read_blocks
from svcmodel.render.svg_png import png_of
from svcmodel.render.words import Words
from svcmodel.sources.words_files import load_phrases, load_template_bytes
from tests.program import ECOPRODUCTOS, ROOT, in_shell, svcmodel

DAY = "2026-01-15"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100"/></svg>'
TALL = SVG.replace("0 0 200 100", "0 0 200 4000")
HOSTILE = {
    "expression": "{{7*7}}",
    "paragraph tag": "{%p for x in y %}",
    "run tag": "{{r body }}",
    "broken tag": "{% raw",
    "comment": "{#hidden#}",
    "xml": "<w:p><w:r><w:t>in</w:t></w:r></w:p>",
    "entity": "&lt;b&gt; &amp; &#x7; &nbsp;",
    "cdata": "]]><![CDATA[",
    "mark": "svcmodel:body",
    "field": '{ INCLUDETEXT "/etc/passwd" } HYPERLINK "file:///"',
    "escape": "red\x1b[31mno",
    "nul": "a\0b\ufffe\ud800c",
    "right to left": "שלום \u202eabc\u202c مرحبا",
    "long": "word " * 2000,
    "one long word": "x" * 10_000,
}


def text(said: str, **shape: Any) -> tuple[Run, ...]:
    return (Run(said, **shape),)


def say(said: str, style: str = "") -> Paragraph:
    return Paragraph(text(said), style)


def cells(*said: str, heading: bool = False, number: bool = False) -> tuple[Cell, ...]:
    return tuple(Cell((say(each),), heading, number) for each in said)


def document(*blocks: Block, lang: str = "en", title: str = "Service plan for Acme") -> Document:
    return Document(lang, title, "As of 15 January 2026", blocks)


def heading(said: str, level: int = 2, id_: str = "") -> Heading:
    return Heading(level, id_, text(said))


def written(whole: Document, template: bytes | None = None, **more: Any) -> bytes:
    lang: Lang = "es" if whole.lang == "es" else "en"
    words = Words(lang, load_phrases())
    shown = template or load_template_bytes("plan.docx")
    return docx_bytes(whole, shown, words, **{"subject": "Acme", "date": DAY, **more})


def opened(whole: Document, template: bytes | None = None, **more: Any) -> WordDocument:
    return docx.Document(BytesIO(written(whole, template, **more)))


def parts(data: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(data)) as packed:
        return {
            name: packed.read(name).decode()
            for name in packed.namelist()
            if name.endswith((".xml", ".rels"))
        }


def headings(word: WordDocument) -> list[tuple[int, str]]:
    styled = ((p.style.name or "", p.text) for p in word.paragraphs if p.style)
    return [(int(name[-1]), said) for name, said in styled if name.startswith("Heading ")]


def own_template(*tags: str, table: str = "", bare: bool = False) -> bytes:
    """A client's template with paragraphs of tags; `bare`: with no style but the usual one."""
    word = docx.Document()
    if table:
        word.add_table(1, 1).cell(0, 0).text = table
    for tag in tags:
        word.add_paragraph(tag)
    if bare:
        for style in list(word.styles):
            if style.style_id not in ("Normal", "DefaultParagraphFont", "TableNormal", "NoList"):
                style.delete()
        for number, relation in list(word.part.rels.items()):
            if relation.reltype.endswith("/numbering"):
                del word.part.rels[number]
    saved = BytesIO()
    word.save(saved)
    return saved.getvalue()


CONTENTS = ("{{p contents }}", "{{p body }}")

FULL = document(
    Quotation(text("How customers are looked after"), (text("By two people."),)),
    heading("The six decisions", id_="decisions"),
    Definitions(((text("How is it paid?"), (say("One-off sale"),)),), "answers", ("",)),
    heading("Why", id_="why"),
    heading("Channels", 3, "channels"),
    say("A verdict.", "verdict"),
    Listing(((say("one"),), (say("two"), say("more of two")))),
    Listing(((say("first"),), (say("second"),)), ordered=True),
    Listing(((say("first again"),),), ordered=True),
    heading("Tasks", id_="tasks"),
    Listing(
        ((heading("1.1 Sort", 4, "task-1-1"), say("How.")), (heading("1.2 Talk", 4, "x"),)), True
    ),
    Paragraph((Run("After "), Run("1.1", href="#task-1-1"), Run(" or "), Run("9.9", href="#gone"))),
    Paragraph((Run("See "), Run("the law", href="https://example.org/law?a=1&b=2"))),
    heading("Figures", id_="figures"),
    Table(
        "money",
        text("Money by year"),
        cells("Year", "Money", heading=True),
        (
            (*cells("2026", heading=True), *cells("1,200", number=True)),
            (*cells("2027", heading=True), *cells("900", number=True)),
        ),
    ),
    Figure("chart", text("A chart"), "It rises from 1 to 9.", SVG),
)


def test_headings_are_those_of_the_document_one_level_up() -> None:
    word = opened(FULL)
    assert headings(word) == [
        (1, "The six decisions"),
        (1, "Why"),
        (2, "Channels"),
        (1, "Tasks"),
        (3, "1.1 Sort"),
        (3, "1.2 Talk"),
        (1, "Figures"),
    ]
    assert [p.text for p in word.paragraphs if p.style and p.style.name == "Title"] == [FULL.title]


def test_first_page_has_the_decisions_and_then_links_to_everything() -> None:
    word = opened(FULL)
    marks = {m.get(qn("w:name")) for m in word.element.iter(qn("w:bookmarkStart"))}
    links = list(word.element.iter(qn("w:hyperlink")))
    contents = [link for link in links if link.xpath(".//w:instrText")]
    said = ["".join(t.text for t in link.iter(qn("w:t"))) for link in contents]
    assert said == ["The six decisions", "Why", "Channels", "Tasks", "Figures"]
    assert {link.get(qn("w:anchor")) for link in contents} <= marks
    asked = [link.xpath("string(.//w:instrText)").strip() for link in contents]
    assert asked == [f"PAGEREF {link.get(qn('w:anchor'))} \\h" for link in contents]
    styles = [link.xpath("string(../w:pPr/w:pStyle/@w:val)") for link in contents]
    assert [name[-1] for name in styles] == ["1", "1", "2", "1", "1"]
    whole = [e for e in word.element.body.iter(qn("w:t")) if e.text]
    order = [e.text for e in whole].index
    assert order("By two people.") < order("One-off sale") < order("Contents") < order("A verdict.")


def test_what_no_link_names_below_a_section_is_not_in_the_contents() -> None:
    word = opened(document(heading("One", id_="a"), heading("Below", 3), heading("Two", id_="b")))
    numbered = word.element.xpath("//w:hyperlink[.//w:instrText]//w:t/text()")
    assert numbered == ["One", "Two"]


def test_dots_lead_to_the_numbers_of_the_contents_as_far_as_the_text_goes() -> None:
    section = opened(FULL).sections[0]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator] # set in ours
    for word in (opened(FULL), opened(FULL, own_template(*CONTENTS, bare=True))):
        line = next(p for p in word.paragraphs if p.text.startswith("The six decisions\t"))
        ends = line._p.xpath("./w:pPr/w:tabs/w:tab") or (
            line.style.element.xpath("./w:pPr/w:tabs/w:tab") if line.style else []
        )
        assert [(e.get(qn("w:val")), e.get(qn("w:leader"))) for e in ends] == [("right", "dot")]
    end = opened(FULL).styles["toc 1"].element.xpath("./w:pPr/w:tabs/w:tab/@w:pos")
    assert int(end[0]) == pytest.approx(width / 635, abs=2)


def test_later_lines_of_a_numbered_step_hang_under_its_first() -> None:
    numbers = opened(FULL).part.numbering_part.element
    levels = numbers.xpath("./w:abstractNum/w:lvl")
    found = numbers.xpath("./w:abstractNum/w:lvl/w:pPr/w:ind")
    assert len(found) == len(levels) == 4
    for stands in found:
        assert int(stands.get(qn("w:left"))) >= int(stands.get(qn("w:hanging"))) > 200


def test_word_asks_nothing_when_it_opens_the_file() -> None:
    for said in parts(written(FULL)).values():
        assert "updateFields" not in said
        assert "w:dirty" not in said


def test_lists_are_real_lists_and_count_from_one_again() -> None:
    word = opened(FULL)
    numbered = {
        p.text: (p.style.name if p.style else "", p._p.xpath("./w:pPr/w:numPr/w:numId/@w:val"))
        for p in word.paragraphs
    }
    assert numbered["one"] == ("List Bullet", [])
    assert numbered["first"][0] == numbered["first again"][0] == "List Number"
    assert numbered["first"][1] == numbered["second"][1] != numbered["first again"][1]
    numbers = word.part.numbering_part.element
    for used in (*numbered["first"][1], *numbered["first again"][1]):
        assert numbers.xpath(f"./w:num[@w:numId='{used}']//w:startOverride/@w:val") == ["1"]
    later = next(p for p in word.paragraphs if p.text == "more of two")
    assert later.paragraph_format.left_indent


def test_links_lead_where_they_say_and_nowhere_else() -> None:
    word = opened(FULL)
    by_text = {
        "".join(t.text or "" for t in link.iter(qn("w:t"))): link
        for link in word.element.iter(qn("w:hyperlink"))
    }
    inside = by_text["1.1"].get(qn("w:anchor"))
    assert inside in {m.get(qn("w:name")) for m in word.element.iter(qn("w:bookmarkStart"))}
    outside = word.part.rels[by_text["the law"].get(qn("r:id"), "")]
    assert (outside.is_external, outside.target_ref) == (True, "https://example.org/law?a=1&b=2")
    assert "9.9" not in by_text
    assert any(p.text == "After 1.1 or 9.9" for p in word.paragraphs)


def test_tables_are_as_wide_as_the_text_and_repeat_their_heads() -> None:
    word = opened(FULL)
    table = word.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Year", "Money"],
        ["2026", "1,200"],
        ["2027", "900"],
    ]
    grid = [int(width) for width in table._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
    section = word.sections[0]
    text_width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator] # set in ours
    assert sum(grid) == pytest.approx(text_width / 635, abs=1)
    assert len(table._tbl.xpath("./w:tr/w:trPr/w:tblHeader")) == 1
    assert len(table._tbl.xpath("./w:tr/w:trPr/w:cantSplit")) == 3
    assert [cell.paragraphs[0].alignment for cell in table.columns[1].cells] == [2, 2, 2]
    assert any(
        p.text == "Money by year" and p.style and p.style.name == "Caption" for p in word.paragraphs
    )


@pytest.mark.parametrize("width", [3000, 9411])
def test_no_column_is_narrower_than_its_longest_word(width: int) -> None:
    long = (
        "A text of many words that goes on and on, far over what fits on one line of a cell. " * 3
    )
    table = Table(
        "", (), cells("Impact", "Probability", "What to do"), (cells("High", "Low", long),)
    )
    size, columns = fit(table, width)
    assert sum(columns) == width
    assert columns[2] > max(columns[:2])
    assert columns[1] > 11 * size * 20 * 0.45


def test_more_columns_than_fit_make_smaller_letters_and_stay_inside() -> None:
    head = cells(*("Responsibilities" for _ in range(12)))
    size, columns = fit(Table("", (), head, (cells(*"abcdefghijkl"),)), 9411)
    assert sum(columns) == 9411
    assert min(columns) > 0
    assert size == 8


def test_a_picture_is_told_to_those_who_do_not_see_it() -> None:
    word = opened(FULL, picture=png_of)
    (drawn_,) = word.inline_shapes
    assert drawn_._inline.docPr.get("descr") == "It rises from 1 to 9."
    assert drawn_.width / drawn_.height == pytest.approx(2, rel=0.01)
    ids = word.element.xpath("//wp:docPr/@id")
    assert len(ids) == len(set(ids))
    assert any(p.text == "A chart" for p in word.paragraphs)


def test_a_high_picture_fits_on_a_page() -> None:
    (drawn_,) = opened(document(Figure("", (), "High.", TALL)), picture=png_of).inline_shapes
    assert drawn_.height < Cm(25)


def test_without_pictures_the_words_stand_for_them() -> None:
    word = opened(FULL)
    assert not list(word.inline_shapes)
    assert any(p.text == "It rises from 1 to 9." for p in word.paragraphs)


@pytest.mark.parametrize(
    ("lang", "spoken", "page"), [("es", "es-ES", "Página"), ("en", "en-GB", "Page")]
)
def test_language_date_and_names_are_the_documents(lang: str, spoken: str, page: str) -> None:
    data = written(document(heading("H"), lang=lang))
    word, inside = docx.Document(BytesIO(data)), parts(data)
    assert word.styles.element.xpath("./w:docDefaults//w:lang/@w:val") == [spoken]
    assert f'w:themeFontLang w:val="{spoken}"' in inside["word/settings.xml"]
    about = word.core_properties
    assert (about.title, about.subject, about.language) == ("Service plan for Acme", "Acme", spoken)
    assert f"{about.created:%Y-%m-%d} {about.modified:%Y-%m-%d}" == f"{DAY} {DAY}"
    header, footer = word.sections[0].header, word.sections[0].footer
    assert (
        header.paragraphs[0].text
        == f"Acme\t{Words('es' if lang == 'es' else 'en', load_phrases()).date(DAY)}"
    )
    assert footer.paragraphs[0].text.strip().startswith(page)
    fields = footer._element.xpath(".//w:instrText/text()")
    assert [said.strip() for said in fields] == ["PAGE", "NUMPAGES"]


def test_same_document_gives_the_same_bytes() -> None:
    once, again = written(FULL, picture=png_of), written(FULL, picture=png_of)
    assert once == again
    with ZipFile(BytesIO(once)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(2026, 1, 15, 0, 0, 0)}
        assert packed.namelist()[0] == "[Content_Types].xml"


@pytest.mark.parametrize("said", HOSTILE.values(), ids=list(HOSTILE))
def test_whatever_was_answered_is_text(said: str) -> None:
    whole = document(
        Quotation(text(said), (text(said),)),
        heading(said, id_="a"),
        Paragraph((Run(said, href="#a"), Run(said, strong=True, style=said))),
        Listing(((say(said),),), style=said),
        Definitions(((text(said), (say(said),)),)),
        Table(said, text(said), cells(said, "b"), (cells("c", said),)),
        Figure(said, text(said), said, SVG),
        title=said,
    )
    word = opened(whole, subject=said, picture=png_of)
    kept = "".join(c for c in said if c not in "\x1b\0\ufffe\ud800")
    shown = "".join(t.text or "" for t in word.element.iter(qn("w:t")))
    assert shown.count(" ".join(kept.split())) >= 8
    assert "".join(p.text for p in word.sections[0].header.paragraphs).startswith(
        " ".join(kept.split())
    )
    assert headings(word)[0][1].split() == kept.split()
    asked = {f.strip() for e in word.element.iter(qn("w:instrText")) if (f := e.text)}
    assert asked <= {'TOC \\o "1-1" \\h \\z \\u'}
    assert not word.element.xpath("//w:pStyle[starts-with(@w:val, 'svcmodel:')]")
    assert word.inline_shapes[0]._inline.docPr.get("descr") == kept


def test_a_name_is_never_taken_for_a_template_of_the_properties() -> None:
    about = opened(document(heading("H"), title="{{ 7 * 7 }}"), subject="{% raw").core_properties
    assert (about.title, about.subject) == ("{{ 7 * 7 }}", "{% raw")


def test_a_client_places_parts_in_a_template_of_its_own() -> None:
    tags = (
        "{{p section_why }}",
        "Before {{ title }}.",
        "{{p rest }}",
        "{{p section_unknown }}",
        "End.",
    )
    word = opened(FULL, own_template(*tags))
    said = [p.text for p in word.paragraphs]
    assert [each for _, each in headings(word)][:3] == ["Why", "Channels", "The six decisions"]
    assert said.index("A verdict.") < said.index(f"Before {FULL.title}.") < said.index("1.1 Sort")
    assert said[-1] == "End."
    assert said.count("A verdict.") == 1


def test_a_tag_beside_other_text_and_in_a_table_leaves_both_whole() -> None:
    word = opened(
        FULL, own_template("Dear client, {{ section_why }}", table="{{p section_tasks }}")
    )
    said = [p.text for p in word.paragraphs]
    assert said[said.index("Dear client, ") + 1] == "Why"
    cell = word.tables[0].cell(0, 0)
    assert [p.text for p in cell.paragraphs][:2] == ["Tasks", "1.1 Sort"]
    assert cell._tc[-1].tag == qn("w:p")


def test_everything_twice_keeps_its_names_apart() -> None:
    word = opened(FULL, own_template("{{p body }}", "{{p body }}"))
    names = [m.get(qn("w:name")) for m in word.element.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    assert len(headings(word)) == 14


def test_a_template_without_styles_gets_lists_headings_and_tables_all_the_same() -> None:
    word = opened(FULL, own_template("{{p contents }}", "{{p body }}", bare=True))
    by_text = {p.text: p for p in word.paragraphs}
    assert by_text["Why"]._p.xpath("./w:pPr/w:outlineLvl/@w:val") == ["0"]
    assert by_text["1.1 Sort"]._p.xpath("./w:pPr/w:outlineLvl/@w:val") == ["2"]
    assert by_text["Why"].runs[0].bold
    numbers = word.part.numbering_part.element
    for item, kind in (("one", "bullet"), ("first", "decimal")):
        (number,) = by_text[item]._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        (abstract,) = numbers.xpath(f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
        path = f"./w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[1]/w:numFmt/@w:val"
        assert numbers.xpath(path) == [kind]
    assert word.tables[0]._tbl.xpath("./w:tblPr/w:tblBorders/w:insideH")
    assert word.tables[0].cell(0, 0).paragraphs[0].runs[0].bold


def test_a_heading_without_its_style_takes_the_next_one_up() -> None:
    template = docx.Document(BytesIO(own_template("{{p body }}")))
    for name in ("Heading 2", "Heading 3"):
        template.styles[name].delete()
    saved = BytesIO()
    template.save(saved)
    word = opened(FULL, saved.getvalue())
    task = next(p for p in word.paragraphs if p.text == "1.1 Sort")
    assert task.style is not None
    assert task.style.name == "Heading 1"
    assert task._p.xpath("./w:pPr/w:outlineLvl/@w:val") == ["2"]


def test_two_tables_in_a_row_stay_two() -> None:
    table = Table("", (), cells("a", "b"), (cells("c", "d"),))
    body = opened(document(heading("H"), table, table)).element.body
    tables = body.findall(qn("w:tbl"))
    assert len(tables) == 2
    assert tables[0].getnext().tag == qn("w:p")


ORDER = {
    "pPr": "pStyle keepNext keepLines numPr pBdr tabs spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b i color sz szCs u lang",
    "tblPr": "tblStyle tblW tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vAlign",
}
"""The order in which Word wants properties; of others than these there are none in what we draw."""


@pytest.mark.parametrize("bare", [False, True])
def test_properties_stand_in_the_order_that_word_wants(bare: bool) -> None:
    template = own_template("{{p contents }}", "{{p body }}", bare=True) if bare else None
    body = opened(FULL, template, picture=png_of).element.body
    for kind, order in ORDER.items():
        wanted = order.split()
        for shape in body.iter(qn(f"w:{kind}")):
            names = [str(inner.tag).rpartition("}")[2] for inner in shape]
            assert names == sorted(names, key=wanted.index)


def everything(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and all that stands in lists among them."""
    for block in blocks:
        yield block
        if isinstance(block, Listing):
            for item in block.items:
                yield from everything(item)


def test_a_plan_in_word_says_what_the_page_says(tmp_path: Path) -> None:
    for name in ("plan.docx", "again.docx", "plan.html"):
        done = svcmodel("plan", ECOPRODUCTOS, "-o", tmp_path / name, "--date", DAY)
        assert done.code == 0, done.err
    assert (tmp_path / "plan.docx").read_bytes() == (tmp_path / "again.docx").read_bytes()
    word = docx.Document(str(tmp_path / "plan.docx"))
    page = read_blocks((tmp_path / "plan.html").read_text(encoding="utf-8"))
    blocks = list(everything(page.blocks))
    said = [(b.level - 1, plain(b.line)) for b in blocks if isinstance(b, Heading)]
    assert headings(word) == said
    tables = [b for b in blocks if isinstance(b, Table)]
    assert [len(t.rows) for t in word.tables] == [len(t.rows) + bool(t.head) for t in tables]
    figures = [b for b in blocks if isinstance(b, Figure)]
    shown = [drawn_._inline.docPr.get("descr") for drawn_ in word.inline_shapes]
    assert shown == [figure.alt for figure in figures]


def test_a_short_plan_takes_the_smaller_template_and_own_ones_go_first(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()

    def kinds(*more: str | Path) -> tuple[bool, bool]:
        """Whether there is a table of contents, and whether a template of one's own was taken."""
        file = tmp_path / "plan.docx"
        done = svcmodel("plan", ECOPRODUCTOS, "-o", file, "--date", DAY, *more)
        assert done.code == 0, done.err
        word = docx.Document(str(file))
        told = [p.style.name for p in word.paragraphs if p.style]
        return "toc 1" in told, any("Ours" in p.text for p in word.paragraphs)

    assert kinds() == (False, False)
    for name, tags, found in (
        ("plan.docx", ("{{p contents }}", "{{p body }}"), (True, True)),
        ("plan_brief.docx", ("{{p body }}",), (False, True)),
    ):
        template = docx.Document(BytesIO(load_template_bytes("plan.docx")))
        for paragraph in list(template.paragraphs):
            paragraph._element.getparent().remove(paragraph._element)
        for text in ("Ours", *tags):
            template.add_paragraph(text)
        template.save(str(own / name))
        assert kinds("--template", own) == found


WITHOUT_TYPST = """
import importlib.util as util
found = util.find_spec
util.find_spec = lambda name, *more: None if name == "typst" else found(name, *more)
from svcmodel.__main__ import main
main()
"""


def test_it_is_said_once_that_charts_cannot_be_drawn(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    start = (sys.executable, "-c", WITHOUT_TYPST)
    done = in_shell(
        "--lang", "en", "plan", ROOT / "examples" / "toy_shop.yaml", "-o", file, start=start
    )
    assert done.code == 0, done.err
    assert done.err.count("pip install svcmodel[pdf]") == 1
    word = docx.Document(str(file))
    assert not list(word.inline_shapes)
    assert any("decision by decision" in p.text for p in word.paragraphs)


@pytest.mark.parametrize(("name", "brief"), [("plan.docx", False), ("plan_brief.docx", True)])
def test_shipped_templates_are_what_their_script_draws(name: str, brief: bool) -> None:
    shipped = load_template_bytes(name)
    with ZipFile(BytesIO(shipped)) as ours, ZipFile(BytesIO(drawn(brief=brief))) as made:
        assert ours.namelist() == made.namelist()
        for name in ours.namelist():
            assert ours.read(name) == made.read(name), name


def is_kept(word: WordDocument, said: str) -> bool:
    """Whether a paragraph stays with the next one, by itself or by its style."""
    (found,) = [one for one in word.paragraphs if one.text == said]
    by_style = found.style.paragraph_format.keep_with_next if found.style else None
    return bool(found.paragraph_format.keep_with_next or by_style)


def test_a_remark_stays_on_the_page_of_what_it_remarks_on() -> None:
    law = (text("Law"), (say("Says so"), say("By law, from May", "remark")))
    word = opened(document(heading("Duties"), Definitions((law, law), "entries"), say("End")))
    shown = [one.text for one in word.paragraphs]
    assert shown.count("By law, from May") == 2
    once = opened(document(heading("Duties"), Definitions((law,), "entries"), say("End")))
    assert is_kept(once, "Law")
    assert is_kept(once, "Says so")
    assert not is_kept(once, "By law, from May")


def test_of_several_notes_the_first_stays_with_what_follows_and_the_last_with_a_table() -> None:
    table = Table("", (), cells("Head"), (cells("1"), cells("2")))
    notes = [say(f"Note {number}", "note") for number in range(3)]
    word = opened(document(heading("Budget"), *notes, table, say("End", "note")))
    assert [is_kept(word, f"Note {number}") for number in range(3)] == [True, False, True]
    assert not is_kept(word, "End")


def test_a_long_paragraph_may_part_from_its_table_and_a_caption_from_the_numbers() -> None:
    table = Table("", (), cells("Head"), (cells("1"), cells("2")))
    figure = Figure("f", text("A caption"), "Told.", SVG)
    word = opened(document(heading("H"), say("word " * 80), table, figure, table), picture=png_of)
    assert not is_kept(word, "word " * 80)
    assert not is_kept(word, "A caption")
