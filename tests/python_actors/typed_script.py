# SPDX-License-Identifier: Apache-2.0
"""A script as users write them; tools/checks/annotations.py checks its types, nobody runs it."""

from pathlib import Path
from typing import Iterator, List

import omma
from omma import Image, Region, Regions, actor, param


@actor
def bright(image: Image, *, level: int = param(128, "grey level", max=255)) -> Image:
    """Set each pixel that is brighter than `level`."""
    return (image > level).astype("uint8")


@actor(outputs="found")
def corners(image: Image) -> Regions:
    """Note two regions."""
    return Regions([Region(0, 0, *image.shape[:2]), Region(1, 1, 2, 2)])


@actor
class Counter:
    """Give pictures."""

    def __init__(self, *, most: int = 3) -> None:
        self.most = most

    def process(self) -> Iterator[Image]:
        """Yield them."""
        for _ in range(self.most):
            yield omma.empty((2, 2))


def problems_of(path: Path) -> List[str]:
    """Make a graph, and say what is wrong with it."""
    graph = omma.Graph("edges", folder=path, slab_mb=64)
    level = graph.param("level", 70)
    own = graph.host("own", requirements=["numpy"], env={"A": "1"})
    video = graph.actor("video", "video", uri=path / "a.avi")
    grey = graph.actor("grey", "convert", format="Mono8", image=video.image.edge(queue=8))
    mask = graph.actor("mask", bright, grey, level=level, host=own, replicas=2)
    graph.actor("end", "null", mask.edge(when_full="latest"))
    graph.save(path / "edges.toml")
    kinds: List[omma.Kind] = omma.actors(path)
    unused = [port.name for kind in kinds for port in kind.outputs if port.optional]
    return unused + [f"{each.place}: {each.what}" for each in omma.check(graph, {"level": 3})]
