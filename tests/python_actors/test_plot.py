# SPDX-License-Identifier: Apache-2.0
"""A chart shows what was noted, where it was noted."""

import threading
from types import SimpleNamespace

import numpy
import pytest

pytest.importorskip("matplotlib")
from plot import Plot  # noqa: E402

BLUE = (180, 119, 31)  # 1f77b4, as OpenCV has it


def frame(seconds, regions=0, **attributes):
    times = SimpleNamespace(capture_ns=int(seconds * 1e9))
    return SimpleNamespace(times=times, regions=lambda: [None] * regions, attributes=lambda: attributes)


def each_frame(**more):
    return Plot(rate=0, **more)


def drawn(plot, line=0):
    return numpy.column_stack(plot.lines[line].get_data()).tolist()


def dots(plot, line=0):
    return numpy.column_stack(plot.dots[line].get_data()).tolist()


def colour(chart, bgr):
    """How many pixels are about of this colour."""
    return int((abs(chart.astype(int) - bgr).max(2) < 20).sum())


class Slow:
    """A plot whose drawings, but for the first, last until they may end, and whose time is told."""

    def __init__(self, may_end, **more):
        self.plot, self.now, self.begun, self.may_end = Plot(**more), 0.0, 0, may_end
        self.plot.clock = lambda: self.now
        self.plot.process(frame(0, a=0))
        self.draw, self.plot.canvas.draw = self.plot.canvas.draw, self._draw

    def _draw(self):
        assert threading.current_thread() is not threading.main_thread()
        self.begun += 1
        self.may_end.acquire()
        self.draw()

    def give(self, *numbers):
        return [self.plot.process(frame(each, a=each)) for each in numbers]

    def end_drawing(self):
        self.may_end.release()
        self.plot.drawing.result()


@pytest.fixture
def slow():
    """Makes such plots; what is still drawn when the test has ended may end."""
    may_end = threading.Semaphore(0)
    yield lambda **more: Slow(may_end, **more)
    may_end.release(100)


@pytest.mark.parametrize("width, height", [(640, 240), (333, 201), (160, 120)])
def test_the_chart_is_as_large_as_asked(width, height):
    chart = each_frame(width=width, height=height).process(frame(0))
    assert chart.shape == (height, width, 3)
    assert chart.dtype == numpy.uint8


def test_the_chart_changes_with_the_numbers():
    still, moving = each_frame(attributes=["a"]), each_frame(attributes=["a"])
    still.process(frame(0, a=0)), moving.process(frame(0, a=0))
    assert not numpy.array_equal(still.process(frame(5, a=0)), moving.process(frame(5, a=9)))


def test_the_first_line_is_blue_in_the_order_of_opencv():
    plot = each_frame(attributes=["a"])
    plot.process(frame(0, a=0))
    chart = plot.process(frame(10, a=5))
    assert colour(chart, BLUE) > 200


def test_times_count_from_the_first_frame():
    plot = each_frame()
    for number in range(3):
        plot.process(frame(100 + number, regions=number * 2))
    assert drawn(plot) == [[0, 0], [1, 2], [2, 4]]


def test_what_is_older_than_the_window_is_forgotten():
    plot = each_frame(window=2)
    for number in range(6):
        plot.process(frame(number, regions=number))
    assert drawn(plot) == [[3, 3], [4, 4], [5, 5]]
    assert plot.axes.get_xlim() == (3, 5)


def test_several_attributes_have_a_line_each_and_what_is_absent_a_gap():
    plot = each_frame(attributes=["a", "b"])
    plot.process(frame(0, a=1))
    plot.process(frame(1, a=2, b=7))
    assert drawn(plot) == [[0, 1], [1, 2]]
    assert numpy.isnan(drawn(plot, 1)[0][1]) and drawn(plot, 1)[1] == [1, 7]


@pytest.mark.parametrize("numbers, alone", [
    ({0: 1}, [[0, 1]]), ({3: 1}, [[3, 1]]), ({0: 1, 2: 2, 4: 3}, [[0, 1], [2, 2], [4, 3]]),
    ({0: 1, 1: 2, 4: 3}, [[4, 3]]), ({0: 1, 3: 2, 4: 3}, [[0, 1]]), ({2: 2, 3: 3}, []), ({}, [])])
def test_a_number_between_gaps_is_a_dot(numbers, alone):
    plot = each_frame(attributes=["a"])
    for second in range(5):
        plot.process(frame(second, **({"a": numbers[second]} if second in numbers else {})))
    assert dots(plot) == alone


def test_a_dot_is_seen():
    plot = each_frame(attributes=["a"], window=4)
    none = [colour(plot.process(frame(second)), BLUE) for second in range(2)][-1]
    one = plot.process(frame(2, a=1))
    assert colour(plot.process(frame(3)), BLUE) > none + 4
    assert colour(one, BLUE) > none + 4


def test_no_frame_waits_for_a_chart(slow):
    slow = slow(attributes=["a"])
    assert slow.give(*range(1, 10)) == [None] * 9
    slow.end_drawing()
    (chart,) = slow.give(10)
    assert chart is not None
    assert drawn(slow.plot) == [[0, 0], [1, 1]]


def test_what_came_meanwhile_is_in_the_next_chart(slow):
    slow = slow(attributes=["a"], window=100)
    slow.give(*range(1, 30))
    slow.end_drawing()
    slow.give(30)
    slow.now += 1
    slow.give(31)
    slow.end_drawing()
    assert numpy.allclose(drawn(slow.plot), [[each, each] for each in range(32)])
    slow.plot.close()


def test_charts_are_drawn_so_often_a_second_at_most(slow):
    slow = slow(attributes=["a"], rate=4)
    for step in range(1, 33):
        slow.now = step / 16  # 2 s
        slow.give(step)
        if slow.plot.drawing is not None:
            slow.end_drawing()
    assert slow.begun == 8


def test_an_error_of_a_drawing_is_one_of_the_step(slow):
    slow = slow(attributes=["a"])
    slow.draw = lambda: 1 / 0
    slow.give(1)
    with pytest.raises(ZeroDivisionError):
        slow.end_drawing()
    with pytest.raises(ZeroDivisionError):
        slow.give(2)


def test_a_text_is_refused():
    with pytest.raises(ValueError, match="the attribute 'file' is the text 'a.png'"):
        Plot(attributes=["file"]).process(frame(0, file="a.png"))


def test_a_graph_that_draws_beside_its_frames_ends(run_graph, tmp_path):
    done = run_graph('''
actor.camera = { kind = "pattern", frames = 100 }
actor.chart = { kind = "TOOLS/plot.py:Plot", in = "camera" }
actor.files = { kind = "image_files", path = "{sequence}.png", in = "chart" }
''')
    assert done.returncode == 0, done.stderr
    assert 1 <= len(list(tmp_path.glob("*.png"))) <= 100


def test_a_graph_gives_a_chart_for_each_frame(run_graph, tmp_path):
    done = run_graph('''
actor.camera = { kind = "pattern", frames = 4 }
actor.chart = { kind = "TOOLS/plot.py:Plot", rate = 0, in = "camera" }
actor.files = { kind = "image_files", path = "{sequence}.png", in = "chart" }
''')
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*.png"))) == 4
