# SPDX-License-Identifier: Apache-2.0
"""Reads and writes numpy's files: exact, of every element type that frames have.

.npy holds one array whose first axis counts the frames; .npz holds one array for each frame.
"""

import zipfile
from pathlib import Path
from typing import Iterator

import numpy

from omma import Frame, Image, actor, empty, param

FORMAT = numpy.lib.format
HEADER = 128  # bytes before the numbers; room for any count of frames


@actor
def read(*, path: str, loop: bool = param(False, "begin again at the end")) -> Iterator[Image]:
    """Give the frames of a .npy or .npz file, one after the other.

    Raises:
        ValueError: it is neither, or holds objects of Python, which are not read.
    """
    going = True
    while going:
        going = False
        for frame in frames(path):
            result = empty(frame.shape, frame.dtype)
            result[...] = frame
            yield result
            going = loop


def frames(path: str) -> Iterator[numpy.ndarray]:
    """Yield the arrays of a file; a .npy is mapped, not loaded."""
    if _suffix(path) == ".npz":
        with numpy.load(path, allow_pickle=False) as arrays:
            for name in arrays.files:
                yield arrays[name]
        return
    stack = numpy.load(path, mmap_mode="r", allow_pickle=False)
    if stack.ndim < 3:
        raise ValueError(f"npy: '{path}' has the shape {stack.shape}; expected (frames, height, width) "
                         "or more; add an axis: array[None]")
    yield from stack


@actor
class Write:
    """Write the pixels, or numbers, of each frame into a .npy or .npz file, replacing an older one.

    In a .npy all frames have one shape and type, and the file is whole after every frame; a .npz
    takes any, names them frame_000000 and so on, and is whole at the end.

    Raises:
        ValueError: the path ends otherwise, or a frame does not fit those before it.
    """

    def __init__(self, *, path: str = param("frames.npy", writes=[".npy", ".npz"])) -> None:
        self.path, self.count = path, 0
        suffix = _suffix(path)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.file = zipfile.ZipFile(path, "w") if suffix == ".npz" else open(path, "wb")
        self._write = self._to_npz if suffix == ".npz" else self._to_npy
        self.first = None  # (shape, dtype) of the first frame

    def process(self, frame: Frame) -> None:
        if frame.pixels is None:
            raise ValueError("npy: the frame has no pixels to write")
        self._write(numpy.ascontiguousarray(frame.pixels))
        self.count += 1

    def close(self) -> None:
        self.file.close()

    def _to_npz(self, array: numpy.ndarray) -> None:
        with self.file.open(f"frame_{self.count:06}.npy", "w", force_zip64=True) as entry:
            FORMAT.write_array(entry, array, allow_pickle=False)

    def _to_npy(self, array: numpy.ndarray) -> None:
        self.first = self.first or (array.shape, array.dtype)
        if (array.shape, array.dtype) != self.first:
            raise ValueError(f"npy: frame {self.count} is {array.dtype} {array.shape}, those before it "
                             f"are {self.first[1]} {self.first[0]}; write a .npz, which takes any")
        self.file.seek(0)
        self.file.write(header((self.count + 1, *array.shape), array.dtype))
        self.file.seek(0, 2)
        self.file.write(array.tobytes())
        self.file.flush()


def header(shape: tuple, dtype: numpy.dtype) -> bytes:
    """Return the 128 bytes that begin a .npy file of this shape.

    Source: numpy.lib.format, version 1.0 (NEP 1): magic, length, a dict as text, blanks, newline.
    """
    said = {"descr": FORMAT.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
    text = repr(said).encode().ljust(HEADER - 11) + b"\n"
    if len(text) != HEADER - 10:
        raise ValueError(f"npy: the shape {shape} does not fit into the header; write a .npz")
    return FORMAT.magic(1, 0) + (HEADER - 10).to_bytes(2, "little") + text


def _suffix(path: str) -> str:
    suffix = Path(path).suffix
    if suffix not in (".npy", ".npz"):
        raise ValueError(f"npy: '{path}' ends in '{suffix}'; expected .npy or .npz")
    return suffix
