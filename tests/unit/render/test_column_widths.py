"""How wide the columns of a table in print are."""

from __future__ import annotations

from svcmodel.render.blocks import Cell, Listing, Paragraph, Run
from svcmodel.render.column_widths import GAP, PAGE, WORD, column_widths


def cell(text: str, *, number: bool = False, span: int = 1) -> Cell:
    return Cell((Paragraph((Run(text),)),), number=number, span=span)


LONG = "some words " * 30


def test_a_column_is_as_wide_as_its_longest_cell_where_there_is_room() -> None:
    assert column_widths([(cell("Who"), cell("Service lead"))]) == [3 + GAP, 12 + GAP]


def test_what_holds_more_is_wider_and_the_line_is_full() -> None:
    short, middle, wide = column_widths([(cell("Yes"), cell(LONG[:60]), cell(LONG))])
    assert short == 3 + GAP
    assert short < middle < wide
    assert PAGE - 3 <= short + middle + wide <= PAGE


def test_words_and_numbers_are_kept_whole_beside_a_long_text() -> None:
    name, days, _ = column_widths(
        [(cell("Responsable de tecnología"), cell("209 days", number=True), cell(LONG * 9))]
    )
    assert name >= len("Responsable") + GAP
    assert days == len("209 days") + GAP


def test_what_a_list_holds_counts_like_text() -> None:
    told = Paragraph((Run(LONG),))
    assert column_widths([(cell("Yes"), Cell((Listing(((told,), (told,))),)))]) == [
        3 + GAP,
        PAGE - 3 - GAP,
    ]


def test_an_endless_word_leaves_room_for_the_others() -> None:
    assert column_widths([(cell("W" * 900), cell(LONG), cell(LONG))])[1] >= WORD


def test_wide_cells_and_short_rows_are_no_columns_of_their_own() -> None:
    rows = [(cell(LONG, span=2),), (cell("a"), cell("b")), (cell("c"),)]
    assert column_widths(rows) == [1 + GAP, 1 + GAP]


def test_more_columns_than_fit_have_the_width_of_a_word_each() -> None:
    assert column_widths([tuple(cell(LONG) for _ in range(30))]) == [5 + GAP] * 30


def test_a_table_of_nothing_has_no_columns() -> None:
    assert column_widths([()]) == []
