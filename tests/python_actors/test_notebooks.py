# SPDX-License-Identifier: Apache-2.0
"""Notebooks show graphs as drawings and frames as pictures, or nothing where there is none."""

import gc
import struct
import zlib

import numpy
import omma
import pytest
from omma import Pixels
from omma._formats import TABLE, image_bytes, stride_of
from omma._seen import seen
from scripted import pattern


def picture_in(png):
    """What a file shows: an array (height, width[, channels])."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    begin = png.index(b"IDAT") + 4
    rows = numpy.frombuffer(zlib.decompress(png[begin:-16]), "uint8").reshape(height, -1)[:, 1:]
    channels = {0: 1, 2: 3, 6: 4}[colour]
    return rows.reshape((height, width) if channels == 1 else (height, width, channels))


def looked_at(*pushed):
    """The frames that come of what is pushed."""
    graph = omma.Graph("shown")
    source = graph.actor("source", "script")
    graph.actor("end", "null", source)
    with omma.run(graph) as run:
        frames = run.frames("source", timeout=30)
        for each in pushed:
            run.push("source", each)
            yield next(frames)


def packed(values, bits):
    """PFNC: pixels as a stream of bits, the lowest first."""
    stream = sum(int(value) << (bits * i) for i, value in enumerate(values))
    return stream.to_bytes(-(-len(values) * bits // 8), "little")


def packed_in_threes(values):
    """GigE Vision: two pixels of 12 bits in three bytes, their lower bits in the middle."""
    data = bytearray()
    for left, right in zip(values[::2], values[1::2]):
        data += bytes([left >> 4, (left & 15) | (right & 15) << 4, right >> 4])
    return bytes(data) + (bytes([values[-1] >> 4, values[-1] & 15]) if len(values) % 2 else b"")


# ---- frames


@pytest.mark.parametrize("name", ["Mono8", "RGB8", "BGR8", "BGRa8", "RGBa8"])
def test_a_picture_of_bytes_is_shown_as_it_is(name):
    graph = omma.Graph("shown")
    camera = graph.actor("camera", "pattern", width=128, height=64, format=name)
    graph.actor("end", "null", camera)
    with omma.run(graph) as run:
        frame = run.frame("camera.image")
        shown, expected = picture_in(frame._repr_png_()), numpy.array(frame.pixels)
    if name.startswith("BGR"):
        expected = expected[:, :, [2, 1, 0, 3][: expected.shape[2]]]
    assert numpy.array_equal(shown, expected)


def of_format(name, width, height, padding):
    stride = stride_of(name, width, padding) if padding else 0
    data = numpy.random.default_rng(1).integers(0, 128, image_bytes(name, width, height, padding), "uint8")
    return Pixels(data, name, width, height, stride)


@pytest.mark.parametrize("padding", [0, 4])
def test_frames_of_all_formats_are_shown(padding):
    frames = list(looked_at(*[of_format(name, 6, 5, padding) for name in TABLE]))
    assert [frame.format for frame in frames] == list(TABLE)
    assert {picture_in(frame._repr_png_()).shape[:2] for frame in frames} == {(5, 6)}


@pytest.mark.parametrize("name, bits", [("Mono10", 10), ("Mono12", 12), ("Mono16", 16)])
def test_of_deep_pixels_the_upper_bits_are_shown(name, bits):
    values = numpy.arange(0, 2**bits, 2**bits // 15, "uint16")[:15].reshape(3, 5)
    assert numpy.array_equal(seen(values, name, 5, 3, 10), values >> (bits - 8))


@pytest.mark.parametrize("name, bits", [("Mono10p", 10), ("Mono12p", 12)])
def test_packed_pixels_are_unpacked(name, bits):
    values = numpy.random.default_rng(1).integers(0, 2**bits, (3, 5))
    stream = numpy.frombuffer(packed(values.ravel(), bits), "uint8")
    assert numpy.array_equal(seen(stream, name, 5, 3, 0), values >> (bits - 8))
    rows = b"".join(packed(row, bits).ljust(16, b"\xff") for row in values)
    assert numpy.array_equal(seen(numpy.frombuffer(rows, "uint8"), name, 5, 3, 16), values >> (bits - 8))


@pytest.mark.parametrize("name", ["Mono10Packed", "Mono12Packed"])
def test_so_are_pairs_of_them_in_three_bytes(name):
    values = numpy.random.default_rng(1).integers(0, 2**12, (3, 5)).tolist()
    flat = packed_in_threes(sum(values, []))
    expected = numpy.array(values) >> 4
    assert numpy.array_equal(seen(numpy.frombuffer(flat, "uint8"), name, 5, 3, 0), expected)
    rows = b"".join(packed_in_threes(row).ljust(10, b"\xff") for row in values)
    assert numpy.array_equal(seen(numpy.frombuffer(rows, "uint8"), name, 5, 3, 10), expected)


CELLS = {"RG": [[0, 1], [1, 2]], "GR": [[1, 0], [2, 1]], "BG": [[2, 1], [1, 0]], "GB": [[1, 2], [0, 1]]}


@pytest.mark.parametrize("order", CELLS)
@pytest.mark.parametrize("width, height", [(6, 4), (5, 3), (1, 1), (1, 4)])
def test_a_mosaic_is_shown_in_its_colours(order, width, height):
    colour = numpy.array([200, 100, 50], "uint8")
    mosaic = numpy.tile(colour[CELLS[order]], (4, 4))[:height, :width]
    shown = seen(mosaic, f"Bayer{order}8", width, height, width)
    assert shown.shape == (height, width, 3)
    if min(width, height) > 1:
        assert (shown == colour).all()
        deep = numpy.frombuffer(packed(mosaic.astype(int).ravel() * 4, 10), "uint8")
        assert (seen(deep, f"Bayer{order}10p", width, height, 0) == colour).all()


def test_colours_of_ten_bits():
    word = 800 | 400 << 10 | 200 << 20
    data = numpy.full((2, 3), word, "<u4").view("uint8").ravel()
    assert (seen(data, "RGB10p32", 3, 2, 12) == [200, 100, 50]).all()


@pytest.mark.parametrize("name, order", [("YUV422_8", [0, 1]), ("YUV422_8_UYVY", [1, 0])])
def test_brightness_and_colour_difference(name, order):
    pixels = numpy.array([[[81, 90], [81, 240]] * 2] * 2, "uint8")[:, :, order]  # red by BT.601
    assert (abs(seen(pixels, name, 4, 2, 8).astype(int) - [255, 0, 0]) <= 2).all()


def test_depths_are_shown_from_black_to_white():
    depths = numpy.array([[1, 2], [3, numpy.nan]], "float32")
    assert seen(depths, "Coord3D_C32f", 2, 2, 8).tolist() == [[0, 128], [255, 0]]
    assert not seen(depths * numpy.nan, "Coord3D_C32f", 2, 2, 8).any()
    assert not seen(depths * 0, "Coord3D_C32f", 2, 2, 8).any()


@pytest.mark.parametrize("data", [numpy.zeros((4, 4), "float32"), numpy.zeros((2, 3, 4, 5), "int16"), numpy.zeros(3)])
def test_a_tensor_is_no_picture(data):
    (frame,) = looked_at(data)
    assert frame.format == "Tensor"
    assert frame._repr_png_() is None


def test_a_frame_without_pixels_is_none_either():
    assert omma.Frame(None, [], 0)._repr_png_() is None


def test_a_frame_is_shown_when_its_iterator_and_its_run_are_gone():
    run = omma.run(pattern())
    frame = run.frame("source")
    shown = frame._repr_png_()
    run.stop()
    del run
    gc.collect()
    assert frame._repr_png_() == shown


# ---- graphs


@pytest.fixture
def graph():
    graph = omma.Graph("drawn")
    graph.actor("end", "null", graph.actor("camera", "pattern"))
    return graph


def test_a_graph_is_shown_as_a_drawing(graph):
    assert graph._repr_svg_().lstrip().startswith("<?xml")


def test_a_graph_with_an_error_is_none(graph):
    graph.actor("wrong", "no_such_kind")
    assert graph._repr_svg_() is None


def test_a_graph_that_can_be_saved_in_one_folder_only_is_none(graph):
    graph.param("folder", "tools")
    graph.actor("tool", "${folder}/tool.py:tool")
    assert graph._repr_svg_() is None


def test_nothing_is_drawn_where_there_is_no_program(graph, monkeypatch):
    monkeypatch.setenv("OMMA", "/nowhere/omma")
    assert graph._repr_svg_() is None
