"""Rules of our own over the code, as local semgrep rules would be: each is shown to find what it forbids.

Who may import whom is checked by import-linter; eval, pickle, yaml.load and shells in test_surroundings.py.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Finding = tuple[int, str]
Rule = Callable[[ast.AST], Iterator[Finding]]


@cache
def _calls(tree: ast.AST) -> list[tuple[ast.Call, str]]:
    return [(node, ast.unparse(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def clock(tree: ast.AST) -> Iterator[Finding]:
    """The wall clock is read in chassis/clock.py alone, so that tests can set the time."""
    for call, name in _calls(tree):
        if re.search(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time)$", name):
            yield call.lineno, name


def rows(tree: ast.AST) -> Iterator[Finding]:
    """A collection as the driver has it knows no city: everybody else goes by Reader and UnitOfWork, which do."""
    for call, name in _calls(tree):
        if name.endswith(".rows") or name.endswith((".aggregate", ".get_collection", ".get_database")):
            yield call.lineno, name


def calls_to_outside(tree: ast.AST) -> Iterator[Finding]:
    """Calls to addresses go by chassis/client, which checks where they lead and bounds them."""
    outside = re.compile(r"^(requests|urllib3|urllib\.request|http\.client|smtplib|socket|aiohttp|httpx)(\.|$)")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            for name in [module] if module else [one.name for one in node.names]:
                if outside.match(name):
                    yield node.lineno, name


def timeouts(tree: ast.AST) -> Iterator[Finding]:
    """Whatever waits for another machine says how long."""
    waiting = re.compile(
        r"(^|\.)(request\.urlopen|create_connection|HTTPS?Connection|SMTP(_SSL)?|PoolManager|HTTPS?ConnectionPool|MongoClient)$"
        r"|^(requests|session|self\.session|self\._session)\.(get|post|put|patch|delete|request)$"
    )
    for call, name in _calls(tree):
        given = {word.arg for word in call.keywords}
        by_place = name.endswith("create_connection") and len(call.args) > 1
        if waiting.search(name) and not by_place and not given & {"timeout", "serverSelectionTimeoutMS", None}:
            yield call.lineno, name


def logged_contents(tree: ast.AST) -> Iterator[Finding]:
    """A line of the log has a fixed name and facts about things, never what people wrote or are called."""
    personal = re.compile(
        r"email|address|body|document|data|text|title|name|subject|token|secret|password|form|headers"
    )
    for call, name in _calls(tree):
        if re.fullmatch(r"log\.(debug|info|warning|error|exception|critical)", name):
            if not call.args or not isinstance(call.args[0], ast.Constant | ast.BinOp) or len(call.args) > 1:
                yield call.lineno, ast.unparse(call)
            for word in call.keywords:
                if word.arg and (personal.search(word.arg) or isinstance(word.value, ast.Dict | ast.JoinedStr)):
                    yield call.lineno, ast.unparse(call)


def queries(tree: ast.AST) -> Iterator[Finding]:
    """No text is put into a query: an operator is written out, an expression is escaped, no script is run."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                word = key.value if isinstance(key, ast.Constant) else None
                if word in ("$where", "$function", "$accumulator"):
                    yield node.lineno, word
                if word == "$regex" and "re.escape(" not in ast.unparse(value):
                    yield node.lineno, ast.unparse(value)
                if isinstance(key, ast.JoinedStr) and ast.unparse(key).lstrip("f'\"").startswith("$"):
                    yield node.lineno, ast.unparse(key)


def markup(tree: ast.AST) -> Iterator[Finding]:
    """HTML is written in templates, which escape; Markup is for a fixed text, whose places `format` fills escaped."""
    for call, name in _calls(tree):
        if name in ("Markup", "markupsafe.Markup") and not (call.args and isinstance(call.args[0], ast.Constant)):
            yield call.lineno, ast.unparse(call)


RULES: dict[Rule, tuple[str, set[str]]] = {
    clock: (
        "x = datetime.now(UTC)",
        # the second looks at a token's age when it was signed by another process; the third prepares a demonstration
        {"services/chassis/clock.py", "services/chassis/http/passport.py", "deploy/network/loader.py"},
    ),
    rows: (
        "found = database.rows('diaries').find({'title': 'x'})",
        # rows without a city: counters of the gateway; what the command line looks up for whoever runs the platform;
        # migrations, which are for all cities
        {"services/registry/directory/places.py", "services/registry/directory/texts.py",
         "services/registry/duplicates/existing.py",
         "gateway/identity/spoken_of.py",
         "gateway/limits/counters.py", "deploy/network/credentials.py", "deploy/demo/__init__.py",
         "deploy/commands/identity.py", "deploy/commands/up.py"},
    ),
    calls_to_outside: (
        "import requests",
        # other services of ours and the mail server, at addresses of the settings, with bounds of their own
        # the gateway's server, which listens
        {"gateway/server/server.py", "gateway/server/sending.py",
         "services/website/clients/api.py", "services/notifications/mails/transport.py",
         "deploy/network/api.py", "deploy/healthcheck.py", "deploy/commands/up.py", "deploy/gunicorn.py"},
    ),
    timeouts: ("requests.get('https://city.example')", set()),
    logged_contents: ("log.info('mail', email=person['email'])", set()),
    queries: ("found = read.find('notes', {'title': {'$regex': query['q']}})", set()),
    markup: (  # segno's own pictures; what a template made
        "shown = Markup(note['title'])",
        {"services/chassis/web/forms/lookups.py", "services/website/staff/workshops/rounds.py",
         "gateway/pages/second_factor/set_up.py"},
    ),
}  # fmt: skip
"""Each rule with a line that breaks it, and the files that may."""
INSIDE = {
    rows: ("services/chassis/",),
    calls_to_outside: ("services/chassis/client/", "services/chassis/local/"),
}


@cache
def _tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Rule) -> None:
    found, excused = [], set()
    for part in ("services", "gateway", "deploy"):
        for path in sorted((ROOT / part).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            for line, what in rule(_tree(path)) if not name.startswith(INSIDE.get(rule, ())) else ():
                if name in RULES[rule][1]:
                    excused.add(name)
                else:
                    found.append(f"{name}:{line} {what}")
    assert found == []
    assert excused == RULES[rule][1], "an exception that is no longer needed"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_what_it_forbids(rule: Rule) -> None:
    assert list(rule(ast.parse(RULES[rule][0])))


def test_no_template_passes_text_by_unescaped() -> None:
    templates = [
        path for part in ("services", "gateway") for end in ("html", "jinja", "txt", "xml")
        for path in (ROOT / part).rglob(f"*.{end}") if "node_modules" not in path.parts
    ]  # fmt: skip
    unescaped = re.compile(r"\|\s*safe\b|autoescape\s+false")
    assert len(templates) > 50
    assert [str(path) for path in templates if unescaped.search(path.read_text("utf-8"))] == []
