# SPDX-License-Identifier: Apache-2.0
"""Scripts that share a run among threads, and memory with it."""

import os
import threading

import numpy
import omma
import pytest
from scripted import ends_well, in_threads, open_ended, pattern, small_pictures

# ---- threads


def test_many_threads_push_at_the_same_port():
    with omma.run(open_ended()) as run:
        def push():
            for picture in small_pictures(50):
                run.push("edges", picture)

        assert in_threads(push, push, push, push) == []
        run.end("edges")
        assert run.wait()
        assert run.report()["actors"]["edges"]["processed"] == 200


def test_a_push_waits_no_longer_for_another_thread_than_it_may():
    with omma.run(open_ended()) as run:
        run.push("edges", *small_pictures())

        def push():
            with pytest.raises(TimeoutError, match="takes no frame"):
                run.push("edges", *small_pictures(), timeout=0.01)

        with run._feeds["edges"]._lock:
            assert in_threads(push) == []


def test_the_run_is_stopped_while_others_look_and_push():
    for _ in range(3):
        run = omma.run(open_ended())
        one, other = run.frames("edges"), run.frames("edges")
        begun = threading.Event()

        def push():
            with pytest.raises(BrokenPipeError):
                while True:
                    run.push("edges", *small_pictures())
                    begun.set()

        def stop():
            begun.wait()
            run.stop()

        def report():
            while run.running:
                run.report()

        assert in_threads(push, lambda: next(one, None), lambda: sum(1 for _ in other), report, stop, stop) == []
        assert run.report()["balanced"]


def test_closing_wakes_the_thread_that_waits_for_a_frame():
    with omma.run(open_ended()) as run:
        for _ in range(20):
            frames = run.frames("edges.edges")
            assert in_threads(lambda: list(frames), frames.close) == []


def test_frames_are_let_go_on_many_threads():
    with omma.run(pattern()) as run:
        frames = run.frames("source")
        kept = next(frames)
        before = kept.pixels.copy()

        def let_go(some):
            while some:
                some.pop()

        for _ in range(5):
            some = [next(frames) for _ in range(30)]
            assert in_threads(*[lambda part=some[i::3]: let_go(part) for i in range(3)]) == []
            del some
        assert set(frames._lent._held) == {kept._held.lease}
        assert (kept.pixels == before).all()


# ---- memory


def test_an_array_that_is_not_pushed_outlives_the_run(tmp_path):
    said = ends_well("graph = omma.Graph()\n"
                     "graph.actor('edges', 'canny')\n"
                     "def made():\n"
                     "    with omma.run(graph) as run:\n"
                     "        picture = run.empty('edges', (512, 512))\n"
                     "        picture[:] = 7\n"
                     "        return picture\n"
                     "picture = made()\n"
                     "gc.collect()\n"
                     "print(picture.sum())\n", tmp_path)
    assert said == f"{7 * 512 * 512}\n"


def test_room_that_was_not_waited_for_is_not_taken_for_another():
    graph = omma.Graph("small", slab_mb=32)
    graph.actor("end", "null")
    with omma.run(graph) as run:
        kept = run.empty("end", (20, 1 << 20))
        run.push("end", kept)
        run.empty("end", (1, 1))
        with pytest.raises(TimeoutError, match="no memory for a frame within"):
            run.empty("end", (12, 1 << 20), timeout=0.05)
        del kept
        larger = run.empty("end", (14, 1 << 20))
        larger[:] = 1
        run.push("end", larger)
        run.end("end")
        assert run.wait()
        assert run.report()["actors"]["end"]["processed"] == 2


def test_arrays_that_are_not_pushed_leave_no_room():
    graph = omma.Graph("small", slab_mb=32)
    graph.actor("edges", "canny")
    with omma.run(graph) as run:
        kept = []
        with pytest.raises(MemoryError, match="no room for a frame of 8"):
            for _ in range(8):
                kept.append(run.empty("edges", (8, 1 << 20)))
        assert 2 <= len(kept) <= 4


def test_a_run_is_stopped_whose_memory_is_full_of_frames_that_are_kept():
    graph = omma.Graph("small", slab_mb=32)
    graph.actor("edges", "canny")
    with omma.run(graph) as run:
        frames, kept = run.frames("edges.edges"), []
        with pytest.raises(TimeoutError):
            for _ in range(32):
                run.push("edges", numpy.zeros((2, 1 << 20), "uint8"), timeout=None if len(kept) < 8 else 0.2)
                kept.append(next(frames))
        run.stop()


def test_looks_leave_nothing_behind():
    with omma.run(pattern()) as run:
        run.frame("source")
        descriptors = os.listdir("/proc/self/fd")
        for _ in range(1000):
            run.frames("source").close()
        run.frame("source")
        assert len(os.listdir("/proc/self/fd")) == len(descriptors)
        looked = [name for name in run.report()["edges"] if name.endswith("script") or "script " in name]
        assert looked == ["source.image -> script"]
