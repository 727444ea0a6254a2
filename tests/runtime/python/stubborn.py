# SPDX-License-Identifier: Apache-2.0
"""An actor that cannot be made."""

from omma import Image, actor


@actor
class Stubborn:
    def __init__(self, *, hang: bool = False) -> None:
        while hang:
            pass
        raise RuntimeError("no device")

    def process(self, image: Image) -> Image:
        return image
