# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C at any instruction of a call leaves a run that goes on: nothing is doubled, lost or left behind."""

import contextlib
import ctypes
import gc
import os

import numpy
import omma
import pytest
from scripted import pattern

LIBRARY = os.environ.get("OMMA_TEST_INTERRUPTS", "")
pytestmark = [
    pytest.mark.skipif(not LIBRARY, reason="CTest says where tests/support/interrupts.cpp is built"),
    # A signal that comes while Python lets an object go is told and forgotten, as ever.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


def calls():
    library = ctypes.PyDLL(LIBRARY)
    library.begin_interrupting.argtypes, library.begin_interrupting.restype = [ctypes.c_long], None
    library.end_interrupting.restype = ctypes.c_long
    return library.begin_interrupting, library.end_interrupting


def interrupted(call, at):
    """Call it with a signal at an instruction, or none at -1. Return how many there were, whether the call
    was interrupted, and what it returned."""
    begin, end = calls()
    was_interrupted, result = True, None
    try:
        begin(at)
        result = call()
        len(())  # a signal at the last instruction is seen here
        was_interrupted = False
    except KeyboardInterrupt:
        pass
    finally:
        count = end()
    return count, was_interrupted, result


def each_instruction(call, prepare=lambda: None):
    """Interrupt a call at each of its instructions; stop after each for checks."""
    prepare()
    count = interrupted(call, -1)[0]
    assert count > 50
    times = 0
    for at in range(count):
        prepare()
        times += interrupted(call, at)[1]
        yield at
    assert times > 50


@contextlib.contextmanager
def fed(count=1, **more):
    """A run with sources that are fed."""
    graph = omma.Graph("fed", **more)
    for i in range(count):
        graph.actor(f"end-{i}", "null", graph.actor(f"source-{i}", "script"))
    with omma.run(graph) as run:
        yield run
        report = run.stop()
    assert report["balanced"]
    assert not report.get("failure")


class Pushed:
    """Numbers that are pushed, and how many frames came with each push that was not interrupted."""

    def __init__(self, run, port="source-0"):
        self.run, self.port, self.number, self.sequence = run, port, 0, -1
        self.seen = run.frames(port, timeout=60)

    def numbered(self):
        self.number += 1
        return numpy.full((2, 2), self.number, "int32")

    def in_memory_of_the_run(self):
        self.number += 1
        made = self.run.empty(self.port, (2, 2), "int32")
        made[:] = self.number
        return made

    def push_another(self):
        """Return how many frames came since the last time."""
        self.run.push(self.port, self.numbered())
        frame = next(frame for frame in self.seen if frame.pixels[0, 0] == self.number)
        came, self.sequence = frame.sequence - self.sequence, frame.sequence
        return came


@pytest.mark.parametrize("make", ["numbered", "in_memory_of_the_run"])
def test_a_push_is_done_or_not(make):
    with fed() as run:
        pushed, made = Pushed(run), []
        assert pushed.push_another() == 1
        came = []

        def prepare():
            made[:] = [getattr(pushed, make)()]

        for at in each_instruction(lambda: run.push("source-0", made[0]), prepare):
            came.append(pushed.push_another())
        assert came[0] == 2  # with the push that was counted
        assert set(came[1:]) == {1, 2}
        assert (came[1], came[-1]) == (1, 2)  # not sent; from some instruction on, not always the same, sent


def test_arrays_that_are_kept_stay_as_they_are():
    with fed() as run:
        pushed, kept = Pushed(run), []

        def push():
            kept.append((pushed.in_memory_of_the_run(), pushed.number))
            run.push("source-0", kept[-1][0])

        pushed.push_another()
        for _ in each_instruction(push):
            pushed.push_another()
            assert all((array == number).all() for array, number in kept)
            del kept[:-3]


def test_memory_is_not_lost_to_interruptions():
    with fed(slab_mb=32) as run:
        pushed = Pushed(run)
        pushed.push_another()
        kept = run.empty("source-0", (2, 1 << 20))  # so that there is more to be asked for
        for _ in each_instruction(lambda: run.empty("source-0", (2, 1 << 20))):
            assert len(run._feeds["source-0"]._room.grants) <= 4
        run.push("source-0", run.empty("source-0", (6, 1 << 20)))
        del kept


def test_a_first_push_can_be_made_after_one_that_was_interrupted():
    picture = numpy.zeros((2, 2), "uint8")
    with fed() as run:
        count, _, _ = interrupted(lambda: run.push("source-0", picture), -1)
    together = 100
    for first in range(0, count, together):
        with fed(together) as run:
            for i in range(min(together, count - first)):
                interrupted(lambda: run.push(f"source-{i}", picture), first + i)
            for i in range(together):
                run.push(f"source-{i}", picture)
            for i in range(together):
                run.end(f"source-{i}")
            assert run.wait()
            processed = {run.report()["actors"][f"source-{i}"]["processed"] for i in range(together)}
            assert processed <= {1, 2}


def test_frames_go_on():
    with omma.run(pattern()) as run:
        frames = run.frames("source", timeout=60)
        last = next(frames)
        for _ in each_instruction(lambda: next(frames)):
            frame = next(frames)
            assert frame.sequence > last.sequence
            assert frame.pixels.shape == (128, 160)
            last = frame
        kept = [next(frames) for _ in range(30)]
        assert len({frame.sequence for frame in kept}) == 30
        assert run.stop()["balanced"]


def test_a_frame_that_is_kept_stays_as_it_is():
    with omma.run(pattern()) as run:
        frames, kept = run.frames("source", timeout=60), []
        for _ in each_instruction(lambda: next(frames)):
            frame = next(frames)
            kept.append((frame, frame.pixels.copy()))
            assert all((frame.pixels == before).all() for frame, before in kept)
            del kept[:-5]


def test_a_look_that_was_interrupted_leaves_nothing():
    with omma.run(pattern()) as run:
        run.frame("source", timeout=60)  # its memory is mapped from here on
        gc.collect()  # what interruptions of other tests left in circles
        descriptors = len(os.listdir("/proc/self/fd"))
        for at in each_instruction(lambda: run.frames("source").close()):
            assert run.frame("source", timeout=60).sequence >= 0
            assert len(os.listdir("/proc/self/fd")) == descriptors, at
        assert len(os.listdir("/proc/self/fd")) == descriptors
        looks = [name for name in run.stop()["edges"] if "script" in name]
        assert len(looks) <= 2  # one that was interrupted may end while the next one begins


def test_a_parameter_is_set_or_not():
    with omma.run(pattern()) as run:
        for _ in each_instruction(lambda: run.set("blurred.size", 5)):
            assert run.get("blurred.size") in (5, 7)
            assert run.set("blurred.size", 7) == 7


@pytest.mark.parametrize("call", [
    lambda run: run.push("edges", numpy.zeros((2, 2), "uint8")), lambda run: next(run.frames("source")),
    lambda run: run.set("blurred.size", 5)], ids=["push", "frames", "set"])
def test_a_run_ends_right_after_an_interruption(call):
    for at in range(0, 600, 60):
        graph = pattern()
        graph.actor("edges", "canny")
        with omma.run(graph) as run:
            interrupted(lambda: call(run), at)
            assert run.stop()["balanced"]
        assert not run.running
