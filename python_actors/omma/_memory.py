# SPDX-License-Identifier: Apache-2.0
"""Frame memory that is shared with the runner: what is borrowed, and for how long."""

import bisect
import functools
import gc
import mmap
import os
import threading
import weakref
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from omma import _formats, _types

try:
    import _omma_native as native
except ImportError:  # it was not built for this interpreter
    native = None

numpy = _types.numpy


class Slab:
    """One piece of frame memory, mapped whole.

    Of what this process may write, only the slots are open that it was granted: what is written
    too far, as by a mistake in C code, ends this process and harms nobody else."""

    def __init__(self, descriptor: int, writable: bool) -> None:
        size = os.lseek(descriptor, 0, os.SEEK_END)
        access = mmap.PROT_READ | (mmap.PROT_WRITE if writable else 0)
        self._map = mmap.mmap(descriptor, size, mmap.MAP_SHARED, access)
        self.bytes = memoryview(self._map)
        self.writable = writable
        self.opened: Dict[int, int] = {}  # slots that may be written: where they begin, their sizes
        self._begins: List[int] = []  # of these, in order
        self._opening = threading.Lock()  # actors that share the process do so on threads of theirs
        self.address = 0
        if numpy is not None:
            self.address = numpy.frombuffer(self._map, "u1", 1).__array_interface__["data"][0]
        elif writable:
            self.address = _address_of(self._map)
        if writable:
            _protect(self.address, size, 0)
        elif native is not None and self.address:
            native.watch(self.address, size)

    def open(self, offset: int, size: int) -> None:
        """Let a slot be written, and the page behind it not."""
        end = offset + _whole_pages(size)
        with self._opening:
            self._forget(offset, end)
            try:
                self._let_write(offset, end)
            except OSError:  # of pieces that differ in access the system allows only so many
                self._shut_unused()
                self._let_write(offset, end)
            bisect.insort(self._begins, offset)
            self.opened[offset] = size

    def _let_write(self, offset: int, end: int) -> None:
        _protect(self.address + offset, end - offset, mmap.PROT_READ | mmap.PROT_WRITE)
        _protect(self.address + end, mmap.PAGESIZE, 0)

    def _forget(self, offset: int, end: int) -> None:
        """Forget what was opened up to the page behind `end`: slots were cut anew since."""
        if len(self._begins) != len(self.opened):  # Ctrl-C came between the two
            self._begins = sorted(self.opened)
        first = bisect.bisect_right(self._begins, offset)
        last = bisect.bisect_right(self._begins, end)
        if first > 0 and self._begins[first - 1] + self.opened[self._begins[first - 1]] > offset:
            first -= 1
        for begin in self._begins[first:last]:
            del self.opened[begin]
        del self._begins[first:last]

    def _shut_unused(self) -> None:
        """Let no slot be written to which no grant or array refers. Whoever comes meanwhile opens
        his own again."""
        opened, self.opened = self.opened, {}
        used = {each.begin() for each in gc.get_referrers(self) if isinstance(each, (Grant, _Pixels))}
        for begin, size in opened.items():
            if begin in used:
                self.opened[begin] = size
            else:
                _protect(self.address + begin, _whole_pages(size), 0)
        self._begins = sorted(self.opened)


def _whole_pages(size: int) -> int:
    return -(-size // mmap.PAGESIZE) * mmap.PAGESIZE


def _address_of(mapped: Any) -> int:
    import ctypes  # late: with numpy nobody needs it here

    return ctypes.addressof(ctypes.c_char.from_buffer(mapped))


def _protect(address: int, size: int, access: int) -> None:
    """Change what this process may do with mapped memory."""
    if native is not None:
        return native.protect(address, size, access)
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(size), access) != 0:
        raise OSError(ctypes.get_errno(), "mprotect")


class Slabs:
    """All frame memory that this process knows, by number. The runner announces each once."""

    def __init__(self) -> None:
        self._known: Dict[int, Slab] = {}
        self._lock = threading.Lock()  # taken and let go in C, where nothing interrupts
        self._news = threading.Condition(self._lock)

    def add(self, number: int, descriptor: int, writable: bool) -> None:
        """The descriptor stays the caller's."""
        with self._lock:
            if number not in self._known:
                self._known[number] = Slab(descriptor, writable)
            self._news.notify_all()

    def forget(self, number: int) -> None:
        """The runner has no use for it any more."""
        with self._lock:
            self._known.pop(number, None)

    def known(self) -> Dict[int, Slab]:
        """Those of which it was told until now."""
        return dict(self._known)

    def __getitem__(self, number: int) -> Slab:
        try:
            return self._known[number]
        except KeyError:  # its announcement is still on the way
            with self._news:
                self._news.wait_for(lambda: number in self._known)
            return self._known[number]


class Layout(NamedTuple):
    """How the elements of an array lie."""

    shape: Tuple[int, ...]
    dtype: str
    strides: Optional[Tuple[int, ...]] = None  # None: without gaps


