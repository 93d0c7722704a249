"""A Flask application that answers and does nothing: the least that a start can cost."""

from flask import Flask


def create_app() -> Flask:
    """The application."""
    app = Flask("empty")
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "alive"})
    return app
