"""The website as a client: what travels with a request, and what becomes of an answer that is a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, jsonify, request

from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Stale, Unavailable
from services.chassis.i18n import use_language
from services.chassis.local.ports import assign
from services.chassis.web.forms.rehearsal import Rehearsed, rehearsal
from services.website.clients import api
from tests.browser.conftest import serving

PROBLEMS = {
    "validation-failed": (422, Invalid), "forbidden": (403, Forbidden), "not-found": (404, NotFound),
    "conflict": (409, Conflict), "stale": (412, Stale), "unavailable": (503, Unavailable),
}  # fmt: skip


def owner() -> Flask:
    """A service that tells what it was asked, or refuses as the path says."""
    app = Flask("owner")

    @app.route("/api/v1/registry/echo", methods=["GET", "POST", "PATCH", "DELETE"])
    def echo() -> Any:
        names = ("Passport", "Accept-Language", "Idempotency-Key", "If-Match", "traceparent", "Dry-Run")
        told = {name: request.headers.get(name) for name in names}
        return jsonify({**told, "query": request.args, "body": request.get_json(silent=True)}), {"ETag": '"7"'}

    @app.get("/api/v1/registry/problem/<slug>")
    def refuse(slug: str) -> Any:
        errors = [{"path": "name", "message": "Too long."}, {"path": "name", "message": "Taken."}]
        return jsonify({"type": f"/problems/{slug}", "detail": "So it is.", "errors": errors}), PROBLEMS[slug][0]

    @app.get("/api/v1/registry/nonsense")
    def nonsense() -> Any:
        return "<h1>Bad Gateway</h1>", 502

    @app.get("/api/v1/registry/list")
    def pages() -> Any:
        after = int(request.args.get("after", 0))
        return jsonify({"items": [{"id": after}], "next": str(after + 1) if after < 2 else None})

    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    yield from serving(owner())


@pytest.fixture
def asking(address: str) -> Iterator[None]:
    with website({"registry": address}):
        yield


def website(urls: dict[str, str]) -> Any:
    """The website while it answers a request that came with a passport."""
    app = Flask("website")
    app.extensions["edge"] = SimpleNamespace(settings=SimpleNamespace(service_urls=urls))
    return app.test_request_context("/", headers={"Passport": "signed"})


def test_passport_language_trace_and_key_travel_along(asking: None) -> None:
    with use_language("hu"):
        told = api("registry").post("/echo", {"name": "x"}, key="k", etag='"1"')
    assert (told["Passport"], told["Accept-Language"], told["Idempotency-Key"]) == ("signed", "hu", "k")
    assert told["If-Match"] == '"1"' and told["body"] == {"name": "x"}
    assert told["traceparent"].startswith("00-")
    assert told.etag == '"7"'


def test_a_rehearsal_is_sent_as_a_dry_run_and_leads_nowhere(asking: None) -> None:
    with rehearsal(), pytest.raises(Rehearsed):
        api("registry").post("/echo", {"name": "x"})
    with rehearsal():
        assert api("registry").get("/echo")["Dry-Run"] is None
    assert api("registry").post("/echo")["Dry-Run"] is None


def test_empty_filters_are_left_out_and_truth_is_written_as_json_does(asking: None) -> None:
    told = api("registry").page("/echo", q="", kind=None, unread=True, limit=4)
    assert told["query"] == {"unread": "true", "limit": "4"}


def test_a_list_is_read_to_its_end(asking: None) -> None:
    assert api("registry").all("/list") == [{"id": 0}, {"id": 1}, {"id": 2}]


@pytest.mark.parametrize("slug", PROBLEMS)
def test_a_refusal_is_raised_as_it_was_over_there(asking: None, slug: str) -> None:
    with pytest.raises(PROBLEMS[slug][1]) as refused:
        api("registry").get(f"/problem/{slug}")
    assert refused.value.detail == "So it is."
    assert refused.value.errors == {"name": ["Too long.", "Taken."]}


def test_an_answer_that_is_no_problem_of_ours_is_a_service_in_trouble(asking: None) -> None:
    with pytest.raises(Unavailable):
        api("registry").get("/nonsense")


def test_a_service_that_does_not_answer_is_unavailable() -> None:
    [port] = assign(["nobody"], {}).values()
    with website({"registry": f"http://127.0.0.1:{port}"}), pytest.raises(Problem) as refused:
        api("registry").get("/echo")
    assert refused.value.type.status == 503
