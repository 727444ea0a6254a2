# SPDX-License-Identifier: Apache-2.0
"""Hosts run under every CPython of this machine, with and without numpy; nothing is compiled."""

import glob
import json
import os
import shutil
import subprocess

import pytest

VERSIONS = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]

ACTORS = '''
from omma import Frame, Image, Region, Regions, actor, empty

@actor
def find(image: Image) -> Regions:
    """Note a region."""
    return [Region(0, 0, image.shape[1], image.shape[0], "all")]

@actor
def first(frame: Frame) -> Image:
    """Give one pixel of a frame with one region more than its pattern has."""
    assert [each.label for each in frame.regions()][-1] == "all"
    answer = empty((2, 3), "uint8")
    answer[0, 0] = frame.pixels[0, 0]
    return answer
'''

GRAPH = '''
[host.other]
python = "{python}"

[actor.source]
kind = "pattern"
format = "Mono8"
frames = 20

[actor.find]
kind = "actors.py:find"
host = "other"
in = "source"

[actor.first]
kind = "actors.py:first"
host = "other"
in = "find"

[actor.end]
kind = "null"
in = "first"
'''


def interpreter(version):
    """The path of this CPython, or None; where pyenv keeps it, too."""
    found = glob.glob(os.path.expanduser(f"~/.pyenv/versions/{version}.*/bin/python{version}"))
    return shutil.which(f"python{version}", path="/usr/local/bin:/usr/bin") or (found or [None])[0]


def run(folder, python):
    (folder / "actors.py").write_text(ACTORS)
    (folder / "graph.toml").write_text(GRAPH.format(python=python))
    return subprocess.run([os.environ["OMMA"], "run", "graph.toml", "--quiet", "--report", "-"],
                          cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_host_runs_under(version, tmp_path):
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no CPython {version} here")
    done = run(tmp_path, python)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["copies"]["pixels"] == 0
    assert report["actors"]["end"]["processed"] == 20


def test_an_interpreter_that_is_too_old_is_named(tmp_path):
    old = interpreter("3.7") or interpreter("2.7")
    if old is None:
        pytest.skip("there is no older CPython here")
    done = run(tmp_path, old)
    assert done.returncode == 2
    assert "omma needs CPython 3.8 or later" in done.stderr
