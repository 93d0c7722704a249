"""A gateway as most write it: Flask, and requests with one session a thread."""

import os
import threading

import requests
from flask import Flask, Response, request

app = Flask("requests_peer")
_own = threading.local()


@app.get("/<path:path>")
def forward(path: str):
    """Ask the service the same and pass its answer on."""
    if not hasattr(_own, "session"):
        _own.session = requests.Session()
    headers = {name: value for name, value in request.headers if name not in ("Host", "Connection")}
    answer = _own.session.get(f"{os.environ['UPSTREAM']}/{path}", headers=headers, params=request.args, timeout=30)
    return Response(answer.content, answer.status_code, content_type=answer.headers["Content-Type"])
