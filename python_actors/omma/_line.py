# SPDX-License-Identifier: Apache-2.0
"""One socket to the runner that carries frames."""

import array
import contextlib
import errno
import os
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
    except OSError:  # it ended without having read everything, or was closed here meanwhile
        return b"", -1
    descriptors = array.array("i")
    for _, _, data in ancillary:
        descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
    return message, descriptors[0] if descriptors else -1


def await_message(connection: socket.socket, timeout: Optional[float]) -> bool:
    """Return whether there is something to receive; wait so many seconds for it, None: for ever."""
    waiting = select.poll()
    try:
        waiting.register(connection, select.POLLIN)
    except ValueError:  # it was closed
        return True
    return bool(waiting.poll(None if timeout is None else max(0.0, timeout) * 1000))


def came_with(descriptor: int) -> int:
    """Return the descriptor that belongs to a message.

    Raises:
        OSError: it could not be received.
    """
    if descriptor < 0:
        raise OSError(errno.EMFILE, "too many open files; close frames(...) that are not needed any more")
    return descriptor


class Owner:
    """The process that started a run. A fork has its sockets, too, but no part in it."""

    def __init__(self) -> None:
        self._process = os.getpid()

    def __bool__(self) -> bool:
        return os.getpid() == self._process

    def check(self) -> None:
        if not self:
            raise RuntimeError("this run belongs to the process that started it; start one here: omma.run(...)")


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
        self._owner = Owner()
        self.slabs = slabs

    def send(self, message: bytes) -> bool:
        """Return whether there is somebody to hear it; whoever receives learns of that, too."""
        if not self._owner:
            return False
        try:
            return self._socket.send(message) > 0
        except OSError:
            return False

    def say(self, kind: int, number: int = 0) -> None:
        self.send(_wire.HEAD.pack(kind, 0, 0, number))

    def release(self, lease: int) -> None:
        self.send(_wire.HEAD.pack(_wire.RELEASE, 0, 1, 0) + _wire.COUNT.pack(lease))

    def receive(self, timeout: Optional[float], what: str) -> Optional[Message]:
        """Return the next message that is not about memory; None when there are no more.

        Raises:
            TimeoutError: none came within so many seconds; `what` begins the text.
        """
        self._owner.check()
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if end is None else end - time.monotonic()
            if not await_message(self._socket, left):
                raise TimeoutError(f"{what} within {timeout:g} s")
            message, descriptor = receive(self._socket)
            if len(message) < _wire.HEAD.size:
                return None
            kind, items, others, number = _wire.HEAD.unpack_from(message)
            if kind == _wire.FORGET:
                self.slabs.forget(number)
                continue
            if kind != _wire.SLAB:
                return Message(kind, items, others, number, message)
            try:
                self.slabs.add(number, came_with(descriptor), bool(items))
            except OSError:
                self.close()
                raise

    def close(self) -> None:
        """Whoever receives meanwhile learns of it."""
        if self._owner:
            shut(self._socket)
        self._socket.close()


def shut(connection: socket.socket) -> None:
    """Let the runner know that this is the end, although forks may have the socket, too."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
