# SPDX-License-Identifier: Apache-2.0
"""The plate of a blurred photograph, and the six characters that a person reads on it: 127 RFS."""

import cv2
import numpy
import pytest

import deblur
import plates

PLATE = (230, 228, 354, 292)  # left, top, right, bottom; measured by hand in the sharp picture
LEFT_ENDS = [252, 262, 275, 297, 311, 324]


@pytest.fixture
def blurred(picture):
    return picture("licenseplate_motion.jpg", 0)


@pytest.fixture
def sharp(blurred):
    return deblur.deblur(blurred, angle=135, length=22, snr=25)


def overlap(region):
    """Intersection over union with PLATE."""
    x, y, width, height = region.rect()
    left, top, right, bottom = PLATE
    inner = (max(0, min(x + width, right) - max(x, left))
             * max(0, min(y + height, bottom) - max(y, top)))
    return inner / (width * height + (right - left) * (bottom - top) - inner)


def test_the_plate_is_found_and_nothing_else(blurred):
    found = plates.plates(blurred)
    assert [each.label for each in found] == ["plate"]
    assert overlap(found[0]) > 0.75
    assert 0 < found[0].confidence <= 1


def test_a_picture_without_strokes_has_no_plate():
    assert plates.plates(numpy.full((200, 300), 128, "uint8")) == []


def test_deblurring_a_picture_brings_back_what_a_motion_took(picture):
    grey = picture("fruits.jpg", 0)
    moved = cv2.filter2D(grey, -1, deblur.motion(30, 15), borderType=cv2.BORDER_REFLECT)
    restored = deblur.deblur(moved, angle=30, length=15, snr=25)
    inner = (slice(64, -64), slice(64, -64))  # it rings at the border
    before, after = (cv2.PSNR(each[inner].copy(), grey[inner].copy()) for each in (moved, restored))
    assert after > before + 5


def test_deblurring_keeps_a_flat_picture():
    flat = numpy.full((80, 120), 100, "uint8")
    assert abs(deblur.deblur(flat, snr=40).astype(int) - 100).max() <= 1


@pytest.mark.parametrize("angle, way", [(0, (0, 1)), (90, (1, 0)), (45, (1, 1)), (135, (1, -1))])
def test_a_motion_is_a_line_at_its_angle(angle, way):
    line = deblur.motion(angle, 21)
    assert line.sum() == pytest.approx(1)
    rows, columns = numpy.nonzero(line > line.max() / 2)
    across = (rows - 32) * way[1] - (columns - 32) * way[0]
    assert abs(across).max() <= 2


def test_the_characters_are_found_from_left_to_right(blurred, sharp):
    plate = plates.plates(blurred)[0]
    x, y, width, height = plate.rect()
    boxes = plates.character_boxes(sharp[y:y + height, x:x + width], 0.25)
    assert [x + box[0] for box in boxes] == pytest.approx(LEFT_ENDS, abs=3)
    assert all(22 <= box[3] <= 30 for box in boxes)


def test_ten_handwritten_ones_are_ten_characters(picture):
    cells = picture("digits.png", 0)[100:120, :200]  # bright on dark
    row = numpy.hstack([numpy.pad(cell, 6) for cell in numpy.split(255 - cells, 10, 1)])
    row[row == 0] = 255
    assert len(plates.character_boxes(row, 0.25)) == 10


@pytest.mark.parametrize("shape", [(0, 0), (5, 40), (40, 0)])
def test_a_plate_too_small_for_characters_has_none(shape):
    assert plates.character_boxes(numpy.zeros(shape, "uint8"), 0.25) == []


def test_in_a_graph_each_character_is_a_child_of_its_plate(picture, run_graph, notes):
    picture("licenseplate_motion.jpg")
    done = run_graph('''
actor.pictures = { kind = "images", path = "licenseplate_motion.jpg", format = "Mono8" }
actor.plates = { kind = "TOOLS/plates.py:plates", in = "pictures" }
actor.sharp = { kind = "TOOLS/deblur.py:deblur", angle = 135, length = 22, in = "pictures" }
actor.both = { kind = "merge", in = { image = "sharp", notes = "plates" } }
actor.characters = { kind = "TOOLS/plates.py:characters", in = "both" }
actor.notes = { kind = "notes_file", in = "characters" }
''')
    assert done.returncode == 0, done.stderr
    regions = notes()[0]["regions"]
    assert [each["label"] for each in regions] == ["plate"] + 6 * ["character"]
    assert [each.get("parent") for each in regions] == [None] + 6 * [0]
    assert [each["x"] for each in regions[1:]] == pytest.approx(LEFT_ENDS, abs=3)
