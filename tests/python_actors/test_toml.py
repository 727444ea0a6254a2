# SPDX-License-Identifier: Apache-2.0
"""Values of Python as TOML, read back by another reader of it."""

import enum
import math
import tomllib
from pathlib import Path

import numpy
import pytest

from omma import _toml


def read_back(value):
    return tomllib.loads(f"value = {_toml.write(_toml.plain(value))}")["value"]


TEXTS = ["", "plain", 'a "quoted" one', "back\\slash", "two\nlines\r\n", "\ttab", "# no comment", "'single'",
         '"""', "ü€𝄞", "\u2028\u0085", "".join(map(chr, range(0x21))), "\x7f", "$${plain}", "true", "1"]

VALUES = [True, False, 0, -1, 2**63 - 1, -(2**63), 0.5, -0.0, 1e300, 5e-324, -1.5e-7, 1e16, math.inf, -math.inf,
          [], [1, 2], [[1], ["a", [True]]], {"key": 1, "a key.": {"ä": [1.5]}}, {}]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_the_same(text):
    assert read_back(text) == text
    assert read_back({text: text}) == {text: text}


@pytest.mark.parametrize("value", VALUES)
def test_values_keep_their_type(value):
    back = read_back(value)
    assert back == value
    assert type(back) is type(value)
    assert math.copysign(1, back) == math.copysign(1, value) if isinstance(value, float) else True


def test_what_is_not_a_number_is_not_one():
    assert math.isnan(read_back(math.nan))


class Color(enum.IntEnum):
    RED = 3


@pytest.mark.parametrize("given, read", [
    (numpy.float32(0.5), 0.5), (numpy.int64(-3), -3), (numpy.bool_(True), True), ((1, 2), [1, 2]),
    (numpy.arange(4).reshape(2, 2), [[0, 1], [2, 3]]), (Path("a") / "b", "a/b"), (Color.RED, 3),
])
def test_what_stands_for_a_value_becomes_it(given, read):
    assert read_back(given) == read
    assert type(read_back(given)) is type(read)


@pytest.mark.parametrize("value, message", [
    (2**63, "at most 64 bits"), (-(2**63) - 1, "at most 64 bits"), ("\ud800", "half of a character"),
    (None, "found None"), (object, "of the type type"), ({1: 2}, "int"), (b"bytes", "bytes"), ([1, {2}], "set"),
])
def test_what_has_no_place_in_toml_is_refused(value, message):
    with pytest.raises((TypeError, ValueError), match=message):
        _toml.plain(value)
