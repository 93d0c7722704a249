"""An app as services use it: links compiled when the first is made, methods told of the address that was meant."""

from __future__ import annotations

from unittest.mock import patch

from flask import Flask, url_for
from werkzeug.routing import Rule

from services.chassis.http.app import App

LINKS = [("thing", {"id": "a b"}), ("thing", {"id": "x", "q": "città"}), ("list", {}), ("list", {"after": 3})]


def _made(kind: type[Flask]) -> Flask:
    app = kind("links")
    app.add_url_rule("/<lang>/things/<path:id>", "thing", lambda lang, id: "")
    app.add_url_rule("/<lang>/things", "list", lambda lang: "", defaults={"lang": "it"})
    return app


def _links(app: Flask) -> list[str]:
    with app.test_request_context():
        return [url_for(name, lang="it", **values) for name, values in LINKS]


def test_links_are_those_of_flask() -> None:
    assert (
        _links(_made(App))
        == _links(_made(Flask))
        == ["/it/things/a%20b", "/it/things/x?q=citt%C3%A0", "/it/things", "/it/things?after=3"]
    )


def test_nothing_is_compiled_before_the_first_link() -> None:
    with patch.object(Rule, "_compile_builder", autospec=True, side_effect=Rule._compile_builder) as compiling:
        app = _made(App)
        assert app.test_client().get("/it/things/1").status_code == 200 and not compiling.called
        _links(app)
        assert compiling.call_count == 2  # one for each address
        _links(app)
        assert compiling.call_count == 2


def test_an_address_tells_its_own_methods_and_not_those_of_a_wider_one() -> None:
    app = App("test")
    app.add_url_rule("/people/<id>", "show", lambda id: id, methods=["GET", "DELETE"])
    app.add_url_rule("/people/exports", "export", lambda: "", methods=["POST"])
    app.add_url_rule("/people/exports", "exports", lambda: "", methods=["PUT"])
    asked = app.test_client().options
    assert set(asked("/people/exports").allow) == {"POST", "PUT", "OPTIONS"}
    assert set(asked("/people/7").allow) == {"GET", "HEAD", "DELETE", "OPTIONS"}
