# SPDX-License-Identifier: Apache-2.0
"""What flows between actors, as Python sees it."""

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

try:
    import numpy
except ImportError:  # a host without numpy hands out memoryviews
    numpy = None  # type: ignore[assignment]

from omma import _flat, _formats
from omma._image import Image as Image


class Region:
    """A rectangle of a frame in pixels, and what is known about it.

    The left upper corner of the left upper pixel is (0, 0).
    """

    __slots__ = ("x", "y", "width", "height", "label", "confidence", "track_id", "parent", "tensors")

    def __init__(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        label: str = "",
        confidence: float = 0.0,
        track_id: int = -1,
        parent: int = -1,
        tensors: Optional[List["Tensor"]] = None,
    ) -> None:
        self.x, self.y, self.width, self.height = x, y, width, height
        self.label, self.confidence = label, confidence
        self.track_id, self.parent = track_id, parent
        self.tensors = [] if tensors is None else tensors

    def rect(self) -> Tuple[int, int, int, int]:
        """Return (x, y, width, height), rounded to whole pixels."""
        return round(self.x), round(self.y), round(self.width), round(self.height)

    def __repr__(self) -> str:
        where = f"{self.x:g}, {self.y:g}, {self.width:g}, {self.height:g}"
        return f"Region({where}, label={self.label!r}, confidence={self.confidence:.3g})"


class Regions(List[Region]):
    """The regions of a frame, oldest first: a list of `Region`."""


class Tensor:
    """Named numbers about a frame or a region: `data` is an array (numpy) or a memoryview."""

    __slots__ = ("name", "data")

    def __init__(self, name: str, data: Any) -> None:
        self.name, self.data = name, data

    def __repr__(self) -> str:
        return f"Tensor({self.name!r}, shape={tuple(self.data.shape)})"


class Times(NamedTuple):
    """When a frame was taken, in nanoseconds of `clock`, and when it arrived (monotonic clock)."""

    capture_ns: int
    arrival_ns: int
    clock: str
    clock_error_ns: int


class Pixels:
    """A picture as its bytes, for formats and strides that no array has: Mono12p, padded rows.

    `data` is a flat array of uint8, bytes or the like; made by `omma.empty(omma.image_bytes(...))`
    it leaves without a copy.
    """

    __slots__ = ("data", "format", "width", "height", "stride")

    def __init__(self, data: Any, format: str, width: int, height: int, stride: int = 0) -> None:
        """`width` and `height` in px; `stride`: bytes from one row to the next, 0 without gaps.

        Raises:
            ValueError: there is no such format, or `data` has another size than such a picture.
        """
        if format not in _formats.TABLE:
            raise ValueError(f"no pixel format is named {format!r}; GenICam names are, for example, "
                             "Mono8, Mono12p, BayerRG10p")
        view = memoryview(data)
        expected = _formats.bytes_of(format, width, height, stride)
        if view.itemsize != 1 or not view.c_contiguous or view.nbytes != expected:
            raise ValueError(f"expected {expected} contiguous bytes for {width} x {height} px of "
                             f"{format}; found {view.nbytes} in items of {view.itemsize}")
        self.data, self.format = data, format
        self.width, self.height, self.stride = width, height, stride

    def __repr__(self) -> str:
        return f"Pixels({self.format}, {self.width} x {self.height})"


class Sample:
    """What a source yields of a frame that has a number of its own, for instance a device's.

    Numbers grow; those that are left out are told as a gap. The numbers of each source count by
    themselves.
    """

    __slots__ = ("image", "sequence", "source")

    def __init__(self, image: Any, *, sequence: Optional[int] = None, source: str = "") -> None:
        """`image`: an array, `Pixels`, or whatever else a source yields. `sequence`: its number, else
        the next one. `source`: the one that it is of, where an output carries several.

        Raises:
            ValueError: `sequence` is no number of a frame.
        """
        if sequence is not None and not 0 <= sequence < 2**64 - 1:
            raise ValueError(f"a sequence number is from 0 to 2^64 - 2; found {sequence}")
        self.image, self.sequence, self.source = image, sequence, source

    def __repr__(self) -> str:
        return f"Sample({self.image!r}, sequence={self.sequence}, source={self.source!r})"


