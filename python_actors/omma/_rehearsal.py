# SPDX-License-Identifier: Apache-2.0
"""Steps that nobody sees: the host's half of runtime/hosts/early_waking.hpp, with _awake.py."""

import contextlib
from typing import Any

from omma import _wire
from omma._inputs import read_frames, read_grants
from omma._memory import Grant, Slabs
from omma._results import Results
from omma._room import Room


class Rehearsal:
    """Does what a step does, but for the actor's part, and writes nowhere: so the next one finds all
    of it in the caches of the processor. After a pause that is most of what it takes."""

    def __init__(self, slabs: Slabs, contract: Any, reads_regions: bool) -> None:
        self._slabs = slabs
        self._results = Results(contract.outputs, contract.output_types, contract.name,
                                reads_regions, hints=False)

    def answer(self, message: bytearray) -> bytes:
        """Do the step of this message; return what tells that it is done."""
        _, items, others, number = _wire.HEAD.unpack_from(message)
        self._step(message, items, others)
        head = _wire.HEAD.pack(_wire.REHEARSED, self._results.count, 0, number)
        return head + self._results.packed()

    def _step(self, message: bytearray, items: int, others: int) -> None:
        room = Room(_ask_nobody)
        results = self._results
        results.clear()
        frames = shown = None
        with contextlib.suppress(Exception):  # a result of this shape may be none that the port gives
            slabs = self._slabs.known()  # what it names may be gone, so nobody waits for it
            frames, at = read_frames(message, _wire.HEAD.size, items, slabs, to_open=False)
            room.grants.extend(read_grants(message, at, others, slabs, to_write=False))
            shown = [frame.pixels for frame in frames if frame is not None]
            results.add(room.empty(shown[0].shape, shown[0].dtype), room)
            room.inputs.extend(frame._held for frame in frames if frame is not None)
        frames = shown = None
        room.settle(lambda lease: None)


def _ask_nobody(nbytes: int) -> Grant:
    raise MemoryError
