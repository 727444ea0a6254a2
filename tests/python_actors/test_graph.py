# SPDX-License-Identifier: Apache-2.0
"""Graphs in code say what graph files say."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import omma
from conftest import TOOLS
from omma import _rules
from graph_plans import built, plan_of, plan_of_graph

TREE = TOOLS.parent
GRAPHS = sorted((TREE / "graphs").glob("*.toml"))
MODULES = TREE / "tests" / "graphs_bad" / "modules"


@pytest.fixture
def graph():
    return omma.Graph("test")


@pytest.fixture
def camera(graph):
    return graph.actor("camera", "pattern", width=128, height=128)


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_a_graph_in_code_has_the_plan_of_its_file(path, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = built(path)
    assert omma.check(made) == []
    assert plan_of_graph(made) == plan_of(path)


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: path.stem)
def test_the_text_of_a_graph_in_code_makes_it_again(path, tmp_path):
    made = built(path)
    assert built(made.save(tmp_path / "again.toml")).toml() == (tmp_path / "again.toml").read_text()


def test_a_graph_is_written_as_by_hand():
    graph = omma.Graph("edges", doc="Edges of a video", reload=False)
    low = graph.param("low", 50)
    graph.host("old", requirements=["tone==1.0"], spare=True)
    video = graph.actor("video", "video", uri="a.mp4")
    grey = graph.actor("grey", "convert", format="Mono8", image=video.image)
    edges = graph.actor("edges", "canny", low=low, replicas=2,
                        image=grey.image.edge(queue=8, when_full="latest"))
    graph.actor("end", "null", edges, on_error="restart", restart={"max": 1})
    assert graph.toml() == """[graph]
name = "edges"
doc = "Edges of a video"
reload = false

[params]
low = 50

[host.old]
requirements = ["tone==1.0"]
spare = true

[actor.video]
kind = "video"
uri = "a.mp4"

[actor.grey]
kind = "convert"
format = "Mono8"
in.image = "video.image"

[actor.edges]
kind = "canny"
low = "${low}"
replicas = 2
in.image = { from = "grey.image", queue = 8, when_full = "latest" }

[actor.end]
kind = "null"
on_error = "restart"
restart = { max = 1 }
in = "edges"
"""


@pytest.mark.parametrize("text", ['a "quoted" path\n', "ü€𝄞\\", "\x01\x1f\x7f", "$${plain}"])
def test_texts_arrive_as_they_are(graph, camera, text):
    graph.actor("end", "image_files", path=text + "{sequence}.png", image=camera)
    assert plan_of_graph(graph)["actors"][1]["params"]["path"] == text.replace("$${", "${") + "{sequence}.png"


def test_parameters_of_the_graph_stand_in_texts(graph, camera):
    folder = graph.param("folder", "out")
    graph.param("file", f"{folder}/frames")
    graph.actor("end", "image_files", path="${file}_{sequence}.png", image=camera)
    assert plan_of_graph(graph)["actors"][1]["params"]["path"] == "out/frames_{sequence}.png"


def test_a_circle_is_closed_later(graph, camera, tmp_path):
    (tmp_path / "memory.py").write_text(MEMORY)
    graph = omma.Graph("circle", folder=tmp_path)
    camera = graph.actor("camera", "pattern", format="Mono8")
    mix = graph.actor("mix", "memory.py:mix", join="latest", image=camera)
    mix.connect(before=mix.image.edge(when_full="latest"))
    assert [each.what for each in omma.check(graph) if each.severity == "error"] == []
    assert [edge["to"] for edge in plan_of_graph(graph)["edges"]] == ["mix.image", "mix.before"]


MEMORY = """
from typing import Optional
from omma import Image, actor

@actor
def mix(image: Image, before: Optional[Image]) -> Image:
    return image
