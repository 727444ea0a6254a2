# SPDX-License-Identifier: Apache-2.0
"""Finds edges and straight lines."""

import cv2
import numpy

from omma import Image, Region, Regions, Tensor, actor, empty, param


@actor(outputs="edges")
def edges(image: Image, *, low: int = param(80, "weak edges begin here", min=0, max=1000),
          high: int = param(220, "strong edges begin here", min=0, max=1000)) -> Image:
    """Find the edges of a picture of any format that OpenCV's Canny takes (8 bit)."""
    return cv2.Canny(image, low, high, empty(image.shape[:2]))


@actor
def lines(edges: Image, *, votes: int = param(60, "pixels on a line", min=1),
          min_length: int = param(45, "of a line", min=1, unit="px"),
          max_gap: int = param(8, "inside a line", min=0, unit="px")) -> Regions:
    """Note the straight lines in a picture of edges: regions labelled "line", with their ends.

    The ends are the tensor "line" of a region: x1, y1, x2, y2 in pixels.

    Source: J. Matas, C. Galambos, J. Kittler, Robust Detection of Lines Using the Progressive
    Probabilistic Hough Transform, CVIU 78 (2000); as OpenCV's HoughLinesP.
    """
    found = cv2.HoughLinesP(edges, 1, numpy.pi / 180, votes, None, min_length, max_gap)
    return [_region(ends) for ends in ([] if found is None else found.reshape(-1, 4))]


def _region(ends: numpy.ndarray) -> Region:
    x1, y1, x2, y2 = ends.tolist()
    return Region(min(x1, x2), min(y1, y2), abs(x2 - x1) + 1, abs(y2 - y1) + 1, "line",
                  tensors=[Tensor("line", ends.astype("float32"))])
