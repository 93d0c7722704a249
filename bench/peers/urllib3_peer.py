"""A gateway as somebody writes it who has measured: Flask, and one urllib3 pool of kept connections for all threads."""

import os

import urllib3
from flask import Flask, Response, request

app = Flask("urllib3_peer")
pool = urllib3.connection_from_url(os.environ["UPSTREAM"], maxsize=16)


@app.get("/<path:path>")
def forward(path: str):
    """Ask the service the same and pass its answer on."""
    headers = {name: value for name, value in request.headers if name not in ("Host", "Connection")}
    query = request.query_string.decode()
    answer = pool.request("GET", f"/{path}?{query}" if query else f"/{path}", headers=headers, timeout=30)
    return Response(answer.data, answer.status, content_type=answer.headers["Content-Type"])
