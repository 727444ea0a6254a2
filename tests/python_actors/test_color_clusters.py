# SPDX-License-Identifier: Apache-2.0
"""The colours of real sweets, and of pictures that have only few."""

import numpy
import pytest

from color_clusters import color_clusters

# BGR: white, red, blue, green, orange, brown
SWEETS = [(254, 254, 253), (5, 2, 231), (243, 117, 62), (69, 249, 4), (19, 78, 245), (28, 19, 55)]


def test_the_colours_of_the_sweets_are_found(picture):
    _, centres = color_clusters(picture("smarties.png"), k=7)
    for color in SWEETS:
        assert abs(centres.data - color).max(1).min() < 15, color


def test_every_pixel_gets_the_nearest_of_the_colours(picture):
    image = picture("fruits.jpg")[::8, ::8]
    painted, centres = color_clusters(image, k=5)
    distances = numpy.linalg.norm(image[:, :, None] - centres.data, axis=3)
    gotten = numpy.linalg.norm(image - painted.astype(float), axis=2)
    assert painted.shape == image.shape and painted.dtype == image.dtype
    assert gotten == pytest.approx(distances.min(2), abs=1)


def test_the_colour_of_the_most_pixels_comes_first(picture):
    painted, centres = color_clusters(picture("smarties.png"), k=6)
    counts = [(painted == each).all(2).sum() for each in centres.data.round().astype("uint8")]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == painted.shape[0] * painted.shape[1]


def test_the_same_picture_gives_the_same_colours(picture):
    first, second = (color_clusters(picture("messi5.jpg"), k=9) for _ in range(2))
    assert numpy.array_equal(first[0], second[0])
    assert numpy.array_equal(first[1].data, second[1].data)


@pytest.mark.parametrize("k", [1, 3, 64])
def test_a_picture_may_have_fewer_colours_than_are_asked_for(k):
    image = numpy.zeros((4, 4), "uint8")
    image[:2] = 200
    painted, centres = color_clusters(image, k=k)
    assert centres.data.shape[1] == 1
    assert numpy.array_equal(painted, numpy.full((4, 4), 100, "uint8") if k == 1 else image)


def test_in_a_graph_the_picture_carries_its_colours(picture, run_graph, tmp_path):
    picture("smarties.png")
    (tmp_path / "look.py").write_text('''
from omma import Frame, actor

@actor
def look(frame: Frame) -> None:
    tensor, = frame.tensors()
    assert tensor.name == "centres" and tensor.data.shape == (3, 3), tensor
    assert {tuple(each) for each in frame.pixels.reshape(-1, 3).tolist()} == {
        tuple(each) for each in tensor.data.round().astype(int).tolist()}
''')
    done = run_graph('''
actor.pictures = { kind = "images", path = "smarties.png" }
actor.colors = { kind = "TOOLS/color_clusters.py:color_clusters", k = 3, in = "pictures" }
actor.both = { kind = "merge", in = { image = "colors.image", notes = "colors.centres" } }
actor.look = { kind = "look.py:look", in = "both" }
''')
    assert done.returncode == 0, done.stderr