@functools.lru_cache(maxsize=64)
def layout_of(format_code: int, width: int, height: int, stride: int) -> Layout:
    """Of a picture whose rows begin `stride` bytes after each other."""
    channels, dtype = _formats.PICTURES[format_code]
    size = _formats.SIZES[dtype]
    gaps = stride not in (0, _formats.stride_of(_formats.NAMES[format_code], width))
    if channels == 1:
        return Layout((height, width), dtype, (stride, size) if gaps else None)
    return Layout((height, width, channels), dtype, (stride, size * channels, size) if gaps else None)


_TYPESTR = {name: ("|" if size == 1 else "<") + name[0] + str(size)
            for name, size in _formats.SIZES.items()}


class _Pixels:
    """What numpy takes memory from; arrays keep it alive, so its end is the end of all of them."""

    __slots__ = ("__array_interface__", "__weakref__", "slab")

    def __init__(self, slab: Slab) -> None:
        self.slab = slab  # stays mapped

    def show(self, layout: Layout, at: int, readonly: bool) -> Any:
        """Return a new array over the memory from `at` in the slab."""
        self.__array_interface__ = {
            "version": 3, "shape": layout.shape, "typestr": _TYPESTR[layout.dtype],
            "data": (self.slab.address + at, readonly), "strides": layout.strides}
        return numpy.asarray(self)

    def begin(self) -> int:
        """Where they begin in the slab."""
        return int(self.__array_interface__["data"][0]) - self.slab.address


class Input(_Pixels):
    """The pixels and header of one input frame, borrowed from the runner for a step or longer."""

    __slots__ = ("lease", "lender", "views", "_head", "_pixels", "_layout")

    def __init__(self, lease: int, head: Tuple[Slab, int, int], slab: Slab, pixels: Tuple[int, int],
                 layout: Optional[Layout], to_open: bool = True) -> None:
        """`head` is a slab, an offset and bytes, `pixels` are (offset, bytes) in theirs; without a
        layout there is no array."""
        _Pixels.__init__(self, slab)
        self.lease, self._head, self._pixels, self._layout = lease, head, pixels, layout
        if to_open and slab.writable and pixels[0] not in slab.opened:
            slab.open(*pixels)
        self.views: List[memoryview] = []
        self.lender: Any = None  # in a script: who is told of its end

    @property
    def head(self) -> memoryview:
        """The FlatBuffer."""
        slab, at, size = self._head
        return slab.bytes[at : at + size]

    def begin(self) -> int:
        return self._pixels[0]

    def lies_at(self, address: int, nbytes: int) -> bool:
        """These are its pixels."""
        return (address, nbytes) == (self.slab.address + self._pixels[0], self._pixels[1])

    def view(self, frame: "_types.Frame") -> Any:
        """The pixels as a new read-only array; None when there are none."""
        layout, (at, nbytes) = self._layout, self._pixels
        if layout is None:
            return None
        if numpy is None:
            pixels = self.slab.bytes[at : at + nbytes]
            if layout.strides is None:  # a memoryview cannot have gaps: its rows are bytes then
                pixels = pixels.cast(_formats.CODES[layout.dtype], layout.shape)
            self.views.append(pixels)
            return pixels
        image = self.show(layout, at, True).view(_types.Image)
        image.frame = frame
        return image

    def end(self) -> None:
        """The step is over: memoryviews, which nothing watches, end with it."""
        for view in self.views:
            view.release()


class Grant:
    """A slot that this process may write the pixels of a result into; they begin with it."""

    __slots__ = ("lease", "slab", "offset", "size", "pixels", "sent")

    def __init__(self, lease: int, slab: Slab, offset: int, size: int, to_write: bool = True) -> None:
        self.lease, self.slab, self.offset, self.size = lease, slab, offset, size
        if to_write and slab.opened.get(offset) != size:
            slab.open(offset, size)
        self.pixels: Optional[Callable[[], Any]] = None  # what its arrays refer to, while there are any
        self.sent = False  # it holds a result that the actor never saw

    def renew(self) -> None:
        """What was made in it for a result that was given up is gone, perhaps."""
        if self.pixels is not None and self.pixels() is None:
            self.pixels = None

    def begin(self) -> int:
        return self.offset

    def fits(self, nbytes: int) -> bool:
        return self.pixels is None and not self.sent and nbytes <= self.size

    def array(self, shape: Tuple[int, ...], dtype: str, nbytes: int) -> Any:
        """Return a new array in it."""
        pixels = _Pixels(self.slab)
        self.pixels = weakref.ref(pixels)
        return pixels.show(Layout(shape, dtype), self.offset, False)

    def gave(self, pixels: Any) -> bool:
        """An array that refers to this is the one that `array` returned."""
        return pixels is not None and self.pixels is not None and self.pixels() is pixels

    def fill(self, data: Any, nbytes: int) -> None:
        """Let it hold these bytes, as a result that the actor never sees."""
        self.slab.bytes[self.offset : self.offset + nbytes] = data
        self.sent = True

    def begins_at(self, address: int) -> bool:
        return self.pixels is not None and address == self.slab.address + self.offset
