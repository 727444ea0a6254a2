# SPDX-License-Identifier: Apache-2.0
"""Graphs that tests of scripts run."""

import os

import numpy
import omma

PACKAGE = os.path.dirname(os.path.dirname(omma.__file__))


def pattern(**more):
    """A source without an end, and something that changes its pictures."""
    graph = omma.Graph("seen")
    source = graph.actor("source", "pattern", format="Mono8", width=160, height=128, **more)
    blurred = graph.actor("blurred", "blur", size=3, image=source.image)
    graph.actor("end", "null", blurred)
    return graph


def open_ended():
    """What is pushed comes out as edges."""
    graph = omma.Graph("open")
    graph.actor("edges", "canny")
    return graph


def doubled(run, port="edges.image", seen="edges.edges", count=3):
    """Push pictures, look at each answer."""
    answers = run.frames(seen, timeout=10)
    for level in range(count):
        run.push(port, numpy.full((20, 30), level, "uint8"))
        yield next(answers)
