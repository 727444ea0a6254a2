# SPDX-License-Identifier: Apache-2.0
"""Paints a picture with the few colours that suit it best."""

from typing import Tuple

import cv2
import numpy

from omma import Image, Tensor, actor, empty, param, port

SAMPLE = 20000  # pixels, evenly spread, that the colours are found among


@actor(inputs=[port("image", "BGR8", "RGB8", "Mono8")], outputs=["image", "centres"])
def color_clusters(image: Image, *, k: int = param(8, "colours", min=1, max=64)
                   ) -> Tuple[Image, Tensor]:
    """Give each pixel the nearest of `k` colours, and note these: the same picture, the same colours.

    The tensor "centres" has k rows of channels, float32, that of the most pixels first.

    Source: S. Lloyd, Least Squares Quantization in PCM, 1982, begun as in D. Arthur,
    S. Vassilvitskii, k-means++, 2007; both as OpenCV's kmeans.
    """
    pixels = image.reshape(image.shape[0] * image.shape[1], -1)
    centres = clusters(pixels, min(k, len(pixels)))
    nearest = _nearest(pixels, centres)
    order = numpy.argsort(-numpy.bincount(nearest, minlength=len(centres)), kind="stable")
    result = empty(image.shape, image.dtype)
    result[...] = centres.round().astype(image.dtype)[nearest].reshape(image.shape)
    return result, Tensor("centres", centres[order])


def clusters(pixels: numpy.ndarray, k: int) -> numpy.ndarray:
    """Return k centres (k, channels), float32, of pixels (n, channels); always the same ones."""
    cv2.setRNGSeed(0)
    step = max(1, len(pixels) // SAMPLE)
    until = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.5)
    sample = numpy.ascontiguousarray(pixels[::step], "float32")
    return cv2.kmeans(sample, min(k, len(sample)), None, until, 4, cv2.KMEANS_PP_CENTERS)[2]


def _nearest(pixels: numpy.ndarray, centres: numpy.ndarray) -> numpy.ndarray:
    """Index of the nearest centre: |p - c|^2 without |p|^2, which all of them share."""
    return ((centres ** 2).sum(1) - 2 * pixels.astype("float32") @ centres.T).argmin(1)
