# SPDX-License-Identifier: Apache-2.0
"""The rules and bounds that Python and the documents list are those of the program, by value."""

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
def schema():
    done = subprocess.run([os.environ["OMMA"], "schema"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def definitions(schema):
    return schema["definitions"]


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


def tables(schema):
    """The rules of Python's tables, and the properties of the same tables of the program."""
    known, top = schema["definitions"], schema["properties"]
    return {"graph": (_rules.GRAPH, top["graph"]["properties"]),
            "host": (_rules.HOST, top["host"]["additionalProperties"]["properties"]),
            "actor": ({"replicas": _rules.ACTOR["replicas"]}, {"replicas": known["replicas"]}),
            "edge": (_rules.EDGE, known["edge"]["anyOf"][1]["properties"]),
            "join": (_rules.JOIN, known["join"]["anyOf"][1]["properties"]),
            "restart": (_rules.RESTART, known["restart"]["properties"])}


def bounds(property):
    """What a number, or each one of a list, may be; empty where no number may stand."""
    numbers = property.get("items", property)
    return tuple(numbers[key] for key in ("minimum", "maximum") if key in numbers)


@pytest.mark.parametrize("table", ["graph", "host", "actor", "edge", "join", "restart"])
def test_python_takes_the_numbers_that_the_program_takes(schema, table):
    rules, properties = tables(schema)[table]
    assert {key: rule.bounds for key, rule in rules.items()} == {key: bounds(each) for key, each in properties.items()
                                                                if key in rules}
    assert any(rule.bounds for rule in rules.values())


@pytest.mark.parametrize("rules", [_rules.GRAPH, _rules.HOST, _rules.ACTOR, _rules.EDGE, _rules.JOIN, _rules.RESTART])
def test_a_rule_takes_just_the_numbers_within_its_bounds(rules):
    for key, rule in rules.items():
        for low, high in [rule.bounds] if rule.bounds else []:
            wrap = list if rule is _rules.HOST["cpu"] else next
            fits = [rule.fits(wrap(iter([number]))) for number in (low - 1, low, high, high + 1)]
            assert fits == [False, True, True, False], key


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


def test_the_first_graph_of_the_page_has_no_faults(tmp_path):
    (block, *_) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "page.toml").write_text(block)
    assert omma.check(tmp_path / "page.toml") == []
