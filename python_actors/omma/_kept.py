# SPDX-License-Identifier: Apache-2.0
"""What an actor keeps of the frames of earlier steps, and how the runner hears when it lets go."""

import collections
import gc
import socket
from typing import Deque, List

from omma import _wire
from omma._room import Room

_MANY = 16  # of the 32 that the runner allows: what is only waiting for the collector goes first


class Kept:
    """The leases that outlive their steps."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._let_go: Deque[int] = collections.deque()  # leases
        self._answering = False
        self._count = 0
        self._many = _MANY

    def settle(self, room: Room) -> List[bytes]:
        """End the borrowing of a step: return, packed, the leases that something still refers to.
        The runner hears of their ends later, but not before the answer that names them."""
        self._collect()
        self._answering = True
        held = room.settle(self._release)
        self._count += len(held)
        return held

    def answered(self) -> None:
        """The answer was sent."""
        self._answering = False
        self._tell()

    def _collect(self) -> None:
        """Cycles of objects may hold frames that the actor has long let go. Not again for as many:
        an actor may keep some, and collecting takes its time."""
        if self._count < _MANY:
            self._many = _MANY
        elif self._count >= self._many:
            gc.collect()
            self._many = self._count + 4

    def _release(self, lease: int) -> None:
        """From any thread, at any moment: the collector calls it, too."""
        self._let_go.append(lease)
        if not self._answering:
            self._tell()

    def _tell(self) -> None:
        while self._let_go:
            try:
                lease = self._let_go.popleft()
            except IndexError:  # another thread was here
                return
            self._count -= 1
            try:
                self._socket.send(_wire.HEAD.pack(_wire.RELEASE, 0, 1, 0) + _wire.COUNT.pack(lease))
            except OSError:
                pass  # the runner has taken everything back
