# SPDX-License-Identifier: Apache-2.0
"""What a step was lent: its inputs, and room for its results."""

import weakref
from typing import Any, Callable, List, Optional, Tuple

from omma import _formats, _types, _wire
from omma._memory import Grant, Input

numpy = _types.numpy
DTYPES = {} if numpy is None else {numpy.dtype(name): i for i, name in enumerate(_wire.DTYPES)}

Kept = Tuple[Callable[[], Any], int]  # finds what refers to a lease; None when there is nothing


class Room:
    """The inputs and grants of a step, and how to get more of the latter."""

    def __init__(self, need: Any) -> None:
        self._need = need
        self.inputs: List[Input] = []
        self.grants: List[Grant] = []

    def grant(self, nbytes: int) -> Grant:
        for each in self.grants:
            if each.fits(nbytes):
                return each
        granted: Grant = self._need(nbytes)
        self.take([granted])
        return granted

    def take(self, granted: List[Grant]) -> None:
        """Use this room, too; what is known already is not taken twice."""
        known = {each.lease for each in self.grants}
        self.grants.extend([each for each in granted if each.lease not in known])

    def holding(self, array: Any) -> Optional[Grant]:
        """The grant with which this array begins; None: it lies elsewhere, or has gaps."""
        if not array.flags.c_contiguous:
            return None
        base = array.base
        for each in self.grants:
            if each.gave(base):  # `array` is what `empty` returned
                return each
        address = address_of(array)
        for each in self.grants:
            if each.begins_at(address):
                return each
        return None

    def kept(self) -> List[Kept]:
        """The room that something still refers to: how to find that, and the lease."""
        return [(each.pixels, each.lease) for each in self.grants
                if each.pixels is not None and each.pixels() is not None]

    def clear(self) -> None:
        """The step is over."""
        self.inputs.clear()
        self.grants.clear()

    def settle(self, release: Callable[[int], None]) -> List[bytes]:
        """End the borrowing: return, packed, the leases that something still refers to; each is
        released when nothing does any more."""
        if numpy is None:
            for held in self.inputs:
                held.end()
            held = None
        lent = [(weakref.ref(each), each.lease) for each in self.inputs]
        lent += [(each.pixels, each.lease) for each in self.grants if each.pixels is not None]
        self.clear()
        kept = []
        for find, lease in lent:
            pixels = find()
            if pixels is not None:
                weakref.finalize(pixels, release, lease)
                kept.append(_wire.COUNT.pack(lease))
        return kept

    def empty(self, shape: Any, dtype: Any) -> Any:
        shape = (int(shape),) if not isinstance(shape, (tuple, list)) else tuple(map(int, shape))
        if numpy is None:
            nbytes, name = _formats.SIZES[dtype], dtype
        else:
            element = numpy.dtype(dtype)
            if element not in DTYPES:
                raise TypeError(f"there are no frames of {element}; expected one of {', '.join(_wire.DTYPES)}")
            nbytes, name = element.itemsize, _wire.DTYPES[DTYPES[element]]
        for extent in shape:
            nbytes *= extent
        if numpy is None:  # nobody can tell when the last part of a memoryview is gone
            return memoryview(bytearray(nbytes)).cast(_formats.CODES[name], shape)
        return self.grant(nbytes).array(shape, name, nbytes)


def address_of(array: Any) -> int:
    """Where its first element lies."""
    return int(array.__array_interface__["data"][0])
