# SPDX-License-Identifier: Apache-2.0
"""Actors that take and give pictures that no array holds."""

from typing import List

from omma import Frame, Image, Pixels, actor, empty, image_bytes, port
from omma._formats import TABLE, stride_of


def unpacked(frame: Frame) -> List[int]:
    """The values of a packed picture of 12 bits, least significant first."""
    bits = int.from_bytes(bytes(frame.pixels), "little")
    return [(bits >> (12 * i)) & 0xFFF for i in range(frame.width * frame.height)]


@actor(inputs=[port("image", "Mono12p")])
def sum_packed(image: Image) -> dict:
    """Add up the pixels of a packed picture, and say what it looks like."""
    frame = image.frame
    return {"sum": sum(unpacked(frame)), "shape": f"{image.shape} {image.dtype}",
            "size": f"{frame.format} {frame.width} {frame.height} {frame.stride}"}


@actor(outputs=port("pixels", "Mono10p"))
def pack(image: Image) -> Pixels:
    """Give a packed picture of 5 x 3 px, all bytes of it the number of the picture."""
    out = empty(image_bytes("Mono10p", 5, 3), "uint8")
    out[:] = image[0, 0]
    return Pixels(out, "Mono10p", 5, 3)


@actor
def pack_elsewhere(image: Image) -> Pixels:
    """Give padded rows of two pixels each, in memory of its own."""
    return Pixels(bytes([int(image[0, 0])] * 24), "Mono16", 2, 3, 8)


@actor
def same_packed(frame: Frame) -> Image:
    """Return the bytes of a packed picture themselves."""
    return frame.pixels


@actor
def formats(image: Image) -> dict:
    """Say what this package knows about each pixel format."""
    def sizes(name):
        return " ".join(str(image_bytes(name, *size)) for size in ((5, 3), (5, 3, 1), (8, 2), (0, 3)))

    return {name: f"{code} {channels} {dtype} {sizes(name)} {stride_of(name, 5)}"
            for name, (code, channels, dtype) in TABLE.items()}


@actor
def look(image: Image) -> Image:
    """Return any picture that is an array."""
    return image
