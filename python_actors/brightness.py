# SPDX-License-Identifier: Apache-2.0
"""Tells how bright pictures are, as the version of the package `tone` that it finds sees it."""

import tone

from omma import Image, actor, param


@actor
def brightness(image: Image, *, name: str = param("brightness", "of the attribute")) -> dict:
    """Note the mean brightness of an 8-bit picture, and the version of `tone` that told it."""
    return {name: tone.brightness(image), name + "_by": "tone " + tone.__version__}
