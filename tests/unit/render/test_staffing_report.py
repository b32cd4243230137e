"""Staffing in words: rounded to what it is worth, in either language, with all that it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from svcmodel.domain.assessment import ChannelChoice
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.planning.staffing import staffing_of
from svcmodel.render.staffing_report import StaffingText, staffing_text
from svcmodel.render.words import Words
from svcmodel.scoring.decide import decide
from svcmodel.sources.words_files import load_phrases
from tests.builders import DAY, given, sheet_of


class TestText:
    @pytest.fixture(autouse=True)
    def _shipped(self, shipped: Catalogue, full: Questionnaire, shelf: PlaybookShelf) -> None:
        self.shipped, self.full, self.shelf = shipped, full, shelf

    def text(self, lang: Lang = "en", **said: Any) -> StaffingText:
        bank, sheet = self.full.bank, sheet_of(*(given(id_, said[id_]) for id_ in said))
        decided = decide(self.shipped, bank, sheet, DAY)
        assert self.shelf.staffing is not None
        staffing = staffing_of(
            self.shelf.staffing, self.shipped, bank, decided.reading, decided.design
        )
        assert staffing is not None
        return staffing_text(staffing, self.shipped, self.shelf.kpis, Words(lang, load_phrases()))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_row_has_a_cell_for_every_column(self, lang: Lang) -> None:
        text = self.text(lang, cus_volume=40_000, channels_by_use=("phone", "email"))
        assert len(text.rows) == 2
        assert all(len(row) == len(text.columns) for row in text.rows)
        assert all(cell for row in text.rows for cell in row)

    def test_a_queue_is_told_in_people_and_what_may_wait_in_hours(self) -> None:
        phone, email = self.text(cus_volume=40_000, channels_by_use=("phone", "email")).rows
        assert phone[0] == "Phone"
        assert phone[3].endswith(" people at once")
        assert email[3].endswith(" h a week")

    @pytest.mark.parametrize(
        ("said", "intro"),
        [
            ({"cus_volume": 40_000, "channels_by_use": ("phone",)}, "busiest half hour"),
            ({"cus_volume": 400, "channels_by_use": ("phone",)}, "Contacts are too few"),
            ({"cus_volume": 40_000, "channels_by_use": ("email",)}, "can wait a little"),
            ({"channels_by_use": ("phone",)}, "cannot be estimated"),
        ],
    )
    def test_the_introduction_says_what_counts(self, said: dict[str, Any], intro: str) -> None:
        assert intro in self.text(**said).intro

    def test_without_the_contacts_there_is_no_table_but_what_to_find_out(self) -> None:
        text = self.text(channels_by_use=("phone",))
        assert text.rows == ()
        assert "find out: Contacts a month" in text.lines[-1]

    def test_figures_are_rounded_to_what_they_are_worth(self) -> None:
        text = self.text(cus_volume=12_345, channels_by_use=("phone", "email"))
        told = " ".join(cell for row in text.rows for cell in row[1:2])
        assert "7,400–9,300" in told
        assert "12,345 contacts a month" in " ".join(text.lines), "an answer stays as it is"

    @pytest.mark.parametrize(
        ("posts", "verdict"),
        [(0.1, "too few"), (1, "Measure"), (2.5, "enough for this work"), (100, "far more")],
    )
    def test_the_posts_there_are_are_told_beside(self, posts: float, verdict: str) -> None:
        text = self.text(cus_volume=700, channels_by_use=("email",), service_headcount=posts)
        assert any(verdict in line for line in text.lines)

    def test_what_was_answered_and_what_is_assumed_are_told_apart(self) -> None:
        lines = self.text(cus_volume=700, channels_by_use=("phone", "email"), cus_hours=3).lines
        (said,) = (line for line in lines if line.startswith("From what you answered"))
        (assumed,) = (line for line in lines if line.startswith("Assumed"))
        assert "700 contacts a month; " in said
        assert "70–85 hours of service a week" in said
        assert "minutes a contact" not in assumed, "the table shows them"
        assert "Phone, 80% answered within 20 seconds" in assumed

    def test_a_channel_that_is_not_open_yet_takes_nothing_today(self) -> None:
        bank, said = self.full.bank, {"cus_volume": 400, "channels_by_use": ("email",)}
        decided = decide(
            self.shipped, bank, sheet_of(*(given(id_, said[id_]) for id_ in said)), DAY
        )
        channels = (*decided.design.channels, ChannelChoice("phone", "fit"))
        assert self.shelf.staffing is not None
        design = replace(decided.design, channels=channels)
        staffing = staffing_of(self.shelf.staffing, self.shipped, bank, decided.reading, design)
        assert staffing is not None
        words = Words("en", load_phrases())
        email, phone = staffing_text(staffing, self.shipped, self.shelf.kpis, words).rows
        assert (email[0], phone[0]) == ("Email", "Phone")
        assert "–" not in (email[3], email[4])
        assert phone[3] == "–"
        assert phone[4].endswith(" h a week")

    def test_visits_are_told_apart(self) -> None:
        text = self.text(cus_volume=400, channels_by_use=("in_person", "phone"), cus_onsite=90)
        assert all(row[0] != "In person" for row in text.rows)
        assert any(line.startswith("Service in person") for line in text.lines)

    def test_spanish_writes_its_own_numbers(self) -> None:
        text = self.text("es", cus_volume=12_345, channels_by_use=("phone", "email"))
        assert "12.345 consultas al mes" in " ".join(text.lines)
        assert "7.400–9.300" in text.rows[0]
