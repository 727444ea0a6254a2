# SPDX-License-Identifier: Apache-2.0
"""Frames that a script pushes into a graph that runs."""

import contextlib
import threading
from typing import Any, Iterator, Optional

from omma import _wire
from omma._declare import Port
from omma._formats import TABLE
from omma._inputs import read_grants
from omma._line import Line
from omma._memory import Grant, numpy
from omma._results import Results
from omma._room import Room
from omma._types import Frame, Pixels

_OVER = "the run has ended, or nothing more can be pushed to "


class Feed:
    """One source of the graph, as the script sees it. Thread-safe."""

    def __init__(self, line: Line, port: str) -> None:
        self._line, self._port = line, port
        self._room = Room(self._need)
        self._results = Results([Port("frame", [], "")], [Any], f"push({port!r})", False, hints=False)
        self._number = 0  # of the frame that may come; 0: none may at the moment
        self._needs = 0  # times that more room was asked for
        self._lock = threading.Lock()
        self._over = False
        self._timeout: Optional[float] = None

    def empty(self, shape: Any, dtype: Any, timeout: Optional[float]) -> Any:
        with self._turn(timeout):
            return self._room.empty(shape, dtype)

    def push(self, value: Any, timeout: Optional[float]) -> None:
        plain = self._plain(value)
        with self._turn(timeout):
            results = self._results
            results.clear()
            results.add(plain, self._room)
            body = results.packed()
            held = self._room.settle(self._line.release)
            number, self._number = self._number, 0
            head = _wire.HEAD.pack(_wire.RESULT, 1, len(held), number)
            if not self._line.send(head + b"".join(held) + body):
                raise BrokenPipeError(_OVER + self._port)

    def end(self) -> None:
        self._over = True
        self._line.say(_wire.END)

    def close(self) -> None:
        self._line.close()

    @contextlib.contextmanager
    def _turn(self, timeout: Optional[float]) -> Iterator[None]:
        """The graph takes the next frame when it has room for it."""
        busy = f"{self._port} takes no frame: the graph is not done with those before"
        if not self._lock.acquire(timeout=-1 if timeout is None else timeout):
            raise TimeoutError(f"{busy} within {timeout:g} s")
        try:
            self._timeout = timeout
            self._await_turn(busy)
            yield
        finally:
            self._lock.release()

    def _await_turn(self, busy: str) -> None:
        while self._number == 0 or self._over:
            message = None if self._over else self._line.receive(self._timeout, busy)
            if message is None:
                raise BrokenPipeError(_OVER + self._port)
            if message.kind == _wire.STEP:
                self._number = message.number
                self._room.grants.extend(read_grants(bytearray(message.bytes), _wire.HEAD.size,
                                                     message.others, self._line.slabs))

    def _need(self, nbytes: int) -> Grant:
        self._needs += 1
        head = _wire.HEAD.pack(_wire.NEED, 0, 0, self._needs)
        self._line.send(head + _wire.BYTES.pack(nbytes))
        message = None
        while message is None or message.number != self._needs:  # one before was not waited for
            message = self._line.receive(self._timeout, f"{self._port} has no memory for a frame")
            if message is None:
                raise BrokenPipeError(_OVER + self._port)
        if message.others == 0:
            raise MemoryError(message.bytes[_wire.HEAD.size :].decode())
        return read_grants(bytearray(message.bytes), _wire.HEAD.size, 1, self._line.slabs)[0]

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
