"""How the gateway is served: `gunicorn -c python:deploy.door_gunicorn "gateway.app:create_door()"`.

As the services are, but on an event loop: the threads are for what waits behind the door (pages, look-ups), never for
a client, and `worker_connections` bounds the clients of one process.
"""

import os

from deploy.gunicorn import *  # noqa: F403

worker_class = "gateway.server.worker.Worker"
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
worker_connections = int(os.environ.get("WEB_CONNECTIONS", "1000"))