class Frame:
    """One immutable frame: who it is, its pixels, and what actors noted about it.

    Use `pixels` for the array. `add`, `add_tensor` and `attributes_added` collect notes; a frame
    that is returned leaves with them.
    """

    __slots__ = ("_fields", "_format", "_held", "_links", "_regions", "added", "tensors_added",
                 "attributes_added", "replaces_regions")

    def __init__(self, held: Any, links: List[Any], format_code: int) -> None:
        self._held, self._links, self._format = held, links, format_code
        self._fields: Optional["_flat.Table"] = None
        self._regions: Optional[Regions] = None
        self.added: List[Region] = []
        self.tensors_added: List[Tensor] = []
        self.attributes_added: Dict[str, Any] = {}
        self.replaces_regions = False

    @property
    def _table(self) -> "_flat.Table":
        if self._fields is None:
            self._fields = _flat.root(self._held.head)
        return self._fields

    @property
    def source(self) -> str:
        """The actor that made the first of this frame's ancestors."""
        return self._table.text(0)

    @property
    def sequence(self) -> int:
        """Count of the frame at its source, from 0."""
        return int(self._table.scalar(1, "Q"))

    @property
    def part(self) -> int:
        """Index among the results that one frame gave."""
        return int(self._table.scalar(2, "I"))

    @property
    def times(self) -> Times:
        """When it was captured and when it arrived."""
        table = self._table
        clock = ("monotonic", "realtime", "media", "camera", "ptp")[table.scalar(5, "B")]
        return Times(table.scalar(3, "q"), table.scalar(4, "q"), clock, table.scalar(6, "q", -1))

    @property
    def complete(self) -> bool:
        """False when rows are missing; `missing` names them."""
        return bool(self._table.scalar(13, "B") == 0)

    @property
    def missing(self) -> List[Tuple[int, int]]:
        """Rows [first, first + count) that never arrived, as (first, count)."""
        return [(first, count) for first, count in self._table.structs(14, "II")]

    @property
    def format(self) -> str:
        """The GenICam name of the pixel format: "Mono8", "BGR8", ..., "Tensor" or "None"."""
        return _flat.format_name(self._format)

    @property
    def width(self) -> int:
        """The width of a picture in px; 0 of a tensor."""
        return int(self._table.scalar(8, "I"))

    @property
    def height(self) -> int:
        """The height of a picture in px; 0 of a tensor."""
        return int(self._table.scalar(9, "I"))

    @property
    def stride(self) -> int:
        """Bytes from one row to the next; 0 where rows need not begin on a byte."""
        return int(self._table.scalar(10, "I"))

    @property
    def pixels(self) -> Any:
        """The pixels as a read-only `Image`; None when the frame has none.

        Of a packed format (Mono12p ...) they are its bytes, a flat array of uint8.
        """
        return self._held.view(self)

    @property
    def __array_interface__(self) -> Dict[str, Any]:
        """For numpy: `numpy.asarray(frame)` is its pixels, not copied."""
        if self.pixels is None:
            raise AttributeError(f"{self} has no pixels")
        interface: Dict[str, Any] = self.pixels.__array_interface__
        return interface

    def __buffer__(self, flags: int) -> memoryview:
        """For `memoryview(frame)`, from Python 3.12 on."""
        return memoryview(self.pixels)

    def __dlpack__(self, **_: Any) -> Any:
        """For `torch.from_dlpack(frame)` and others: its pixels, not copied and not to be written."""
        return self.pixels.__dlpack__()

    def __dlpack_device__(self) -> Tuple[int, int]:
        """The memory of the CPU."""
        return 1, 0

    def regions(self) -> Regions:
        """Return the regions in force, oldest first."""
        if self._regions is None:
            self._regions = _flat.regions(self._links)
        return self._regions

    def tensors(self) -> List[Tensor]:
        """Return the tensors of the frame as a whole."""
        return _flat.tensors(self._links)

    def attributes(self) -> Dict[str, Any]:
        """Return the attributes: numbers and texts by name; of one name the latest."""
        return _flat.attributes(self._links)

    def add(self, region: Region) -> Region:
        """Note a region; it leaves with the frame when that is returned."""
        self.added.append(region)
        return region

    def add_tensor(self, name: str, data: Any) -> Tensor:
        """Note an array of any shape about the whole frame; it leaves with the frame when that is
        returned. What it holds then is what counts."""
        self.tensors_added.append(Tensor(name, data))
        return self.tensors_added[-1]

    def _repr_png_(self) -> Optional[bytes]:
        """The picture, for notebooks; None of a tensor, and where there are no pixels or no numpy."""
        if numpy is None or self.format in ("None", "Tensor"):
            return None
        from omma import _png, _seen

        picture = _seen.seen(self.pixels, self.format, self.width, self.height, self.stride)
        return None if picture is None else _png.png_of(picture)

    def __repr__(self) -> str:
        return f"Frame({self.source} {self.sequence}, {self.format})"
