# SPDX-License-Identifier: Apache-2.0
"""Pixels behave as arrays of numpy do; only what is a picture still is an `Image`."""

import copy
import os
import pickle
import subprocess
import sys

import numpy
import pytest
from omma import Image

GREY = numpy.arange(24, dtype="uint8").reshape(4, 6)
COLOUR = numpy.arange(72, dtype="uint8").reshape(4, 6, 3)


@pytest.fixture(params=[GREY, COLOUR], ids=["grey", "colour"])
def picture(request):
    image = request.param.view(Image)
    image.frame = "its frame"
    return image


NUMBERS = {
    "mean": lambda image: image.mean(), "sum": lambda image: image.sum(), "max": lambda image: image.max(),
    "min": lambda image: image.min(), "std": lambda image: image.std(), "var": lambda image: image.var(),
    "ptp": lambda image: image.ptp(), "argmax": lambda image: image.argmax(), "any": lambda image: image.any(),
    "prod": lambda image: image.prod(), "all": lambda image: (image >= 0).all(),
    "numpy.mean": numpy.mean, "numpy.sum": numpy.sum, "numpy.std": numpy.std, "numpy.max": numpy.max,
    "numpy.median": numpy.median, "numpy.average": numpy.average, "numpy.nanmean": numpy.nanmean,
    "numpy.argmax": numpy.argmax, "numpy.linalg.norm": numpy.linalg.norm,
    "numpy.percentile": lambda image: numpy.percentile(image, 50),
    "add.reduce": lambda image: numpy.add.reduce(image, axis=None),
    "minimum.reduce": lambda image: numpy.minimum.reduce(image, axis=None),
    "a pixel": lambda image: image[(0,) * image.ndim],
    "a pixel by item": lambda image: numpy.uint8(image.item(3)),
    "dot": lambda image: numpy.dot(image.ravel(), image.ravel()),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_one_number_is_one(picture, name):
    expected, found = NUMBERS[name](picture.view(numpy.ndarray)), NUMBERS[name](picture)
    assert isinstance(found, numpy.generic)
    assert type(found) is type(expected) and found == expected
    assert f"{found:.1f}" == f"{expected:.1f}"


ARRAYS = {
    "rows": lambda image: image.mean((1, 2) if image.ndim == 3 else 1), "a column": lambda image: image[:, 0].ravel(),
    "add.reduce": numpy.add.reduce, "a row": lambda image: image[1].ravel(),
    "a mask": lambda image: image[image > 3], "the first row": lambda image: next(iter(image)).ravel(),
    "ravel": lambda image: image.ravel(), "numpy.ravel": numpy.ravel, "flatten": lambda image: image.flatten(),
    "reshape": lambda image: image.reshape(-1), "take": lambda image: image.take([1, 2]), "unique": numpy.unique,
    "counts": lambda image: numpy.unique(image, return_counts=True)[1],
    "percentiles": lambda image: numpy.percentile(image, [5, 95]), "histogram": lambda image: numpy.histogram(image)[0],
    "bincount": lambda image: numpy.bincount(image.ravel()), "where": lambda image: numpy.nonzero(image)[0],
    "cumsum": lambda image: image.cumsum(), "numpy.cumsum": numpy.cumsum, "diagonal": lambda image: image.diagonal().ravel(),
    "a batch": lambda image: image[None, None], "stack": lambda image: numpy.stack([image, image]),
    "outer": lambda image: numpy.add.outer(image[0, :1].ravel(), image.ravel()),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_what_is_no_picture_is_a_plain_array(picture, name):
    expected, found = ARRAYS[name](picture.view(numpy.ndarray)), ARRAYS[name](picture)
    assert type(found) is numpy.ndarray
    assert found.dtype == expected.dtype
    assert numpy.array_equal(found, expected)


PICTURES = {
    "comparison": lambda image: image > 3, "part": lambda image: image[1:3, 2:4], "every other": lambda image: image[::2],
    "type": lambda image: image.astype("float32"), "product": lambda image: image * 0.5, "not": lambda image: 255 - image,
    "view": lambda image: image.view("int8"), "clip": lambda image: numpy.clip(image, 2, 5), "copy": lambda image: image.copy(),
    "flip": lambda image: numpy.flip(image, 1), "out": lambda image: numpy.add(image, 1, out=numpy.empty_like(image)),
}


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_a_picture_is_one_that_knows_no_frame(picture, name):
    expected, found = PICTURES[name](picture.view(numpy.ndarray)), PICTURES[name](picture)
    assert type(found) is Image
    assert found.frame is None
    assert found.dtype == expected.dtype
    assert numpy.array_equal(found, expected)


def test_a_channel_is_a_picture_and_so_are_the_pixels_in_another_order():
    image = COLOUR.view(Image)
    assert type(image[..., 0]) is Image and image[..., 0].shape == (4, 6)
    assert type(image[..., ::-1]) is Image


def test_a_part_shares_the_memory_of_its_picture(picture):
    assert numpy.shares_memory(picture[1:3], picture)
    assert numpy.shares_memory(picture[1], picture)
    assert numpy.shares_memory(picture.ravel(), picture)


def test_a_part_of_what_is_read_only_is_read_only(picture):
    picture = picture[:]
    picture.flags.writeable = False
    for part in (picture[1], picture[1:3], picture.ravel()):
        assert not part.flags.writeable


def test_a_target_is_filled_and_returned(picture):
    target = numpy.empty(picture.shape, "uint8")
    assert numpy.multiply(picture > 3, numpy.uint8(255), out=target) is target
    assert numpy.array_equal(target, (picture > 3) * 255)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_a_plain_array(picture, protocol):
    copied = pickle.loads(pickle.dumps(picture, protocol))
    assert type(copied) is numpy.ndarray
    assert copied.flags.writeable
    assert numpy.array_equal(copied, picture)


def test_a_pickle_is_read_where_there_is_no_omma(picture, tmp_path):
    (tmp_path / "picture").write_bytes(pickle.dumps(picture))
    read = "import pickle; print(pickle.load(open('picture', 'rb')).shape)"
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", read], cwd=tmp_path, env=clean, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(picture.shape)


@pytest.mark.parametrize("made", [copy.copy, copy.deepcopy])
def test_a_copy_is_a_picture_of_its_own(picture, made):
    copied = made(picture)
    assert type(copied) is Image and copied.frame is None
    assert not numpy.shares_memory(copied, picture)
    assert numpy.array_equal(copied, picture)
