# SPDX-License-Identifier: Apache-2.0
"""Hosts run under every CPython of this machine, with and without numpy; nothing is compiled."""

import glob
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import TOOLS

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


NAMED = """
[graph]
python_path = ["kinds"]

[host.other]
python = "{python}"

[actor.source]
kind = "pattern"
format = "Mono8"
frames = 20

[actor.find]
kind = "find"
host = "other"
in = "source"

[actor.first]
kind = "first_pixel"
host = "other"
in = "find"

[actor.end]
kind = "null"
in = "first"
"""

ENTRY_POINTS = "[omma.actors]\nfirst_pixel = somebodys.actors:first\n"


def interpreter(version):
    """The path of this CPython, or None; where pyenv keeps it, too."""
    found = glob.glob(os.path.expanduser(f"~/.pyenv/versions/{version}.*/bin/python{version}"))
    return shutil.which(f"python{version}", path="/usr/local/bin:/usr/bin") or (found or [None])[0]


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def run(folder, python, graph=GRAPH, actors=ACTORS, more=""):
    put(folder / "actors.py", actors)
    put(folder / "graph.toml", graph.format(python=python, more=more))
    environment = {"PYTHONPATH": str(folder / "site"), "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.run([os.environ["OMMA"], "run", "graph.toml", "--quiet", "--report", "-"],
                          cwd=folder, capture_output=True, text=True, check=False,
                          env={**os.environ, **environment})


@pytest.fixture(params=VERSIONS)
def python(request):
    found = interpreter(request.param)
    if found is None:
        pytest.skip(f"there is no CPython {request.param} here")
    return found


def copied(python, pixels):
    """So many pixels of results, without numpy: nothing tells then whether an actor keeps a part of one."""
    found = subprocess.run([python, "-c", "import numpy"], capture_output=True, check=False)
    return 0 if found.returncode == 0 else pixels


def test_a_host_runs_under(python, tmp_path):
    done = run(tmp_path, python)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["copies"]["pixels"] == copied(python, 20 * 2 * 3)
    assert report["actors"]["end"]["processed"] == 20


def test_kinds_are_found_by_name_under(python, tmp_path):
    put(tmp_path / "kinds" / "actors.py", ACTORS)
    put(tmp_path / "site" / "somebodys" / "__init__.py")
    put(tmp_path / "site" / "somebodys" / "actors.py", ACTORS + "\nfrom . import __path__\n")
    put(tmp_path / "site" / "somebodys-1.0.dist-info" / "METADATA", "Name: somebodys\nVersion: 1.0\n")
    put(tmp_path / "site" / "somebodys-1.0.dist-info" / "entry_points.txt", ENTRY_POINTS)
    done = run(tmp_path, python, NAMED)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["actors"]["end"]["processed"] == 20


SCRIPT = """
import omma
graph = omma.Graph("script")
level = graph.param("level", 0.5)
camera = graph.actor("camera", "pattern", format="Mono8", frames=3)
found = graph.actor("found", "actors.py:find", camera.image.edge(queue=2))
graph.actor("end", "null", found, on_error="restart", restart={"max": 1})
print([each.what for each in omma.check(graph)], graph.save("graph.toml"))
print(*omma.actors("actors.py"), sep="\\n")
"""


def test_graphs_are_made_and_checked_under(python, tmp_path):
    put(tmp_path / "actors.py", ACTORS)
    put(tmp_path / "script.py", SCRIPT)
    done = subprocess.run([python, "-W", "error", "script.py"], cwd=tmp_path, capture_output=True, text=True,
                          check=False, env={**os.environ, "PYTHONPATH": str(TOOLS)})
    assert done.returncode == 0, done.stderr
    checked, *kinds = done.stdout.splitlines()
    assert checked == "[\"the parameter 'level' is never used\"] graph.toml"
    assert "<find: image -> regions>" in kinds


def test_an_interpreter_without_a_path_is_looked_for_where_programs_are(tmp_path):
    done = run(tmp_path, "python3")
    assert done.returncode == 0, done.stderr


def test_an_environment_is_made_with(python, tmp_path):
    done = run(tmp_path, python, GRAPH, "import tone\n" + ACTORS,
               f'requirements = ["tone==2.0"]\nwheels = "{WHEELS}"')
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["actors"]["end"]["processed"] == 20
    assert list(tmp_path.glob(f"cache/omma/env/*/lib/python*/site-packages/tone.py"))


def test_an_interpreter_that_is_too_old_is_named(tmp_path):
    old = interpreter("3.7") or interpreter("2.7")
    if old is None:
        pytest.skip("there is no older CPython here")
    done = run(tmp_path, old)
    assert done.returncode == 2
    assert "omma needs CPython 3.8 or later" in done.stderr


STEERS = """
import omma

graph = omma.Graph("script")
graph.actor("edges", "canny")
with omma.run(graph) as run:
    answers = run.frames("edges.edges", timeout=30)
    for level in range(3):
        picture = run.empty("edges.image", (20, 30), "uint8")
        picture[0, 0] = level
        run.push("edges.image", picture)
        frame = next(answers)
        print(frame.sequence, tuple(frame.pixels.shape), frame.pixels[0, 0])
    run.set("edges.low", 10)
    assert run.get("edges.low") == 10
print(run.report()["balanced"], run.report()["copies"]["pixels"])
"""


def test_a_script_runs_under(python, tmp_path):
    done = subprocess.run([python, "-c", STEERS], cwd=tmp_path, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(TOOLS)})
    assert done.returncode == 0, done.stderr
    frames = [f"{sequence} (20, 30) 0" for sequence in range(3)]
    assert done.stdout.splitlines() == [*frames, f"True {copied(python, 3 * 20 * 30)}"]
