# SPDX-License-Identifier: Apache-2.0
"""Graphs that tests of scripts run."""

import os
import subprocess
import sys
import threading

import numpy
import omma

PACKAGE = os.path.dirname(os.path.dirname(omma.__file__))


def pattern(**more):
    """A source without an end, and something that changes its pictures."""
    graph = omma.Graph("seen")
    source = graph.actor("source", "pattern", format="Mono8", width=160, height=128, **more)
    blurred = graph.actor("blurred", "blur", size=3, image=source.image)
    graph.actor("end", "null", blurred)
    return graph


def open_ended():
    """What is pushed comes out as edges."""
    graph = omma.Graph("open")
    graph.actor("edges", "canny")
    return graph


def doubled(run, port="edges.image", seen="edges.edges", count=3):
    """Push pictures, look at each answer."""
    answers = run.frames(seen, timeout=10)
    for level in range(count):
        run.push(port, numpy.full((20, 30), level, "uint8"))
        yield next(answers)


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
