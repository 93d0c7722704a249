"""What the tests of transfers write and hear."""

from typing import Any

MUNICIPALITY = "organisation-municipality"

SHEET: dict[str, Any] = {
    "city": "bologna",
    "title": {"en": "A one-stop desk for adult learners", "it": "Sportello unico"},
    "nuts": "ITH55",
    "main_institution": "Municipality of Bologna",
    "policy_areas": ["training_and_education", "employment"],
    "challenge": {"en": "Newcomers find no way into training."},
    "description": {"en": "Advice, skills check and language course at one desk."},
    "preconditions": {"en": "A training provider and the employment service share premises."},
    "resources": {"en": "Two advisers, one mediator."},
    "components": [
        {"id": "desk", "title": {"en": "The desk"}},
        {"title": {"en": "Cultural mediators"}},
    ],
    "evidence": [{"statement": {"en": "More newcomers finish a course."}, "source": "Yearly report"}],
    "links": [{"label": "Report", "address": "https://example.org/report"}],
    "illustration": True,
}

IDEA: dict[str, Any] = {
    "gathering": "gathering-1",
    "title": "Sportello nel quartiere",
    "what": "Uno sportello di orientamento in ogni quartiere",
    "how": "Due mediatori e un calendario comune",
    "who": "Il Comune con le associazioni",
    "theme": None,
    "group": None,
    "language": "it",
}


def paths(problem: dict[str, Any]) -> list[str]:
    """The paths of the fields that a problem names."""
    return [error["path"] for error in problem["errors"]]
