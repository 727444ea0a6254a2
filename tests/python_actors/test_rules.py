# SPDX-License-Identifier: Apache-2.0
"""The rules that Python and the documents list are those of the program, by value."""

import inspect
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

import omma
from omma import _parts, _rules

PAGE = (Path(__file__).parents[2] / "docs" / "graph.md").read_text()


@pytest.fixture(scope="module")
def definitions():
    done = subprocess.run([os.environ["OMMA"], "schema"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["definitions"]


def choices(schema):
    return tuple(schema["anyOf"][0]["enum"])


@pytest.fixture
def rules(definitions):
    return {"when_full": choices(definitions["edge"]["anyOf"][1]["properties"]["when_full"]),
            "join": choices(definitions["join"]["anyOf"][0]),
            "on_error": choices(definitions["on_error"])}


def test_python_takes_the_rules_that_the_program_takes(rules):
    assert _rules.EDGE["when_full"].choices == rules["when_full"]
    assert _rules.ACTOR["join"].choices == _rules.JOIN["rule"].choices == rules["join"]
    assert _rules.ACTOR["on_error"].choices == rules["on_error"]


def quoted(text):
    return set(re.findall(r'"(\w+)"', text))


def argument(function, name):
    """What the docstring says of an argument: its line, and those that are indented below it."""
    found = re.search(rf"^( +){name}: (.*(?:\n\1 +.*)*)", inspect.getdoc(function), re.MULTILINE)
    return found[2]


def test_docstrings_name_each_rule(rules):
    assert quoted(argument(omma.Graph.actor, "join")) == set(rules["join"]) | set(_rules.JOIN)
    assert quoted(argument(omma.Graph.actor, "on_error")) == set(rules["on_error"])
    assert quoted(argument(_parts.Port.edge, "when_full")) == set(rules["when_full"])


def row(key):
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{key}` |")]
    return quoted(line)


def test_the_page_about_graphs_explains_each_rule(rules):
    assert row("when_full") == set(rules["when_full"])
    assert row("on_error") == set(rules["on_error"])
    joins = PAGE.split("## Joins")[1].split("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", joins, re.MULTILINE)) == rules["join"]
