# SPDX-License-Identifier: Apache-2.0
"""Actors that the benchmark runs."""

from omma import Frame, Image, actor, empty, param


@actor
def answer(image: Image) -> Image:
    """Look at a picture and answer with a new one, whose memory it takes but does not fill."""
    image[0, 0]
    return empty(image.shape, image.dtype)


@actor
def work(frame: Frame, *, loops: int = param(100_000, "turns of an empty loop")) -> Frame:
    """Keep the interpreter busy."""
    for _ in range(loops):
        pass
    return frame
