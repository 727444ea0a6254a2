# SPDX-License-Identifier: Apache-2.0
"""The package and the program as pip installs them out of the tree, in an environment far from it."""

import os
import subprocess
import sys

import pytest

from conftest import TOOLS

pytestmark = pytest.mark.skipif(not os.environ.get("OMMA_TEST_SLOW"), reason="slow; CTest runs it as python.wheel")

GRAPH = """
import sys
import omma
from tool import keep

graph = omma.Graph("wheel")
graph.host("own", python=sys.executable)
camera = graph.actor("camera", "pattern", frames=5)
kept = graph.actor("kept", keep, camera, host="own")
soft = graph.actor("soft", "blur", kept, host="own")  # in C++: another program of the wheel
graph.actor("end", "null", soft)
print(omma.check(graph), len(omma.actors()) > 20, omma._command.program())
print(graph.save("graph.toml"))
"""

TOOL = """
from omma import Frame, actor

@actor
def keep(frame: Frame) -> Frame:
    return frame
"""


@pytest.fixture(scope="module")
def venv(tmp_path_factory):
    """An environment with what builds wheels."""
    folder = tmp_path_factory.mktemp("venv")
    if subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, check=False).returncode:
        pytest.skip("there is no venv here; install Debian's python3-venv")
    done = pip(folder, "install", "--retries", "1", "--timeout", "30", "scikit-build-core>=0.10")
    if done.returncode:
        pytest.skip(f"pip cannot fetch scikit-build-core: {done.stderr.strip().splitlines()[-1]}")
    return folder


def away():
    """The environment variables without what leads to the tree."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("OMMA", "PYTHONPATH"))}


def pip(folder, *words):
    return subprocess.run([folder / "bin" / "python", "-m", "pip", "--no-input", *words], env=away(),
                          capture_output=True, text=True, check=False)


def install(folder, *words):
    done = pip(folder, "install", "--no-build-isolation", "--no-deps", "--force-reinstall", *words, TOOLS)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]


@pytest.mark.parametrize("editable", [[], ["-e"]], ids=["installed", "editable"])
def test_graphs_are_made_checked_and_run_far_from_the_tree(venv, tmp_path, editable):
    install(venv, *editable)
    (tmp_path / "tool.py").write_text(TOOL)
    (tmp_path / "script.py").write_text(GRAPH)
    done = run(venv / "bin" / "python", "script.py", folder=tmp_path)
    found, program = done.stdout.splitlines()[0].rsplit(" ", 1)
    assert found == "[] True"
    assert program.startswith(str(venv))
    assert f"libomma_runtime.so.0.1 => {venv}" in run("ldd", program, folder=tmp_path).stdout
    report = run(venv / "bin" / "omma", "run", "graph.toml", "--quiet", "--report", "-", folder=tmp_path).stdout
    assert '"processed": 5' in report


def test_another_package_of_the_name_does_not_hide_it(venv, tmp_path):
    """The one on the index, over it in the same folder, beside the script, and imported at the start."""
    install(venv)
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "omma" / "__init__.py").write_text("")  # as pip does, which asks nobody
    (site / "aaa.pth").write_text("import omma\n")
    (tmp_path / "omma.py").write_text("")
    (tmp_path / "tool.py").write_text(TOOL)
    (tmp_path / "script.py").write_text(GRAPH)
    try:
        assert run(venv / "bin" / "python", "script.py", folder=tmp_path).stdout.startswith("[] True ")
        assert run(venv / "bin" / "omma", "check", "graph.toml", folder=tmp_path).stderr == ""
    finally:
        (site / "aaa.pth").unlink()


def run(*words, folder):
    done = subprocess.run(words, cwd=folder, env=away(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done
