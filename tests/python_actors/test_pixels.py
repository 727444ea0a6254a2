# SPDX-License-Identifier: Apache-2.0
"""Pictures that no array holds: packed formats, and rows with gaps between them."""

import struct
import zlib

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


@pytest.mark.parametrize("name, colours", [("Mono8", 0), ("RGB8", 2), ("BGR8", 2), ("BGRa8", 6)])
def test_a_notebook_shows_the_picture_of_a_frame(name, colours):
    graph = omma.Graph("shown")
    camera = graph.actor("camera", "pattern", width=128, height=64, format=name)
    graph.actor("end", "null", camera)
    with omma.run(graph) as run:
        frame = next(run.frames("camera.image"))
        png = frame._repr_png_()
        expected = numpy.array(frame.pixels)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (width, height, depth, colour) == (128, 64, 8, colours)
    begin = png.index(b"IDAT") + 4
    rows = numpy.frombuffer(zlib.decompress(png[begin:-16]), "uint8").reshape(64, -1)[:, 1:]
    shown = rows.reshape(expected.shape)
    assert numpy.array_equal(shown, expected if name in ("Mono8", "RGB8") else
                             expected[:, :, [2, 1, 0, 3][:expected.shape[2]]])


def test_a_notebook_shows_no_picture_of_what_a_png_can_not_hold():
    graph = omma.Graph("shown")
    camera = graph.actor("camera", "pattern", width=128, height=64, format="BayerRG8")
    graph.actor("end", "null", camera)
    with omma.run(graph) as run:
        assert next(run.frames("camera.image"))._repr_png_() is None