"""


def test_modules_are_made_and_used(tmp_path):
    outline = omma.Graph(folder=tmp_path)
    low = outline.param("low", 50)
    smooth = outline.actor("smooth", "blur")
    edges = outline.actor("edges", "canny", low=low)
    edges.connect(smooth)
    outline.input("image", smooth.image)
    outline.output("edges", edges)
    outline.save(tmp_path / "outline.toml")
    assert tomllib.loads(outline.toml()) == tomllib.loads((MODULES / "outline.toml").read_text())
    graph = omma.Graph("user", folder=tmp_path)
    camera = graph.actor("camera", "pattern", format="Mono8")
    used = graph.actor("outline", "outline.toml", low=30, image=camera)
    graph.actor("end", "null", used.edges)
    assert omma.check(graph) == []
    assert [each["name"] for each in plan_of_graph(graph)["actors"]][1:3] == ["outline/smooth", "outline/edges"]


def test_a_function_of_a_file_is_a_kind(tmp_path, monkeypatch):
    (tmp_path / "own_memory.py").write_text(MEMORY)
    monkeypatch.syspath_prepend(str(tmp_path))
    import own_memory

    (tmp_path / "sub").mkdir()
    graph = omma.Graph(folder=tmp_path / "sub")
    graph.actor("mix", own_memory.mix)
    assert 'kind = "../own_memory.py:mix"' in graph.toml()


def test_a_function_that_no_host_finds_is_refused(graph):
    @omma.actor
    def inner(image: omma.Image) -> omma.Image:
        return image

    with pytest.raises(ValueError, match="has to stand at the top of .*test_graph.py"):
        graph.actor("inner", inner)
    done = subprocess.run([sys.executable, "-c", STDIN], cwd=TOOLS, capture_output=True, text=True, check=False)
    assert "has to stand in a file" in done.stderr


STDIN = """
import omma
@omma.actor
def own(image: omma.Image) -> omma.Image: return image
omma.Graph().actor("own", own)
"""


def test_the_host_without_a_name_is_that_of_actors_that_name_none():
    graph = omma.Graph("own")
    own = graph.host(memory_mb=500)
    camera = graph.actor("camera", "pattern")
    graph.actor("end", "null", camera, host=own)
    plan = plan_of_graph(graph)
    assert own == "" and "host" not in tomllib.loads(graph.toml())["actor"]["end"]
    assert plan["own_host"]["memory_mb"] == 500 and plan["hosts"] == []


def test_paths_keep_their_meaning_in_another_folder(tmp_path):
    for folder in ("from/tools", "to/deep", "from/wheels"):
        (tmp_path / folder).mkdir(parents=True)
    graph = omma.Graph(folder=tmp_path / "from", plugins=["a.so", "/b.so"], python_path=["tools", "package"])
    graph.param("kind", "blur")
    graph.host("own", python="env/bin/python", requirements=["numpy", "./mine"], wheels="wheels")
    graph.host("other", python="python3", requirements="needed.txt")
    graph.host(python="env/bin/python")
    graph.actor("one", "part.toml", path="relative.png")
    graph.actor("two", "../two.py:two")
    graph.actor("three", "${kind}")
    written = tomllib.loads(graph.save(tmp_path / "to" / "deep" / "graph.toml").read_text())
    assert written["graph"] == {"plugins": ["../../from/a.so", "/b.so"],
                                "python_path": ["../../from/tools", "package"]}
    assert written["host"]["own"] == {"python": "../../from/env/bin/python",
                                      "requirements": ["numpy", "../../from/mine"], "wheels": "../../from/wheels"}
    assert written["host"]["python"] == "../../from/env/bin/python"
    assert written["host"]["other"] == {"python": "python3", "requirements": "../../from/needed.txt"}
    assert written["actor"]["one"] == {"kind": "../../from/part.toml", "path": "relative.png"}
    assert written["actor"]["two"] == {"kind": "../../two.py:two"}
    assert graph.save(tmp_path / "from" / "graph.toml").read_text() == graph.toml()


def test_a_path_that_begins_with_a_parameter_stays_where_it_is(tmp_path):
    (tmp_path / "other").mkdir()
    graph = omma.Graph(folder=tmp_path)
    graph.param("tools", "tools")
    graph.actor("own", "${tools}/own.py:own")
    graph.save(tmp_path / "graph.toml")
    with pytest.raises(ValueError, match="begins with a parameter"):
        graph.save(tmp_path / "other" / "graph.toml")


def test_any_port_and_parameter_can_be_named(graph, camera):
    graph.actor("end", "kind", **{"a port": camera["edge"], "name": "n", "self": 1, "source": 2})
    assert tomllib.loads(graph.toml())["actor"]["end"] == {
        "kind": "kind", "name": "n", "self": 1, "source": 2, "in": {"a port": "camera.edge"}}


def test_the_language_has_the_same_keys_in_files():
    schema = json.loads(subprocess.run([os.environ["OMMA"], "schema"], capture_output=True, check=True).stdout)
    parts = schema["definitions"]

    def keys(part):
        return set(part["properties"])

    assert keys(schema["properties"]["graph"]) == set(_rules.GRAPH)
    assert keys(schema["properties"]["host"]["additionalProperties"]) == set(_rules.HOST)
    assert keys(schema["properties"]["host"]) == set(_rules.HOST)
    assert keys(parts["edge"]["anyOf"][1]) == {"from", *_rules.EDGE}
    assert keys(parts["join"]["anyOf"][1]) == set(_rules.JOIN)
    assert keys(parts["restart"]) == set(_rules.RESTART)
    assert keys(parts["module_use"]) == {*_rules.ACTOR, *_rules.RESERVED}


WRONG = [
    (lambda g, c: g.actor("a b", "null"), "expected letters, digits"),
    (lambda g, c: g.actor("camera", "null"), "two actors 'camera'"),
    (lambda g, c: g.actor("a", ""), "expected a kind"),
    (lambda g, c: g.actor("a", "null", frames="${lvel}"), "no parameter 'lvel'.*did you mean 'level'"),
    (lambda g, c: g.actor("a", "null", frames="${level"), "without its '}'"),
    (lambda g, c: g.actor("a", "null", frames=[2**64]), "the actor 'a'.*at most 64 bits"),
    (lambda g, c: g.actor("a", "null", frames=None), "the actor 'a'.*found None"),
    (lambda g, c: g.actor("a", "null", machine="b"), "no parameter can be named 'machine'"),
    (lambda g, c: g.actor("a", "null", **{"in": c}), "image=camera.image"),
    (lambda g, c: g.actor("a", "null", replicas=0), "expected an integer from 1 to 256; found 0"),
    (lambda g, c: g.actor("a", "null", replicas=True), "expected an integer"),
    (lambda g, c: g.actor("a", "null", join="latst"), "'join' of the actor 'a'.*did you mean 'latest'"),
    (lambda g, c: g.actor("a", "null", join={"within_ms": 1}), "expected one of 'same_frame'"),
    (lambda g, c: g.actor("a", "null", on_error="ignore"), "expected one of 'stop', 'skip', 'restart'"),
    (lambda g, c: g.actor("a", "null", restart={"most": 1}), "has no key 'most'; expected max"),
    (lambda g, c: g.actor("a", "null", host="onw"), "no host 'onw'; did you mean 'own'"),
    (lambda g, c: g.actor("a", "null", image=omma.Graph().actor("b", "null")), "expected a port of <Graph 'test'"),
    (lambda g, c: g.actor("a", "null", "camera"), "expected a port, as camera.image; found 'camera'"),
    (lambda g, c: c.edge(queue=0), "'queue' of the edge from camera: expected an integer from 1"),
    (lambda g, c: c.edge(when_full="newest"), "expected one of 'wait'"),
    (lambda g, c: g.actor("a", "null", c).connect(frames=c), "fed twice"),
    (lambda g, c: g.actor("a", "null", frames=c).connect(frames=c), "fed twice"),
    (lambda g, c: g.host("own"), "two hosts 'own'"),
    (lambda g, c: g.host("env"), "cannot be named 'env'"),
    (lambda g, c: (g.host(spare=True), g.host(retries=2)), "the host without a name is declared twice"),
    (lambda g, c: g.host(deadline_ms=0), "'deadline_ms' of the host without a name"),
    (lambda g, c: g.host("a", cpu=[-1]), r"expected a list of cores, such as \[0, 1\]"),
    (lambda g, c: g.host("a", deadline_ms=0), "'deadline_ms' of the host 'a'"),
    (lambda g, c: g.param("level", 1), "expected a name that is not used yet"),
    (lambda g, c: g.param("a", {"b": 1}), "a boolean, a number, a text or a list"),
    (lambda g, c: g.input("a"), "expected inputs of actors"),
    (lambda g, c: (g.output("a", c), g.output("a", c)), "exists already"),
    (lambda g, c: omma.Graph(slab_mb=0), "'slab_mb' of a graph: expected an integer from 1"),
    (lambda g, c: omma.Graph(plugins="a.so"), "expected a list of texts; found 'a.so'"),
]


@pytest.mark.parametrize("say, message", WRONG, ids=[message for _, message in WRONG])
def test_what_is_wrong_in_itself_is_an_error_at_once(graph, camera, say, message):
    graph.param("level", 1)
    graph.host("own")
    with pytest.raises((ValueError, TypeError), match=message):
        say(graph, camera)


def test_an_actor_that_was_refused_leaves_nothing(graph, camera):
    before = graph.toml()
    with pytest.raises(ValueError):
        graph.actor("end", "null", camera, frames=camera)
    assert graph.toml() == before
