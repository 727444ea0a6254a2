# SPDX-License-Identifier: Apache-2.0
"""Pictures for notebooks: a PNG file of what a frame shows, with the standard library alone."""

import struct
import zlib
from typing import Any, Optional

# Of formats that a PNG can hold: its colour type, and the order of the channels.
_COLOURS = {"Mono8": (0, None), "RGB8": (2, None), "BGR8": (2, (2, 1, 0)), "RGBa8": (6, None),
            "BGRa8": (6, (2, 1, 0, 3))}


def png_of(pixels: Any, pixel_format: str) -> Optional[bytes]:
    """Return the file, or None where the format is none that a PNG holds.

    Args:
        pixels: array of uint8, (height, width) or (height, width, channels).
        pixel_format: by its GenICam name.

    Source: W3C, Portable Network Graphics (PNG) Specification, chapters 5, 9 and 11.
    """
    if pixel_format not in _COLOURS:
        return None
    colour, order = _COLOURS[pixel_format]
    if order is not None:
        pixels = pixels[:, :, order]
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)  # each with filter type 0
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 1)) +
            _chunk(b"IEND", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
