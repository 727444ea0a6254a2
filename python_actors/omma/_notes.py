# SPDX-License-Identifier: Apache-2.0
"""Packs what an actor noted, in rows that runtime/hosts/notes_reader.cpp reads."""

import struct
from typing import Any, Dict, List

from omma import _formats, _types, _wire

_COUNT = struct.Struct("<I")
_REGION = struct.Struct("<fffffqiHH")  # ..., track id, parent, bytes of the label, tensors
_TENSOR = struct.Struct("<HBBI")  # bytes of the name, dtype, dimensions, bytes of the data
_ATTRIBUTE = struct.Struct("<BHI")  # is a text, bytes of the name, bytes of the text


def pack(
    regions: List["_types.Region"],
    tensors: List["_types.Tensor"],
    attributes: Dict[str, Any],
    replaces_regions: bool,
) -> bytes:
    """Return the rows; empty when nothing was noted."""
    if not (regions or tensors or attributes or replaces_regions):
        return b""
    parts = [bytes([replaces_regions]), _COUNT.pack(len(regions))]
    for each in regions:
        parts.append(_region(each))
    parts.append(_COUNT.pack(len(tensors)))
    parts.extend(_tensor(each) for each in tensors)
    parts.append(_COUNT.pack(len(attributes)))
    parts.extend(_attribute(name, value) for name, value in attributes.items())
    return b"".join(parts)


def _region(region: "_types.Region") -> bytes:
    label = region.label.encode()
    try:
        head = _REGION.pack(
            region.x, region.y, region.width, region.height, region.confidence, region.track_id,
            region.parent, len(label), len(region.tensors))
    except (struct.error, TypeError) as error:
        raise TypeError(f"a region has a field of the wrong type: {region!r}: {error}") from None
    return head + label + b"".join(_tensor(each) for each in region.tensors)


def _tensor(tensor: "_types.Tensor") -> bytes:
    name = tensor.name.encode()
    try:
        view = memoryview(tensor.data)
    except TypeError:
        raise TypeError(f"the data of the tensor {tensor.name!r} is a {type(tensor.data).__name__}; "
                        "expected an array or a memoryview: numpy.asarray makes one") from None
    dtype = str(getattr(tensor.data, "dtype", _formats.ELEMENTS.get(view.format, view.format)))
    if dtype not in _wire.DTYPES:
        raise TypeError(f"the tensor {tensor.name!r} has the element type {dtype}; "
                        f"use one of {', '.join(_wire.DTYPES)}")
    data = view.tobytes()
    head = _TENSOR.pack(len(name), _wire.DTYPES.index(dtype), view.ndim, len(data))
    return head + name + struct.pack(f"<{view.ndim}I", *view.shape) + data


def _attribute(name: str, value: Any) -> bytes:
    encoded = name.encode()
    if isinstance(value, str):
        text = value.encode()
        return _ATTRIBUTE.pack(1, len(encoded), len(text)) + encoded + text
    return _ATTRIBUTE.pack(0, len(encoded), 8) + encoded + struct.pack("<d", float(value))
