"""Playing an answer file through the prompts of an interview: the lines a person would have typed."""

from __future__ import annotations

from collections.abc import Iterator

from svcmodel.domain.answers import Answer, AnswerSheet
from svcmodel.render.interview_types import Page

ON_OTHER_PAGES = {"review": "finish", "result": "leave"}
"""What is chosen on the pages that are no question; asked whether to stop, it goes on."""


PARK, NOTE = ":park", ":note"
"""Words that are known in every language."""


class Replay:
    """Gives the line for each page.

    What the file does not say is parked, so that it stands in the review as open.
    """

    def __init__(self, sheet: AnswerSheet) -> None:
        self.sheet = sheet
        self.lines: Iterator[str] = iter(())
        self.page = ""
        self.noted: Answer | None = None

    def __call__(self, page: Page) -> str | None:
        """The next line for a page; None where the page was not content with those before."""
        if page.id != self.page or page.id.startswith("note."):
            self.page, self.lines = page.id, iter(self._lines(page))
        return next(self.lines, None)

    def _lines(self, page: Page) -> list[str]:
        if page.id.startswith("note."):
            return [self._beside(page)]
        if page.id in ON_OTHER_PAGES:
            return [ON_OTHER_PAGES[page.id]]
        if page.id.startswith("stop."):
            return ["more"]
        if page.id == "subject":
            return [self.sheet.subject]
        return self._question(page)

    def _question(self, page: Page) -> list[str]:
        answer = self.sheet.answers.get(page.id)
        if answer is None or (answer.state == "given" and answer.value is None):
            return [PARK]
        is_noted = answer.grade or answer.source or answer.by or answer.note
        if is_noted and self.noted != answer:
            self.noted = answer
            self.page = ""  # the question comes again after its note
            return [NOTE]
        return [_typed(page, answer), PARK]

    def _beside(self, page: Page) -> str:
        answer = self.noted
        if answer is None:
            return "-"
        step = page.id.removeprefix("note.")
        said = {
            "grade": answer.grade or "none",
            "source": answer.source,
            "by": answer.by,
            "text": answer.note,
        }
        return said[step] or "-"


def _typed(page: Page, answer: Answer) -> str:
    """An answer as one would type it: the signs of the choices, or the text."""
    if answer.state != "given":
        return next(page.number(choice) for choice in page.states if choice.id == answer.state)
    value = answer.value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if page.kind == "typed":
        return str(value)
    chosen = value if isinstance(value, tuple) else (str(value),)
    return ", ".join(
        page.number(choice) for id_ in chosen for choice in page.choices if choice.id == id_
    )
