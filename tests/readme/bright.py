# SPDX-License-Identifier: Apache-2.0
from omma import Image, actor, param, port


@actor(inputs=[port("image", "Mono8")], outputs="mask")
def bright(image: Image, *, level: int = param(128, "grey level", min=0, max=255)) -> Image:
    """Set each pixel of an 8-bit grey image that is brighter than `level`."""
    return image > level
