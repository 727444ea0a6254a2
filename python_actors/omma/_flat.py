# SPDX-License-Identifier: Apache-2.0
"""Reads frame headers and notes where they lie, without any package.

Source: FlatBuffers internals (flatbuffers.dev/internals); the tables are those of
runtime/schema/frame.fbs and notes.fbs, and fields are numbered in their order there.
"""

import struct
from typing import Any, Dict, List, Tuple

from omma import _formats, _types, _wire

_OFFSET = struct.Struct("<I")
_VTABLE = struct.Struct("<i")
_SIZE = struct.Struct("<H")


class Table:
    """One table of a FlatBuffer that was verified when it entered the machine."""

    __slots__ = ("_bytes", "_at", "_vtable", "_fields")

    def __init__(self, data: Any, at: int) -> None:
        self._bytes, self._at = data, at
        self._vtable = at - _VTABLE.unpack_from(data, at)[0]
        self._fields = (_SIZE.unpack_from(data, self._vtable)[0] - 4) // 2

    def _find(self, field: int) -> int:
        """Where a field's value stands; 0 when it has its default."""
        if field >= self._fields:
            return 0
        offset = _SIZE.unpack_from(self._bytes, self._vtable + 4 + 2 * field)[0]
        return self._at + offset if offset else 0

    def _follow(self, field: int) -> int:
        at = self._find(field)
        return at + _OFFSET.unpack_from(self._bytes, at)[0] if at else 0

    def scalar(self, field: int, code: str, default: Any = 0) -> Any:
        at = self._find(field)
        return struct.unpack_from("<" + code, self._bytes, at)[0] if at else default

    def text(self, field: int, default: str = "") -> str:
        data = self.vector(field)
        return default if data is None else bytes(data).decode("utf-8", "replace")

    def vector(self, field: int, item: int = 1) -> Any:
        """The bytes of a vector whose items take so many bytes each; None when it is absent."""
        at = self._follow(field)
        if not at:
            return None
        count = _OFFSET.unpack_from(self._bytes, at)[0]
        return self._bytes[at + 4 : at + 4 + count * item]

    def structs(self, field: int, codes: str) -> List[Tuple]:
        layout = struct.Struct("<" + codes)
        return list(layout.iter_unpack(self.vector(field, layout.size) or b""))

    def tables(self, field: int) -> List["Table"]:
        at = self._follow(field)
        if not at:
            return []
        count = _OFFSET.unpack_from(self._bytes, at)[0]
        places = range(at + 4, at + 4 + 4 * count, 4)
        return [Table(self._bytes, i + _OFFSET.unpack_from(self._bytes, i)[0]) for i in places]


def root(data: Any) -> Table:
    return Table(data, _OFFSET.unpack_from(data, 0)[0])


def format_name(code: int) -> str:
    return _formats.NAMES.get(code, hex(code))


def _tensor(table: Table) -> "_types.Tensor":
    dtype = _wire.DTYPES[table.scalar(1, "B")]
    shape = tuple(size for (size,) in table.structs(2, "I"))
    data = bytes(table.vector(3) or b"")
    if _types.numpy is not None:
        return _types.Tensor(table.text(0), _types.numpy.frombuffer(data, dtype).reshape(shape))
    return _types.Tensor(table.text(0), memoryview(data).cast(_formats.CODES[dtype], shape or (1,)))


def _region(table: Table) -> "_types.Region":
    x, y, width, height = (table.scalar(i, "f", 0.0) for i in range(4))
    return _types.Region(
        x, y, width, height, table.text(4), table.scalar(5, "f", 0.0), table.scalar(6, "q", -1),
        table.scalar(7, "i", -1), [_tensor(each) for each in table.tables(8)])


def regions(links: List[Any]) -> "_types.Regions":
    """All regions in force; `links` are the notes of a frame, oldest first."""
    found = _types.Regions()
    for link in map(root, links):
        if link.scalar(1, "B"):
            found.clear()
        found.extend(_region(each) for each in link.tables(2))
    return found


def tensors(links: List[Any]) -> List["_types.Tensor"]:
    return [_tensor(each) for link in map(root, links) for each in link.tables(3)]


def attributes(links: List[Any]) -> Dict[str, Any]:
    found: Dict[str, Any] = {}
    for link in map(root, links):
        for each in link.tables(4):
            text = each.vector(2)
            value = each.scalar(1, "d", 0.0) if text is None else bytes(text).decode("utf-8", "replace")
            found[each.text(0)] = value
    return found
