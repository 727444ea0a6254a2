# SPDX-License-Identifier: Apache-2.0
"""Frames of an output of a graph that runs, for the script that runs it."""

import sys
from typing import Callable, Dict, Iterator, List, Optional

from omma import _wire
from omma._inputs import read_frames
from omma._lent import Lent
from omma._line import Line, Message
from omma._types import Frame


class Frames(Iterator[Frame]):
    """The frames of one output, the newest whenever one is asked for; ends with the run.

    What is not asked for passes by, so that the graph is never slowed down: look at
    `frame.sequence` to see how many did. Frames lie where their maker wrote them; they and their
    arrays may be kept, at most 32 at a time (copy what is to stay: `frame.pixels.copy()`).
    """

    def __init__(self, run: object, line: Line, port: str, limit: Optional[int] = None,
                 timeout: Optional[float] = None) -> None:
        self._lent = _Looked(line)
        self._run = run  # which would end if nothing referred to it
        self._line, self._port, self._left, self._timeout = line, port, limit, timeout
        self._number = 0  # of the frame that was asked for last
        self._asked = False

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
        if not self._line.halfway:
            self._lent.mend()
        message = self._answer()
        if message is None or message.kind == _wire.END:
            self.close()
            raise StopIteration
        if message.kind == _wire.ERROR:
            self._settle()
            raise RuntimeError(f"{message.bytes[_wire.HEAD.size :].decode()} of {self._port}; keep copies: "
                               "frame.pixels.copy()")
        frame = self._frame_in(message)
        self._lent.expect(frame._held.lease)
        self._settle()
        self._lent.lend(frame)
        if self._left is not None:
            self._left -= 1
        return frame

    def _answer(self) -> Optional[Message]:
        """Ask for a frame, if that was not done before, and return what is said to that."""
        while True:
            if not self._asked and not self._line.halfway:
                self._line.say(_wire.STEP, self._number + 1)
                self._number, self._asked = self._number + 1, True
            message = self._line.receive(self._timeout, f"{self._port} gave no frame")
            if message is None or message.kind == _wire.END or message.number >= self._number:
                return message
            if message.kind == _wire.STEP:  # asked for twice, since that was interrupted
                self._lent.expect(self._frame_in(message)._held.lease)
            self._line.done()
            self._lent.mend()

    def _frame_in(self, message: Message) -> Frame:
        (frame,), _ = read_frames(bytearray(message.bytes), _wire.HEAD.size, 1, self._line.slabs)
        assert frame is not None
        return frame

    def _settle(self) -> None:
        """What was asked for has come."""
        self._asked = False
        self._line.done()

    def close(self) -> None:
        """Look no more; frames that were returned stay as they are."""
        self._lent.end()

    def __del__(self) -> None:
        if hasattr(self, "_lent"):  # it was not interrupted while it was made
            self.close()


class _Looked(Lent):
    """The frames of one output. Their line is closed when nothing of it is needed any more."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self._views: Dict[int, List[memoryview]] = {}  # without numpy: what ends with its frame
        self.ended = False

    def lend(self, frame: Frame) -> None:
        held = frame._held
        held.lender = self  # lives as long as the frame
        self._views[held.lease] = held.views
        self.watch(held.lease, held)

    def end(self) -> None:
        if self.ended:
            return
        self._line.say(_wire.END)  # twice where this was interrupted, which does no harm
        self.ended = True
        self._close()

    def _give_back(self, lease: int, _: object = None, over: Callable[[], bool] = sys.is_finalizing) -> None:
        if over():
            return
        try:
            for view in self._views.get(lease, ()):
                view.release()
        except BufferError:  # something still refers to a part of it
            return
        self._views.pop(lease, None)
        super()._give_back(lease)
        self._close()

    def _close(self) -> None:
        if self.ended and not self._held:
            self._line.close()
