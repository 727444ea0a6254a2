# SPDX-License-Identifier: Apache-2.0
"""Hosts run under every CPython of this machine, with and without numpy; nothing is compiled."""

import glob
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

WHEELS = Path(__file__).parents[2] / "graphs" / "wheels"
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
{more}

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


def run(folder, python, actors=ACTORS, more=""):
    (folder / "actors.py").write_text(actors)
    (folder / "graph.toml").write_text(GRAPH.format(python=python, more=more))
    return subprocess.run([os.environ["OMMA"], "run", "graph.toml", "--quiet", "--report", "-"],
                          cwd=folder, env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
                          capture_output=True, text=True, check=False)


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


def test_an_interpreter_without_a_path_is_looked_for_where_programs_are(tmp_path):
    done = run(tmp_path, "python3")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("version", VERSIONS)
def test_an_environment_is_made_with(version, tmp_path):
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no CPython {version} here")
    done = run(tmp_path, python, "import tone\n" + ACTORS,
               f'requirements = ["tone==2.0"]\nwheels = "{WHEELS}"')
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["actors"]["end"]["processed"] == 20
    assert list(tmp_path.glob(f"cache/omma/env/*/lib/python{version}/site-packages/tone.py"))


def test_an_interpreter_that_is_too_old_is_named(tmp_path):
    old = interpreter("3.7") or interpreter("2.7")
    if old is None:
        pytest.skip("there is no older CPython here")
    done = run(tmp_path, old)
    assert done.returncode == 2
    assert "omma needs CPython 3.8 or later" in done.stderr
