# SPDX-License-Identifier: Apache-2.0
"""One socket to the runner that carries frames."""

import array
import select
import socket
import time
from typing import NamedTuple, Optional, Tuple

from omma import _wire
from omma._memory import Slabs


def receive(connection: socket.socket, longest: int = _wire.LONGEST) -> Tuple[bytes, int]:
    """Return the next message, empty when there are no more, and the descriptor that came with it
    or -1."""
    room = socket.CMSG_SPACE(array.array("i").itemsize)
    try:
        message, ancillary, _, _ = connection.recvmsg(longest, room)
    except ConnectionError:  # it ended without having read everything
        return b"", -1
    descriptors = array.array("i")
    for _, _, data in ancillary:
        descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
    return message, descriptors[0] if descriptors else -1


def await_message(connection: socket.socket, timeout: Optional[float]) -> bool:
    """Return whether there is something to receive; wait so many seconds for it, None: for ever."""
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(None if timeout is None else max(0.0, timeout) * 1000))


class Message(NamedTuple):
    """The head of a message and all of its bytes."""

    kind: int
    items: int
    others: int
    number: int
    bytes: bytes


class Line:
    """The way of a script to an output that it looks at or to a source that it feeds."""

    def __init__(self, descriptor: int, slabs: Slabs) -> None:
        self._socket = socket.socket(fileno=descriptor)
        self.slabs = slabs

    def send(self, message: bytes) -> None:
        """The runner may be gone; whoever receives learns of it."""
        try:
            self._socket.send(message)
        except OSError:
            pass

    def say(self, kind: int, number: int = 0) -> None:
        self.send(_wire.HEAD.pack(kind, 0, 0, number))

    def release(self, lease: int) -> None:
        self.send(_wire.HEAD.pack(_wire.RELEASE, 0, 1, 0) + _wire.COUNT.pack(lease))

    def receive(self, timeout: Optional[float], what: str) -> Optional[Message]:
        """Return the next message that is not about memory; None when there are no more.

        Raises:
            TimeoutError: none came within so many seconds; `what` begins the text.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if end is None else end - time.monotonic()
            if not await_message(self._socket, left):
                raise TimeoutError(f"{what} within {timeout:g} s")
            message, descriptor = receive(self._socket)
            if len(message) < _wire.HEAD.size:
                return None
            kind, items, others, number = _wire.HEAD.unpack_from(message)
            if kind != _wire.SLAB:
                return Message(kind, items, others, number, message)
            self.slabs.add(number, descriptor, bool(items))

    def close(self) -> None:
        self._socket.close()
