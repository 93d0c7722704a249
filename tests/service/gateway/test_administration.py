"""Accounts and API clients made, changed and switched off over the API, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gateway.identity.clients import create_client
from gateway.identity.roles import ROLES
from services.chassis.actor import Actor
from services.chassis.http.passport import HEADER, sign_passport
from tests.service.gateway.browser import Browser
from tests.service.gateway.under_test import GatewayUnderTest

NEW = {
    "name": "Béla Bartók",
    "email": "bela@example.org",
    "language": "hu",
    "roles": ["facilitator"],
    "cities": ["bologna"],
}
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


class Api:
    """Somebody signed in who uses the gateway's API from a script on our own page."""

    def __init__(self, browser: Browser) -> None:
        self.client = browser.client

    def ask(self, method: str, path: str, status: int, body: Any = None, **headers: str) -> Any:
        """Ask, check the status; the parsed answer."""
        answer = self.client.open(f"/api/v1/gateway{path}", method=method, json=body, headers={**SAME_SITE, **headers})
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json() if answer.get_data() else None


def test_an_account_is_made_changed_and_erased_over_the_api(gateway: GatewayUnderTest, coordinator: Browser) -> None:
    api = Api(coordinator)
    made = api.ask("POST", "/accounts", 201, NEW)
    assert {name: made[name] for name in NEW} == NEW
    assert set(made) == {*NEW, "id", "version", "created_at", "updated_at", "organisation", "status", "second_factors"}
    said = [one["type"] for one in gateway.database.rows("outbox").find({"subject": made["id"]}, sort=[("_id", 1)])]
    assert said == [f"eu.learning-cities.gateway.{what}.v1" for what in ("access.changed", "account.invited")]
    path = f"/accounts/{made['id']}"
    api.ask("PATCH", path, 428, {"name": "Bartók Béla"})
    changed = api.ask("PATCH", path, 200, {"name": "Bartók Béla"}, **{"If-Match": '"1"'})
    assert (changed["name"], changed["version"]) == ("Bartók Béla", 2)
    api.ask("PATCH", path, 412, {"name": "B. B."}, **{"If-Match": '"1"'})
    assert [one["id"] for one in api.ask("GET", "/accounts?q=bartok", 200)["items"]] == [made["id"]]
    assert [one["id"] for one in api.ask("GET", "/accounts?role=facilitator", 200)["items"]] == [made["id"]]
    gateway.database.rows("second_factors").insert_one({"_id": "an app", "account": made["id"], "kind": "app"})
    api.ask("DELETE", path, 204, **{"If-Match": '"2"'})
    api.ask("GET", path, 404)
    assert "Bartók" not in str(list(gateway.database.rows("accounts").find({})))
    for name in ("second_factors", "resets", "sessions"):
        assert gateway.database.rows(name).count_documents({"account": made["id"]}) == 0, name
    said = gateway.database.rows("outbox").find({"subject": made["id"]}, sort=[("_id", -1)], limit=2)
    assert [(one["type"].split(".")[-2], one["data"].get("scopes")) for one in said] == [
        ("erased", None), ("changed", [])
    ]  # fmt: skip


WRONG = {
    "an unknown field": ({**NEW, "password": "x"}, "password"),
    "an unknown role": ({**NEW, "roles": ["root"]}, "roles.0"),
    "no city where one is needed": ({**NEW, "cities": []}, "cities"),
    "no address": ({**NEW, "email": "bela"}, "email"),
    "an address that is taken": ({**NEW, "email": "Coordinator@example.org"}, "email"),
    "a query where a text belongs": ({**NEW, "email": {"$ne": None}}, "email"),
}


@pytest.mark.parametrize(("body", "path"), WRONG.values(), ids=WRONG)
def test_a_wrong_account_is_refused_with_the_path(body: dict[str, Any], path: str, coordinator: Browser) -> None:
    problem = Api(coordinator).ask("POST", "/accounts", 422, body)
    assert [error["path"] for error in problem["errors"]] == [path]


