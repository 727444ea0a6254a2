# SPDX-License-Identifier: Apache-2.0
"""Photographs, and people on a video, are known again."""

import os
from types import SimpleNamespace

import cv2
import numpy
import pytest

import gallery
from omma import Region, Regions, Tensor

PICTURES = ["fruits.jpg", "messi5.jpg", "building.jpg", "HappyFish.jpg", "smarties.png"]


def changed(image):
    """The same picture, smaller, a bit darker, and compressed anew."""
    small = cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    data = cv2.imencode(".jpg", cv2.convertScaleAbs(small, alpha=0.95), [cv2.IMWRITE_JPEG_QUALITY, 60])
    return cv2.imdecode(data[1], cv2.IMREAD_COLOR)


def frame(regions=(), tensors=(), pixels=None):
    """What the actors use of a Frame."""
    regions = Regions(regions)
    return SimpleNamespace(pixels=pixels, regions=lambda: regions, tensors=lambda: list(tensors),
                           attributes_added={}, added=[], replaces_regions=False)


def region(*numbers, label="person"):
    return Region(0, 0, 5, 5, label, tensors=[Tensor("embedding", numpy.array(numbers, "float32"))])


@pytest.fixture
def known(tmp_path):
    numpy.save(tmp_path / "anna.npy", numpy.float32([2, 0, 0]))
    numpy.save(tmp_path / "ben-1.npy", numpy.float32([0, 1, 0]))
    numpy.save(tmp_path / "ben-2.npy", numpy.float32([0, 1, 1]))
    return tmp_path


@pytest.mark.parametrize("method", sorted(gallery.METHODS))
def test_a_changed_photograph_is_most_like_its_original(picture, method):
    embed = gallery.METHODS[method]
    known = {name: embed(picture(name)) for name in PICTURES}
    for name in PICTURES:
        found, likeness = gallery.nearest(embed(changed(picture(name))), known)
        assert found == name
        assert 0.6 < likeness <= 1.0001


@pytest.mark.parametrize("method, numbers", [("histogram", 768), ("hog", 3780)])
@pytest.mark.parametrize("shape", [(1, 1, 3), (300, 40, 3)])
def test_an_embedding_has_the_length_one_and_always_as_many_numbers(method, numbers, shape):
    image = numpy.random.default_rng(5).integers(0, 255, shape, "uint8")
    embedding = gallery.METHODS[method](image)
    assert embedding.shape == (numbers,)
    assert numpy.linalg.norm(embedding) == pytest.approx(1, abs=1e-4) or not embedding.any()


def test_a_region_gets_the_name_and_the_likeness_of_the_nearest(known):
    scene = frame([region(1, 0.1, 0), region(0, 3, 3), region(0, 0, -1)])
    given = gallery.Gallery(folder=str(known), threshold=0.6).process(scene)
    assert given.replaces_regions
    assert [each.label for each in given.added] == ["anna", "ben", "person"]
    assert [each.confidence for each in given.added] == pytest.approx([0.995, 1, 0], abs=1e-3)


def test_an_embedding_of_the_frame_becomes_attributes(known):
    tensor = Tensor("embedding", numpy.float32([0, 1, 0]))
    given = gallery.Gallery(folder=str(known)).process(frame(tensors=[tensor]))
    assert given.attributes_added == {"name": "ben", "likeness": pytest.approx(1)}


def test_unknown_ones_are_learned_and_known_in_the_next_run(known):
    folder = str(known / "new")
    first = gallery.Gallery(folder=folder, learn=True)
    scene = frame([region(1, 0, 0), region(0, 1, 0), region(1, 0.1, 0)])
    assert [each.label for each in first.process(scene).added] == ["person_1", "person_2", "person_1"]
    os.rename(f"{folder}/person_1.npy", f"{folder}/anna.npy")
    again = gallery.Gallery(folder=folder, learn=True)
    scene = frame([region(1, 0, 0), region(0, 1, 0), region(0, 0, 1)])
    assert [each.label for each in again.process(scene).added] == ["anna", "person_2", "person_1"]


def test_pictures_in_the_folder_are_embedded(picture, tmp_path):
    for name in PICTURES:
        cv2.imwrite(str(tmp_path / f"{name.split('.')[0]}-1.png"), picture(name))
    tensor = gallery.embed_picture(changed(picture("messi5.jpg")))
    given = gallery.Gallery(folder=str(tmp_path)).process(frame(tensors=[tensor]))
    assert given.attributes_added["name"] == "messi5"


def test_regions_are_embedded_once_also_where_they_leave_the_picture(picture):
    image = picture("messi5.jpg")
    inside, half, outside = Region(50, 50, 40, 80), Region(-20, -20, 40, 40), Region(-90, 0, 50, 50)
    scene = frame([inside, half, outside], pixels=image)
    gallery.embed(gallery.embed(scene))
    assert [len(each.tensors) for each in (inside, half, outside)] == [1, 1, 0]
    assert numpy.array_equal(inside.tensors[0].data, gallery.histogram(image[50:130, 50:90]))


def test_a_missing_folder_is_named():
    with pytest.raises(ValueError, match="found none at 'nowhere'; make one, or set learn"):
        gallery.Gallery(folder="nowhere")


def test_a_file_that_is_no_picture_is_named(tmp_path):
    (tmp_path / "anna.png").write_text("not a picture")
    with pytest.raises(ValueError, match="anna.png' is no picture"):
        gallery.Gallery(folder=str(tmp_path))


def test_embeddings_of_another_length_are_refused(known):
    with pytest.raises(ValueError, match=r"known embeddings have \[3\] numbers, those of the graph 2"):
        gallery.Gallery(folder=str(known)).process(frame([region(1, 2)]))


def test_in_a_graph_a_second_run_learns_nobody_new(picture, run_graph, notes, tmp_path):
    picture("messi5.jpg")
    graph = '''
actor.pictures = { kind = "images", path = "messi5.jpg" }
actor.embed = { kind = "TOOLS/gallery.py:embed_picture", in = "pictures" }
actor.gallery = { kind = "TOOLS/gallery.py:Gallery", learn = true, in = "embed" }
actor.notes = { kind = "notes_file", in = "gallery" }
'''
    for _ in range(2):
        done = run_graph(graph)
        assert done.returncode == 0, done.stderr
        attributes = notes()[0]["attributes"]
        assert (attributes["name"], attributes["likeness"]) == ("picture_1", pytest.approx(1))
        assert os.listdir(tmp_path / "gallery") == ["picture_1.npy"]
