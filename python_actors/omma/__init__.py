# SPDX-License-Identifier: Apache-2.0
"""omma for Python: actors in Python, and graphs from scripts and notebooks.

An actor is a function or a class:

    from omma import Image, actor

    @actor
    def invert(image: Image) -> Image:
        \"\"\"Invert an 8-bit picture.\"\"\"
        return 255 - image

A graph names it by its file, `kind = "invert.py:invert"`. A graph may be made in code, too:

    import omma

    graph = omma.Graph("inverted")
    video = graph.actor("video", "video", uri="vtest.avi")
    inverted = graph.actor("inverted", "invert.py:invert", image=video.image)
    graph.actor("window", "window", inverted)
    for diagnostic in omma.check(graph):
        print(diagnostic)
    graph.save("inverted.toml")

`omma.actors()` lists the kinds of actors. See `help(omma.Graph)`, `help(omma.actor)`.
"""

import sys
from typing import TYPE_CHECKING, Any, List

if sys.version_info < (3, 8):
    raise ImportError("omma needs CPython 3.8 or later; this is " + sys.version.split()[0])

from omma._current import current
from omma._declare import actor, param, port
from omma._formats import image_bytes
from omma._parameters import Param
from omma._types import Frame, Image, Pixels, Region, Regions, Sample, Tensor, Times

if TYPE_CHECKING:
    from omma._check import Diagnostic, check
    from omma._graph import Graph
    from omma._kinds import Kind, actors
    from omma._run import Run, RunError, run

__all__ = ["Diagnostic", "Frame", "Graph", "Image", "Kind", "Param", "Pixels", "Region", "Regions", "Run", "RunError", "Sample",
           "Tensor", "Times", "actor", "actors", "check", "empty", "image_bytes", "param", "port", "run"]

# What only scripts need is loaded when it is first used: hosts start without it.
_LATER = {"Diagnostic": "_check", "check": "_check", "Graph": "_graph", "Kind": "_kinds",
          "actors": "_kinds", "Run": "_run", "RunError": "_run", "run": "_run"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'omma' has no attribute {name!r}")
    import importlib

    value = globals()[name] = getattr(importlib.import_module(f"omma.{_LATER[name]}"), name)
    return value


def __dir__() -> List[str]:
    return sorted({*globals(), *__all__})


def empty(shape: Any, dtype: Any = "uint8") -> Any:
    """Return a new array, uninitialised, that leaves without a copy when the actor returns it.

    Outside of a running graph it is an ordinary array of numpy.
    """
    channel = getattr(current, "channel", None)
    if channel is not None:
        return channel.empty(shape, dtype)
    import numpy

    return numpy.empty(shape, dtype)
