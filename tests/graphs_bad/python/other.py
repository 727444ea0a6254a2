# SPDX-License-Identifier: Apache-2.0
"""An actor that is in another file, too."""

from omma import Image, actor


@actor
def twice(image: Image) -> Image:
    """Give the picture on."""
    return image
