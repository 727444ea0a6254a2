# SPDX-License-Identifier: Apache-2.0
"""Frames that a script pushes into a graph that runs."""

import contextlib
import threading
from typing import Any, List, Optional

from omma import _wire
from omma._declare import Port
from omma._formats import TABLE
from omma._inputs import read_grants
from omma._lent import Lent
from omma._line import Line, Message
from omma._memory import Grant, numpy
from omma._results import Results
from omma._room import Kept, Room
from omma._types import Frame, Pixels

_OVER = "the run has ended, or nothing more can be pushed to "


class Feed:
    """One source of the graph, as the script sees it. Thread-safe.

    Ctrl-C may come after any call, so a frame is sent and noted as sent in one, and whatever follows is
    made up for by the next push. A lock that this thread may have not got yet is an RLock: it can be let
    go without knowing.
    """

    def __init__(self, line: Line, port: str) -> None:
        self._line, self._port = line, port
        self._room = Room(self._need)
        self._lent = Lent(line)  # arrays that were made here and not pushed, and pushed ones that are kept
        self._results = Results([Port("frame", [], "")], [Any], f"push({port!r})", False, hints=False)
        self._number = 0  # of the frame that may come; 0: none may at the moment
        self._gone = 0  # the number of the last one that was sent
        self._sent: List[int] = []  # not empty: it was sent, and what follows was not done
        self._kept: List[Kept] = []  # of the room for that frame
        self._needs = 0  # times that more room was asked for
        self._lock = threading.RLock()
        self._over = False
        self._timeout: Optional[float] = None

    def empty(self, shape: Any, dtype: Any, timeout: Optional[float]) -> Any:
        try:
            self._take_turn(timeout)
            return self._room.empty(shape, dtype)
        finally:
            try:
                self._lock.release()
            except RuntimeError:  # it was not taken
                pass

    def push(self, value: Any, timeout: Optional[float]) -> None:
        plain = self._plain(value)
        try:
            self._take_turn(timeout)
            self._send(plain)
        finally:
            try:
                self._lock.release()
            except RuntimeError:
                pass

    def end(self) -> None:
        self._over = True
        self._line.say(_wire.END)

    def close(self) -> None:
        self._line.close()

    def _send(self, plain: Any) -> None:
        results = self._results
        results.clear()
        results.add(plain, self._room)
        self._kept = self._room.kept()
        head = _wire.HEAD.pack(_wire.RESULT, 1, len(self._kept), self._number)
        leases = b"".join([_wire.COUNT.pack(lease) for _, lease in self._kept])
        if not self._line.send_noting(head + leases + results.packed(), self._sent):
            raise BrokenPipeError(_OVER + self._port)
        self._end_turn()

    def _end_turn(self) -> None:
        """What follows when a frame was sent. May be done twice."""
        for find, lease in self._kept:
            self._lent.watch(lease, find())
        self._room.clear()
        self._number, self._gone = 0, max(self._gone, self._number)
        self._sent.clear()

    def _take_turn(self, timeout: Optional[float]) -> None:
        """The graph takes the next frame when it has room for it."""
        busy = f"{self._port} takes no frame: the graph is not done with those before"
        if not self._lock.acquire(timeout=-1 if timeout is None else timeout):
            raise TimeoutError(f"{busy} within {timeout:g} s")
        if self._sent:
            self._end_turn()
        self._lent.mend()
        for each in self._room.grants:
            each.renew()
        self._timeout = timeout
        self._await_turn(busy)

    def _await_turn(self, busy: str) -> None:
        while self._number == 0 or self._over:
            message = None if self._over else self._line.receive(self._timeout, busy)
            if message is None:
                raise BrokenPipeError(_OVER + self._port)
            if message.kind == _wire.STEP and message.number > self._gone:
                self._room.take(read_grants(bytearray(message.bytes), _wire.HEAD.size,
                                            message.others, self._line.slabs))
                self._number = message.number
            self._line.done()

    def _need(self, nbytes: int) -> Grant:
        """More room, perhaps such as was asked for by a call that was interrupted."""
        with contextlib.suppress(TimeoutError):
            while self._hear_grant(0):
                pass
        for each in self._room.grants:
            if each.fits(nbytes):
                return each
        self._needs += 1
        head = _wire.HEAD.pack(_wire.NEED, 0, 0, self._needs)
        self._line.send(head + _wire.BYTES.pack(nbytes))
        message = self._hear_grant(self._timeout)
        while message is not None and (message.kind, message.number) != (_wire.GRANT, self._needs):
            message = self._hear_grant(self._timeout)
        if message is None:
            raise BrokenPipeError(_OVER + self._port)
        if message.others == 0:
            raise MemoryError(message.bytes[_wire.HEAD.size :].decode())
        return self._room.grants[-1]

    def _hear_grant(self, timeout: Optional[float]) -> Optional[Message]:
        """The next message; room that comes with it is taken."""
        message = self._line.receive(timeout, f"{self._port} has no memory for a frame")
        if message is not None and message.kind == _wire.GRANT and message.others != 0:
            self._room.take(read_grants(bytearray(message.bytes), _wire.HEAD.size, 1, self._line.slabs))
        if message is not None:
            self._line.done()
        return message

    def _plain(self, value: Any) -> Any:
        """A frame of another line is pushed as what it shows."""
        if isinstance(value, Frame):
            value = _shown(value)
        if isinstance(value, Pixels):
            return value
        if numpy is not None and isinstance(value, numpy.ndarray):
            return value.view(numpy.ndarray)  # knows no frame
        if isinstance(value, (memoryview, bytes, bytearray)):
            return value
        raise TypeError(f"push({self._port!r}) takes an array, Pixels or a Frame; found a {type(value).__name__}")


def _shown(frame: Frame) -> Any:
    """The pixels of a frame, with their size where the array does not say it."""
    if TABLE.get(frame.format, (0, 1))[1] != 0:
        return frame.pixels
    return Pixels(frame.pixels, frame.format, frame.width, frame.height, frame.stride)
