# SPDX-License-Identifier: Apache-2.0
"""Pictures for notebooks: a PNG file, with the standard library alone."""

import struct
import zlib
from typing import Any

_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}  # by channels: grey, RGB, RGBa


def png_of(picture: Any) -> bytes:
    """Return the file.

    Args:
        picture: array of uint8, (height, width), or (height, width, 3 or 4) as RGB or RGBa.

    Source: W3C, Portable Network Graphics (PNG) Specification, chapters 5, 9 and 11.
    """
    height, width = picture.shape[:2]
    colour = _COLOUR_TYPES[picture.shape[2] if picture.ndim == 3 else 1]
    rows = b"".join(b"\0" + row.tobytes() for row in picture)  # each with filter type 0
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 1)) +
            _chunk(b"IEND", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
