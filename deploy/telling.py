"""Any error as a plain sentence with what to do: the one place where the command line turns exceptions into words."""

from __future__ import annotations

import os

from services.chassis.errors import Problem
from services.chassis.local import LocalProblem
from services.chassis.local.problem import NOT_RUNNING

UNEXPECTED = 70


def told(error: Exception) -> LocalProblem:
    """The error as a problem of this machine. With DEBUG set, one that nobody foresaw is raised as it is."""
    if isinstance(error, LocalProblem):
        return error
    if isinstance(error, Problem):
        return LocalProblem(" ".join(_sentences(error)), "Mend that and try again.")
    if _is_of_store(error):
        return LocalProblem(str(error), "Look at the store's log, or at MONGO_URL if it is set.", NOT_RUNNING)
    if os.environ.get("DEBUG"):
        raise error
    advice = "With DEBUG=1 it shows where. Please report it."
    return LocalProblem(f"Something unexpected happened: {error!r}.", advice, UNEXPECTED)


def _sentences(problem: Problem) -> list[str]:
    """What a refusal of the platform says, a field after the other."""
    fields = [f"{path}: {sentence}" for path, sentences in problem.errors.items() for sentence in sentences]
    return [text for text in (problem.detail, *fields) if text] or [problem.type.title + "."]


def _is_of_store(error: Exception) -> bool:
    from pymongo.errors import PyMongoError

    from services.chassis.store import StoreProblem

    return isinstance(error, PyMongoError | StoreProblem)
