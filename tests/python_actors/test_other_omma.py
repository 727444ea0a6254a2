# SPDX-License-Identifier: Apache-2.0
"""Another package called `omma` hides nothing, wherever it lies; there is an empty one on the index."""

import json
import os
import subprocess
import venv

import pytest

from conftest import TOOLS

TOOL = '''
import multiprocessing

import omma
from omma import Frame, actor

def answer():
    return omma.Tensor("x", None).name

@actor
def note(frame: Frame) -> dict:
    """Note whose package this is, here and in a process that the actor starts."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        said = pool.apply(answer)
    return {"child": said}
'''

GRAPH = '''
[graph]
python_path = ["tool.py"]

[host.other]
python = "{python}"

[actor.source]
kind = "pattern"
frames = 1

[actor.note]
kind = "note"
host = "other"
in = "source"

[actor.end]
kind = "notes_file"
path = "notes.jsonl"
in = "note"
'''

# As an editable installation has one: it is asked before the path is looked at.
FINDER = '''
import importlib.util

class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "omma":
            return importlib.util.spec_from_file_location(name, {file!r})

sys.meta_path.insert(0, Finder)
'''


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def in_site_packages(folder, site):
    put(site / "omma" / "__init__.py")


def beside_the_graph(folder, site):
    put(folder / "omma" / "__init__.py")


def a_file_beside_the_graph(folder, site):
    put(folder / "omma.py", "raise ImportError('the wrong one')\n")


def on_python_path(folder, site):
    put(folder / "more" / "omma" / "__init__.py")


PLACES = [in_site_packages, beside_the_graph, a_file_beside_the_graph, on_python_path]


def imported_at_the_start(folder, site):
    in_site_packages(folder, site)
    put(site / "a.pth", "import omma\n")


def known_to_a_finder(folder, site):
    file = put(folder / "elsewhere" / "omma.py")
    put(site / "finder.py", FINDER.format(file=str(file)))
    put(site / "a.pth", "import finder\n")


@pytest.fixture
def environment(tmp_path):
    """A virtual environment: its interpreter, and where its packages lie."""
    venv.create(tmp_path / "env", symlinks=True)
    (site,) = (tmp_path / "env").glob("lib/python*/site-packages")
    return tmp_path / "env" / "bin" / "python", site


def run(folder, python, tool):
    put(folder / "tool.py", tool)
    put(folder / "graph.toml", GRAPH.format(python=python))
    done = subprocess.run([os.environ["OMMA"], "run", "graph.toml", "--quiet"], cwd=folder, capture_output=True,
                          text=True, check=False, env={**os.environ, "PYTHONPATH": str(folder / "more")})
    assert done.returncode == 0, done.stderr
    (line,) = (folder / "notes.jsonl").read_text().splitlines()
    return json.loads(line)["attributes"]


@pytest.mark.parametrize("place", PLACES)
def test_hosts_and_what_they_start_import_the_package_of_their_program(tmp_path, environment, place):
    python, site = environment
    place(tmp_path, site)
    assert run(tmp_path, python, TOOL)["child"] == "x"


@pytest.mark.parametrize("place", [imported_at_the_start, known_to_a_finder])
def test_hosts_do_so_whatever_the_environment_does_to_imports(tmp_path, environment, place):
    python, site = environment
    place(tmp_path, site)
    assert run(tmp_path, python, TOOL.replace("pool.apply(answer)", "answer()"))["child"] == "x"


@pytest.mark.parametrize("place", [*PLACES, imported_at_the_start, known_to_a_finder])
def test_a_script_that_begins_with_omma_first_imports_the_package_beside_it(tmp_path, environment, place):
    python, site = environment
    place(tmp_path, site)
    put(tmp_path / "script.py", "import _omma_first\nimport omma\nprint(omma.__file__, omma.run.__module__)\n")
    done = subprocess.run([python, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": f"{tmp_path / 'more'}:{TOOLS}"})
    assert done.stdout.split() == [str(TOOLS / "omma" / "__init__.py"), "omma._run"]


def test_what_is_not_called_omma_is_found_as_ever(tmp_path, environment):
    python, site = environment
    for name in ("ommatidium", "plot"):
        put(site / f"{name}.py", f"NAME = {name!r}\n")
    tool = TOOL.replace("import multiprocessing\n", "import multiprocessing\nimport ommatidium\nimport plot\n")
    said = run(tmp_path, python, tool.replace("pool.apply(answer)", "ommatidium.NAME + plot.NAME"))
    assert said["child"] == "ommatidiumplot"


def test_nothing_but_the_package_comes_first_on_the_path():
    """What lies beside it would hide packages of the environment: python_actors/plot.py, say."""
    beside = sorted(os.listdir(os.path.join(os.path.dirname(os.environ["OMMA"]), "..", "runtime", "omma", "python")))
    assert [each for each in beside if each != "__pycache__"] == ["_omma_first.py", "omma"]
