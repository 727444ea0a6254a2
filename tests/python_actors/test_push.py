# SPDX-License-Identifier: Apache-2.0
"""A script pushes pictures into a graph that runs."""

import numpy
import omma
import pytest
from scripted import doubled, open_ended, pattern


def test_what_is_pushed_comes_through_in_order():
    with omma.run(open_ended()) as run:
        frames = list(doubled(run))
    assert [frame.sequence for frame in frames] == [0, 1, 2]
    assert all(frame.pixels.shape == (20, 30) for frame in frames)


def test_push_waits_for_room_and_loses_nothing():
    with omma.run(open_ended()) as run:
        for level in range(200):
            run.push("edges", numpy.full((20, 30), level, "uint8"))
        run.end("edges")
        assert run.wait(10)
        edge = run.report()["edges"]["script-to-edges-image.frame -> edges.image"]
    assert edge["offered"] == edge["delivered"] == 200


def test_what_is_pushed_elsewhere_is_copied_and_counted():
    with omma.run(open_ended()) as run:
        run.push("edges", numpy.zeros((20, 30), "uint8"))
        report = run.stop()
    assert report["actors"]["script-to-edges-image"]["copied_pixels"] == 600


def test_a_frame_that_was_read_can_be_pushed():
    graph = pattern()
    graph.actor("edges", "canny")
    with omma.run(graph) as run:
        frame = run.frame("source")
        run.push("edges", frame)
        run.push("edges", frame.pixels)
        run.end("edges")
        report = run.stop()
    assert report["actors"]["edges"]["processed"] == 2


def test_an_input_that_is_connected_can_be_fed():
    with omma.run(pattern(), feed=["blurred.image"]) as run:
        assert "source" not in run.report()["actors"]
        (frame,) = doubled(run, "blurred.image", "blurred", 1)
        assert frame.pixels.shape == (20, 30)


def test_a_source_can_be_fed():
    with omma.run(pattern(), feed=["source"]) as run:
        assert run.report()["actors"]["source"]["kind"] == "script"
        (frame,) = doubled(run, "source.image", "blurred", 1)
        assert frame.source == "source"


@pytest.mark.parametrize("value, said", [
    ("x", r"push\('edges'\) takes an array, Pixels or a Frame; found a str"),
    (None, "found a NoneType"),
    (numpy.zeros(3, complex), "array of complex128"),
])
def test_what_can_not_be_pushed(value, said):
    with omma.run(open_ended()) as run:
        with pytest.raises(TypeError, match=said):
            run.push("edges", value)
        run.push("edges", numpy.zeros((5, 5), "uint8"))
        run.end("edges")
        assert run.wait(10)
        assert run.report()["actors"]["edges"]["processed"] == 1


def test_where_nothing_can_be_pushed():
    with omma.run(pattern()) as run:
        with pytest.raises(ValueError, match=r"gets its frames from 'source'.*feed=\[\"blurred.image\"\]"):
            run.push("blurred.image", numpy.zeros((5, 5), "uint8"))


def test_more_than_there_is_memory_for():
    graph = omma.Graph("small", slab_mb=32)
    graph.actor("edges", "canny")
    with omma.run(graph) as run:
        with pytest.raises(MemoryError, match="no room for a frame of .* bytes"):
            run.empty("edges", (6000, 6000))
        run.push("edges", numpy.zeros((5, 5), "uint8"))


def test_a_push_after_the_end():
    with omma.run(open_ended()) as run:
        run.push("edges", numpy.zeros((5, 5), "uint8"))
        run.end("edges")
        assert run.wait(10)
        with pytest.raises(BrokenPipeError):
            run.push("edges", numpy.zeros((5, 5), "uint8"))
    with pytest.raises(BrokenPipeError):
        run.push("edges", numpy.zeros((5, 5), "uint8"))
