# SPDX-License-Identifier: Apache-2.0
"""Values of Python as the text of TOML (https://toml.io/en/v1.0.0)."""

import math
import operator
import os
import re
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def plain(value: Any) -> Any:
    """Return the value in the types of TOML: bool, int, float, str, list and dict.

    Paths become texts; arrays and numbers of numpy become lists and numbers.

    Raises:
        TypeError: TOML has no such type.
        ValueError: an integer of more than 64 bits, or a text that is not Unicode.
    """
    if isinstance(value, (bool, float)):
        return value if type(value) is bool else float(value)
    if isinstance(value, (str, os.PathLike)):
        return _text(value)
    if isinstance(value, dict):
        return {_text(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return _integer(value)


def write(value: Any) -> str:
    """Return the TOML text of what `plain` gives."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "nan" if value != value else f"{value:g}"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict):
        members = ", ".join(f"{write_key(key)} = {write(each)}" for key, each in value.items())
        return f"{{ {members} }}" if members else "{}"
    return "[" + ", ".join(map(write, value)) + "]"


def quote(text: str) -> str:
    """Return the text between double quotes, on one line."""
    return '"' + _ESCAPED.sub(lambda found: _escape(found[0]), text) + '"'


def write_key(key: str) -> str:
    """Return a key, in quotes where it needs them."""
    return key if _BARE.fullmatch(key) else quote(key)


def _escape(character: str) -> str:
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def _text(value: Any) -> str:
    text = os.fspath(value)
    if not isinstance(text, str):
        raise TypeError(f"expected a text; found {value!r}")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"expected a text in Unicode; found half of a character in {text!r}") from None
    return str.__str__(text)


def _integer(value: Any) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError("expected a boolean, a number, a text, a list or a table of them; found "
                        f"{value!r} of the type {type(value).__name__}") from None
    if not -(2**63) <= number < 2**63:
        raise ValueError(f"expected an integer of at most 64 bits; found {number}")
    return int(number)
