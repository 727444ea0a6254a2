# SPDX-License-Identifier: Apache-2.0
"""Draws numbers that are noted on frames as a chart over time."""

import collections
import time
from concurrent.futures import ThreadPoolExecutor
from typing import List, Optional

import numpy
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from omma import Frame, Image, actor, empty, param, port

DPI = 100


@actor(outputs=[port("chart", "BGR8")])
class Plot:
    """Draw attributes of the frames, and the count of regions, over their capture times.

    What has no such attribute leaves a gap; a number between two gaps is a dot. Charts are drawn beside
    the frames, `rate` of them a second at most, so that no frame waits for one. Each shows every number
    up to the frame that it was begun at, and leaves with a later one; those of the last moment before
    the end may leave with none. With a rate of 0 each frame waits for a chart of its own.

    Raises:
        ValueError: an attribute is a text.
    """

    def __init__(self, *,
                 attributes: List[str] = param(["regions"], "to draw; regions = how many there are"),
                 window: float = param(10, "of time that is shown", min=0.1, unit="s"),
                 rate: float = param(10, "charts at most; 0 = one for each frame", min=0, unit="Hz"),
                 width: int = param(640, min=160, max=4096, unit="px"),
                 height: int = param(240, min=120, max=4096, unit="px")) -> None:
        self.window, self.rate, self.names, self.start = window, rate, attributes, None
        self.rows = collections.deque()  # (time in s, values)
        self.clock, self.due = time.monotonic, None  # when the next chart may begin
        self.painter, self.drawing = ThreadPoolExecutor(1), None
        figure = Figure(((width + 0.5) / DPI, (height + 0.5) / DPI), DPI, layout="constrained")
        self.canvas = FigureCanvasAgg(figure)
        self.axes = figure.add_subplot(xlabel="time [s]")
        self.axes.grid(alpha=0.3)
        self.lines = [self.axes.plot([], [], label=each)[0] for each in attributes]
        self.dots = [self.axes.plot([], [], ".", color=each.get_color())[0] for each in self.lines]
        self.axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncol=4, frameon=False)

    def process(self, frame: Frame) -> Optional[Image]:
        self._note(frame)
        if self.rate == 0 or self.due is None:  # also the first: matplotlib begins with it
            self._end_drawing()
            self.due = self.clock()
            return _sent(self._draw(list(self.rows)))
        if self.drawing is not None and self.drawing.done():
            return _sent(self._end_drawing())
        if self.drawing is None and self.clock() >= self.due:
            self.due = self.clock() + 1 / self.rate
            self.drawing = self.painter.submit(self._draw, list(self.rows))
        return None

    def close(self) -> None:
        self.painter.shutdown()

    def _note(self, frame: Frame) -> None:
        now = frame.times.capture_ns * 1e-9
        self.start = now if self.start is None else self.start
        noted = {"regions": len(frame.regions()), **frame.attributes()}
        self.rows.append((now - self.start, [_number(each, noted) for each in self.names]))
        while self.rows[0][0] < self.rows[-1][0] - self.window:
            self.rows.popleft()

    def _end_drawing(self) -> Optional[numpy.ndarray]:
        """The chart that is being drawn; wait for it."""
        drawing, self.drawing = self.drawing, None
        return None if drawing is None else drawing.result()

    def _draw(self, rows: list) -> numpy.ndarray:
        self._move_lines(rows)
        self.canvas.draw()
        return numpy.array(self.canvas.buffer_rgba())[..., 2::-1]

    def _move_lines(self, rows: list) -> None:
        times, values = map(numpy.array, zip(*rows))
        for line, dots, column in zip(self.lines, self.dots, values.T):
            line.set_data(times, column)
            alone = _alone(column)
            dots.set_data(times[alone], column[alone])
        self.axes.relim()
        self.axes.autoscale_view(scalex=False)
        self.axes.set_xlim(max(0, times[-1] - self.window), max(self.window, times[-1]))


def _sent(chart: numpy.ndarray) -> Image:
    result = empty(chart.shape)
    result[...] = chart
    return result


def _alone(values: numpy.ndarray) -> numpy.ndarray:
    """Which numbers have none beside them: a line shows nothing of these."""
    known = numpy.pad(~numpy.isnan(values), 1)
    return known[1:-1] & ~known[:-2] & ~known[2:]


def _number(name: str, noted: dict) -> float:
    value = noted.get(name, numpy.nan)
    if isinstance(value, str):
        raise ValueError(f"plot: the attribute '{name}' is the text '{value}'; expected a number")
    return value
