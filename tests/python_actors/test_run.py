# SPDX-License-Identifier: Apache-2.0
"""A script runs a graph, looks at it, feeds it and steers it."""

import os
import signal
import subprocess
import sys
import threading

import numpy
import omma
import pytest
from scripted import PACKAGE, open_ended, pattern

# ---- frames


def test_frames_of_an_output():
    with omma.run(pattern(frames=0)) as run:
        frames = list(run.frames("blurred.image", limit=5))
    assert [frame.pixels.shape for frame in frames] == [(128, 160)] * 5
    sequences = [frame.sequence for frame in frames]
    assert sequences == sorted(set(sequences))
    assert {frame.source for frame in frames} == {"source"}


def test_a_run_is_over_before_its_script(monkeypatch, tmp_path):
    """It is listed no more, and nobody waits for it."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with omma.run(pattern(frames=5)) as run:
        assert run.wait(30)
        for words in (["ps"], ["stop"]):
            done = subprocess.run([os.environ["OMMA"], *words], capture_output=True, text=True, timeout=60)
            assert "no graph is running" in done.stdout + done.stderr


def test_frames_are_where_their_maker_wrote_them():
    graph = omma.Graph("passed")
    source = graph.actor("source", "script")
    graph.actor("passed", "null", source)
    with omma.run(graph) as run:
        picture = run.empty("source.frame", (8, 8))
        picture[:] = 7
        run.push("source.frame", picture)
        run.end("source.frame")
        assert run.wait(10)
        assert run.report()["copies"]["pixels"] == 0


def test_an_input_stands_for_what_feeds_it():
    with omma.run(pattern()) as run:
        assert run.frame("end.frames", timeout=10).source == "source"
        assert "blurred.image -> script" in run.report()["edges"]


def test_pixels_are_read_only_and_outlive_the_run():
    with omma.run(pattern()) as run:
        frame = run.frame("source")
        before = frame.pixels.copy()
    with pytest.raises(ValueError):
        frame.pixels[0, 0] = 1
    assert (frame.pixels == before).all()


def test_a_frame_that_is_kept_is_not_written_over():
    with omma.run(pattern()) as run:
        frames = run.frames("source.image")
        first = next(frames)
        before = first.pixels.copy()
        for _ in range(100):
            next(frames)
        frames.close()
        run.frame("blurred")
        assert (first.pixels == before).all()


def test_too_many_frames_that_are_kept():
    with omma.run(pattern()) as run:
        kept = []
        with pytest.raises(RuntimeError, match="keeps too many frames of source.image; keep copies"):
            for frame in run.frames("source.image"):
                kept.append(frame)
        assert len(kept) == 32


def test_the_iterator_ends_with_the_run():
    with omma.run(pattern(frames=3)) as run:
        frames = list(run.frames("blurred.image"))
        assert run.wait(10)
        assert not list(run.frames("blurred.image"))
    assert len(frames) <= 3


def test_no_frame_in_time():
    with omma.run(open_ended()) as run:
        with pytest.raises(TimeoutError, match="edges.edges gave no frame within 0.01 s"):
            run.frame("edges.edges", timeout=0.01)


def test_who_does_not_ask_slows_nobody():
    with omma.run(open_ended()) as run:
        frames = run.frames("edges.edges")
        run.push("edges", numpy.zeros((20, 30), "uint8"))
        next(frames)
        for _ in range(500):
            run.push("edges", numpy.zeros((20, 30), "uint8"))
        report = run.stop()
    assert report["actors"]["edges"]["processed"] == 501
    looked = report["edges"]["edges.edges -> script"]
    assert looked == {"rule": "latest", "offered": 501, "delivered": 1, "dropped": 499, "lost": 0,
                      "in_flight": 1}


def test_two_look_at_one_output():
    with omma.run(pattern()) as run:
        one, other = run.frames("source"), run.frames("source")
        assert next(one).sequence >= 0 and next(other).sequence >= 0
        one.close()
        again = run.frames("source")
        assert next(again).sequence > 0
        edges = run.stop()["edges"]
    assert {"source.image -> script", "source.image -> script 2"} <= set(edges)


# ---- parameters, figures, the end


def test_parameters():
    with omma.run(pattern(), {"blurred.size": 5}) as run:
        assert run.get("blurred.size") == 5
        run.set("blurred.size", numpy.int64(7))
        assert run.get("blurred.size") == 7
        assert run.get("source.format") == "Mono8"


@pytest.mark.parametrize("name, value, said", [
    ("blurred.size", "x", "'size' must be"),
    ("blurred.sise", 3, "has no parameter 'sise'; it has: .*size"),
    ("nobody.size", 3, "no actor 'nobody'; there are: source, blurred, end"),
    ("size", 3, "expected \"actor.name\""),
])
def test_parameters_that_can_not_be_set(name, value, said):
    with omma.run(pattern()) as run, pytest.raises(ValueError, match=said):
        run.set(name, value)


def test_ports_that_are_none():
    with omma.run(pattern()) as run:
        with pytest.raises(ValueError, match="no port 'nothing' that frames pass; outputs: image"):
            run.frames("source.nothing")


def test_a_graph_that_is_wrong():
    graph = open_ended()
    graph.actor("other", "canny", low="much")
    with pytest.raises(omma.RunError, match=r"test_run.py:\d+: error: .*'low'.*found the text 'much'"):
        omma.run(graph)


def test_a_file_that_is_not_there():
    with pytest.raises(omma.RunError, match="nowhere.toml"):
        omma.run("nowhere.toml")


def test_an_actor_that_can_not_be_made():
    graph = omma.Graph("none")
    graph.actor("video", "video", uri="/nowhere.avi")
    with pytest.raises(omma.RunError, match="actor 'video'.*nowhere.avi"):
        omma.run(graph)


def test_a_run_that_fails(tmp_path):
    (tmp_path / "bad.py").write_text("from omma import Image, actor\n\n@actor\n"
                                     "def bad(image: Image) -> Image:\n    raise ValueError('no')\n")
    graph = omma.Graph("bad")
    source = graph.actor("source", "pattern", format="Mono8")
    graph.actor("bad", f"{tmp_path}/bad.py:bad", image=source.image)
    with pytest.raises(omma.RunError, match="actor 'bad', frame 0 of 'source': (?s:.)*ValueError: no"), omma.run(graph) as run:
        run.wait(30)


def test_an_exception_ends_the_run_and_goes_on():
    with pytest.raises(KeyError), omma.run(pattern()) as run:
        raise KeyError
    assert not run.running
    assert run.report()["balanced"]


def test_the_report_stays():
    with omma.run(pattern(frames=10)) as run:
        assert run.wait(10)
    assert run.report()["actors"]["source"]["processed"] == 10
    assert run.stop() == run.report()


def test_many_threads_ask():
    with omma.run(pattern()) as run:
        failures = []

        def ask():
            try:
                for _ in range(50):
                    assert run.get("blurred.size") == 3
                    assert run.report()["graph"] == "seen"
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failures


def test_a_run_whose_process_is_killed():
    run = omma.run(pattern())
    frames = run.frames("source")
    kept = next(frames)
    before = kept.pixels.copy()
    run._steering.process.send_signal(signal.SIGKILL)
    for _ in frames:
        pass
    assert (kept.pixels == before).all()
    with pytest.raises(omma.RunError, match="died"):
        run.stop()


def test_nothing_is_left_when_the_script_is_killed(tmp_path):
    script = (f"import sys; sys.path.insert(0, {PACKAGE!r}); import omma, time\n"
              "graph = omma.Graph()\n"
              "graph.actor('end', 'null', graph.actor('source', 'pattern'))\n"
              "run = omma.run(graph)\n"
              "print(run._steering.process.pid, flush=True)\n"
              "time.sleep(100)\n")
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=tmp_path) as script:
        runner = os.pidfd_open(int(script.stdout.readline()))
        script.kill()
        script.wait()
    from omma._line import await_message

    assert await_message(runner, 30)
    os.close(runner)


# ---- arrays of other libraries


def test_other_libraries_share_the_pixels_of_a_frame():
    from omma import _dlpack

    with omma.run(pattern()) as run:
        frame = run.frame("source")
        shown = frame.pixels
        where = shown.__array_interface__["data"][0]
        assert numpy.asarray(frame).__array_interface__["data"][0] == where
        for each in (frame, shown):
            taken = numpy.from_dlpack(each)
            assert taken.__array_interface__["data"][0] == where
            assert (taken == shown).all() and taken.shape == shown.shape
            assert frame.__dlpack_device__() == (1, 0)
        assert memoryview(shown).readonly
        frame.__dlpack__()
        del taken
        assert not _dlpack._lent


def test_pixels_in_dlpack_keep_the_frame():
    with omma.run(pattern()) as run:
        taken = numpy.from_dlpack(run.frame("source"))
        before = taken.copy()
        frames = run.frames("source")
        for _ in range(100):
            next(frames)
        assert (taken == before).all()
