"""The gateway as an HTTP/1.1 server (RFC 9110, 9112), on raw sockets: framing, turns, bounds, what is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Response, stream_with_context

from gateway.server.bounds import Bounds
from tests.service.gateway.raw import GET, LAST, Raw
from tests.service.gateway.under_test import GatewayUnderTest, Upstream

Make = Callable[..., GatewayUnderTest]
POST = "POST /api/v1/registry/x HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture
def raw(gateway: GatewayUnderTest) -> Iterator[Raw]:
    """A connection to the gateway."""
    with Raw(gateway.port) as made:
        yield made


def _status(answer: str) -> int:
    return int(answer.split(" ", 2)[1])


def test_requests_in_one_go_are_answered_in_turn(raw: Raw, upstream: Upstream) -> None:
    released = upstream.hold("/api/v1/registry/slow")
    raw.send("".join(f"GET /api/v1/registry/{name} HTTP/1.1\r\nHost: x\r\n\r\n" for name in ("slow", "b", "c")))
    upstream.until_asked("/slow")
    released.set()
    bodies = [raw.answer().partition("\r\n\r\n")[2] for _answer in range(3)]
    assert bodies[0] == "late"
    assert [json.loads(body)["path"][-1] for body in bodies[1:]] == ["b", "c"]


def test_who_asks_too_much_in_one_go_is_answered_so_far_and_no_further(make_gateway: Make, upstream: Upstream) -> None:
    with Raw(make_gateway(bounds=Bounds(pipelined=3)).port) as raw:
        raw.send(f"{GET}\r\n" * 9)
        said = raw.rest()
    assert said.count("HTTP/1.1 200 OK") == len(upstream.seen) < 9
    assert "HTTP/1.1 503 " in said


def test_an_answer_without_a_body_ends_with_its_head(raw: Raw, upstream: Upstream) -> None:
    upstream.answers |= {"/en/none": lambda: Response(status=204), "/en/same": lambda: Response(status=304)}
    for method, path, status in (("HEAD", "/en/x", 200), ("GET", "/en/none", 204), ("GET", "/en/same", 304)):
        raw.send(f"{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n")
        head = raw.until("\r\n\r\n")
        assert _status(head) == status
        assert ("Content-Length: " in head and "Content-Length: 0" not in head) == (method == "HEAD")
        assert "Transfer-Encoding" not in head
    raw.send(f"{GET}\r\n")
    assert raw.answer().startswith("HTTP/1.1 200 OK")


def test_a_body_is_asked_for_by_who_wants_it(raw: Raw, upstream: Upstream) -> None:
    raw.send(f"{POST}Content-Length: 3\r\nExpect: 100-continue\r\n\r\n")
    assert raw.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n"
    raw.send("abc")
    assert '"length": 3' in raw.answer()


def test_a_body_that_would_be_refused_is_not_asked_for(make_gateway: Make, upstream: Upstream) -> None:
    with Raw(make_gateway(largest_body=10).port) as raw:
        raw.send(f"{POST}Content-Length: 11\r\nExpect: 100-continue\r\n\r\n")
        assert raw.rest().startswith("HTTP/1.1 413 ")
    assert upstream.seen == []


def test_chunks_pass_both_ways(raw: Raw, upstream: Upstream) -> None:
    upstream.answers["/en/long"] = lambda: Response(stream_with_context(iter(["ab", "c"])), mimetype="text/plain")
    raw.send("GET /en/long HTTP/1.1\r\nHost: x\r\n\r\n")
    assert "Transfer-Encoding: chunked" in raw.until("\r\n\r\n")
    assert "".join(raw.until("0\r\n\r\n").split("\r\n")[1:-3:2]) == "abc"
    raw.send(f"{POST}Transfer-Encoding: chunked\r\n\r\n3;name=value\r\nabc\r\n")
    raw.send("2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n")
    echo = json.loads(raw.answer().partition("\r\n\r\n")[2])
    assert (echo["length"], echo["headers"]["Content-Length"]) == (5, "5")
    assert not {"Transfer-Encoding", "X-Trailer"} & set(echo["headers"])


def test_a_chunked_body_is_bounded_while_it_flows(make_gateway: Make, upstream: Upstream) -> None:
    gateway = make_gateway(largest_body=100_000)
    with Raw(gateway.port) as raw:
        raw.send(f"{POST}Transfer-Encoding: chunked\r\n\r\n" + ("4000\r\n" + "x" * 0x4000 + "\r\n") * 10)
        assert raw.rest().startswith("HTTP/1.1 413 ")
    assert upstream.seen == []
    assert gateway.door._bodies._in_files == 0


def test_an_older_client_gets_no_chunks_and_one_answer(raw: Raw, upstream: Upstream) -> None:
    upstream.answers["/en/long"] = lambda: Response(stream_with_context(iter(["ab", "c"])), mimetype="text/plain")
    raw.send("GET /en/long HTTP/1.0\r\n\r\n")
    head, _end, body = raw.rest().partition("\r\n\r\n")
    assert (_status(head), body) == (200, "abc")
    assert "Transfer-Encoding" not in head and "Connection: close" in head


UPGRADES = (
    "Connection: Upgrade\r\nUpgrade: websocket",
    "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
)
HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("headers", UPGRADES)
def test_nobody_is_upgraded(headers: str, raw: Raw, upstream: Upstream) -> None:
    raw.send(f"{GET}{headers}\r\n\r\n{HIDDEN}")
    said = raw.rest()
    assert (said.count("HTTP/1.1 "), _status(said)) == (1, 200)
    assert "upgrade" not in said.lower()
    assert upstream.seen == ["GET /api/v1/registry/x"]


REFUSED = {
    "an endless address": (f"GET /{'a' * 9000} HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    "an address that does not end": (f"GET /{'a' * 9000}", 414),
    "many headers": (GET + "".join(f"X-{n}: 1\r\n" for n in range(200)) + "\r\n", 431),
    "long headers": (GET + "".join(f"X-{n}: {'y' * 8000}\r\n" for n in range(9)) + "\r\n", 431),
    "a header that does not end": (GET + "X: " + "y" * 70_000, 431),
    "an older HTTP": ("GET /\r\n\r\n", 505),
    "a newer HTTP": ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
    "a host that is none": ("GET http://[x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "no host": ("GET / HTTP/1.1\r\n\r\n", 400),
    "two hosts": (GET + "Host: y\r\n\r\n", 400),
    "another expectation": (GET + "Expect: miracles\r\n\r\n", 417),
    "no HTTP": ("\x16\x03\x01\x02\x00\x01\x00", 400),
    "chunks from an older client": ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a body with an upgrade": (
        f"{POST}Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}",
        400,
    ),
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_request_is_refused_as_a_problem(sent: str, status: int, raw: Raw, upstream: Upstream) -> None:
    raw.send(sent)
    head, _end, body = raw.rest().partition("\r\n\r\n")
    assert _status(head) == json.loads(body)["status"] == status
    assert "application/problem+json" in head and "Connection: close" in head and "nosniff" in head
    assert upstream.seen == []


def test_a_refusal_waits_for_its_turn(raw: Raw, upstream: Upstream) -> None:
    released = upstream.hold("/api/v1/registry/slow")
    raw.send("GET /api/v1/registry/slow HTTP/1.1\r\nHost: x\r\n\r\nNONSENSE\r\n\r\n")
    upstream.until_asked("/slow")
    released.set()
    said = raw.rest()
    assert said.index("HTTP/1.1 200 OK") < said.index("late") < said.index("HTTP/1.1 4")


def test_who_has_said_all_may_still_listen(raw: Raw, upstream: Upstream) -> None:
    raw.send(LAST.replace("Connection: close\r\n", ""))
    raw.socket.shutdown(1)
    assert raw.rest().startswith("HTTP/1.1 200 OK")


def test_each_answer_has_its_own_language_and_trace(make_gateway: Make) -> None:
    gateway = make_gateway(service_urls=dict.fromkeys(("registry", "workshops", "transfers", "support", "notifications",
                                                       "website"), "http://127.0.0.1:1"))  # fmt: skip
    languages = ["it", "de", "fr", "es", "hu"]
    titles: dict[str, set[str]] = {language: set() for language in languages}
    wrong: list[str] = []

    def ask(language: str) -> None:
        for number in range(8):
            trace = f"{number + 1:032x}"
            answer = gateway.client().get(
                "/api/v1/support/x", headers={"Accept-Language": language, "traceparent": f"00-{trace}-{1:016x}-01"}
            )
            titles[language].add(answer.get_json()["title"])
            if not trace == answer.headers["Trace-Id"] == answer.get_json()["trace"]:
                wrong.append(trace)

    threads = [threading.Thread(target=ask, args=(language,)) for language in languages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert [len(found) for found in titles.values()] == [1] * len(languages)
    assert len(set.union(*titles.values())) == len(languages)
