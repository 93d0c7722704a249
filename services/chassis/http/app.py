"""Flask as every service uses it: what it would do early or at each call, and nobody here needs, is left out.

What a service adds to its app is not here: its addresses are in edge, its documents and operations beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """An address whose links are compiled when the first one is made.

    Werkzeug compiles two functions for each rule when the app is made, which is most of a service's start, and a
    process makes links to few of its addresses (docs/decisions/0085-links-compiled-late.md).
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_now, compiled = super()._compile_builder, list[Builder]()

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_now(append_unknown))
            return compiled[0](rule, **values)

        return build


class App(Flask):
    """Flask without the question, at each call of each function, whether it is a coroutine: none is."""

    url_rule_class = LateRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func

    def make_default_options_response(self) -> Response:
        """What the address that was asked can do, not what a wider one could ("/people/<id>" for "/people/exports")."""
        asked = request.url_rule
        here = [rule.methods or set() for rule in self.url_map.iter_rules() if asked and rule.rule == asked.rule]
        response = self.response_class()
        response.allow.update(set().union(*here))
        return response
