# SPDX-License-Identifier: Apache-2.0
"""What a script holds of the memory of a run."""

import sys
import weakref
from functools import partial
from typing import Any, Callable, Dict, Optional

from omma._line import Line


class Lent:
    """The leases that came over a line. Each is given back when nothing refers any more to what lies
    there, on whatever thread that is.

    Every call may be interrupted, and be repeated then: giving back twice does no harm.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self._held: Dict[int, "Optional[weakref.ref[Any]]"] = {}  # None: it has to be given back

    def __len__(self) -> int:
        return len(self._held)

    def expect(self, lease: int) -> None:
        """It is the script's from now on; unless `watch` follows, `mend` gives it back."""
        self._held.setdefault(lease, None)

    def watch(self, lease: int, what: Any) -> None:
        """It is given back with the end of this object, or at once where that is None."""
        if what is None:
            return self._give_back(lease)
        self._held[lease] = weakref.ref(what, partial(self._give_back, lease))

    def mend(self) -> None:
        """Give back what an interruption kept from it."""
        for lease, find in list(self._held.items()):
            if find is None or find() is None:
                self._give_back(lease)

    def _give_back(self, lease: int, _: object = None, over: Callable[[], bool] = sys.is_finalizing) -> None:
        if over():  # the interpreter takes its modules apart
            return
        self._line.release(lease)
        self._held.pop(lease, None)
