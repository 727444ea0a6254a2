# SPDX-License-Identifier: Apache-2.0
"""An actor that is made when another one is."""

import contextlib
import os
import signal

from omma import Image, actor


@actor
class Meet:
    """Be made once two of them are being made; then do as it is told."""

    def __init__(self, *, pipe: str, reads: bool = False, then: str = "live") -> None:
        with contextlib.suppress(FileExistsError):
            os.mkfifo(pipe)
        reads = reads or self._first(pipe)
        descriptor = os.open(pipe, os.O_RDONLY if reads else os.O_WRONLY)
        if then == "hang":
            signal.pause()
        if then == "fail":
            if reads:
                os.read(descriptor, 1)  # until the other process has ended
            raise RuntimeError("no device")

    @staticmethod
    def _first(pipe: str) -> bool:
        with contextlib.suppress(FileExistsError):
            os.mkdir(pipe + ".first")
            return True
        return False

    def process(self, image: Image) -> Image:
        return image
