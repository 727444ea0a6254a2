# SPDX-License-Identifier: Apache-2.0
"""Mistakes of actors in Python that nobody makes on purpose."""

import venv

from attack import CAMERA, Attack, main

TOOLS = '''
import gc
import os
from typing import Iterator

import omma
from omma import Frame, Image, actor


@actor
class Again:
    """Fill and return one piece of memory at each step."""

    def __init__(self):
        self.memory = None

    def process(self, frame: Frame) -> Image:
        if self.memory is None:
            self.memory = omma.empty((64, 64), "uint8")
        self.memory.cast("B")[:] = bytes([frame.sequence % 250]) * 4096
        return self.memory


@actor
class Late:
    """Look at each picture when the next one has come."""

    def __init__(self):
        self.last = None

    def process(self, image: Image) -> None:
        last, self.last = self.last, image
        if last is not None and set(last.flat) != {last.frame.sequence % 250}:
            raise ValueError(f"frame {last.frame.sequence} has changed")


@actor
class Keeps:
    """Keep every frame."""

    def __init__(self):
        self.kept = []

    def process(self, frame: Frame) -> Frame:
        self.kept.append(frame)
        return frame


class Node:
    """A part of a cycle."""


@actor
class Cycles:
    """Let go of what only the collector finds."""

    def __init__(self):
        gc.set_threshold(25, 5, 5)

    def process(self, one: Frame, other: Frame) -> Frame:
        node = Node()
        node.itself, node.one, node.other = node, one, other
        return one


def left_in_list(runner):
    """How many children of the runner have ended and were not waited for."""
    count = 0
    for task in os.listdir(f"/proc/{runner}/task"):
        with open(f"/proc/{runner}/task/{task}/children") as file:
            for child in file.read().split():
                with open(f"/proc/{child}/stat") as stat:
                    count += stat.read().rpartition(") ")[2][0] == "Z"
    return count


@actor
class Shells:
    """Start what nobody waits for."""

    def __init__(self):
        self.begun = 0

    def process(self, image: Image) -> Image:
        self.begun += os.system("true &") == 0
        if image.frame.sequence == 399 and left_in_list(os.getppid()) > 390:
            raise ValueError("all of them stay in the list of processes")
        return image


@actor(outputs=["one", "other"])
def twice(image: Image) -> tuple[Image, Image]:
    """Give one array to both outputs."""
    result = omma.empty(image.shape, image.dtype)
    result[:] = image
    return result, result


@actor
class Early:
    """Ask for memory of the run before there is a step."""

    def __init__(self):
        self.memory = omma.empty((10, 10), "uint8")

    def process(self, image: Image) -> Image:
        return image


@actor
class Dies:
    """Give numbers; die once, and go on."""

    def __init__(self, *, pad: int = 0):
        self.number, self.pad = 0, b"x" * pad

    def get_state(self):
        return self.number, self.pad

    def set_state(self, state):
        self.number, self.pad = state

    def process(self) -> Iterator[Image]:
        while True:
            if self.number == 5 and not os.path.exists("died"):
                open("died", "w").close()
                os._exit(1)
            self.number += 1
            with open("given", "a") as given:
                given.write(f"{self.number} ")
            yield omma.empty((8, 8), "uint8")
'''
NOTHING = '[actor.nothing]\nkind = "null"\nin = "tool"\n'


class Mistakes(Attack):
    """A camera and an actor that makes one."""

    def setUp(self) -> None:
        super().setUp()
        self.write("tools.py", TOOLS)

    def run_tool(self, name: str, frames: int, settings: str = 'in = "camera"\n', camera: str = CAMERA, **how) -> str:
        """Run it behind the camera."""
        begin = f"{camera}\n" if camera else ""
        return self.run_graph(f'{begin}[actor.tool]\nkind = "tools.py:{name}"\n{settings}', "--frames", str(frames), **how)

    def test_memory_is_filled_again_without_numpy(self):
        """What was sent stays as it was sent."""
        venv.create(self.folder / "bare", with_pip=False)
        self.run_tool("Again", 40, f"""in = "camera"
host = "bare"
[host.bare]
python = "{self.folder}/bare/bin/python3"
[actor.late]
kind = "tools.py:Late"
in = "tool"
""", statuses=(0,))

    def test_every_frame_is_kept(self):
        """It costs frames of this actor, and nobody else waits for them."""
        said = self.run_tool("Keeps", 200, f"""in = "camera"
on_error = "skip"
{NOTHING}
[actor.other]
kind = "null"
in = "camera"
[graph]
slab_mb = 8
""", camera=CAMERA.replace("128", "640").replace("96", "480"))
        self.assertIn("frames of earlier steps; another process takes over", said)

    def test_frames_wait_for_the_collector(self):
        self.run_tool("Cycles", 3000, 'in = { one = "camera", other = "camera" }\n' + NOTHING, statuses=(0,))

    def test_children_that_nobody_waits_for(self):
        self.run_tool("Shells", 400, 'in = "camera"\n' + NOTHING, camera=f"{CAMERA}rate = 200\n", statuses=(0,))

    def test_one_array_for_two_outputs(self):
        self.run_tool("twice", 10, """in = "camera"
[actor.one]
kind = "null"
in = "tool.one"
[actor.other]
kind = "null"
in = "tool.other"
""", statuses=(0,))

    def test_memory_is_asked_for_before_there_is_a_step(self):
        said = self.run_tool("Early", 10, 'in = "camera"\n' + NOTHING, statuses=(1, 2))
        self.assertIn("in __init__ and set_state use numpy.empty", said)

    def test_a_state_that_is_nearly_too_large(self):
        for pad, goes_on in ((60_000, True), (70_000, False)):
            with self.subTest(pad=pad):
                for name in ("died", "given"):
                    (self.folder / name).unlink(missing_ok=True)
                said = self.run_tool("Dies", 20, f"pad = {pad}\n" + NOTHING, camera="",
                                     statuses=(0,) if goes_on else (1,))
                given = list(map(int, (self.folder / "given").read_text().split()))
                self.assertEqual(given, list(range(1, 21 if goes_on else 6)))
                self.assertEqual("the state is of" in said, not goes_on)


if __name__ == "__main__":
    main()
