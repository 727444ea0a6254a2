# SPDX-License-Identifier: Apache-2.0
"""Draws numbers that are noted on frames as a chart over time."""

import collections
from typing import List

import numpy
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from omma import Frame, Image, actor, empty, param, port

DPI = 100


@actor(outputs=[port("chart", "BGR8")])
class Plot:
    """Draw attributes of the frames, and the count of regions, over their capture times.

    Each frame gives a chart of those before it; what has no such attribute leaves a gap.

    Raises:
        ValueError: an attribute is a text.
    """

    def __init__(self, *,
                 attributes: List[str] = param(["regions"], "to draw; regions = how many there are"),
                 window: float = param(10, "of time that is shown", min=0.1, unit="s"),
                 width: int = param(640, min=160, max=4096, unit="px"),
                 height: int = param(240, min=120, max=4096, unit="px")) -> None:
        self.window, self.names, self.start = window, attributes, None
        self.rows = collections.deque()  # (time in s, values)
        figure = Figure(((width + 0.5) / DPI, (height + 0.5) / DPI), DPI, layout="constrained")
        self.canvas = FigureCanvasAgg(figure)
        self.axes = figure.add_subplot(xlabel="time [s]")
        self.axes.grid(alpha=0.3)
        self.lines = [self.axes.plot([], [], label=each)[0] for each in attributes]
        self.axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncol=4, frameon=False)

    def process(self, frame: Frame) -> Image:
        now = frame.times.capture_ns * 1e-9
        self.start = now if self.start is None else self.start
        noted = {"regions": len(frame.regions()), **frame.attributes()}
        self.rows.append((now - self.start, [_number(each, noted) for each in self.names]))
        while self.rows[0][0] < self.rows[-1][0] - self.window:
            self.rows.popleft()
        self._move_lines()
        self.canvas.draw()
        drawn = numpy.asarray(self.canvas.buffer_rgba())[..., 2::-1]
        result = empty(drawn.shape)
        result[...] = drawn
        return result

    def _move_lines(self) -> None:
        times, values = zip(*self.rows)
        for line, column in zip(self.lines, zip(*values)):
            line.set_data(times, column)
        self.axes.relim()
        self.axes.autoscale_view(scalex=False)
        self.axes.set_xlim(max(0, times[-1] - self.window), max(self.window, times[-1]))


def _number(name: str, noted: dict) -> float:
    value = noted.get(name, numpy.nan)
    if isinstance(value, str):
        raise ValueError(f"plot: the attribute '{name}' is the text '{value}'; expected a number")
    return value
