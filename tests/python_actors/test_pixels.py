# SPDX-License-Identifier: Apache-2.0
"""Pictures that no array holds: packed formats, and rows with gaps between them."""

import numpy
import omma
import pytest
from omma import Pixels, image_bytes
from omma._formats import stride_of
from scripted import open_ended


@pytest.mark.parametrize("name, padding, expected, stride", [
    ("Mono8", 0, 15, 5), ("Mono8", 3, 24, 8), ("Mono10p", 0, 19, 0), ("Mono10p", 1, 24, 8),
    ("Mono12Packed", 0, 23, 0), ("BayerRG12p", 0, 23, 0), ("RGB10p32", 0, 60, 20), ("BGR8", 0, 45, 15)])
def test_the_bytes_of_a_picture_are_known(name, padding, expected, stride):
    assert image_bytes(name, 5, 3, padding) == expected
    assert stride_of(name, 5, padding) == stride


def test_pixels_hold_whatever_has_as_many_bytes():
    for data in (numpy.zeros(19, "uint8"), bytes(19), bytearray(19), memoryview(bytes(19))):
        pixels = Pixels(data, "Mono10p", 5, 3)
        assert (pixels.format, pixels.width, pixels.height, pixels.stride) == ("Mono10p", 5, 3, 0)
    assert Pixels(bytes(24), "Mono8", 5, 3, stride=8).stride == 8


@pytest.mark.parametrize("data, name, said", [
    (bytes(18), "Mono10p", "expected 19 contiguous bytes for 5 x 3 px of Mono10p; found 18"),
    (numpy.zeros(19, "uint16"), "Mono10p", "found 38 in items of 2"),
    (numpy.zeros(38, "uint8")[::2], "Mono10p", "expected 19 contiguous bytes"),
    (bytes(19), "Mono11p", "no pixel format is named 'Mono11p'")])
def test_pixels_refuse_bytes_that_are_no_such_picture(data, name, said):
    with pytest.raises(ValueError, match=said):
        Pixels(data, name, 5, 3)


def test_rows_with_gaps_can_be_pushed():
    with omma.run(open_ended()) as run:
        run.push("edges", Pixels(bytes(32 * 20), "Mono8", 30, 20, 32))
        run.end("edges")
        report = run.stop()
    assert report["actors"]["edges"]["processed"] == 1
    assert report["actors"]["edges"]["errors"] == 0
