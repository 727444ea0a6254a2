# SPDX-License-Identifier: Apache-2.0
"""Which regions stay."""

import pytest

from omma import Region
from regions_filter import regions_filter

SCENE = [Region(0, 0, 10, 20, "person", 0.9), Region(1, 0, 10, 20, "person", 0.6),
         Region(0, 0, 40, 20, "car", 0.5), Region(50, 0, 100, 50, "car")]


@pytest.mark.parametrize("wanted, kept", [
    ({}, [0, 1, 2, 3]),
    ({"labels": ["car"]}, [2, 3]),
    ({"labels": ["car", "person"], "min_confidence": 0.6}, [0, 1]),
    ({"min_area": 800}, [2, 3]),
    ({"max_area": 799}, [0, 1]),
    ({"min_aspect": 1}, [2, 3]),
    ({"max_aspect": 0.5}, [0, 1]),
    ({"max_overlap": 0.5}, [0, 2, 3]),
    ({"max_overlap": 0.9}, [0, 1, 2, 3]),
    ({"max_overlap": 0}, [0, 2, 3]),
])
def test_the_regions_that_are_as_wanted_stay_in_their_order(wanted, kept):
    found = regions_filter(SCENE, **wanted)
    assert [repr(each) for each in found] == [repr(SCENE[index]) for index in kept]


def test_of_those_that_overlap_the_most_confident_stays_wherever_it_stands():
    found = regions_filter(SCENE[1::-1], max_overlap=0.5)
    assert [each.confidence for each in found] == [0.9]


def test_nothing_comes_of_nothing():
    assert regions_filter([], max_overlap=0.5, min_confidence=0.5) == []


def test_a_child_follows_its_parent_or_loses_it():
    scene = [Region(0, 0, 1, 1, "car", parent=-1), Region(0, 0, 9, 9, "car"),
             Region(1, 1, 5, 5, "plate", parent=1), Region(1, 1, 5, 5, "plate", parent=0)]
    found = regions_filter(scene, min_area=4)
    assert [each.parent for each in found] == [-1, 0, -1]
    assert [each.parent for each in scene] == [-1, -1, 1, 0]


def test_what_else_is_known_about_a_region_stays():
    region = Region(1, 2, 3, 4, "car", 0.5, track_id=7, tensors=["numbers"])
    found, = regions_filter([region])
    assert all(getattr(found, name) == getattr(region, name) for name in Region.__slots__)


def test_in_a_graph_the_other_regions_are_gone(run_graph, notes):
    done = run_graph('''
actor.camera = { kind = "pattern", frames = 5 }
actor.large = { kind = "TOOLS/regions_filter.py:regions_filter", min_area = 1e9, in = "camera" }
actor.notes = { kind = "notes_file", in = "large" }
''')
    assert done.returncode == 0, done.stderr
    assert [each["regions"] for each in notes()] == 5 * [[]]
