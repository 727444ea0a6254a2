# SPDX-License-Identifier: Apache-2.0
"""Being awake when the next frame comes."""

import os
import select
import socket
import time
from typing import Callable

_STEADY = 8  # frames that came in time before the next one is expected
_SHORTEST, _LONGEST = 4_000_000, 1_000_000_000  # ns: periods that are worth it
_LEAD = 350_000  # ns: what it takes to wake up, and more
_MOST_JITTER = 200_000  # ns


class Rhythm:
    """When messages come at a steady rate, as those of a camera do: `wait` returns shortly before the
    next one. To be woken by it would take longer than most steps: some 100 us on an idle machine.
    """

    def __init__(self) -> None:
        self._last = 0  # ns, of the monotonic clock, as all
        self._period = 0
        self._jitter = 0
        self._steady = 0

    def beat(self) -> None:
        """A message that begins a step is here."""
        now = time.monotonic_ns()
        gap, self._last = now - self._last, now
        off = abs(gap - self._period)
        if off > self._period // 8 or not _SHORTEST < gap < _LONGEST:
            self._period, self._jitter, self._steady = gap, 0, 0
            return
        self._period += (gap - self._period) // 8
        self._jitter += (min(off, _MOST_JITTER) - self._jitter) // 8
        self._steady += 1

    def wait(self, connection: socket.socket, rehearse: Callable[[], None]) -> None:
        """Return when there is a message; or when the time for it has passed, to sleep on.
        `rehearse` is called when it is due soon.
        """
        if self._steady < _STEADY or self._jitter > _MOST_JITTER // 2:
            return
        lead = _LEAD + 2 * self._jitter
        due = self._last + self._period
        left = due - lead - time.monotonic_ns()
        if left > 0 and select.select([connection], [], [], left / 1e9)[0]:
            return
        rehearse()
        while time.monotonic_ns() < due + lead:
            if select.select([connection], [], [], 0)[0]:
                return
            os.sched_yield()
