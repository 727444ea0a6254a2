# SPDX-License-Identifier: Apache-2.0
"""Scripts that are interrupted, fork, share a run among threads, or forget to end it."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading

import numpy
import omma
import omma._steering
import pytest
from scripted import PACKAGE, open_ended, pattern


def small_pictures(count=1):
    return [numpy.zeros((20, 30), "uint8") for _ in range(count)]


def in_threads(*tasks):
    """Run them at the same time; return what they raised."""
    raised = []

    def guarded(task):
        try:
            task()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def ends_well(text, cwd):
    """Run a script to its end; return what it printed."""
    script = f"import sys; sys.path.insert(0, {PACKAGE!r}); import omma, os, gc\n" + text
    done = subprocess.run([sys.executable, "-c", script], cwd=cwd, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


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
        feed = run._feeds["edges"]
        with feed._lock, pytest.raises(TimeoutError, match="takes no frame"):
            run.push("edges", *small_pictures(), timeout=0.01)


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
        assert frames._lent._leases == {kept._held.lease}
        assert (kept.pixels == before).all()


# ---- memory


def test_an_array_that_was_pushed_outlives_the_run(tmp_path):
    said = ends_well("graph = omma.Graph()\n"
                     "graph.actor('edges', 'canny')\n"
                     "def pushed():\n"
                     "    with omma.run(graph) as run:\n"
                     "        picture = run.empty('edges', (512, 512))\n"
                     "        picture[:] = 7\n"
                     "        run.push('edges', picture)\n"
                     "        return picture\n"
                     "picture = pushed()\n"
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
            run.empty("end", (9, 1 << 20), timeout=0.05)
        del kept
        larger = run.empty("end", (12, 1 << 20))
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
                run.push("edges", numpy.zeros((2, 1 << 20), "uint8"), timeout=0.2)
                kept.append(next(frames))
        run.stop()
    assert kept


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


# ---- forks


def test_a_fork_has_no_part_in_the_run():
    context = multiprocessing.get_context("fork")
    with omma.run(pattern()) as run:
        frames = run.frames("source")
        kept = [next(frames)]
        before = kept[0].pixels.copy()
        answers = context.SimpleQueue()

        def child():
            kept.clear()
            frames.close()
            gc.collect()
            for forbidden in (run.report, lambda: run.push("source", *small_pictures()), lambda: next(frames)):
                try:
                    forbidden()
                except (RuntimeError, StopIteration) as error:
                    answers.put(str(error))

        process = context.Process(target=child)
        process.start()
        said = [answers.get(), answers.get(), answers.get()]
        process.join()
        assert process.exitcode == 0
        assert ["belongs to the process that started it" in each for each in said] == [True, True, False]
        for _ in range(100):
            assert next(frames).sequence > kept[0].sequence
        assert (kept[0].pixels == before).all()


def test_a_fork_that_leaves_the_block_ends_nothing(tmp_path):
    said = ends_well("graph = omma.Graph()\n"
                     "graph.actor('end', 'null', graph.actor('source', 'pattern'))\n"
                     "with omma.run(graph) as run:\n"
                     "    child = os.fork()\n"
                     "    if child == 0:\n"
                     "        sys.exit(0)\n"
                     "    assert os.waitpid(child, 0)[1] == 0\n"
                     "    assert run.frame('source').sequence >= 0\n"
                     "    assert run.running\n"
                     "    print('runs', flush=True)\n", tmp_path)
    assert said == "runs\n"


def test_a_fork_that_goes_on_does_not_hold_the_run():
    wait, go = os.pipe()
    with omma.run(pattern()) as run:
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(wait, 1)
            os._exit(0)
        run.stop()
    os.close(go)
    os.close(wait)
    assert os.waitpid(child, 0)[1] == 0


# ---- interruptions


def test_an_interrupted_answer_is_not_taken_for_the_next(monkeypatch):
    graph = omma.Graph("large")
    source = graph.actor("source", "pattern", format="Mono8", width=160, height=128)
    for i in range(1000):
        graph.actor(f"end-{i}", "null", source)
    receive, parts = omma._steering.receive, []

    def interrupted(connection):
        if len(parts) == 1:
            parts.clear()
            raise KeyboardInterrupt
        parts.append(receive(connection))
        return parts[-1]

    with omma.run(graph) as run:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(omma._steering, "receive", interrupted)
            run.report()
        assert run.get("source.format") == "Mono8"
        assert len(run.report()["actors"]) == 1001


def test_a_look_that_was_interrupted_is_closed(monkeypatch):
    with omma.run(pattern()) as run:
        descriptors = len(os.listdir("/proc/self/fd"))

        def interrupted(connection):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(omma._steering, "receive", interrupted)
            run.frames("source")
        assert run.get("blurred.size") == 3
        assert len(os.listdir("/proc/self/fd")) == descriptors


def test_a_run_that_is_interrupted_before_it_begins_is_gone(monkeypatch):
    started = []

    def interrupted(steering):
        started.append(steering.process)
        raise KeyboardInterrupt

    monkeypatch.setattr(omma._steering.Steering, "_hear", interrupted)
    with pytest.raises(KeyboardInterrupt):
        omma.run(pattern())
    assert started[0].returncode is not None


@pytest.mark.parametrize("blocks", [
    lambda run: next(run.frames("edges.edges")),
    lambda run: [run.push("edges", numpy.zeros((2, 2), "uint8")) for _ in iter(int, 1)],
    lambda run: run.wait(),
    lambda run: run.stop(),
])
def test_an_interrupted_call_leaves_a_run_that_can_be_used(blocks):
    run = omma.run(open_ended())
    main = threading.main_thread().ident
    stopped = threading.Event()

    def interrupt():
        while not stopped.wait(0.01):
            signal.pthread_kill(main, signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    try:
        thread.start()
        blocks(run)
        stopped.set()
    except KeyboardInterrupt:
        stopped.set()
    thread.join()
    run.stop(at_once=True)
    assert not run.running


# ---- ends


def test_a_run_without_a_name_lives_as_long_as_its_frames():
    assert len(list(omma.run(pattern()).frames("source", limit=3))) == 3


def test_a_run_that_is_forgotten_ends():
    run = omma.run(pattern())
    process = run._steering.process
    del run
    assert process.returncode is not None


@pytest.mark.parametrize("held", ["frame = run.frame('source')", "frames = run.frames('source'); next(frames)",
                                  "run.me = run"])
def test_a_script_ends_with_a_run_under_way(held, tmp_path):
    assert ends_well("graph = omma.Graph()\n"
                     "graph.actor('end', 'null', graph.actor('source', 'pattern'))\n"
                     f"run = omma.run(graph)\n{held}\n", tmp_path) == ""


def test_a_run_that_died_says_so_although_there_was_a_report():
    run = omma.run(pattern())
    assert run.report()["balanced"]
    run._steering.process.kill()
    with pytest.raises(omma.RunError, match="died"):
        run.stop()
    assert run.report()["graph"] == "seen"


def test_who_waits_hears_that_the_run_died():
    run = omma.run(open_ended())

    def push():
        with pytest.raises(BrokenPipeError):
            while True:
                run.push("edges", *small_pictures())

    def die():
        run.frame("edges")
        run._steering.process.kill()

    assert in_threads(push, lambda: list(run.frames("edges.edges")), die) == []
    with pytest.raises(omma.RunError, match="died"):
        run.wait()
    with pytest.raises(omma.RunError, match="died"):
        run.stop()


@pytest.mark.parametrize("asks, said", [
    (lambda run: run.set("source.format", "x" * 200_000), "at most 131072 bytes; found 200"),
    (lambda run: run.frames("\udcff"), "this request can not be answered"),
])
def test_requests_that_can_not_be_sent(asks, said):
    with omma.run(pattern()) as run:
        with pytest.raises(ValueError, match=said):
            asks(run)
        assert run.get("source.format") == "Mono8"