@pytest.mark.parametrize("role", [role for role, facts in ROLES.items() if "gateway:read" not in facts.scopes])
def test_who_does_not_administer_sees_and_changes_nothing(role: str, signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in(role)
    api = Api(browser)
    api.ask("GET", "/accounts", 403)
    api.ask("GET", "/clients", 403)
    api.ask("POST", "/accounts", 403, NEW)
    api.ask("POST", "/clients", 403, {"name": "x", "scopes": ["registry:read"]})
    for page in ("people", "people/new", "clients", "clients/new"):
        browser.open(f"/en/account/{page}", 403)


def test_nobody_makes_somebody_with_more_power_over_the_platform(signed_in: Callable[[str], Browser]) -> None:
    coordinator, operator = Api(signed_in("coordinator")), Api(signed_in("operator"))
    coordinator.ask("POST", "/accounts", 403, {**NEW, "roles": ["operator"]})
    coordinator.ask("POST", "/clients", 403, {"name": "x", "scopes": ["operator:write"]})
    operator.ask("POST", "/accounts", 201, {**NEW, "roles": ["operator"]})
    operator.ask("POST", "/clients", 201, {"name": "x", "scopes": ["operator:read", "registry:write"]})


def test_a_client_with_more_power_is_not_changed_by_who_has_less(
    gateway: GatewayUnderTest, signed_in: Callable[[str], Browser]
) -> None:
    coordinator, operator = Api(signed_in("coordinator")), Api(signed_in("operator"))
    id, _secret = create_client(gateway.database, "Monitoring", ["operator:read"])
    any_version = {"If-Match": "*"}
    coordinator.ask("PATCH", f"/clients/{id}", 403, {"scopes": ["registry:read"]}, **any_version)
    coordinator.ask("PATCH", f"/clients/{id}", 403, {"status": "disabled"}, **any_version)
    coordinator.ask("DELETE", f"/clients/{id}", 403, **any_version)
    operator.ask("PATCH", f"/clients/{id}", 200, {"status": "disabled"}, **any_version)
    operator.ask("DELETE", f"/clients/{id}", 204, **any_version)


def test_an_operator_can_switch_off_anybody_but_themselves(
    gateway: GatewayUnderTest, signed_in: Callable[[str], Browser]
) -> None:
    operator, stolen = signed_in("operator"), signed_in("lead_staff")
    id = stolen.client.get("/api/v1/gateway/me").get_json()["id"]
    Api(operator).ask("PATCH", f"/accounts/{id}", 200, {"status": "disabled"}, **{"If-Match": "*"})
    assert not stolen.is_signed_in()
    own = operator.client.get("/api/v1/gateway/me").get_json()["id"]
    Api(operator).ask("PATCH", f"/accounts/{own}", 409, {"status": "disabled"}, **{"If-Match": "*"})
    Api(operator).ask("DELETE", f"/accounts/{own}", 409, **{"If-Match": "*"})


def test_a_client_is_made_with_a_secret_that_is_shown_once(gateway: GatewayUnderTest, coordinator: Browser) -> None:
    api = Api(coordinator)
    made = api.ask("POST", "/clients", 201, {"name": "Welfare", "scopes": ["registry:read"], "city": "catania"})
    auth = (made["id"], made["secret"])
    form = {"grant_type": "client_credentials"}
    assert gateway.client().post("/oauth/token", data=form, auth=auth).status_code == 200
    shown = api.ask("GET", f"/clients/{made['id']}", 200)
    assert set(shown) == {"id", "version", "created_at", "updated_at", "name", "city", "scopes", "status"}
    renewed = api.ask("POST", f"/clients/{made['id']}/renew-secret", 200, {"overlap_hours": 0})
    assert renewed["secret"] != made["secret"]
    assert gateway.client().post("/oauth/token", data=form, auth=auth).status_code == 401
    api.ask("DELETE", f"/clients/{made['id']}", 204, **{"If-Match": "*"})
    auth = (made["id"], renewed["secret"])
    assert gateway.client().post("/oauth/token", data=form, auth=auth).status_code == 401


def test_who_made_a_client_is_told_about_it(gateway: GatewayUnderTest, coordinator: Browser) -> None:
    made = Api(coordinator).ask("POST", "/clients", 201, {"name": "Welfare", "scopes": ["registry:read"]})
    by_command, _secret = create_client(gateway.database, "Command line", ["registry:read"])
    passport = sign_passport(gateway.key_of("notifications"), Actor.service("notifications"), ["gateway"])
    answers = [
        gateway.client().get(f"/api/v1/gateway/contacts/accounts/{id}", headers={HEADER: passport})
        for id in (made["id"], by_command, "nobody")
    ]
    assert [answer.status_code for answer in answers] == [200, 410, 410]
    assert answers[0].get_json()["email"] == "coordinator@example.org"


def test_the_audit_trail_says_who_did_what_without_saying_what_it_was(
    gateway: GatewayUnderTest, coordinator: Browser
) -> None:
    Api(coordinator).ask("POST", "/accounts", 201, NEW)
    me = coordinator.client.get("/api/v1/gateway/me").get_json()["id"]
    entry = gateway.database.rows("audit").find_one({"action": "added", "collection": "accounts", "actor": me})
    assert entry is not None and "email" in entry["fields"]
    assert "bela@example.org" not in str(list(gateway.database.rows("audit").find({})))


def test_what_somebody_may_do_from_now_on_is_said(gateway: GatewayUnderTest, coordinator: Browser) -> None:
    api, any_version = Api(coordinator), {"If-Match": "*"}
    said = {"type": "eu.learning-cities.gateway.access.changed.v1"}
    client = api.ask("POST", "/clients", 201, {"name": "Welfare", "scopes": ["registry:read"], "city": "catania"})
    account = gateway.account()
    api.ask("PATCH", f"/clients/{client['id']}", 200, {"name": "Health"}, **any_version)
    api.ask("PATCH", f"/accounts/{account}", 200, {"name": "Grace Hopper"}, **any_version)
    [made] = gateway.database.rows("outbox").find({**said, "subject": {"$in": [account, client["id"]]}})
    assert (made["subject"], made["data"]["cities"], made["data"]["everywhere"]) == (account, ["catania"], False)
    said |= {"_id": {"$gt": made["_id"]}}
    api.ask("PATCH", f"/clients/{client['id']}", 200, {"scopes": ["support:read"]}, **any_version)
    api.ask("PATCH", f"/clients/{client['id']}", 200, {"status": "disabled"}, **any_version)
    api.ask("DELETE", f"/clients/{client['id']}", 204, **any_version)
    api.ask("PATCH", f"/accounts/{account}", 200, {"roles": ["facilitator"]}, **any_version)
    api.ask("PATCH", f"/accounts/{account}", 200, {"status": "disabled"}, **any_version)
    api.ask("DELETE", f"/accounts/{account}", 204, **any_version)
    rows = list(gateway.database.rows("outbox").find(said, sort=[("_id", 1)]))
    scopes = [row["data"]["scopes"] for row in rows]
    assert (scopes[0], scopes[1:3], scopes[4:]) == (["support:read"], [[], []], [[], []])
    assert "workshops:write" in scopes[3] and "registry:write" not in scopes[3]
    versions = [row["subjectversion"] for row in rows]
    assert versions[:3] == sorted(versions[:3]) and versions[3:] == sorted(versions[3:])
    assert {row["data"]["everywhere"] for row in rows} == {False}


def test_a_city_without_a_name_is_told_and_not_kept(coordinator: Browser) -> None:
    refused = Api(coordinator).ask("POST", "/accounts", 422, {**NEW, "roles": [], "cities": ["bologna", ""]})
    assert refused["errors"] == [{"path": "cities.1", "message": "This is missing."}]
