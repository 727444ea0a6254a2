# SPDX-License-Identifier: Apache-2.0
"""Frames of an output of a graph that runs, for the script that runs it."""

import weakref
from typing import Iterator, List, Optional, Set

from omma import _wire
from omma._inputs import read_frames
from omma._line import Line
from omma._types import Frame


class Frames(Iterator[Frame]):
    """The frames of one output, the newest whenever one is asked for; ends with the run.

    What is not asked for passes by, so that the graph is never slowed down: look at
    `frame.sequence` to see how many did. Frames lie where their maker wrote them; they and their
    arrays may be kept, at most 32 at a time (copy what is to stay: `frame.pixels.copy()`).
    """

    def __init__(self, run: object, line: Line, port: str, limit: Optional[int] = None,
                 timeout: Optional[float] = None) -> None:
        self._run = run  # which would end if nothing referred to it
        self._line, self._port, self._left, self._timeout = line, port, limit, timeout
        self._number = 0
        self._asked = False
        self._lent = _Lent(line)

    def __iter__(self) -> "Frames":
        return self

    def __next__(self) -> Frame:
        """Return the newest frame that was not returned before; wait for it where there is none.

        Raises:
            StopIteration: the run has ended, or there were as many as wanted.
            TimeoutError: there was none within the time that was given.
            RuntimeError: too many frames are kept.
        """
        if self._left == 0 or self._lent.ended:
            self.close()
            raise StopIteration
        if not self._asked:
            self._number += 1
            self._line.say(_wire.STEP, self._number)
            self._asked = True
        message = self._line.receive(self._timeout, f"{self._port} gave no frame")
        self._asked = False
        if message is None or message.kind == _wire.END:
            self.close()
            raise StopIteration
        if message.kind == _wire.ERROR:
            raise RuntimeError(f"{message.bytes[_wire.HEAD.size :].decode()} of {self._port}; keep copies: "
                               "frame.pixels.copy()")
        if self._left is not None:
            self._left -= 1
        (frame,), _ = read_frames(bytearray(message.bytes), _wire.HEAD.size, 1, self._line.slabs)
        assert frame is not None
        self._lent.lend(frame)
        return frame

    def close(self) -> None:
        """Look no more; frames that were returned stay as they are."""
        self._lent.end()

    def __del__(self) -> None:
        self.close()


class _Lent:
    """What came over a line, which is closed when nothing of it is needed any more."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._leases: Set[int] = set()  # frames may be let go on any thread
        self.ended = False

    def lend(self, frame: Frame) -> None:
        held = frame._held
        self._leases.add(held.lease)
        weakref.finalize(held, self._give_back, held.lease, held.views).atexit = False

    def _give_back(self, lease: int, views: List[memoryview]) -> None:
        try:
            for view in views:
                view.release()
        except BufferError:  # something still refers to a part of it
            return
        self._leases.discard(lease)
        self._line.release(lease)
        if self.ended and not self._leases:
            self._line.close()

    def end(self) -> None:
        if self.ended:
            return
        self.ended = True
        self._line.say(_wire.END)
        if not self._leases:
            self._line.close()
