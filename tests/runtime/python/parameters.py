# SPDX-License-Identifier: Apache-2.0
"""Actors with something to say about their parameters."""

import os
import signal
from typing import Iterator

import numpy as np
from omma import Frame, Image, Param, actor, param


@actor
class Choosy:
    """Refuse odd levels, and round what is beyond reach."""

    def __init__(self, *, level: int = param(2, "even", min=0, changed="use")) -> None:
        self.level = level
        self.use()

    def use(self) -> None:
        if self.level == 44:
            os._exit(3)
        if self.level == 46:
            signal.pause()
        if self.level == 48:
            raise KeyError("forty-eight")
        if self.level % 2:
            raise ValueError("an odd level does not do")
        self.level = self.used = min(self.level, 100)

    def process(self, frame: Frame) -> Frame:
        if self.used != self.level:
            raise AssertionError("a refused level is in force")
        return frame


@actor
class Featured:
    """Has a feature that its contract does not tell about."""

    def __init__(self) -> None:
        self.gain, self.locked = 1.0, False

    def parameters(self):
        return [Param("Gain", float, min=0, max=48, increment=0.5, unit="dB", writable=not self.locked,
                      doc="of the sensor")]

    def set_parameter(self, name: str, value: float) -> None:
        if value == 13:
            raise ValueError("the camera does not like 13")
        if value == 14:
            os._exit(3)
        self.gain, self.locked = value, value == 48

    def parameter(self, name: str):
        return self.gain if name == "Gain" else None

    def get_state(self) -> int:
        return 0  # one picture is as good as the other

    def process(self) -> Iterator[Image]:
        while True:
            yield np.zeros((4, 4), "uint8")


@actor
class Exclusive:
    """Only one copy can be on at a time."""

    def __init__(self, *, path: str, on: bool = param(False, changed="switch")) -> None:
        self.path, self.on, self.held = path, on, False

    def switch(self) -> None:
        if self.on:
            try:
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                raise ValueError("another copy is on") from None
            self.held = True
        elif self.held:
            os.unlink(self.path)
            self.held = False

    def process(self, frame: Frame) -> Frame:
        return frame
