"""Messages as AMQP 0-9-1 frames, a whole batch in few writes to the socket.

py-amqp's own `basic_publish` asks the socket for news before each message and writes each alone, which costs several
times what the message does. Framing, connection and channel are py-amqp's; only what is the same for every message is
prepared once. Confirms, returns and everything else that the broker says come by the channel as always.
"""

from __future__ import annotations

from collections.abc import Sequence

import amqp
from amqp.method_framing import frame_writer
from amqp.serialization import dumps
from amqp.spec import Basic

_METHOD_FRAME = 1
_AT_ONCE_BYTES = 1024 * 1024
_PROPERTIES: bytes = amqp.Message(
    "", content_type="application/json", content_encoding="utf-8", delivery_mode=2
)._serialize_properties()


class _Message:
    """What py-amqp's writer asks of a message, with the properties that all have."""

    __slots__ = ("body",)

    def __init__(self, body: bytes) -> None:
        self.body = body

    def _serialize_properties(self) -> bytes:
        return _PROPERTIES


class _Collected:
    """Stands in for the socket, and keeps what is written until all of it is sent."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def write(self, part: bytes | memoryview) -> None:
        """Keep a copy: the writer uses its buffer again."""
        self.bytes += part


class Frames:
    """Writes persistent, mandatory messages to `exchange` by an open channel of py-amqp."""

    def __init__(self, channel: amqp.Channel, exchange: str) -> None:
        self._channel = channel
        self._exchange = exchange
        self._collected = _Collected()
        self._frame = frame_writer(channel.connection, self._collected)
        self._addresses: dict[str, bytes] = {}

    def write(self, messages: Sequence[tuple[str, bytes]]) -> None:
        """Send (routing key, body) pairs in order. Raises whatever the transport does where the connection is gone."""
        if self._channel.connection is None:
            raise ConnectionError("the connection was closed")
        for key, body in messages:
            self._frame(_METHOD_FRAME, self._channel.channel_id, Basic.Publish, self._address(key), _Message(body))
            if len(self._collected.bytes) > _AT_ONCE_BYTES:
                self._send()
        self._send()

    def _send(self) -> None:
        self._channel.connection.transport.write(bytes(self._collected.bytes))
        self._collected.bytes.clear()

    def _address(self, key: str) -> bytes:
        """The arguments of a Publish: ticket 0, exchange, routing key, mandatory, not immediate."""
        if key not in self._addresses:
            self._addresses[key] = bytes(dumps("Bssbb", (0, self._exchange, key, True, False)))
        return self._addresses[key]
