# SPDX-License-Identifier: Apache-2.0
"""Actors for omma in Python.

    from omma import Image, actor

    @actor
    def invert(image: Image) -> Image:
        \"\"\"Invert an 8-bit picture.\"\"\"
        return 255 - image

A graph names it by its file: `kind = "invert.py:invert"`.
"""

from typing import Any

from omma._declare import actor, param, port
from omma._types import Frame, Image, Region, Regions, Tensor, Times

__all__ = ["Frame", "Image", "Region", "Regions", "Tensor", "Times", "actor", "empty", "param",
           "port"]


def empty(shape: Any, dtype: Any = "uint8") -> Any:
    """Return a new array, uninitialised, that leaves without a copy when the actor returns it.

    Outside of a running graph it is an ordinary array of numpy.
    """
    from omma import _channel

    channel = getattr(_channel.current, "channel", None)
    if channel is not None:
        return channel.empty(shape, dtype)
    import numpy

    return numpy.empty(shape, dtype)
