# SPDX-License-Identifier: Apache-2.0
"""Sources that number their frames."""

from typing import Iterator

import numpy as np
from omma import Frame, Image, Sample, actor, port

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
