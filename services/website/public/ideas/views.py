"""Where ideas went: from the voice in the room to the budget line, each step with what shows it."""

from flask import request, url_for

from services.chassis.i18n import _
from services.chassis.store import Document, fold
from services.website.projections import gatherings, network
from services.website.projections import ideas as projections
from services.website.public.blueprint import public
from services.website.public.page import Answer, read, show

OTHERS = 5


@public.get("/ideas")
def ideas() -> Answer:
    """The ideas of all cities or of one."""
    reader = read()
    names = network.city_names(reader)
    city = request.args.get("city", "")
    found = projections.ideas(reader, city if city in names else None)
    for idea in found:
        idea["step"] = _step(idea)
    choices = sorted(names.items(), key=lambda pair: fold(pair[1]))
    return show("ideas/ideas.html", _("Where ideas went"), ideas=found, city=city, cities=choices)


@public.get("/ideas/<id>")
def idea(id: str) -> Answer:
    """The way of one idea."""
    reader = read()
    found = projections.idea(reader, id)
    round, result = projections.round_of_idea(reader, found)
    measures = projections.measures_of_idea(reader, id)
    return show(
        "ideas/idea.html",
        found["title"],
        back=(url_for("public.ideas"), _("Where ideas went")),
        idea=found,
        gathering=gatherings.published(reader, found["gathering"]),
        round=round,
        result=result,
        measures=measures,
        budget=[line for measure in measures for line in measure["budget"]],
        indicators=[one for measure in measures for one in measure["indicators"] if one["current"] is not None],
        states=states(round, result, measures),
        others=[one for one in projections.of_gathering(reader, found["gathering"]) if one["id"] != id][:OTHERS],
    )


def states(round: Document | None, result: Document | None, measures: list[Document]) -> dict[str, str]:
    """How far an idea has come: for vote, measure, budget and result each done, current or todo."""
    reported = any(one["current"] is not None for measure in measures for one in measure["indicators"])
    completed = any(measure["state"] == "completed" for measure in measures)
    return {
        "vote": "done" if result or measures else "current" if round else "todo",
        "measure": "done" if measures else "todo",
        "budget": "done" if any(measure["budget"] for measure in measures) else "todo",
        "result": "done" if completed else "current" if reported else "todo",
    }


def _step(idea: Document) -> str:
    """In two words how far an idea has come, for the list."""
    if idea["measure"]:
        return _("Became a measure")
    if idea["result"]:
        return _("Top idea") if idea["result"]["top"] else _("Voted on")
    return _("Written down")
