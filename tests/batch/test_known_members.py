"""Objects of JSON are taken apart into members only where that is what they are made of."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcmodel.batch.envelopes import CLOSE, SPACED, Envelope, Envelopes
from svcmodel.batch.json_sheets import json_sheet
from svcmodel.batch.known_members import KnownMembers, Style
from svcmodel.batch.member_blocks import members_of
from svcmodel.batch.sheets import Raw
from tests.properties.effort import tried

WORDS = st.sampled_from(
    ["a", "b", 'say "so"', ", ", '", "', "]", "}", "", "ñ", "3", 'x": [', "\u0007", "\\", "{"]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers(-3, 10**16)
    | WORDS
    | st.booleans()
    | st.none()
    | st.sampled_from([1.5, 2.125, 0.0]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WORDS, inside, max_size=2),
    max_leaves=4,
)
OBJECTS = st.lists(st.tuples(WORDS, VALUES), min_size=1, max_size=5)
STYLES = {SPACED: (", ", ": "), CLOSE: (",", ":")}


def text_of(pairs: list[tuple[str, Any]], style: Style, *, ascii_: bool) -> str:
    """An object as text; a key may stand twice."""
    comma, colon = STYLES[style]

    def dumped(value: Any) -> str:
        return json.dumps(value, ensure_ascii=ascii_, separators=STYLES[style])

    return "{" + comma.join(dumped(key) + colon + dumped(value) for key, value in pairs) + "}"


@tried(400)
@given(
    pairs=OBJECTS,
    style=st.sampled_from([SPACED, CLOSE]),
    ascii_=st.booleans(),
    cut=st.none() | st.tuples(st.integers(0, 60), st.integers(0, 3), WORDS),
)
def test_what_is_taken_apart_is_what_a_reader_of_json_reads(
    pairs: list[tuple[str, Any]],
    style: Style,
    ascii_: bool,
    cut: tuple[int, int, str] | None,
) -> None:
    text = text_of(pairs, style, ascii_=ascii_)
    if cut is not None:
        at, length, instead = cut
        text = text[:at] + instead + text[at + length :]
    data = text.encode()
    if not data.startswith(b'{"') or not data.endswith(b"}"):
        return
    known = KnownMembers(["a", "b"], lambda key, value: (key, value))
    for _ in range(2):
        found = known.of_object(data[2:-1], style)
        if found is not None:
            assert found == read(text)


def read(text: str) -> list[tuple[str, Any]]:
    """The pairs of an object, as the standard library reads them."""
    pairs: list[tuple[str, Any]] = []

    def hook(found: list[tuple[str, Any]]) -> dict[str, Any]:
        pairs[:] = found  # the outermost object is read last
        return dict(found)

    json.loads(text, object_pairs_hook=hook)
    return pairs


@given(pairs=OBJECTS, style=st.sampled_from([SPACED, CLOSE]))
def test_usual_objects_are_taken_apart(pairs: list[tuple[str, Any]], style: Style) -> None:
    usual = [(f"k{n}", value) for n, (_, value) in enumerate(pairs) if is_usual(value)]
    if usual:
        known = KnownMembers(["k1"], lambda key, value: (key, value))
        text = text_of(usual, style, ascii_=False).encode()
        assert known.of_object(text[2:-1], style) == usual


def is_usual(value: Any) -> bool:
    """Whether it is a word, a number, or a list of words, none of which has a sign of its own."""
    if isinstance(value, list):
        return all(isinstance(item, str) and is_usual(item) for item in value)
    return not isinstance(value, dict | float) and (not isinstance(value, str) or value in "abñ3")


@pytest.mark.parametrize(
    "line",
    [
        '{"format": "svcmodel/answers/1", "subject": "A", "x\\"answers": {"a": 1}}',
        '{"format": "svcmodel/answers/1", "subject": "A", "inner": {"answers": {"a": 1}}',
        '{"subject": "A", "answers": {"a": 1}}',
        '{"format": "svcmodel/answers/1", "subject": "A", "subject": "B", "answers": {"a": 1}}',
        '{"format": "svcmodel/answers/1", "subject": "A\x07", "answers": {"a": 1}}',
        '{"format": "svcmodel/answers/1", "subject": " ", "answers": {"a": 1}}',
        '{"format": "svcmodel/answers/1", "subject": "A", "date": "", "answers": {"a": 1}}',
        '{"format": "svcmodel/answers/1", "subject": "A", "weights": {"answers": {"a": 1}}}',
        '{"format": "svcmodel/answers/1", "subject": "A", "answers": {"a": 1}',
        '{"format": "svcmodel/answers/1", "subject": "A", "answers": {}}',
    ],
)
def test_envelopes_that_have_to_be_read_whole(line: str) -> None:
    envelopes = Envelopes(frozenset(["full"]))
    for _ in range(2):
        assert envelopes.line(line.encode(), SPACED) is None


@pytest.mark.parametrize("name", ["A", "Ñandú, S.A.", "a, b", "{answers}"])
def test_envelopes_are_known_again(name: str) -> None:
    envelopes = Envelopes(frozenset(["full"]))
    sheet = {"format": "svcmodel/answers/1", "subject": name, "date": "2026-01-15"}
    for ascii_ in (True, False, False):
        line = json.dumps({**sheet, "answers": {"a": 1}}, ensure_ascii=ascii_).encode()
        found = envelopes.line(line, SPACED)
        assert found is not None
        assert found.envelope == Envelope(name, "2026-01-15", "full")
        assert found.answers == b'a": 1'


@pytest.mark.parametrize("space", [" ", "  ", "\t", " \t"])
def test_a_key_that_stands_twice_is_left_to_the_careful_reader(space: str) -> None:
    text = f'{{"subject": "a", "answers": {{"b"{space}: 1, "b": 1, "c"{space}: 2}}}}'
    sheet = json_sheet(text.encode(), "a.json", 0)
    assert isinstance(sheet, Raw)
    assert sheet.data is None


@tried(200)
@given(drawn=st.lists(st.tuples(OBJECTS, st.integers(0, 3)), min_size=1, max_size=6))
def test_many_objects_at_once_are_taken_apart_as_one_by_one(
    drawn: list[tuple[list[tuple[str, Any]], int]],
) -> None:
    numbers: dict[str, int] = {}

    def numbered(key: str, value: Any) -> int:
        return numbers.setdefault(json.dumps([key, value]), len(numbers))

    # some are cut short, so that one begins what the next could end
    texts = [text_of(pairs, SPACED, ascii_=False)[2 : -1 - cut].encode() for pairs, cut in drawn]
    known = KnownMembers(["a", "b"], numbered)
    for _ in range(2):
        found = members_of(known, texts, SPACED)
        for place, text in enumerate(texts):
            alone = known.of_object(text, SPACED)
            own = found.numbers[found.objects == place].tolist()
            assert own == ([] if found.whole[place] else alone)


def test_a_list_does_not_end_in_another_object() -> None:
    known = KnownMembers(["a"], lambda _key, _value: 7)
    found = members_of(known, [b'a": ["x', b'y"]', b'a": ["x", "y"]'], SPACED)
    assert found.whole.tolist() == [True, True, False]
    assert found.objects.tolist() == [2]
