"""What axe finds on a page by the rules of WCAG 2.2 A and AA.

Whether text stands out takes axe more time than all other rules together, and the same colours come again on every
page. So axe judges it once for each look: the colour, size and weight of a text, and the colours that lie behind it.
A look that has passed is not judged again by this process; one that is new, or has failed, is, on whatever page it is.
What this leaves out: a text that has passed elsewhere and here is laid over something that is not around it.
"""

from __future__ import annotations

from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"type": "tag", "values": TAGS}
OF_PLACE = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
"""What may be right on a phone and wrong on a desktop: where things stand."""

JUDGE = Path(__file__).with_name("axe.js").read_text()
PASSED: set[str] = set()
"""The looks that stood out enough on a page of this process."""


def violations(page: Page, rules: dict[str, object] = ALL) -> list[str]:
    """What breaks one of the rules or does not stand out from what lies behind it, one line an element."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(url=_address())
    found, passed = page.evaluate(JUDGE, [rules, list(PASSED)])
    PASSED.update(passed)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@cache
def _address() -> str:
    """Where browsers get axe and keep it: to send it to each page anew takes as long as to use it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Axe)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/axe.js"


class Axe(BaseHTTPRequestHandler):
    """Gives axe to whoever asks."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript; charset=utf-8")
        self.send_header("Cache-Control", "public, max-age=86400, immutable")
        self.end_headers()
        self.wfile.write(AXE_SCRIPT.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
