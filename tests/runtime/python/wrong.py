# SPDX-License-Identifier: Apache-2.0
"""Actors with the mistakes of a first day."""

from typing import Optional, Tuple

from omma import Image, actor


@actor
def forgets(image: Image) -> Image:
    """Work something out and not return it."""
    image + 1


@actor(outputs=["one", "other"])
def half(image: Image) -> Tuple[Image, Optional[Image]]:
    """Return the second of two results, but not the first, from frame 2 on."""
    return (None if image.frame.sequence > 1 else image), None


@actor
def unannotated(image: Image):
    """Return what the signature does not tell."""
    return image


@actor
def averages(image: Image) -> dict:
    """Numbers that are worked out from a picture are plain ones."""
    plain = all(type(each).__name__ == "float64" for each in (image.mean(), image.std()))
    return {"mean": image.mean(), "plain": float(plain), "row": type(image.sum(axis=0)).__name__,
            "picture": type(image + 1).__name__}
