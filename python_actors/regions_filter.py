# SPDX-License-Identifier: Apache-2.0
"""Leaves out regions that are not wanted, and all but the best of those that overlap."""

from typing import Iterable, List

import cv2

from omma import Region, Regions, actor, param


@actor
def regions_filter(regions: Regions, *, labels: List[str] = param([], "wanted; none = all"),
                   min_confidence: float = param(0, "0 keeps those without one, too", min=0, max=1),
                   min_area: float = param(0, "width by height", min=0, unit="px^2"),
                   max_area: float = param(0, "0 = no limit", min=0, unit="px^2"),
                   min_aspect: float = param(0, "width / height", min=0),
                   max_aspect: float = param(0, "width / height; 0 = no limit", min=0),
                   max_overlap: float = param(1, "of two of one label; 1 = any", min=0, max=1)
                   ) -> Regions:
    """Keep the regions that are as the parameters say, in their order.

    Of two of the same label whose intersection over union is above `max_overlap` the one with the
    higher confidence is kept (non-maximum suppression). A region whose parent goes has none.
    """
    kept = [index for index, region in enumerate(regions)
            if (not labels or region.label in labels) and region.confidence >= min_confidence
            and _within(region.width * region.height, min_area, max_area)
            and _within(region.width / max(region.height, 1e-6), min_aspect, max_aspect)]
    if max_overlap < 1:
        kept = suppressed(regions, kept, max_overlap)
    return _chosen(regions, kept)


def suppressed(regions: List[Region], indices: Iterable[int], max_overlap: float) -> List[int]:
    """Return the indices that are left of these after non-maximum suppression, label by label."""
    by_label = {}
    for index in indices:
        by_label.setdefault(regions[index].label, []).append(index)
    left = []
    for group in by_label.values():
        boxes = [(each.x, each.y, each.width, each.height) for each in map(regions.__getitem__, group)]
        scores = [1 + regions[index].confidence for index in group]  # NMSBoxes drops those of 0
        left += [group[place] for place in cv2.dnn.NMSBoxes(boxes, scores, 0, max_overlap)]
    return sorted(left)


def _within(value: float, least: float, most: float) -> bool:
    return least <= value and (most == 0 or value <= most)


def _chosen(regions: List[Region], indices: List[int]) -> List[Region]:
    """Return the regions at these indices; their parents are renumbered."""
    places = {index: place for place, index in enumerate(indices)}
    return [Region(*(getattr(each, name) for name in Region.__slots__[:7]),
                   places.get(each.parent, -1), each.tensors)
            for each in map(regions.__getitem__, indices)]
