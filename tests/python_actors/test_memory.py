# SPDX-License-Identifier: Apache-2.0
"""What a host may write of its frame memory."""

import mmap
import os

import pytest
from omma._memory import Grant, Input, Layout, Slab

MANY = 40_000  # with the gaps between them, more than vm.max_map_count
GAP = 2 * mmap.PAGESIZE  # from one slot to the next


@pytest.fixture
def slab():
    """Frame memory of a host, of which nothing is open."""
    descriptor = os.memfd_create("slab")
    os.ftruncate(descriptor, MANY * GAP)
    yield Slab(descriptor, True)
    os.close(descriptor)


def picture(grant):
    return grant.array((2, 2), "uint8", 4)


def open_many(slab):
    """All slots but the first, of which nobody keeps one."""
    for number in range(1, MANY):
        grant = Grant(number, slab, number * GAP, mmap.PAGESIZE)
        if number % 100 == 0:
            picture(grant)[...] = 1


def test_more_slots_are_opened_than_the_system_keeps_apart(slab):
    grant = Grant(0, slab, 0, mmap.PAGESIZE)
    held = picture(grant)
    del grant
    held[...] = 7
    open_many(slab)
    assert (held == 7).all()
    held[...] = 8


def test_an_input_in_a_slot_that_was_shut_can_be_read(slab):
    picture(Grant(0, slab, 0, mmap.PAGESIZE))[...] = 7
    open_many(slab)
    shown = Input(1, (slab, 0, 0), slab, (0, 4), Layout((2, 2), "uint8"))
    assert bytes(slab.bytes[slice(*shown._pixels)]) == b"\x07" * 4
