"""What every service needs and none should write: web edge, store, events, jobs, pages. No word of the domain."""

import sys

# Two libraries look for others that they can do without: pymongo for PyOpenSSL, which we do not have, and on the way it
# loads the half of cryptography; structlog for rich, to paint what we do not print. That was a quarter of a start.
sys.modules.setdefault("pymongo.pyopenssl_context", None)  # type: ignore[arg-type]  # None: not to be found
if "rich" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]
    import structlog  # noqa: F401

    del sys.modules["rich"]
