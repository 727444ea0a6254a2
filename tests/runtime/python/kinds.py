# SPDX-License-Identifier: Apache-2.0
"""Actors that tests of hosts build graphs from."""

import array
import ctypes
import os
import signal
import subprocess
import sys
import threading
import traceback
from typing import Iterator, List, Optional, Tuple

import numpy as np
from omma import Frame, Image, Region, Regions, Tensor, actor, empty, param
from omma._current import current


@actor
def count(*, count: int = 100) -> Iterator[Image]:
    """Yield grey pictures whose pixels are their number."""
    for i in range(count):
        image = empty((48, 64), "uint8")
        image[:] = i % 256
        yield image


@actor
def endless() -> Iterator[Image]:
    """Yield one picture and then block."""
    yield np.zeros((4, 4), "uint8")
    signal.pause()


@actor
def echo(frame: Frame) -> Frame:
    """Return the frame."""
    return frame


@actor
def same(image: Image) -> Image:
    """Return the picture itself."""
    return image


@actor
def invert(image: Image, *, white: int = param(255, "what black becomes", min=0, max=255)) -> Image:
    """Invert a picture in the slot that it leaves in."""
    out = empty(image.shape, image.dtype)
    return np.subtract(white, image, out=out)


@actor
def invert_elsewhere(image: Image) -> Image:
    """Invert a picture in memory of its own."""
    return 255 - image


@actor
class Sum:
    """Add up what it saw."""

    def __init__(self, *, start: int = param(0, changed="again"), texts: List[str] = ["a"]) -> None:
        self.start = start
        self.texts = texts
        self.again()

    def again(self) -> None:
        self.sum = self.start

    def process(self, image: Image) -> dict:
        self.sum += int(image[0, 0])
        return {"sum": self.sum, "texts": ",".join(self.texts)}


@actor
def find(image: Image) -> Regions:
    """Note two regions with a tensor."""
    first = Region(1, 2, 3, 4, "one", 0.5, track_id=7)
    second = Region(5, 6, 7, 8, "two", parent=0,
                    tensors=[Tensor("vector", np.arange(3, dtype="float32"))])
    return [first, second]


@actor
def read(frame: Frame) -> Frame:
    """Note what it can read of a frame."""
    frame.attributes_added.update({
        "source": frame.source, "sequence": frame.sequence, "format": frame.format,
        "labels": ",".join(f"{r.label}:{r.track_id}:{r.rect()}" for r in frame.regions()),
        "vector": str([list(t.data) for r in frame.regions() for t in r.tensors]),
        "shape": str(frame.pixels.shape), "earlier": str(frame.attributes().get("sum", ""))})
    return frame


@actor
def measure(frame: Frame) -> Frame:
    """Note two tensors about the whole frame, one of them without numpy."""
    frame.add_tensor("half", frame.pixels[:1, :4:2] * np.float16(0.5))
    frame.add_tensor("steps", array.array("h", [-1, frame.sequence]))
    return frame


@actor
def read_tensors(frame: Frame) -> dict:
    """Note the tensors of a frame as a text."""
    return {"tensors": str([(t.name, str(t.data.dtype), t.data.tolist()) for t in frame.tensors()])}


@actor(outputs=["small", "number"])
def split(image: Image, *, odd: bool = False) -> Tuple[Optional[Image], dict]:
    """Give two results, one of them not always."""
    number = int(image[0, 0])
    return (image[::2, ::2] if number % 2 == int(odd) else None), {"number": number}


@actor
def many(image: Image, *, copies: int = 3) -> List[Image]:
    """Give several results."""
    return [image + np.uint8(i) for i in range(copies)]


@actor
def both(left: Image, right: Image) -> Image:
    """Add two pictures."""
    return left + right


@actor
def tensor(image: Image, *, dtype: str = "float32", shape: List[float] = [2, 3]) -> Image:
    """Give an array of any kind."""
    return np.ones([int(each) for each in shape], dtype)


