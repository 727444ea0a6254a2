# SPDX-License-Identifier: Apache-2.0
"""Finds licence plates and the characters on them, without having learned anything.

What it cannot do: read the characters; find plates with bright characters on dark ground, or that
are turned by more than some degrees, seen from the side, or narrower than about 60 px; take apart
characters that touch, or put together those that are broken. Grilles, stickers and shop signs look
like plates to it. The defaults suit a plate about 130 px wide.
"""

from typing import List, Tuple

import cv2
import numpy

from omma import Frame, Image, Region, Regions, actor, param, port

Box = Tuple[int, int, int, int]  # x, y, width, height in px


@actor(inputs=[port("image", "Mono8")])
def plates(image: Image, *, stroke: int = param(17, "strokes are thinner", min=3, max=99, unit="px"),
           level: int = param(12, "by which strokes are darker", min=1, max=255),
           min_height: int = param(31, "of a plate", min=5, unit="px"),
           max_aspect: float = param(6, "width by height, of a plate", min=1)) -> Regions:
    """Note where dark strokes stand as close as in a word: regions labelled "plate", largest first.

    The confidence is the share of a region's pixels that are strokes.
    """
    strokes = cv2.morphologyEx(image, cv2.MORPH_BLACKHAT, _ellipse(stroke)) > level
    strokes = strokes.view("uint8") * numpy.uint8(255)
    words = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, numpy.ones((13, 13), "uint8"))
    words = cv2.morphologyEx(words, cv2.MORPH_OPEN, numpy.ones((min_height, min_height), "uint8"))
    boxes = [box for box in _parts(words) if 1.2 * box[3] <= box[2] <= max_aspect * box[3]]
    boxes.sort(key=lambda box: -box[2] * box[3])
    return [Region(*box, "plate", float(_crop(strokes, box).mean()) / 255) for box in boxes]


@actor(inputs=[port("plates", "Mono8")])
def characters(plates: Frame, *, label: str = param("plate", "of the regions to look into"),
               min_height: float = param(0.25, "of a character, of its plate", min=0.05, max=1),
               min_count: int = param(3, "in a row of characters", min=1)) -> Frame:
    """Note the characters in each plate, left to right: regions "character" whose parent it is.

    Those of one row are kept, the longest: alike in height and side by side.
    """
    for parent, plate in enumerate(plates.regions()):
        if plate.label != label:
            continue
        row = character_boxes(_crop(plates.pixels, plate.rect()), min_height)
        left, top = max(plate.rect()[0], 0), max(plate.rect()[1], 0)
        for x, y, width, height in row if len(row) >= min_count else []:
            plates.add(Region(left + x, top + y, width, height, "character", parent=parent))
    return plates


def character_boxes(plate: numpy.ndarray, min_height: float) -> List[Box]:
    """Return the boxes of the longest row of characters in a grey picture of a plate, in px."""
    if min(plate.shape) < 8:
        return []
    scale = 3
    large = cv2.resize(plate, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    rows = large.shape[0]
    dark, bright = numpy.percentile(large, (5, 95))
    ink = cv2.adaptiveThreshold(large, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY_INV,
                                rows // 3 | 1, 0.2 * (bright - dark))
    found = [box for box in _parts(ink)
             if min_height * rows <= box[3] < 0.95 * rows and box[2] <= 1.2 * box[3]]
    row = max(([b for b in found if _in_row(a, b)] for a in found), key=len, default=[])
    return [tuple(round(each / scale) for each in box) for box in sorted(row)]


def _in_row(one: Box, other: Box) -> bool:
    middles = abs(2 * one[1] + one[3] - 2 * other[1] - other[3]) / 2
    return middles < 0.3 * one[3] and 0.75 < other[3] / one[3] < 1.33


def _parts(mask: numpy.ndarray) -> List[Box]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    return [tuple(box[:4].tolist()) for box in stats[1:]]


def _crop(image: numpy.ndarray, box: Box) -> numpy.ndarray:
    x, y, width, height = box
    return image[max(y, 0):max(y + height, 0), max(x, 0):max(x + width, 0)]


def _ellipse(size: int) -> numpy.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
