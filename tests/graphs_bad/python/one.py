# SPDX-License-Identifier: Apache-2.0
"""Actors whose names are taken elsewhere, and one whose name is its own."""

from omma import Image, actor


@actor
def twice(image: Image) -> Image:
    """Give the picture on."""
    return image


@actor
def canny(image: Image) -> Image:
    """Give the picture on."""
    return image


@actor
def stripes(image: Image) -> Image:
    """Give the picture on."""
    return image
