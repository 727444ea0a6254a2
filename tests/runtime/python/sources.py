# SPDX-License-Identifier: Apache-2.0
"""Sources that number their frames."""

import os
import signal
from typing import Iterator

import numpy as np
from omma import Frame, Image, Sample, actor, param, port

BLANK = np.zeros((4, 4), "uint8")


@actor
def device(*, count: int = 8) -> Iterator[Image]:
    """Count frames and lose each third one."""
    for number in range(count):
        if number % 3 != 2:
            yield Sample(BLANK, sequence=number)


@actor(outputs=port("frame", many_sources=True))
def hub() -> Iterator[Sample]:
    """Have two cameras on one output; the second one comes later and begins at 100."""
    for step in range(20):
        right = step % 2 == 1 and step >= 10
        yield Sample(BLANK, sequence=100 + step if right else step, source="right" if right else "left")


@actor
def noting() -> Iterator[dict]:
    """Number frames without a picture."""
    for number in (3, 5):
        yield Sample({"number": number}, sequence=number)


@actor
def confused() -> Iterator[Image]:
    """Go back."""
    for number in (0, 1, 2, 1, 3):
        yield Sample(BLANK, sequence=number)


@actor
def renumber(frame: Frame) -> Frame:
    """Number frames of somebody else."""
    return Sample(frame, sequence=7)


def _die_once(marker: str) -> None:
    if not os.path.exists(marker):
        open(marker, "w", encoding="utf-8").close()
        os.kill(os.getpid(), signal.SIGKILL)


@actor(outputs="image")
def recording(*, marker: str = param("")) -> Iterator[Image]:
    """Ten pictures; its process dies at the sixth, once or whenever it comes."""
    for number in range(10):
        if number == 5:
            _die_once(marker)
        yield np.full((4, 4), number, "uint8")


@actor(outputs="image")
class Resuming:
    """The same, but it says where it is."""

    def __init__(self, *, marker: str = param("")) -> None:
        self.marker, self.next = marker, 0

    def process(self) -> Iterator[Image]:
        while self.next < 10:
            if self.next == 5:
                _die_once(self.marker)
            self.next += 1
            yield np.full((4, 4), self.next - 1, "uint8")

    def get_state(self) -> int:
        return self.next

    def set_state(self, state: int) -> None:
        self.next = state


@actor(outputs="image")
def stopped() -> Iterator[Image]:
    """Somebody stops its process, without a deadline."""
    yield np.zeros((4, 4), "uint8")
    os.kill(os.getpid(), signal.SIGSTOP)
    yield np.zeros((4, 4), "uint8")


@actor(outputs="image")
def still() -> Iterator[Image]:
    """Comes to no second frame."""
    yield np.zeros((4, 4), "uint8")
    signal.pause()


@actor(outputs="image")
def stillborn() -> Iterator[Image]:
    """Dies before its first frame, whenever it begins."""
    os.kill(os.getpid(), signal.SIGKILL)
    yield np.zeros((4, 4), "uint8")
