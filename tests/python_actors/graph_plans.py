# SPDX-License-Identifier: Apache-2.0
"""What the program makes of a graph, and graph files as calls of the builder."""

import json
import os
import subprocess
import tomllib
from pathlib import Path

import omma
from omma import _rules

INPUT_OPTIONS = ("queue", "when_full", "convert")


def plan_of(path):
    """What would run, without what says only in which folder the file lies."""
    done = subprocess.run([os.environ["OMMA"], "check", str(path), "--format", "plan"], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout, object_hook=without_place)
    for actor in plan["actors"]:
        file, colon, name = actor["kind"].partition(".py:")
        actor["kind"] = os.path.realpath(file) + colon + name if colon else file
    plan["plugins"] = [os.path.realpath(path) for path in plan["plugins"]]
    for host in plan["hosts"] + [each for each in [plan["own_host"]] if each]:
        wanted = host["requirements"] or {}
        wanted.update((key, os.path.realpath(wanted[key])) for key in ("file", "wheels") if wanted.get(key))
    return plan


def without_place(table):
    """The table without where it stands in a file; a parameter may be called `place`, too."""
    return {key: value for key, value in table.items() if key != "place" or not isinstance(value, dict)}


def plan_of_graph(graph):
    with graph.as_file() as path:
        return plan_of(path)


def built(path):
    """The graph of a file, made by calls of the builder."""
    file = tomllib.loads(Path(path).read_text())
    graph = omma.Graph(**{"name": Path(path).stem, "folder": Path(path).parent, **file.get("graph", {})})
    for name, default in file.get("params", {}).items():
        assert graph.param(name, default) == f"${{{name}}}"
    for name, options in hosts_in(file.get("host", {})).items():
        graph.host(name, **options)
    made = {}
    for name, table in file["actor"].items():
        settings = {key: value for key, value in table.items() if key not in ("kind", "in")}
        made[name] = graph.actor(name, table["kind"], **settings)
    for name, table in file["actor"].items():
        connect(made, made[name], table.get("in", {}))
    module = file.get("module", {})
    for name, ports in module.get("in", {}).items():
        graph.input(name, *(port(made, each) for each in ([ports] if isinstance(ports, str) else ports)))
    for name, text in module.get("out", {}).items():
        graph.output(name, port(made, text))
    return graph


def hosts_in(table):
    """The options of each host by its name; the one of actors that name none has no name."""
    own = {key: value for key, value in table.items() if key in _rules.HOST}
    named = {name: options for name, options in table.items() if name not in own}
    return {"": own, **named} if own else named


def connect(made, actor, given):
    if isinstance(given, str) or "from" in given:
        actor.connect(source(made, given))
    else:
        actor.connect(**{name: source(made, each) for name, each in given.items()})


def source(made, given):
    if isinstance(given, str):
        return port(made, given)
    return port(made, given["from"]).edge(**{key: given[key] for key in INPUT_OPTIONS if key in given})


def port(made, text):
    actor, dot, name = text.partition(".")
    return made[actor][name] if dot else made[actor]
