"""What axe finds on a page by the rules of WCAG 2.2 A and AA.

Much comes again on every page, and axe would take most of its time to judge it again; what has passed in this process
is left out, what is new or has failed is judged on whatever page it is:

- how a text stands out, once for each look: its colour, size and weight, and the colours that lie behind it. Not seen
  is a text that passed elsewhere and on another page is laid over something that is not around it;
- the header and the footer, once for all pages of a width on which they are the same but for the addresses.
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
"""The looks and the frames (by their digests) that passed on a page of this process."""


def violations(page: Page, rules: dict[str, object] = ALL) -> list[str]:
    """What breaks one of the rules or does not stand out from what lies behind it, one line an element."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(url=_address())
    found, passed = page.evaluate(JUDGE, [rules, rules is OF_PLACE, sorted(PASSED)])
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
