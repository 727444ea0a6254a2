# SPDX-License-Identifier: Apache-2.0
"""An actor that does, once, what actors in Python may do to a graph."""

import ctypes
import multiprocessing.pool
import os
import signal
import time
from typing import Any, List

import numpy as np
from omma import Frame, actor, param

kept: List[Any] = []


@actor
def tool(frame: Frame, *, how: str = param("nothing", "the function of this file to call, once"),
         marker: str = param("", "the file that remembers that it was called"),
         lines: int = param(1_000_000, "that `chatter` prints")) -> Frame:
    """Pass frames on; misbehave at the first one after `how` was set."""
    if how != "nothing" and not os.path.exists(marker):
        globals()[how](frame, marker, lines)
    return frame


def note(marker: str, *left: int) -> None:
    """Write down when it happens, the process, and the processes that it leaves behind."""
    with open(marker + ".new", "w") as file:
        print(time.monotonic_ns(), os.getpid(), *left, file=file)
    os.rename(marker + ".new", marker)


def harmless(frame: Frame, marker: str, lines: int) -> None:
    """Do nothing; what happens comes from outside."""
    note(marker)


def error(frame: Frame, marker: str, lines: int) -> None:
    """Raise."""
    note(marker)
    raise ValueError("bad frame")


def loop(frame: Frame, marker: str, lines: int) -> None:
    """Never end."""
    note(marker)
    while True:
        pass


def hold_the_gil(frame: Frame, marker: str, lines: int) -> None:
    """Never come back from C, without letting go of the interpreter."""
    note(marker)
    ctypes.PyDLL(None).sleep(3600)


def crash(frame: Frame, marker: str, lines: int) -> None:
    """Read at address 0."""
    note(marker)
    ctypes.string_at(0)


def leave(frame: Frame, marker: str, lines: int) -> None:
    """End the process."""
    note(marker)
    os._exit(3)


def stop(frame: Frame, marker: str, lines: int) -> None:
    """Stand still, as under a debugger."""
    note(marker)
    os.kill(os.getpid(), signal.SIGSTOP)


def leak(frame: Frame, marker: str, lines: int) -> None:
    """Use 64 MB more than before."""
    kept.append(np.ones(1 << 23))
    note(marker)


def chatter(frame: Frame, marker: str, lines: int) -> None:
    """Print."""
    note(marker)
    for i in range(lines):
        print("line", i)


def leave_children(frame: Frame, marker: str, lines: int) -> None:
    """End the process, but not those that it started."""
    pool = multiprocessing.pool.Pool(2)
    note(marker, *pool.map(_pid, range(16)))
    os._exit(3)


def _pid(_: int) -> int:
    return os.getpid()


def keep(frame: Frame, marker: str, lines: int) -> None:
    """Keep a frame for ever."""
    note(marker)
    kept.append(frame.pixels)
