# SPDX-License-Identifier: Apache-2.0
"""Pixel formats by their GenICam names (PFNC 2.4), how they lie in memory, and element types."""

from typing import Dict, Tuple

# name: (code, channels, dtype); 0 channels: packed, shown as bytes. The same table stands in
# runtime/frames/pixel_format.cpp.
TABLE: Dict[str, Tuple[int, int, str]] = {
    "Mono8": (0x01080001, 1, "uint8"),
    "Mono10": (0x01100003, 1, "uint16"),
    "Mono10Packed": (0x010C0004, 0, "uint8"),
    "Mono10p": (0x010A0046, 0, "uint8"),
    "Mono12": (0x01100005, 1, "uint16"),
    "Mono12Packed": (0x010C0006, 0, "uint8"),
    "Mono12p": (0x010C0047, 0, "uint8"),
    "Mono16": (0x01100007, 1, "uint16"),
    "BayerGR8": (0x01080008, 1, "uint8"),
    "BayerRG8": (0x01080009, 1, "uint8"),
    "BayerGB8": (0x0108000A, 1, "uint8"),
    "BayerBG8": (0x0108000B, 1, "uint8"),
    "BayerGR10p": (0x010A0056, 0, "uint8"),
    "BayerRG10p": (0x010A0058, 0, "uint8"),
    "BayerGB10p": (0x010A0054, 0, "uint8"),
    "BayerBG10p": (0x010A0052, 0, "uint8"),
    "BayerGR12p": (0x010C0057, 0, "uint8"),
    "BayerRG12p": (0x010C0059, 0, "uint8"),
    "BayerGB12p": (0x010C0055, 0, "uint8"),
    "BayerBG12p": (0x010C0053, 0, "uint8"),
    "BayerRG16": (0x0110002F, 1, "uint16"),
    "RGB8": (0x02180014, 3, "uint8"),
    "BGR8": (0x02180015, 3, "uint8"),
    "RGBa8": (0x02200016, 4, "uint8"),
    "BGRa8": (0x02200017, 4, "uint8"),
    "RGB10p32": (0x0220001D, 0, "uint8"),
    "YUV422_8": (0x02100032, 2, "uint8"),
    "YUV422_8_UYVY": (0x0210001F, 2, "uint8"),
    "Coord3D_C32f": (0x012000BF, 1, "float32"),
}
NONE, TENSOR = 0, 0xFFFFFFFF
NAMES: Dict[int, str] = {code: name for name, (code, _, _) in TABLE.items()}
NAMES.update({NONE: "None", TENSOR: "Tensor"})
PICTURES: Dict[int, Tuple[int, str]] = {code: (n, dtype) for code, n, dtype in TABLE.values()}

PACKED = frozenset(code for code, channels, _ in TABLE.values() if channels == 0)


def stride_of(name: str, width: int, padding: int = 0) -> int:
    """Return the bytes from one row to the next, with so many bytes of padding behind each.

    0: rows need not begin on a byte. The same as in runtime/frames/packing.hpp.
    """
    bits = width * _bits_per_pixel(name)
    return 0 if padding == 0 and bits % 8 else -(-bits // 8) + padding


def bytes_of(name: str, width: int, height: int, stride: int) -> int:
    """Return the bytes of a picture whose rows are so far apart; 0: nothing lies between them."""
    return stride * height if stride else -(-width * height * _bits_per_pixel(name) // 8)


def image_bytes(name: str, width: int, height: int, padding: int = 0) -> int:
    """Return the bytes of a picture of a pixel format, with so many bytes of padding behind each row.

    Raises:
        KeyError: `name` is not the GenICam name of a pixel format.
    """
    stride = stride_of(name, width, padding) if padding else 0
    return bytes_of(name, width, height, stride)


def _bits_per_pixel(name: str) -> int:
    return (TABLE[name][0] >> 16) & 0xFF  # as PFNC lays codes out


# As the struct module writes them.
CODES: Dict[str, str] = {
    "uint8": "B", "int8": "b", "uint16": "H", "int16": "h", "int32": "i", "float32": "f",
    "float64": "d", "float16": "e", "int64": "q",
}
ELEMENTS: Dict[str, str] = {code: name for name, code in CODES.items()}
SIZES: Dict[str, int] = {
    "uint8": 1, "int8": 1, "uint16": 2, "int16": 2, "int32": 4, "float32": 4, "float64": 8,
    "float16": 2, "int64": 8,
}
