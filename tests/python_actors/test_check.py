# SPDX-License-Identifier: Apache-2.0
"""omma.check, omma.actors, and how they find the program."""

import inspect
import os
import shutil
import subprocess
import sys

import pytest

import omma
from conftest import TOOLS
from omma import _command

BRIGHT = """
from omma import Image, actor, param

@actor
def bright(image: Image, *, level: int = param(128, "grey level", max=255)) -> Image:
    return image > level
"""


def test_a_file_is_checked(tmp_path):
    file = tmp_path / "graph.toml"
    file.write_text('[actor.camera]\nkind = "patern"\n')
    (found,) = omma.check(file)
    assert (found.severity, found.place) == ("error", f"{file}:2:8")
    assert "patern" in found.what
    assert "pattern" in str(found)
    assert str(found).startswith(f"{file}:2:8: error: ")


def test_what_is_wrong_in_code_is_found_where_it_was_said():
    graph = omma.Graph("test")
    graph.param("unused", 1)
    unused = inspect.currentframe().f_lineno - 1
    camera = graph.actor("camera", "pattern", fromat="Mono8")
    end = graph.actor("end", "null")
    end.connect(camera.picture)
    found = omma.check(graph)
    assert [(each.file, each.line) for each in found] == [(__file__, unused + line) for line in (0, 2, 4)]
    assert [each.severity for each in found] == ["warning", "error", "error"]
    assert "'fromat'" in found[1].what and "'format'" in found[1].mend
    assert "'picture'" in found[2].what


def test_parameters_can_be_set():
    graph = omma.Graph("test")
    graph.param("format", "Mono8")
    graph.actor("end", "null", graph.actor("camera", "pattern", format="${format}"))
    assert omma.check(graph, set={"camera.width": 640, "format": "RGB8"}) == []
    (found,) = omma.check(graph, {"camera.width": "640 \"pixels\" # or so"})
    assert "width" in found.file + found.what


def test_kinds_are_listed():
    canny = next(kind for kind in omma.actors() if kind.kind == "canny")
    assert repr(canny) == "<canny: image -> edges; low=50.0, high=150.0, aperture=3>"
    assert [port.name for port in canny.inputs] == ["image"]
    low = canny.params[0]
    assert low.doc and low.type == "number"
    assert (low.increment, low.writable, low.visibility) == (None, True, "beginner")
    assert not canny.outputs[0].many_sources and low.writes is None


def test_kinds_tell_what_files_they_write():
    video = next(kind for kind in omma.actors() if kind.kind == "video_file")
    path = next(param for param in video.params if param.name == "path")
    assert ".mp4" in path.writes["endings"] and path.writes["unless"] == "codec"


def test_kinds_in_python_are_listed(tmp_path):
    (tmp_path / "bright.py").write_text(BRIGHT)
    (tmp_path / "broken.py").write_text("import nothing_like_that\n")
    with pytest.warns(RuntimeWarning, match="(?s)broken.py cannot be imported.*nothing_like_that"):
        found = omma.actors(tmp_path, python=sys.executable)
    (bright,) = [kind for kind in found if kind.kind == "bright"]
    assert bright.origin == str(tmp_path / "bright.py")
    assert bright.params[0].max == 255


def test_the_program_is_the_one_that_omma_names(monkeypatch, tmp_path):
    monkeypatch.setenv("OMMA", str(tmp_path / "omma"))
    with pytest.raises(FileNotFoundError, match="OMMA=.*unset it"):
        _command.program()
    shutil.copy("/bin/true", tmp_path / "omma")
    assert _command.program() == str(tmp_path / "omma")
    with pytest.raises(RuntimeError, match="said nothing"):
        omma.actors()


@pytest.mark.parametrize("package, program", [
    ("usr/lib/x86_64-linux-gnu/omma/python/omma", "usr/bin/omma"),
    ("opt/lib/omma/python/omma", "opt/bin/omma"),
    ("tree/python_actors/omma", "tree/build/release/bin/omma"),
    ("venv/lib/python3/site-packages/omma", "venv/lib/python3/site-packages/omma/_program/bin/omma"),
    ("anywhere/omma", "path/omma"),
])
def test_the_program_is_found_beside_the_package(tmp_path, package, program):
    (tmp_path / program).parent.mkdir(parents=True)
    shutil.copy("/bin/true", tmp_path / program)
    shutil.copytree(TOOLS / "omma", tmp_path / package, dirs_exist_ok=True)
    done = ask_for_program((tmp_path / package).parent, str(tmp_path / "path"))
    assert done.stdout.strip() == str(tmp_path / program), done.stderr


def test_what_to_do_is_said_when_there_is_no_program(tmp_path):
    shutil.copytree(TOOLS / "omma", tmp_path / "tree" / "python_actors" / "omma")
    done = ask_for_program(tmp_path / "tree" / "python_actors", str(tmp_path))
    assert "build it with tools/omma" in done.stderr
    assert "tree/build/release/bin/omma" in done.stderr


def ask_for_program(folder, path):
    environment = {key: value for key, value in os.environ.items() if key != "OMMA"}
    command = [sys.executable, "-c", "from omma import _command; print(_command.program())"]
    return subprocess.run(command, cwd=folder, env={**environment, "PATH": path}, capture_output=True, text=True,
                          check=False)


def test_a_file_that_asks_whenever_it_is_imported_asks_once(tmp_path):
    (tmp_path / "script.py").write_text("import omma\n" + BRIGHT + "\nomma.check('graph.toml')\n")
    with pytest.warns(RuntimeWarning, match="if __name__ == .__main__."):
        omma.actors(tmp_path / "script.py", python=sys.executable)


def test_a_host_loads_nothing_of_it():
    command = [sys.executable, "-c", "import sys, omma; print(*sys.modules)"]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, check=True)
    assert not {"omma._graph", "omma._check", "omma._kinds", "omma._command", "subprocess"} & set(done.stdout.split())


def scripts_of_the_page():
    page = (TOOLS.parent / "docs" / "scripts.md").read_text()
    return [block.split("```")[0] for block in page.split("```python\nimport ")[1:]]


def test_the_scripts_of_the_page_run(tmp_path, monkeypatch, capsys, picture):
    cv2 = pytest.importorskip("cv2")
    runs, feeds, makes = (f"import {each}" for each in scripts_of_the_page())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "graphs").symlink_to(TOOLS.parent / "graphs")
    cv2.imwrite("board.jpg", picture("board.jpg"))
    exec(runs, {"__name__": "script"})
    assert len(capsys.readouterr().out.splitlines()) == 11
    exec(feeds, {"__name__": "script"})
    assert cv2.imread("lines.png").shape == cv2.imread("board.jpg").shape
    capsys.readouterr()
    exec(makes, {"__name__": "script"})
    assert capsys.readouterr().out == ""
    assert omma.check("edges.toml") == []


def test_everything_public_is_there_and_documented():
    for name in omma.__all__:
        assert inspect.getdoc(getattr(omma, name)), name
        assert name in dir(omma)
    with pytest.raises(AttributeError, match="no attribute 'grahp'"):
        omma.grahp
