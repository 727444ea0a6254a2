# SPDX-License-Identifier: Apache-2.0
"""Actors that attack their runner, and one that sees what came of it."""

import ctypes
import hashlib
import os
import random
import struct
import time

import numpy as np
import omma
from omma import Image, _wire, actor, param
from omma._current import current


def _copy(image: Image) -> np.ndarray:
    out = omma.empty(image.shape, image.dtype)
    out[...] = image
    return out


def _first_time(folder: str, number: int) -> bool:
    """True once for each frame, whichever process it is."""
    try:
        os.close(os.open(os.path.join(folder, f"{number}.done"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


@actor
def passing(image: Image) -> Image:
    """Do no harm."""
    return _copy(image)


@actor
def overflow(image: Image, *, folder: str = param(""), every: int = param(5)) -> Image:
    """Write 1 to 20,000 bytes behind the result of some frames, once each."""
    out, number = _copy(image), image.frame.sequence
    if number % every == 0 and _first_time(folder, number):
        by = random.Random(number).choice([1, 64, 1024, 4095, 4096, 4097, random.Random(number).randrange(1, 20_001)])
        ctypes.memset(out.ctypes.data + out.nbytes, 255, by)
    return out


def _strange(kind: int, rng: random.Random) -> bytes:
    """A message of this kind that makes more or less sense."""
    now = int(_wire.HEAD.unpack_from(current.channel._buffer)[3])
    number = rng.choice([now, now, now - 1, now + 1, 0, 2**63])
    leases = [each.lease for each in (*current.channel._room.grants, *current.channel._room.inputs)]
    lease = rng.choice([*leases, *leases, 0, 7, 2**32 - 1])
    others = rng.choice([0, 0, 1, 2, 2**32 - 1])
    body = struct.pack("<I", lease) * (others if others < 3 else 1)
    if kind == _wire.RESULT:
        body += _wire.COPIED.pack(0, 0) + _output(lease, rng) * rng.choice([0, 1, 1, 2])
    elif kind == _wire.NEED:
        body = _wire.BYTES.pack(rng.choice([0, 1, 4096, 2**31, 2**63, 2**64 - 1]))
    elif kind in (_wire.READY, _wire.CONFIGURED):
        body += rng.choice([b"{}", b"[", b'{"files": 7}', b'{"values": {}, "params": [{}]}'])
    elif kind == _wire.STATE:
        body = _wire.SLOT.pack(lease, 0, rng.randrange(2**40), rng.randrange(2**64))
    body = rng.choice([body, body, body[: rng.randrange(len(body) + 1)], body + rng.randbytes(50)])
    return _wire.HEAD.pack(kind, rng.choice([0, 1, 1, 2, 65535]), others, number % 2**64) + body


def _output(lease: int, rng: random.Random) -> bytes:
    shape = rng.choice([(96, 128), (96, 128), (0, 1), (2**31, 2**31), (2**64 - 1,), (1,) * 33])
    notes = rng.choice([b"", b"", rng.randbytes(rng.randrange(60))])
    about = rng.choice([b"", b"", rng.randbytes(32), rng.randbytes(40)])
    return (_wire.OUTPUT.pack(
        rng.choice([0, 0, 0, 1, 255]), rng.randrange(6), rng.choice([0, 0, 5, 9, 255]), len(shape),
        rng.choice([0, 0, 0x01080001, 2**32 - 1]), lease, len(notes), rng.choice([-1, -1, 5, 2**63 - 1]),
        rng.choice([_wire.NO_SEQUENCE, 0, 2**63]), 0, len(about)) + struct.pack(f"<{len(shape)}Q", *shape) + notes + about)


@actor
def strange(image: Image, *, folder: str = param(""), answer: int = param(0), every: int = param(2)) -> Image:
    """Send a message that makes no sense at some frames, once each; at the fifth one a flood of them."""
    out, number = _copy(image), image.frame.sequence
    if number % every == 0 and _first_time(folder, number):
        rng = random.Random(f"{answer} {number}")
        for _ in range(100 if number == 5 * every else 1):
            current.channel._socket.send(_strange(answer, rng))
    return out


@actor
def chatty(image: Image) -> Image:
    """Print 4 kB about each picture."""
    print("x" * 4000, flush=True)
    return _copy(image)


@actor
def slow(image: Image) -> Image:
    """Take some milliseconds."""
    time.sleep(0.003)
    return _copy(image)


@actor
class witness:
    """Write a line about each picture: its number, and what it looks like."""

    def __init__(self, *, path: str = param("")) -> None:
        self.file = open(path, "a", encoding="utf-8", buffering=1)

    def process(self, image: Image) -> None:
        looks = hashlib.md5(np.ascontiguousarray(image).tobytes()).hexdigest()
        self.file.write(f"{image.frame.sequence} {looks}\n")
