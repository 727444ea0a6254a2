# SPDX-License-Identifier: Apache-2.0
"""One socket to the runner that carries frames.

Ctrl-C may come after any call. So what is received is in a list before Python goes on, and leaves that
only when nothing is left to be done for it; what is done for it may be done twice.
"""

import array
import contextlib
import errno
import os
import select
import socket
import time
from typing import Any, List, NamedTuple, Optional, Tuple

from omma import _wire
from omma._memory import Slabs


_ROOM = socket.CMSG_SPACE(array.array("i").itemsize)  # for a descriptor
_NO_MORE: Any = (b"", [], 0, None)


def collect(connection: socket.SocketType, into: List[Any], longest: int = _wire.LONGEST) -> None:
    """Wait for the next message and append it, in one call of C: none is lost to an interruption."""
    try:
        into.extend(map(connection.recvmsg, (longest,), (_ROOM,)))
    except OSError:  # it ended without having read everything, or was closed here meanwhile
        into.append(_NO_MORE)


def opened(collected: Any) -> Tuple[bytes, int]:
    """Return a message that was collected, empty when there are no more, and the descriptor that came
    with it or -1."""
    message, ancillary, _, _ = collected
    descriptors = array.array("i")
    for _, _, data in ancillary:
        descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
    return message, descriptors[0] if descriptors else -1


def receive(connection: socket.SocketType) -> Tuple[bytes, int]:
    """Return the next message and its descriptor, as `opened` does."""
    collected: List[Any] = []
    collect(connection, collected)
    return opened(collected[0])


def await_message(connection: socket.SocketType, timeout: Optional[float]) -> bool:
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

    def __init__(self, connection: socket.SocketType, slabs: Slabs) -> None:
        self._socket = connection
        self._owner = Owner()
        self._collected: List[Any] = []  # messages, of which the first may have been done for partly
        self.slabs = slabs

    def send(self, message: bytes) -> bool:
        """Return whether there is somebody to hear it; whoever receives learns of that, too."""
        if not self._owner:
            return False
        return self.send_noting(message, [])

    def send_noting(self, message: bytes, sent: List[int]) -> bool:
        """The same; `sent` gets an item in the same call of C, so that one knows after an interruption."""
        try:
            sent.extend(map(self._socket.send, (message,)))
        except OSError:
            return False
        return True

    def say(self, kind: int, number: int = 0) -> None:
        self.send(_wire.HEAD.pack(kind, 0, 0, number))

    def release(self, lease: int) -> None:
        self.send(_wire.HEAD.pack(_wire.RELEASE, 0, 1, 0) + _wire.COUNT.pack(lease))

    def receive(self, timeout: Optional[float], what: str) -> Optional[Message]:
        """Return the next message that is not about memory; None when there are no more. It is the next
        one until `done` is called.

        Raises:
            TimeoutError: none came within so many seconds; `what` begins the text.
        """
        self._owner.check()
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if end is None else end - time.monotonic()
            if not self._collected and not await_message(self._socket, left):
                raise TimeoutError(f"{what} within {timeout:g} s")
            if not self._collected:
                collect(self._socket, self._collected)
            message, descriptor = opened(self._collected[0])
            if len(message) < _wire.HEAD.size:
                return None
            kind, items, others, number = _wire.HEAD.unpack_from(message)
            if kind not in (_wire.SLAB, _wire.FORGET):
                return Message(kind, items, others, number, message)
            self._learn(kind, number, descriptor, bool(items))
            self.done()
            if descriptor >= 0:
                os.close(descriptor)

    def _learn(self, kind: int, number: int, descriptor: int, writable: bool) -> None:
        """What a message says about frame memory."""
        if kind == _wire.FORGET:
            return self.slabs.forget(number)
        try:
            self.slabs.add(number, came_with(descriptor), writable)
        except OSError:
            self.close()
            raise

    def done(self) -> None:
        """Go on to the message after the one that `receive` returned."""
        del self._collected[:1]

    @property
    def halfway(self) -> bool:
        """Whether there is a message that was received and not done."""
        return bool(self._collected)

    def close(self) -> None:
        """Whoever receives meanwhile learns of it."""
        if self._owner:
            shut(self._socket)
        self._socket.close()


def shut(connection: socket.SocketType) -> None:
    """Let the runner know that this is the end, although forks may have the socket, too."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
