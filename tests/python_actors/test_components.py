# SPDX-License-Identifier: Apache-2.0
"""Pure Python counts what OpenCV counts."""

import cv2
import numpy
import pytest

from components import components, count


@pytest.mark.parametrize("rows, areas", [
    ([], 0), ([[]], 0), ([[0, 0]], 0), ([[1, 0, 1]], 2), ([[1, 0], [0, 1]], 1),
    ([[1, 0, 1], [1, 1, 1]], 1), ([[1, 0, 1, 0, 1], [1, 0, 1, 1, 1], [1, 1, 1, 0, 0]], 1),
    ([[1, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 1]], 4),
])
def test_areas_that_touch_are_one(rows, areas):
    assert count(rows) == areas


@pytest.mark.parametrize("name", ["fruits.jpg", "building.jpg", "sudoku.png"])
def test_the_edges_of_photographs_are_counted_as_by_opencv(picture, name):
    mask = cv2.Canny(picture(name, 0), 80, 220)
    assert components(mask) == {"components": cv2.connectedComponents(mask)[0] - 1}


def test_noise_is_counted_as_by_opencv():
    mask = (numpy.random.default_rng(3).random((120, 160)) < 0.4).astype("uint8")
    assert count(mask.tolist()) == cv2.connectedComponents(mask)[0] - 1


def test_replicas_give_what_one_gives(run_graph, notes):
    said = []
    for replicas in (1, 2):
        done = run_graph(f'''
actor.camera = {{ kind = "pattern", width = 160, height = 120, format = "Mono8", frames = 20 }}
actor.bright = {{ kind = "threshold", level = 150, in = "camera" }}
actor.parts = {{ kind = "TOOLS/components.py:components", replicas = {replicas}, in = "bright" }}
actor.notes = {{ kind = "notes_file", in = "parts" }}
''')
        assert done.returncode == 0, done.stderr
        said.append([(each["sequence"], each["attributes"]["components"]) for each in notes()])
    assert said[0] == said[1]
    assert [number for number, _ in said[0]] == list(range(20))
