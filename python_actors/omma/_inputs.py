# SPDX-License-Identifier: Apache-2.0
"""Reads what a message of the runner lends: frames to look at and room to write into."""

from typing import Dict, List, Optional, Tuple, Union

from omma import _formats, _wire
from omma._memory import Grant, Input, Layout, Slab, Slabs, layout_of
from omma._types import Frame


SlabsByNumber = Union[Slabs, Dict[int, Slab]]


def read_frames(message: bytearray, at: int, count: int, slabs: SlabsByNumber,
                to_open: bool = True) -> Tuple[List[Optional[Frame]], int]:
    """Return the frames, None where there is none, and where the message goes on. Those of a
    rehearsal may be gone, so nothing is opened for them."""
    frames = []
    for _ in range(count):
        frame, at = _read_frame(message, at, slabs, to_open)
        frames.append(frame)
    return frames, at


def _read_frame(message: bytearray, at: int, slabs: SlabsByNumber,
                to_open: bool) -> Tuple[Optional[Frame], int]:
    (lease, links, slab, present, dtype, _, dimensions, code, width, height, stride,
     head_slab, head_size, head_at, pixels, nbytes) = _wire.INPUT.unpack_from(message, at)
    at += _wire.INPUT.size
    shape = [_wire.BYTES.unpack_from(message, at + 8 * i)[0] for i in range(dimensions)]
    at += 8 * dimensions
    notes = []
    for _ in range(links):
        link_slab, link_size, offset = _wire.BUFFER.unpack_from(message, at)
        notes.append(slabs[link_slab].bytes[offset : offset + link_size])
        at += _wire.BUFFER.size
    if not present:
        return None, at
    layout = None
    if code == _formats.TENSOR:
        layout = Layout(tuple(shape), _wire.DTYPES[dtype])
    elif code in _formats.PACKED:
        layout = Layout((nbytes,), "uint8")
    elif code != _formats.NONE:
        layout = layout_of(code, width, height, stride)
    head = slabs[head_slab]
    held = Input(lease, (head, head_at, head_size), slabs[slab] if nbytes else head, (pixels, nbytes),
                 layout, to_open)
    return Frame(held, notes, code), at


def read_grants(message: bytearray, at: int, count: int, slabs: SlabsByNumber,
                to_write: bool = True) -> List[Grant]:
    """Return room that may be written into, or of a rehearsal none that is."""
    grants = []
    for _ in range(count):
        lease, slab, offset, size = _wire.SLOT.unpack_from(message, at)
        at += _wire.SLOT.size
        grants.append(Grant(lease, slabs[slab], offset, size, to_write))
    return grants
