# SPDX-License-Identifier: Apache-2.0
"""Pixel formats by their GenICam names (PFNC 2.4), and element types."""

from typing import Dict, Tuple

# name: (code, channels, dtype); the same table stands in runtime/frames/pixel_format.cpp.
TABLE: Dict[str, Tuple[int, int, str]] = {
    "Mono8": (0x01080001, 1, "uint8"),
    "Mono10": (0x01100003, 1, "uint16"),
    "Mono12": (0x01100005, 1, "uint16"),
    "Mono16": (0x01100007, 1, "uint16"),
    "BayerGR8": (0x01080008, 1, "uint8"),
    "BayerRG8": (0x01080009, 1, "uint8"),
    "BayerGB8": (0x0108000A, 1, "uint8"),
    "BayerBG8": (0x0108000B, 1, "uint8"),
    "BayerRG16": (0x0110002F, 1, "uint16"),
    "RGB8": (0x02180014, 3, "uint8"),
    "BGR8": (0x02180015, 3, "uint8"),
    "RGBa8": (0x02200016, 4, "uint8"),
    "BGRa8": (0x02200017, 4, "uint8"),
    "YUV422_8": (0x02100032, 2, "uint8"),
    "YUV422_8_UYVY": (0x0210001F, 2, "uint8"),
    "Coord3D_C32f": (0x012000BF, 1, "float32"),
}
NONE, TENSOR = 0, 0xFFFFFFFF
NAMES: Dict[int, str] = {code: name for name, (code, _, _) in TABLE.items()}
NAMES.update({NONE: "None", TENSOR: "Tensor"})
PICTURES: Dict[int, Tuple[int, str]] = {code: (n, dtype) for code, n, dtype in TABLE.values()}

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
