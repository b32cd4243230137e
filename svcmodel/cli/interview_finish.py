"""The end of an interview: the recommendation, what is left to find out, and the plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from svcmodel.cli.console import sentence
from svcmodel.cli.inputs import segments_of
from svcmodel.cli.interview_dialogue import speak_other
from svcmodel.cli.interview_talk import Step, Talk
from svcmodel.errors import SvcmodelError
from svcmodel.render.interview_review import result_lines, result_page


class Finish:
    """Shows the recommendation. `catalogue`: the folder of another catalogue, for the plan.

    `is_shown`: whether it came to that.
    """

    def __init__(self, catalogue: Path | None) -> None:
        self.catalogue = catalogue
        self.is_shown = False

    def __call__(self, talk: Talk) -> Step | None:
        """Tell the recommendation of the answers as they stand in the file, and offer the plan."""
        saved = talk.saved
        saved.read_again()
        try:
            assessment = saved.session.standing()
        except SvcmodelError as error:
            talk.notices = [sentence(problem, talk.words.lang) for problem in error.problems]
            return talk.review
        self.is_shown = True
        setting, sheet = saved.session.situation.setting, saved.session.sheet
        segmented = segments_of(setting.catalogue, setting.questionnaire, sheet, assessment)
        told = result_lines(saved.session, assessment, saved.parked, talk.words, segmented)
        talk.dialogue.tell(["", *told, ""])
        return self._next(talk)

    def _next(self, talk: Talk) -> Step | None:
        """What the person wants to do with it."""
        file = Path(talk.saved.file.name).with_suffix(".html")
        reply = talk.dialogue.ask(result_page(str(file), file.exists(), talk.words))
        if reply.act == "language":
            speak_other(talk.dialogue)
            return self._again(talk)
        if reply.act == "back" or (reply.act == "answer" and reply.raw == "back"):
            return talk.review
        if reply.act == "answer" and reply.raw == "plan":
            from svcmodel.cli.plan import plan  # only here: most interviews end without one

            on = talk.saved.session.situation.setting.on
            plan(talk.saved.file.name, str(file), catalogue=self.catalogue, date=on)
        return None

    def _again(self, talk: Talk) -> Callable[[], Step | None]:
        return lambda: self(talk)
