# SPDX-License-Identifier: Apache-2.0
"""A chart shows what was noted, where it was noted."""

from types import SimpleNamespace

import numpy
import pytest

pytest.importorskip("matplotlib")
from plot import Plot  # noqa: E402


def frame(seconds, regions=0, **attributes):
    times = SimpleNamespace(capture_ns=int(seconds * 1e9))
    return SimpleNamespace(times=times, regions=lambda: [None] * regions, attributes=lambda: attributes)


def drawn(plot, line=0):
    return numpy.column_stack(plot.lines[line].get_data()).tolist()


@pytest.mark.parametrize("width, height", [(640, 240), (333, 201), (160, 120)])
def test_the_chart_is_as_large_as_asked(width, height):
    chart = Plot(width=width, height=height).process(frame(0))
    assert chart.shape == (height, width, 3)
    assert chart.dtype == numpy.uint8


def test_the_chart_changes_with_the_numbers():
    still, moving = Plot(attributes=["a"]), Plot(attributes=["a"])
    still.process(frame(0, a=0)), moving.process(frame(0, a=0))
    assert not numpy.array_equal(still.process(frame(5, a=0)), moving.process(frame(5, a=9)))


def test_the_first_line_is_blue_in_the_order_of_opencv():
    plot = Plot(attributes=["a"])
    plot.process(frame(0, a=0))
    chart = plot.process(frame(10, a=5)).astype(int)
    assert (abs(chart - (180, 119, 31)).max(2) < 20).sum() > 200  # 1f77b4


def test_times_count_from_the_first_frame():
    plot = Plot()
    for number in range(3):
        plot.process(frame(100 + number, regions=number * 2))
    assert drawn(plot) == [[0, 0], [1, 2], [2, 4]]


def test_what_is_older_than_the_window_is_forgotten():
    plot = Plot(window=2)
    for number in range(6):
        plot.process(frame(number, regions=number))
    assert drawn(plot) == [[3, 3], [4, 4], [5, 5]]
    assert plot.axes.get_xlim() == (3, 5)


def test_several_attributes_have_a_line_each_and_what_is_absent_a_gap():
    plot = Plot(attributes=["a", "b"])
    plot.process(frame(0, a=1))
    plot.process(frame(1, a=2, b=7))
    assert drawn(plot) == [[0, 1], [1, 2]]
    assert numpy.isnan(drawn(plot, 1)[0][1]) and drawn(plot, 1)[1] == [1, 7]


def test_a_text_is_refused():
    with pytest.raises(ValueError, match="the attribute 'file' is the text 'a.png'"):
        Plot(attributes=["file"]).process(frame(0, file="a.png"))


def test_a_graph_gives_a_chart_for_each_frame(run_graph, tmp_path):
    done = run_graph('''
actor.camera = { kind = "pattern", frames = 4 }
actor.chart = { kind = "TOOLS/plot.py:Plot", in = "camera" }
actor.files = { kind = "image_files", path = "{sequence}.png", in = "chart" }
''')
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*.png"))) == 4
