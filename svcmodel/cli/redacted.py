"""`--redact`: what stands for names, and the redaction of what an answer file led to."""

from __future__ import annotations

from dataclasses import fields

from svcmodel.domain.answers import AnswerSheet
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from svcmodel.planning.redact import Labels, Redaction
from svcmodel.render.words import Words


def redaction(
    answers: AnswerSheet, questionnaire: Questionnaire, catalogue: Catalogue, words: Words
) -> Redaction:
    """What redacts all that is made from these answers, in the language of `words`."""
    kept = {"number": "{number}"}  # which one it is, is filled in where there are several
    said = {each.name: words(f"plan.redacted.{each.name}", **kept) for each in fields(Labels)}
    return Redaction(answers, questionnaire.bank, catalogue, Labels(**said))
