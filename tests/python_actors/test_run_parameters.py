# SPDX-License-Identifier: Apache-2.0
"""A script sets parameters of actors in Python while they run."""

from pathlib import Path

import omma
import pytest

ACTORS = Path(__file__).parents[1] / "runtime" / "python" / "parameters.py"


def choosy(level=2):
    """Frames without an end, through an actor that refuses odd levels."""
    graph = omma.Graph("choosy")
    source = graph.actor("source", "pattern", format="Mono8", width=128, height=128)
    tool = graph.actor("tool", f"{ACTORS}:Choosy", level=level, frame=source.image)
    graph.actor("end", "null", tool)
    return graph


def camera():
    graph = omma.Graph("camera")
    graph.actor("end", "null", graph.actor("camera", f"{ACTORS}:Featured"))
    return graph


def test_set_returns_the_value_in_force():
    with omma.run(choosy(level=4)) as run:
        assert run.get("tool.level") == 4
        assert run.set("tool.level", 8) == 8
        assert run.set("tool.level", 1000) == 100
        assert run.get("tool.level") == 100


def test_a_refusal_is_a_value_error_and_the_run_goes_on():
    with omma.run(choosy()) as run:
        with pytest.raises(ValueError, match="^an odd level does not do$"):
            run.set("tool.level", 9)
        assert run.get("tool.level") == 2
        assert run.frame("tool.frame", timeout=10)
    report = run.report()
    assert report["actors"]["tool"]["errors"] == 0
    assert report["balanced"]


def test_what_fails_otherwise_says_where():
    with omma.run(choosy()) as run:
        with pytest.raises(ValueError, match=r"parameters.py\", line \d+, in use(?s:.)*KeyError: 'forty-eight'"):
            run.set("tool.level", 48)
        assert run.frame("tool.frame", timeout=10)


def test_a_host_that_ends_is_replaced_with_the_values_of_before():
    with omma.run(choosy()) as run:
        run.set("tool.level", 8)
        with pytest.raises(ValueError, match="another process takes over with the values of before"):
            run.set("tool.level", 44)
        assert run.get("tool.level") == 8
        assert run.frame("tool.frame", timeout=10)


def test_what_only_the_instance_knows():
    with omma.run(camera()) as run:
        assert run.get("camera.Gain") == 1
        assert run.set("camera.Gain", 2.5) == 2.5
        with pytest.raises(ValueError, match="steps of 0.5: 2.5 or 3; found 2.7"):
            run.set("camera.Gain", 2.7)
        with pytest.raises(ValueError, match="the camera does not like 13"):
            run.set("camera.Gain", 13)
        with pytest.raises(ValueError, match="has no parameter 'Gian'"):
            run.set("camera.Gian", 1)
        assert run.get("camera.Gain") == 2.5
