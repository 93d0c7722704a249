"""What the document of a service says: what schemathesis found missing in it, each as a test of its own."""

import json
from typing import Any

import jsonschema
import pytest

from services.chassis.http import openapi
from services.registry.service import service as registry
from services.support.service import service as support
from services.transfers.service import service as transfers
from tests.service.chassis.toy import service as notes


def document(service: Any) -> Any:
    """The document as it is sent."""
    return json.loads(json.dumps(openapi.document(service.name, service.routes)))


def links(service: Any, method: str, path: str, status: str) -> dict[str, dict[str, str]]:
    """The parameters of each link of an answer."""
    answer = document(service)["paths"][f"/api/v1/{service.name}{path}"][method]["responses"][status]
    return {name: link["parameters"] for name, link in answer.get("links", {}).items()}


def test_what_was_made_leads_to_all_that_can_be_done_with_it() -> None:
    made = links(registry, "post", "/organisations", "201")
    shown = {"show_organisation", "show_organisation_history"}
    assert {"change_organisation", "remove_organisation", "verify_organisation"} | shown == set(made)
    assert made["remove_organisation"] == {
        "path.id": "$response.body#/id", "header.If-Match": "$response.header.ETag",
    }  # fmt: skip


def test_each_link_names_an_operation_that_there_is_and_gives_all_its_places() -> None:
    for service in (notes, registry, support, transfers):
        operations = {
            one["operationId"]: path for paths in [document(service)["paths"]]
            for path, methods in paths.items() for one in methods.values()
        }  # fmt: skip
        for path, methods in document(service)["paths"].items():
            for operation in methods.values():
                for answer in operation["responses"].values():
                    for link in answer.get("links", {}).values():
                        goal = operations[link["operationId"]]
                        given = {f"{{{name.removeprefix('path.')}}}" for name in link["parameters"] if "path." in name}
                        assert given == {part for part in goal.split("/") if part.startswith("{")}, (path, goal)


def test_a_member_is_found_by_what_was_sent_and_a_secret_is_no_id() -> None:
    member = links(registry, "post", "/partnerships/{id}/members", "201")["end_member"]
    assert member == {"path.id": "$request.path.id", "path.organisation": "$request.body#/organisation"}
    assert links(support, "post", "/public/tickets", "201") == {}


def test_any_field_of_an_answer_may_be_missing_in_an_old_document_but_those_that_all_have() -> None:
    shape = document(notes)["components"]["schemas"]
    [note] = [one for name, one in shape.items() if name.endswith("NoteShape")]
    jsonschema.validate({"id": "1", "title": None, "stars": None, "when": None, "city": None}, note)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": None}, note)


@pytest.mark.parametrize(
    ("title", "good"), [("a title", True), ("", False), ("  ", False), ("two\nlines", False), ("\u0007bell", False)]
)
def test_the_document_tells_which_texts_are_taken(title: str, good: bool) -> None:
    [body] = [one for name, one in document(notes)["components"]["schemas"].items() if name.endswith("NoteBody")]
    assert jsonschema.Draft202012Validator(body).is_valid({"title": title}) == good


@pytest.mark.parametrize(
    ("text", "good"),
    [({"it": "uno"}, True), ({"it": {"text": "uno", "status": "machine"}}, True), ({"Italian": "uno"}, False),
     ({"it": {"words": "uno"}}, False), ({}, False)],
)  # fmt: skip
def test_the_document_tells_which_translated_texts_are_taken(text: Any, good: bool) -> None:
    whole = document(transfers)
    title = whole["components"]["schemas"]["transfers.practices.PracticeBody"]["properties"]["title"]
    assert jsonschema.Draft202012Validator(title).is_valid(text) == good


def test_a_body_is_needed_only_where_something_in_it_is() -> None:
    paths = document(registry)["paths"]
    assert paths["/api/v1/registry/cities"]["post"]["requestBody"]["required"]
    assert not paths["/api/v1/registry/cities/{id}"]["patch"]["requestBody"]["required"]
    assert not paths["/api/v1/registry/partnerships/{id}/end"]["post"]["requestBody"]["required"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/organisations/{id}/history", "404"), ("patch", "/partnerships/{id}", "409"), ("post", "/people", "410"),
     ("post", "/partnerships/{id}/members", "404"), ("post", "/cities", "415"), ("post", "/cities", "413")],
)  # fmt: skip
def test_the_document_tells_how_it_is_refused(method: str, path: str, status: str) -> None:
    answers = document(registry)["paths"][f"/api/v1/registry{path}"][method]["responses"]
    assert answers[status]["content"] == {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    }


def test_the_document_tells_what_a_list_can_be_sorted_by() -> None:
    asked = document(notes)["paths"]["/api/v1/notes/notes"]["get"]["parameters"]
    [sort] = [one["schema"] for one in asked if one["name"] == "sort"]
    assert sort["enum"] == ["title", "-title", "stars", "-stars"]
