"""HTTP/1.1 towards the callers, on an event loop under gunicorn: bytes in, a `Request`, an `Answer`, bytes out.

Nothing here knows who is asking or what the platform is: that is the door's (gateway/proxy).
"""