kept = []


@actor
def keep(image: Image, *, of: int = 1) -> Image:
    """Keep frames for ever."""
    if image.frame.sequence % of == 0:
        kept.append(image)
    return image


@actor
def keep_result(image: Image) -> Image:
    """Change the result of the step before."""
    if kept:
        kept[0][:] = 99
    out = empty(image.shape, image.dtype)
    out[:] = image
    kept.insert(0, out)
    return out


@actor
def enlarge(image: Image) -> Image:
    """Give 1 MB for a picture, all of it the number of the picture."""
    out = empty((1024, 1024), "uint8")
    out[:] = image[0, 0]
    return out


@actor
def enlarge_and_keep(image: Image) -> Image:
    """Give 1 MB for a picture, and keep it."""
    kept.append(enlarge(image))
    return kept[-1]


@actor
def large(*, count: int = 100) -> Iterator[Image]:
    """Yield pictures of 1 MB whose pixels are their number."""
    for i in range(count):
        yield enlarge(np.full((1, 1), i, "uint8"))


@actor
def misbehave(image: Image, *, how: str = "raise", at: int = 20, marker: str = "") -> Image:
    """Do it at one frame; only once, when `marker` names a file to remember it by."""
    if image.frame.sequence != at or (marker and os.path.exists(marker)):
        return image
    if marker:
        open(marker, "w").close()
    return getattr(Misdeeds, how)(image)


@actor
class Mortal:
    """Invert pictures; write into a file which process does it."""

    def __init__(self, *, path: str) -> None:
        with open(path + ".new", "w") as file:
            file.write(str(os.getpid()))
        os.rename(path + ".new", path)

    def process(self, image: Image) -> Image:
        return invert(image)


@actor
def speak(image: Image) -> Image:
    """Print in several ways: in pieces, with a traceback, from another thread and beside Python."""
    if image.frame.sequence == 0:
        print("a line", end="", flush=True)
        print(" in", "pieces")
        try:
            raise ValueError("caught")
        except ValueError:
            traceback.print_exc()
        thread = threading.Thread(target=print, args=("another thread",))
        thread.start()
        thread.join()
        os.write(1, b"beside Python\n")
        print("x" * 10000)
    return image


@actor
class leak:
    """Never give memory back."""

    def __init__(self):
        self.kept = []

    def process(self, image: Image) -> Image:
        self.kept.append(np.ones(1 << 18))
        return image


class Misdeeds:
    """What an actor may do to us."""

    @staticmethod
    def error(image):
        raise ValueError("bad frame")

    @staticmethod
    def leave(image):
        sys.exit(3)

    @staticmethod
    def vanish(image):
        os._exit(3)

    @staticmethod
    def crash(image):
        ctypes.string_at(0)

    @staticmethod
    def devour(image):
        taken = []
        while True:
            taken.append(np.ones(1 << 17))

    @staticmethod
    def loop(image):
        while True:
            pass

    @staticmethod
    def hold_the_gil(image):
        ctypes.PyDLL(None).pause()

    @staticmethod
    def stop(image):
        os.kill(os.getpid(), signal.SIGSTOP)
        return image

    @staticmethod
    def write(image):
        image[:] = 0

    @staticmethod
    def write_wildly(image):
        ctypes.memset(image.ctypes.data, 0, 100)

    @staticmethod
    def wrong_type(image):
        return "a text"

    @staticmethod
    def wrong_dtype(image):
        return image.astype("complex64")

    @staticmethod
    def exhaust(image):
        return empty((100000, 100000), "uint8")

    @staticmethod
    def chatter(image):
        for i in range(20000):
            print("line", i)
        return image

    @staticmethod
    def babble(image):
        current.channel._socket.send(b"no message")
        return image

    @staticmethod
    def leave_children(image):
        subprocess.Popen(["sleep", "3600"])
        os._exit(3)
