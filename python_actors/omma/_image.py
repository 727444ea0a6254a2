# SPDX-License-Identifier: Apache-2.0
"""The pixels of a frame as an array of numpy."""

import functools
from typing import TYPE_CHECKING, Any, Tuple

try:
    import numpy
except ImportError:  # a host without numpy hands out memoryviews
    numpy = None  # type: ignore[assignment]

if TYPE_CHECKING:
    Image = Any  # operators on arrays give arrays that know no frame, which are images as well
elif numpy is not None:

    _item_of = numpy.ndarray.__getitem__

    class Image(numpy.ndarray):
        """An array of pixels, (height, width) or (height, width, channels), that knows its frame.

        An input is read-only; copy it to change it. `frame` is None for arrays that were made here.
        Rows, single pixels and whatever else is no picture are plain arrays and numbers of numpy.
        """

        frame: Any = None

        def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
            """What is worked out from a picture is a plain number or array, unless it is a picture of
            the same size."""
            if array.ndim == 0:
                return array[()]
            plain = array.view(numpy.ndarray)
            return plain.view(type(self)) if array.shape[:2] == self.shape[:2] else plain

        def __array_function__(self, function: Any, types: Any, arguments: Any, named: Any) -> Any:
            """What a function of numpy makes of it."""
            return _plain(super().__array_function__(function, types, arguments, named))

        def __getitem__(self, where: Any) -> Any:
            found = _item_of(self, where)  # often a pixel: the short way
            return found if type(found) is not Image or found.ndim in (2, 3) else found.view(numpy.ndarray)

        def __reduce_ex__(self, protocol: Any) -> Any:
            """A copy by pickle has no frame, and is read where there is no omma."""
            return self.view(numpy.ndarray).__reduce_ex__(protocol)

        def __dlpack__(self, **about: Any) -> Any:
            """For other libraries: the pixels, not copied; an input is not to be written."""
            if self.flags.writeable:
                return super().__dlpack__(**about)
            from omma import _dlpack

            return _dlpack.capsule(self)

        def __dlpack_device__(self) -> Tuple[int, int]:
            """The memory of the CPU."""
            return 1, 0

    def _plain(found: Any) -> Any:
        """What was made of a picture: a plain array where it is none any more."""
        if isinstance(found, Image):
            return found if found.ndim in (2, 3) else found.view(numpy.ndarray)
        if isinstance(found, (list, tuple)):
            return type(found)(map(_plain, found)) if type(found) in (list, tuple) else found
        return found

    def _of_arrays(name: str) -> Any:
        """A method of arrays whose result need not be a picture."""
        method = getattr(numpy.ndarray, name)

        @functools.wraps(method)
        def plain(self: Image, *arguments: Any, **named: Any) -> Any:
            return _plain(method(self, *arguments, **named))

        return plain

    for _name in ("cumprod", "cumsum", "diagonal", "flatten", "ravel", "repeat", "reshape", "take", "compress"):
        setattr(Image, _name, _of_arrays(_name))

else:

    class Image:
        """Stands for pictures in annotations; without numpy they are memoryviews."""
