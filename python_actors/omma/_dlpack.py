# SPDX-License-Identifier: Apache-2.0
"""Arrays for other libraries without a copy: DLPack, https://dmlc.github.io/dlpack (ABI 0.x).

numpy exports no array that is read-only, as inputs are; consumers must not write into them.
"""

import ctypes
from typing import Any, Dict

_CPU = 1
_KINDS = {"i": 0, "u": 1, "f": 2}


class _Device(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int32), ("number", ctypes.c_int32)]


class _Element(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16)]


class _Tensor(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("device", _Device), ("dimensions", ctypes.c_int32),
                ("element", _Element), ("shape", ctypes.POINTER(ctypes.c_int64)),
                ("strides", ctypes.POINTER(ctypes.c_int64)), ("byte_offset", ctypes.c_uint64)]


class _Managed(ctypes.Structure):
    _fields_ = [("tensor", _Tensor), ("context", ctypes.c_void_p), ("deleter", ctypes.c_void_p)]


_NAME = b"dltensor"  # a consumer that takes the tensor over gives the capsule another name
_ended = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_api = ctypes.pythonapi
_api.PyCapsule_New.restype = ctypes.py_object
_api.PyCapsule_New.argtypes = [ctypes.c_void_p, ctypes.c_char_p, _ended]
_api.PyCapsule_IsValid.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
_api.PyCapsule_GetPointer.restype = ctypes.c_void_p
_api.PyCapsule_GetPointer.argtypes = [ctypes.c_void_p, ctypes.c_char_p]

_lent: Dict[int, Any] = {}  # what consumers hold, by the address of its description


def capsule(array: Any) -> Any:
    """Return a numpy array as a capsule, which keeps it alive."""
    size = array.ndim
    shape = (ctypes.c_int64 * size)(*array.shape)
    strides = (ctypes.c_int64 * size)(*(each // array.itemsize for each in array.strides))
    element = _Element(_KINDS[array.dtype.kind], array.itemsize * 8, 1)
    address = array.__array_interface__["data"][0]
    tensor = _Tensor(address, _Device(_CPU, 0), size, element, shape, strides, 0)
    managed = _Managed(tensor, None, ctypes.cast(_deleter, ctypes.c_void_p))
    where = ctypes.addressof(managed)
    _lent[where] = managed, shape, strides, array
    return _api.PyCapsule_New(where, _NAME, _destructor)


def _let_go(managed: int) -> None:
    _lent.pop(managed, None)


def _end(capsule: int) -> None:
    """Of a capsule; nobody may have taken the tensor over."""
    if _api.PyCapsule_IsValid(capsule, _NAME):
        _let_go(_api.PyCapsule_GetPointer(capsule, _NAME))


_deleter, _destructor = _ended(_let_go), _ended(_end)
