# SPDX-License-Identifier: Apache-2.0
"""What a person is shown of pixels, whatever their format: 8 bits a channel, grey or RGB.

Colours are made the short way: this is to look at. The kind `convert` makes pictures to work with.
"""

import re
from typing import Any, Optional

import numpy

from omma import _formats

_SECOND_ROW = {"GR": "BG", "RG": "GB", "GB": "RG", "BG": "GR"}  # of a cell, by its first


def seen(pixels: Any, name: str, width: int, height: int, stride: int) -> Optional[Any]:
    """Return a picture of uint8, (height, width), or (height, width, 3 or 4) as RGB or RGBa.

    None: there is nothing to be seen, since the frame has no pixels or a tensor.

    Args:
        pixels: the pixels of a frame; of a packed format its bytes.
        name: the GenICam name of the format.
        width: in px.
        height: in px.
        stride: bytes from one row to the next; 0: rows need not begin on a byte.
    """
    if name not in _formats.TABLE or width == 0 or height == 0:
        return None
    pixels = numpy.asarray(pixels)
    mono = re.match(r"(?:Mono|Bayer([RGB]{2}))(\d+)(p|Packed)?$", name)
    if mono is not None:
        order, bits, packing = mono.groups()
        grey = _unpacked(pixels, (width, height, stride), int(bits), packing) if packing else \
            (pixels >> (int(bits) - 8)).astype("uint8")
        return _colours_of(grey, order) if order else grey
    if name == "RGB10p32":
        rows = pixels.reshape(height, -1)[:, : width * 4]
        words = numpy.ascontiguousarray(rows).view("<u4")
        return (words[:, :, None] >> numpy.array([2, 12, 22]) & 255).astype("uint8")
    if name.startswith("YUV422"):
        return _colours_of_yuv(pixels, luma=1 if name.endswith("UYVY") else 0)
    if name.startswith("Coord3D"):
        return _stretched(pixels)
    return pixels[..., [2, 1, 0, 3][: pixels.shape[2]]] if name.startswith("BGR") else pixels


def _unpacked(data: Any, size: Any, bits: int, packing: str) -> Any:
    """The upper 8 bits of each pixel.

    Source: EMVA, PFNC 2.4: of "p" the pixels are a stream of bits, the lowest first; GigE Vision: of
    "Packed" the upper 8 bits of two are the bytes beside the one with the rest of both.
    """
    width, height, stride = size
    count = width if stride else width * height  # px that follow each other without a gap
    rows = data.reshape(height, stride) if stride else data.reshape(1, -1)
    if packing == "Packed":
        each = numpy.arange(count)
        upper = rows[:, each // 2 * 3 + each % 2 * 2]
    else:
        stream = numpy.unpackbits(rows, axis=1, bitorder="little")[:, : count * bits]
        upper = numpy.packbits(stream.reshape(len(rows), count, bits)[..., bits - 8 :], axis=2, bitorder="little")
    return upper.reshape(height, width)


def _colours_of(mosaic: Any, order: str) -> Any:
    """The colours of a Bayer mosaic, the same for all four pixels of a cell."""
    height, width = mosaic.shape
    whole = numpy.pad(mosaic, ((0, height % 2), (0, width % 2)), "symmetric" if min(height, width) < 2 else "reflect")
    corners = [whole[y::2, x::2].astype("uint16") for y in (0, 1) for x in (0, 1)]
    under = order + _SECOND_ROW[order]
    channels = [[corner for corner, its in zip(corners, under) if its == colour] for colour in "RGB"]
    cells = numpy.stack([sum(each) // len(each) for each in channels], axis=2).astype("uint8")
    return cells.repeat(2, axis=0).repeat(2, axis=1)[:height, :width]


def _colours_of_yuv(pixels: Any, luma: int) -> Any:
    """Source: ITU-R BT.601, with 16 to 235 for brightness."""
    width = pixels.shape[1]
    chroma = pixels[..., 1 - luma].astype("float32") - 128
    u, v = (chroma[:, at : width - width % 2 : 2].repeat(2, axis=1) for at in (0, 1))
    y = 1.164 * (pixels[:, : u.shape[1], luma].astype("float32") - 16)
    colours = numpy.stack([y + 1.596 * v, y - 0.391 * u - 0.813 * v, y + 2.018 * u], axis=2)
    return colours.clip(0, 255).round().astype("uint8")


def _stretched(values: Any) -> Any:
    """From black, the least, to white; what is no number is black."""
    known = numpy.isfinite(values)
    if not known.any():
        return numpy.zeros(values.shape, "uint8")
    least, most = float(values[known].min()), float(values[known].max())
    shares = (numpy.where(known, values, least) - least) / max(most - least, 1e-30)
    return (shares * 255).round().astype("uint8")
