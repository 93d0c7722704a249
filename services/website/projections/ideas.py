"""Reading ideas, votes and what became of them. Idea, round and measure are joined here."""

from services.chassis.errors import NotFound
from services.chassis.store import Document, Reader
from services.website.projections.network import named


def ideas(read: Reader, city: str | None) -> list[Document]:
    """The ideas of a city or of all, with `measure`, `result` and `illustration`.

    First what became a measure, then by votes.
    """
    found = named(read, read.find("ideas", {"city": city} if city else {}, sort=[("_id", -1)], limit=500))
    measures = _measures_by_idea(read, [idea["id"] for idea in found])
    results = _results_by_idea(read, sorted({idea["gathering"] for idea in found}))
    made_up = _made_up(read, [idea["gathering"] for idea in found])
    for idea in found:
        idea["illustration"] = idea["gathering"] in made_up
        idea["measure"] = next(iter(measures.get(idea["id"], [])), None)
        idea["result"] = results.get(idea["id"])
    return sorted(found, key=lambda idea: (idea["measure"] is None, -(idea["result"] or {"votes": -1})["votes"]))


def idea(read: Reader, id: str) -> Document:
    """One idea with `illustration`. Raises `NotFound`, also for one that was withdrawn."""
    found = named(read, [read.get("ideas", id)])[0]
    found["illustration"] = bool(_made_up(read, [found["gathering"]]))
    return found


def of_gathering(read: Reader, gathering: str) -> list[Document]:
    """The ideas of a gathering in the order they were brought to the plenary."""
    return read.find("ideas", {"gathering": gathering}, sort=[("_id", 1)])


def rounds_of_gathering(read: Reader, gathering: str) -> list[Document]:
    """The voting rounds of a gathering, the latest first."""
    return read.find("rounds", {"gathering": gathering}, sort=[("_id", -1)])


def round_of_idea(read: Reader, idea: Document) -> tuple[Document | None, Document | None]:
    """The latest round the idea stood in, and its result there (None while the round is open)."""
    standing = [one for one in rounds_of_gathering(read, idea["gathering"]) if idea["id"] in one["ideas"]]
    latest = standing[0] if standing else None
    results = latest.get("results", []) if latest else []
    return latest, next((result for result in results if result["idea"] == idea["id"]), None)


def typed(code: str) -> str:
    """A code as it was meant: small letters, blanks and dashes do not count."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def round(read: Reader, code: str) -> Document:
    """The voting round with this code: `ideas` whole, `results` with their language. Raises `NotFound`."""
    found = read.first("rounds", {"code": typed(code)}, sort=[("_id", -1)])
    if found is None:
        raise NotFound()
    rows = {row["id"]: row for row in read.find("ideas", {"_id": {"$in": found["ideas"]}})}
    found["ideas"] = [rows[id] for id in found["ideas"] if id in rows]
    for result in found.get("results", []):
        result["language"] = rows.get(result["idea"], {}).get("language")
    return found


def measures_of_idea(read: Reader, id: str) -> list[Document]:
    """The measures that keep this idea as their origin."""
    return named(read, _measures_by_idea(read, [id]).get(id, []))


def latest_measures(read: Reader, limit: int) -> list[Document]:
    """The newest measures that came from an idea."""
    return named(read, read.find("measures", {"origin.kind": "easw_idea"}, sort=[("_id", -1)], limit=limit))


def _made_up(read: Reader, gatherings: list[str]) -> set[str]:
    """Which of these gatherings were made up for a demonstration."""
    made_up = {"_id": {"$in": gatherings}, "illustration": True}
    return {row["id"] for row in read.find("gatherings", made_up, fields=["id"])}


def _measures_by_idea(read: Reader, ids: list[str]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for measure in read.find("measures", {"origin.kind": "easw_idea", "origin.id": {"$in": ids}}, sort=[("_id", 1)]):
        found.setdefault(measure["origin"]["id"], []).append(measure)
    return found


def _results_by_idea(read: Reader, gatherings: list[str]) -> dict[str, Document]:
    rounds = read.find("rounds", {"gathering": {"$in": gatherings}, "status": "closed"}, sort=[("_id", 1)])
    return {result["idea"]: result for one in rounds for result in one["results"]}
