# SPDX-License-Identifier: Apache-2.0
"""Actors that would change what is not theirs, and ones that answer what nobody asked."""

import ctypes
import os
import struct

import numpy as np
import omma
from omma import Image, _wire, actor, param
from omma._current import current


def _result(image: Image) -> np.ndarray:
    out = omma.empty(image.shape, image.dtype)
    out[...] = image
    return out


@actor
class Keeper:
    """Keep each result, or a view of it, and paint it in the next step."""

    def __init__(self, *, view: bool = param(False)) -> None:
        self.view, self.kept = view, None

    def process(self, image: Image) -> Image:
        if self.kept is not None:
            ctypes.memset(self.kept.ctypes.data, 255, self.kept.nbytes)
        out = _result(image)
        self.kept = out[:] if self.view else out
        return out


@actor
class Schemer:
    """Write into what was sent without keeping anything that Python knows of."""

    def __init__(self) -> None:
        self.address = 0

    def process(self, image: Image) -> Image:
        if self.address:
            ctypes.memset(self.address, 255, 48 * 64)
        out = _result(image)
        self.address = out.ctypes.data
        return out


@actor
def overflow(image: Image, *, by: int = param(4096), marker: str = param("")) -> Image:
    """Write that far behind the result of frame 20, once."""
    out = _result(image)
    if image.frame.sequence == 20 and not os.path.exists(marker):
        open(marker, "w", encoding="utf-8").close()
        ctypes.memset(out.ctypes.data + out.nbytes, 255, by)
    return out


@actor
def vandal(image: Image) -> dict:
    """Tell whether somebody else's pixels can be made writable."""
    address = image.ctypes.data // 4096 * 4096
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(4096), 3)
    return {"writable": float(done == 0)}


def _head(kind: int, number: int, others: int = 0) -> bytes:
    return _wire.HEAD.pack(kind, 0, others, number)


def _number() -> int:
    return int(_wire.HEAD.unpack_from(current.channel._buffer)[3])


ANSWERS = {
    "of_the_past": lambda: _head(_wire.RESULT, _number() - 1) + _wire.COPIED.pack(0, 0),
    "of_the_future": lambda: _head(_wire.ERROR, _number() + 1) + b"not yet",
    "end_of_no_source": lambda: _head(_wire.END, _number()),
    "state": lambda: _head(_wire.STATE, 0),
    "configured": lambda: _head(_wire.CONFIGURED, _number()) + b"{}",
    "rehearsed": lambda: _head(_wire.REHEARSED, 0),
    "ready": lambda: _head(_wire.READY, _number()) + b"{}",
    "unknown": lambda: _head(999, _number()),
    "foreign_lease": lambda: _head(_wire.RELEASE, 0, 1) + struct.pack("<I", 2**31),
    "cut_short": lambda: b"\x04\x00",
}


@actor
def babbler(image: Image, *, answer: str = param("unknown"), marker: str = param("")) -> Image:
    """Say something that nobody asked for at frame 20, once."""
    out = _result(image)
    if image.frame.sequence == 20 and not os.path.exists(marker):
        open(marker, "w", encoding="utf-8").close()
        current.channel._socket.send(ANSWERS[answer]())
    return out


@actor
def endless(image: Image) -> Image:
    """Ask for memory at frame 20 and never have enough."""
    while image.frame.sequence == 20:
        omma.empty((1, 8), "uint8")
    return _result(image)
