"""The gateway before a served register, beside nginx, two relays written in Flask, and the register itself."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable
from functools import partial
from statistics import median

import orjson

from bench.ground import facts, load
from bench.ground.results import Goal, in_turn, keep, ratio
from bench.ground.servers import Servers, served_peer, servers
from deploy.platform import SERVICES
from gateway.identity.clients import create_client
from gateway.service import service as door
from services.registry.service import service as registry

_NGINX = """daemon off; worker_processes 2; error_log stderr error; pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream register {{ server 127.0.0.1:{service}; keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://register; proxy_http_version 1.1; proxy_set_header Connection ""; }}
  }}
}}
"""
PATH = "/api/v1/registry/organisations/"


def run() -> None:
    """Three rounds in turn: answers a second to four clients, then what one client waits."""
    with servers() as ground:
        database = registry.database(ground.settings("registry"))
        database.prepare()
        known = facts.organisation(0)
        database.rows("organisations").insert_one(known)
        port = ground.serve("registry", "registry", "services.registry.service:create_app()")
        direct = load.request("GET", PATH + known["_id"], {"Passport": ground.passport("registry", "registry:read")})
        doors = {"no gateway": (port, direct), **_nginx(ground, port, direct), **_peers(ground, port, direct)}
        entrance, token = _gateway(ground, port)
        doors["learning cities"] = (entrance, load.request("GET", PATH + known["_id"], token))
        values = in_turn(_each(load.rate, doors))
        waits = in_turn(_each(load.latency, doors))
    goals = [Goal("to nginx", ratio(values, "learning cities", "nginx"), 0.8)] if "nginx" in values else []
    keep("gateway", "requests/s", values, "nginx" if goals else "no gateway", goals)
    added = median(waits["learning cities"]) - median(waits["no gateway"])
    keep("gateway_latency", "ms p50, one client", waits, "no gateway", [Goal("added ms", added, 0.5, ceiling=True)])


def _each(measure: Callable[..., float], doors: dict[str, tuple[int, bytes]]) -> dict[str, Callable[[], float]]:
    return {name: partial(measure, port, message) for name, (port, message) in doors.items()}


def _gateway(ground: Servers, register: int) -> tuple[int, dict[str, str]]:
    """The gateway as it is served, without its limits; its port, and the header of a client with an access token."""
    database = door.database(ground.settings("gateway"))
    database.prepare()
    id, secret = create_client(database, "bench", ["registry:read"])
    urls = ",".join(f"{name}=http://127.0.0.1:{register}" for name in SERVICES)
    port = ground.serve("gateway", "gateway", "gateway.app:create_door()", SERVICE_URLS=urls,
                        GATEWAY_LIMIT_CLIENT="1000000/minute")  # fmt: skip
    basic = base64.b64encode(f"{id}:{secret}".encode()).decode()
    form = b"grant_type=client_credentials"
    asked = load.request("POST", "/oauth/token", {"Authorization": f"Basic {basic}"}, form)
    connection = load.Connection(port)
    answer = connection.ask(asked.replace(b"application/json", b"application/x-www-form-urlencoded"))
    connection.close()
    return port, {"Authorization": f"Bearer {orjson.loads(answer)['access_token']}"}


def _nginx(ground: Servers, register: int, message: bytes) -> dict[str, tuple[int, bytes]]:
    program = os.environ.get("BENCH_NGINX") or shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        return {}
    port = ground.free_port()
    folder = ground.folder.path / "nginx"
    folder.mkdir()
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, service=register, port=port))
    ground.run("nginx", [program, "-p", str(folder), "-c", str(folder / "nginx.conf")], port)
    return {"nginx": (port, message)}


def _peers(ground: Servers, register: int, message: bytes) -> dict[str, tuple[int, bytes]]:
    modules = {"Flask + requests.Session": "requests_peer", "Flask + urllib3 pool": "urllib3_peer"}
    upstream = f"http://127.0.0.1:{register}"
    ports = {name: served_peer(ground, module, UPSTREAM=upstream) for name, module in modules.items()}
    return {name: (port, message) for name, port in ports.items() if port is not None}
