# SPDX-License-Identifier: Apache-2.0
"""Being awake when the next message comes."""

import os
import socket
import time

_SOON = 100_000  # ns; not worth to sleep until then
_TAKEN = 100_000  # ns; others needed the processor, and whoever sleeps gets it back sooner
_LONGEST = 10_000_000  # ns; a longer wait counts as this


class Awake:
    """Receives messages. To be woken by one may take longer than a step; so where they follow each
    other soon, or one is due, it is looked for instead. The runner does the same:
    runtime/hosts/early_waking.cpp."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._until = 0  # when to sleep again; ns of the monotonic clock, as all
        self._waited = 1_000_000  # for a message, as of late

    def expect(self, within_ns: int) -> None:
        """A message is due within this time."""
        self._until = time.monotonic_ns() + within_ns

    def receive(self, buffer: bytearray) -> int:
        """Put the next message into the buffer; return its size, 0 when there are no more."""
        begin = now = time.monotonic_ns()
        until = max(self._until, begin + _SOON if self._waited < _SOON else 0)
        size = -1
        while size < 0 and now < until:
            size = self._look(buffer)
            before, now = now, time.monotonic_ns()
            if now - before > _TAKEN:
                break
        if size < 0:
            size = self._connection.recv_into(buffer)
            now = time.monotonic_ns()
        self._until = 0
        self._waited += (min(now - begin, _LONGEST) - self._waited) // 8
        return size

    def _look(self, buffer: bytearray) -> int:
        try:
            return self._connection.recv_into(buffer, 0, socket.MSG_DONTWAIT)
        except BlockingIOError:
            os.sched_yield()
            return -1
