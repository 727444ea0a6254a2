# SPDX-License-Identifier: Apache-2.0
"""Turns what an actor returned into messages."""

import gc
import struct
import sys
import types
import weakref
from typing import Any, List, NamedTuple, Sequence, Tuple

from omma import _formats, _notes, _types, _wire
from omma._memory import Grant
from omma._room import DTYPES, Room, address_of

numpy = _types.numpy

_NEXT = (_wire.NO_SEQUENCE, b"")  # the next number of the source


class Results:
    """The outputs of one step, as they are packed."""

    def __init__(self, outputs: List[Any], types: List[Any], name: str, reads_regions: bool,
                 hints: bool = True, numbers: bool = False, promised: Sequence[bool] = ()) -> None:
        """`promised`: of each output, whether every step gives a result."""
        self._outputs, self._types, self._name = outputs, types, name
        self._reads_regions, self._numbers, self._promised = reads_regions, numbers, promised
        self._parts: List[bytes] = []
        self._placed: List[_Placed] = []
        self.copied_pixels = self.copied_bytes = 0
        self._hinted = not hints
        self._identity: Tuple[int, bytes] = _NEXT  # of what is added: sequence number and source

    def clear(self) -> None:
        self._parts.clear()
        self._placed.clear()
        self.copied_pixels = self.copied_bytes = 0

    @property
    def count(self) -> int:
        return len(self._parts)

    def packed(self) -> bytes:
        """What a RESULT says after the leases that are kept."""
        return _wire.COPIED.pack(self.copied_pixels, self.copied_bytes) + b"".join(self._parts)

    def part_with(self, room: Room, generator: Any = None) -> None:
        """Copy the results that the actor can still write into, because it keeps a view of them. Call
        it when nothing else refers to them. What a suspended generator holds is read-only by now."""
        for placed in self._placed:
            pixels = placed.grant.pixels
            if pixels is not None and pixels() is not None and not placed.of(generator):
                self._part_with(placed, room)

    def _part_with(self, placed: "_Placed", room: Room) -> None:
        grant, nbytes = placed.grant, placed.nbytes
        copy = room.grant(nbytes)
        copy.fill(grant.slab.bytes[grant.offset : grant.offset + nbytes], nbytes)
        part = bytearray(self._parts[placed.part])
        _wire.COUNT.pack_into(part, _wire.OUTPUT_LEASE, copy.lease)
        self._parts[placed.part] = bytes(part)
        self._count(placed.pixels, nbytes)

    def add(self, value: Any, room: Room) -> None:
        """Take what `process` returned, or one thing that it yielded."""
        if value is None:
            return self._nothing(range(len(self._promised)))
        if not self._outputs:
            raise TypeError(f"{self._name} returned {_describe(value)}, but it says that it returns nothing; "
                            "annotate what it returns, for example with -> Image")
        if len(self._outputs) == 1:
            return self._add_to(0, value, room)
        if not isinstance(value, tuple) or len(value) != len(self._outputs):
            raise TypeError(f"{self._name} has {len(self._outputs)} outputs "
                            f"({', '.join(each.name for each in self._outputs)}), but it returned "
                            f"{_describe(value)}; return a tuple with one value for each")
        for port, each in enumerate(value):
            if each is not None:
                self._add_to(port, each, room)
            elif self._promised:
                self._nothing([port])

    def _nothing(self, ports: Sequence[int]) -> None:
        """These outputs get no result."""
        for port in ports:
            if self._promised[port]:
                wanted = getattr(self._types[port], "__name__", str(self._types[port]))
                raise TypeError(f"{self._name} returned None for its output '{self._outputs[port].name}', "
                                f"which its annotation promises; return it, or write Optional[{wanted}] "
                                "where there may be none")

    def _sample(self, port: int, sample: "_types.Sample", room: Room) -> None:
        if not self._numbers:
            raise TypeError(f"{self._name} returned a Sample for its output '{self._outputs[port].name}'; "
                            "only a source numbers its frames, others keep those of their inputs: return "
                            "its image")
        if isinstance(sample.image, _types.Sample):
            raise TypeError(f"{self._name} returned a Sample of a Sample")
        sequence = _wire.NO_SEQUENCE if sample.sequence is None else int(sample.sequence)
        self._identity = (sequence, sample.source.encode())
        try:
            self._add_to(port, sample.image, room)
        finally:
            self._identity = _NEXT

    def _add_to(self, port: int, value: Any, room: Room) -> None:
        if numpy is not None and isinstance(value, numpy.ndarray):
            return self._array(port, value, room)
        if isinstance(value, _types.Frame):
            return self._frame(port, value)
        if isinstance(value, _types.Sample):
            return self._sample(port, value, room)
        if isinstance(value, _types.Pixels):
            return self._pixels(port, value, room)
        if isinstance(value, _types.Tensor):
            return self._noted(port, [], [value], {}, False)
        if isinstance(value, dict):
            return self._noted(port, [], [], value, False)
        if isinstance(value, list) and all(isinstance(each, _types.Region) for each in value):
            return self._noted(port, value, [], {}, self._reads_regions)
        if isinstance(value, (memoryview, bytes, bytearray)):
            view = value if isinstance(value, memoryview) else memoryview(value)
            return self._view(port, view, room)
        wanted = getattr(self._types[port], "__name__", str(self._types[port]))
        raise TypeError(f"{self._name} returned {_describe(value)} for its output "
                        f"'{self._outputs[port].name}'; expected {wanted}: an array, a Frame, "
                        "Pixels, a list of Region, a Tensor, a dict of attributes, or None")

    def _put(self, port: int, origin: int, lease: int, notes: bytes = b"", dtype: int = 0,
             shape: Tuple[int, ...] = (), code: int = 0, due_ns: int = -1) -> None:
        sequence, source = self._identity
        head = _wire.OUTPUT.pack(port, origin, dtype, len(shape), code, lease, len(notes), due_ns,
                                 sequence, len(source), 0)
        self._parts.append(head + struct.pack(f"<{len(shape)}Q", *shape) + notes + source)

    def _noted(self, port: int, regions: Any, tensors: Any, attributes: Any, replaces: bool) -> None:
        self._put(port, _wire.EMPTY, 0, _notes.pack(regions, tensors, attributes, replaces))

    def _frame(self, port: int, frame: "_types.Frame") -> None:
        notes = _notes.pack(frame.added, frame.tensors_added, frame.attributes_added,
                            frame.replaces_regions)
        self._put(port, _wire.OF_INPUT, frame._held.lease, notes)

    def _array(self, port: int, array: Any, room: Room) -> None:
        dtype = DTYPES.get(array.dtype)
        if dtype is None and array.dtype == bool:
            array, dtype = array.view("uint8") * numpy.uint8(255), 0
        if dtype is None:
            raise TypeError(f"{self._name} returned an array of {array.dtype} for its output "
                            f"'{self._outputs[port].name}'; expected one of "
                            f"{', '.join(_wire.DTYPES)}")
        code = self._format_code(port, array) if self._outputs[port].formats else 0
        frame = getattr(array, "frame", None)
        if frame is not None and frame._held.lies_at(address_of(array), array.nbytes):
            return self._put(port, _wire.OF_INPUT, frame._held.lease)
        grant = self._place_array(port, array, _wire.DTYPES[dtype], room)
        self._placed.append(_Placed(len(self._parts), grant, array.nbytes, array.size,
                                    self._numbers and weakref.ref(array)))
        self._put(port, _wire.IN_SLOT, grant.lease, b"", dtype, array.shape, code)

    def _place_array(self, port: int, array: Any, dtype: str, room: Room) -> Grant:
        """Return the slot that holds it, after a copy where it lies elsewhere."""
        grant = room.holding(array)
        if grant is None:
            grant = room.grant(array.nbytes)
            numpy.copyto(grant.array(array.shape, dtype, array.nbytes), array)
            self._count(array.size, array.nbytes)
            self._hint(port)
        elif array.flags.writeable:
            array.flags.writeable = False  # it leaves now; a change would change it for everybody
        return grant

    def _pixels(self, port: int, pixels: "_types.Pixels", room: Room) -> None:
        formats = self._outputs[port].formats
        if formats and pixels.format not in formats:
            raise TypeError(f"{self._name} returned {pixels} for its output "
                            f"'{self._outputs[port].name}'; expected {' or '.join(formats)}")
        if numpy is None:
            view = pixels.data if isinstance(pixels.data, memoryview) else memoryview(pixels.data)
            grant = self._place_view(view, room)
        else:
            data = pixels.data
            if not isinstance(data, numpy.ndarray):
                data = numpy.frombuffer(data, "uint8")
            grant = self._place_array(port, data, "uint8", room)
            self._placed.append(_Placed(len(self._parts), grant, data.nbytes, data.size, None))
        self._put(port, _wire.IN_FORMAT, grant.lease, b"", 0,
                  (pixels.height, pixels.width, pixels.stride), _formats.TABLE[pixels.format][0])

    def _view(self, port: int, view: memoryview, room: Room) -> None:
        name = _formats.ELEMENTS.get(view.format)
        if name is None or not view.c_contiguous:
            raise TypeError(f"{self._name} returned a memoryview of the format {view.format!r} for "
                            f"its output '{self._outputs[port].name}'; expected contiguous numbers")
        grant = self._place_view(view, room)
        self._put(port, _wire.IN_SLOT, grant.lease, b"", _wire.DTYPES.index(name), view.shape)

    def _place_view(self, view: memoryview, room: Room) -> Grant:
        """Return a slot with a copy: nothing tells whether the actor keeps a part of a memoryview."""
        grant = room.grant(view.nbytes)
        grant.fill(view.cast("B"), view.nbytes)
        self._count(view.nbytes // view.itemsize, view.nbytes)
        return grant

    def _hint(self, port: int) -> None:
        if not self._hinted:
            print(f"the result '{self._outputs[port].name}' of {self._name} is copied each time; "
                  "make it in omma.empty(shape, dtype) to spare that", file=sys.stderr)
        self._hinted = True

    def _count(self, pixels: int, nbytes: int) -> None:
        self.copied_pixels += pixels
        self.copied_bytes += nbytes

    def _format_code(self, port: int, array: Any) -> int:
        """The only format of the port, when the array has its shape; 0: the runner decides."""
        formats = self._outputs[port].formats
        fitting = [each for each in formats if _fits(each, array)]
        if formats and not fitting:
            raise TypeError(f"{self._name} returned {_describe(array)} for its output "
                            f"'{self._outputs[port].name}'; expected {' or '.join(formats)}")
        if len(fitting) != 1 or fitting[0] not in _formats.TABLE:
            return 0
        return _formats.TABLE[fitting[0]][0]


class _Placed(NamedTuple):
    """A result in a slot, and of a source's what else may refer to it."""

    part: int
    grant: Grant
    nbytes: int
    pixels: int
    array: Any

    def of(self, generator: Any) -> bool:
        """Only variables of this generator refer to it, and they hold the array itself, which is
        read-only."""
        array = self.array() if self.array else None
        if array is None or generator is None or not self.grant.gave(array.base):
            return False
        held = _times_held(generator, array)
        return sys.getrefcount(array) - 2 <= held  # here, and in the call


def _times_held(generator: Any, what: Any) -> int:
    """How many variables of a suspended generator this is the value of."""
    held = gc.get_referents(generator)
    for frame in [each for each in held if isinstance(each, types.FrameType)]:  # before CPython 3.11
        held += gc.get_referents(frame)
    return sum(each is what for each in held)


def _fits(name: str, array: Any) -> bool:
    if name == "Tensor":
        return True
    if name == "None":
        return False
    _, channels, dtype = _formats.TABLE[name]
    if channels == 0:  # a flat array alone does not say its width and height; its frame does
        return getattr(getattr(array, "frame", None), "format", None) == name
    shape = array.shape if array.ndim == 3 else array.shape + (1,)
    return array.dtype.name == dtype and len(shape) == 3 and shape[2] == channels


def _describe(value: Any) -> str:
    if numpy is not None and isinstance(value, numpy.ndarray):
        return f"an array of {value.dtype} with the shape {value.shape}"
    if isinstance(value, tuple):
        return f"a tuple of {len(value)}"
    return f"a {type(value).__name__}"

