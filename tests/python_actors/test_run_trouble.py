# SPDX-License-Identifier: Apache-2.0
"""Scripts that fork, are interrupted, forget to end a run, or lose it."""

import gc
import multiprocessing
import os
import signal
import threading

import numpy
import omma
import omma._steering
import pytest
from scripted import ends_well, in_threads, open_ended, pattern, small_pictures

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
    collect, times = omma._steering.collect, []

    def interrupted(connection, parts):
        times.append(len(parts))
        if len(times) == 2:
            raise KeyboardInterrupt
        collect(connection, parts)

    with omma.run(graph) as run:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(omma._steering, "collect", interrupted)
            run.report()
        assert run.get("source.format") == "Mono8"
        assert len(run.report()["actors"]) == 1001


def test_a_look_that_was_interrupted_is_closed(monkeypatch):
    with omma.run(pattern()) as run:
        descriptors = len(os.listdir("/proc/self/fd"))

        def interrupted(connection, parts):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(omma._steering, "collect", interrupted)
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

    def interrupted(number, frame):
        if not stopped.is_set():
            stopped.set()
            raise KeyboardInterrupt

    thread = threading.Thread(target=interrupt)
    before = signal.signal(signal.SIGINT, interrupted)
    try:
        thread.start()
        blocks(run)
        stopped.set()
    except KeyboardInterrupt:
        pass
    thread.join()
    signal.signal(signal.SIGINT, before)
    run.stop(at_once=True)
    assert not run.running


# ---- ends


def test_a_run_without_a_name_lives_as_long_as_its_frames():
    frames = omma.run(pattern()).frames("source", limit=3)
    assert len(list(frames)) == 3


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
    (lambda run: run.frames("\udcff"), "this request cannot be answered"),
])
def test_requests_that_can_not_be_sent(asks, said):
    with omma.run(pattern()) as run:
        with pytest.raises(ValueError, match=said):
            asks(run)
        assert run.get("source.format") == "Mono8"
