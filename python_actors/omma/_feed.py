# SPDX-License-Identifier: Apache-2.0
"""Frames that a script pushes into a graph that runs."""

from typing import Any, Optional

from omma import _wire
from omma._declare import Port
from omma._inputs import read_grants
from omma._line import Line
from omma._memory import Grant, numpy, slot_bytes
from omma._results import Results, Room
from omma._types import Frame

_OVER = "the run has ended, or nothing more can be pushed to "


class Feed:
    """One source of the graph, as the script sees it."""

    def __init__(self, line: Line, port: str) -> None:
        self._line, self._port = line, port
        self._room = Room(self._need)
        self._results = Results([Port("frame", [], "")], [Any], f"push({port!r})", False, hints=False)
        self._number = 0  # of the frame that may come; 0: none may at the moment
        self._timeout: Optional[float] = None

    def empty(self, shape: Any, dtype: Any, timeout: Optional[float]) -> Any:
        self._await_turn(timeout)
        return self._room.empty(shape, dtype)

    def push(self, value: Any, timeout: Optional[float]) -> None:
        self._await_turn(timeout)
        results = self._results
        results.clear()
        results.add(self._plain(value), self._room)
        body = _wire.COPIED.pack(results.copied_pixels, results.copied_bytes) + results.packed()
        held = self._room.settle(self._line.release)
        number, self._number = self._number, 0
        self._line.send(_wire.HEAD.pack(_wire.RESULT, 1, len(held), number) + b"".join(held) + body)

    def end(self) -> None:
        self._line.say(_wire.END)

    def _await_turn(self, timeout: Optional[float]) -> None:
        """The graph takes the next frame when it has room for it."""
        self._timeout = timeout
        while self._number == 0:
            message = self._line.receive(timeout, f"{self._port} takes no frame: the graph is not done with "
                                                  "those before")
            if message is None:
                raise BrokenPipeError(_OVER + self._port)
            if message.kind == _wire.STEP:
                self._number = message.number
                self._room.grants.extend(read_grants(bytearray(message.bytes), _wire.HEAD.size,
                                                     message.others, self._line.slabs))

    def _need(self, nbytes: int) -> Grant:
        self._line.send(_wire.HEAD.pack(_wire.NEED, 0, 0, 0) + _wire.BYTES.pack(slot_bytes(nbytes)))
        message = self._line.receive(self._timeout, f"{self._port} has no memory for a frame")
        if message is None:
            raise BrokenPipeError(_OVER + self._port)
        if message.others == 0:
            raise MemoryError(message.bytes[_wire.HEAD.size :].decode())
        return read_grants(bytearray(message.bytes), _wire.HEAD.size, 1, self._line.slabs)[0]

    def _plain(self, value: Any) -> Any:
        """A frame of another line is pushed as what it shows."""
        if isinstance(value, Frame):
            value = value.pixels
        if numpy is not None and isinstance(value, numpy.ndarray):
            return value.view(numpy.ndarray)  # knows no frame
        if isinstance(value, (memoryview, bytes, bytearray)):
            return value
        raise TypeError(f"push({self._port!r}) takes an array or a Frame; found a {type(value).__name__}")
