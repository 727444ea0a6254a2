# SPDX-License-Identifier: Apache-2.0
"""Frame memory that is shared with the runner: what is borrowed, and for how long."""

import mmap
import os
import threading
import weakref
from typing import Any, Callable, Dict, List, Optional, Tuple

from omma import _formats, _types

try:
    import _omma_native as native
except ImportError:  # it was not built for this interpreter
    native = None

numpy = _types.numpy
_ALIGNMENT = 64
_HEADER_ROOM = 1024  # in front of the pixels; as in runtime/frame_layout.cpp


class Slab:
    """One piece of frame memory, mapped whole."""

    def __init__(self, descriptor: int, writable: bool) -> None:
        size = os.lseek(descriptor, 0, os.SEEK_END)
        access = mmap.PROT_READ | (mmap.PROT_WRITE if writable else 0)
        self._map = mmap.mmap(descriptor, size, mmap.MAP_SHARED, access)
        self.bytes = memoryview(self._map)
        self.address = 0
        if numpy is not None:
            self.address = numpy.frombuffer(self._map, "u1", 1).__array_interface__["data"][0]
        if native is not None and self.address and not writable:
            native.watch(self.address, size)


class Slabs:
    """All frame memory that this process knows, by number. The runner announces each once."""

    def __init__(self) -> None:
        self._known: Dict[int, Slab] = {}
        self._news = threading.Condition()

    def add(self, number: int, descriptor: int, writable: bool) -> None:
        with self._news:
            if number not in self._known:
                self._known[number] = Slab(descriptor, writable)
            os.close(descriptor)
            self._news.notify_all()

    def __getitem__(self, number: int) -> Slab:
        try:
            return self._known[number]
        except KeyError:  # its announcement is still on the way
            with self._news:
                self._news.wait_for(lambda: number in self._known)
            return self._known[number]


class _Array:
    """What numpy takes memory from; arrays keep it alive, so its end is the end of all of them."""

    __slots__ = ("__array_interface__", "__weakref__", "slab")

    slab: "Slab"


def shape_of(format_code: int, width: int, height: int) -> Tuple[Tuple[int, ...], str]:
    """Shape and element type of a picture."""
    channels, dtype = _formats.PICTURES[format_code]
    return ((height, width) if channels == 1 else (height, width, channels)), dtype


class Input:
    """The pixels and header of one input frame, borrowed from the runner for a step or longer."""

    __slots__ = ("head", "lease", "address", "_bytes", "_shape", "_dtype", "_stride", "views",
                 "__weakref__")

    def __init__(self, lease: int, slab: Slab, head: Tuple[int, int], pixels: Tuple[int, int],
                 layout: Optional[Tuple[Tuple[int, ...], str, int]]) -> None:
        self.lease = lease
        self.head = slab.bytes[head[0] : head[0] + head[1]]
        self._bytes = slab.bytes[pixels[0] : pixels[0] + pixels[1]]
        self.address = slab.address + pixels[0]
        self._shape, self._dtype, self._stride = layout or ((), "", 0)
        self.views: List[memoryview] = []

    def view(self, frame: "_types.Frame") -> Any:
        """The pixels as a new read-only array; None when there are none."""
        if not self._dtype:
            return None
        if numpy is None:
            self.views.append(self._bytes.cast(_formats.CODES[self._dtype], self._shape))
            return self.views[-1]
        array = numpy.asarray(_Borrowed(self, self._shape, self._dtype, self._stride))
        image = array.view(_types.Image)
        image.frame = frame
        return image

    def end(self) -> None:
        """The step is over: memoryviews, which nothing watches, end with it."""
        for view in self.views:
            view.release()


class _Borrowed:
    """Makes an array of an `Input` and keeps that alive."""

    __slots__ = ("__array_interface__", "_input")

    def __init__(self, held: Input, shape: Tuple[int, ...], dtype: str, stride: int) -> None:
        self._input = held
        self.__array_interface__ = {
            "version": 3, "shape": shape, "typestr": _TYPESTR[dtype], "data": (held.address, True),
            "strides": _strides(shape, dtype, stride)}


_TYPESTR = {name: ("|" if size == 1 else "<") + name[0] + str(size)
            for name, size in _formats.SIZES.items()}


def _strides(shape: Tuple[int, ...], dtype: str, stride: int) -> Optional[Tuple[int, ...]]:
    size = _formats.SIZES[dtype]
    row = size
    for extent in shape[1:]:
        row *= extent
    if stride in (0, row):
        return None
    return (stride, size) if len(shape) == 2 else (stride, size * shape[2], size)


class Grant:
    """A slot that this process may write a result into."""

    __slots__ = ("lease", "slab", "offset", "size", "memory", "_view")

    def __init__(self, lease: int, slab: Slab, offset: int, size: int) -> None:
        self.lease, self.slab, self.offset, self.size = lease, slab, offset, size
        self._view: Optional[Callable[[], Any]] = None
        self.memory: Any = None  # without numpy: what was handed out

    @property
    def used(self) -> bool:
        return self._view is not None

    @property
    def held(self) -> Any:
        """What the arrays in it refer to, as long as there are any; else None."""
        return None if self._view is None else self._view()

    def start(self, nbytes: int) -> int:
        """Where pixels of so many bytes begin: they end with the slot (frame_layout.hpp)."""
        return self.offset + self.size - _aligned(nbytes)

    def fits(self, nbytes: int) -> bool:
        return not self.used and self.start(nbytes) >= self.offset + _HEADER_ROOM

    def array(self, shape: Tuple[int, ...], dtype: str, nbytes: int) -> Any:
        start = self.start(nbytes)
        if numpy is None:
            view = self.slab.bytes[start : start + nbytes]
            self._view = lambda: None
            self.memory = view.cast("B").cast(_formats.CODES[dtype], shape)
            return self.memory
        base = _Array()
        base.slab = self.slab  # stays mapped
        base.__array_interface__ = {"version": 3, "shape": shape, "typestr": _TYPESTR[dtype],
                                    "data": (self.slab.address + start, False)}
        self._view = weakref.ref(base)
        return numpy.asarray(base)

    def begins_at(self, address: int, nbytes: int) -> bool:
        return self.used and address == self.slab.address + self.start(nbytes)


def slot_bytes(nbytes: int) -> int:
    """The least size of a slot for pixels of so many bytes."""
    return _aligned(nbytes) + _HEADER_ROOM


def _aligned(nbytes: int) -> int:
    return -(-nbytes // _ALIGNMENT) * _ALIGNMENT
