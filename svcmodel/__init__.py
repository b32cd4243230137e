"""svcmodel: an adviser on how to serve your customers.

The Python API is what the command line uses, in the order of the data:

    from svcmodel.api import *

    catalogue = load_catalogue()
    questionnaire = load_questionnaire("full")
    answers = load_answers("examples/ecoproductos.yaml", catalogue, questionnaire)
    assessment = assess(catalogue, questionnaire, answers, on="2026-01-15")
    shelf = load_playbooks()
    plan = build_plan(assessment, catalogue, shelf, answers, questionnaire.bank)
    text = render(assessment, catalogue, "markdown", lang="es", plan=plan, shelf=shelf)
"""

__version__ = "0.1.0"
