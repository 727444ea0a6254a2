# SPDX-License-Identifier: Apache-2.0
"""The keys of the graph language, and which values they take (docs/graph.md)."""

from typing import Any, Callable, Dict, Iterable, NamedTuple, Tuple


class Rule(NamedTuple):
    """Which values a key takes: as a text, and as a test."""

    expected: str
    fits: Callable[[Any], bool]
    choices: Tuple[str, ...] = ()
    bounds: Tuple[float, ...] = ()  #: the smallest and the largest number, also in a list


def nearest(name: str, names: Iterable[str]) -> str:
    """Return "; did you mean 'canny'?", or nothing when no name is near."""
    import difflib

    near = difflib.get_close_matches(name, list(names), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def check(what: str, value: Any, rule: Rule) -> None:
    """Raise `ValueError` unless the value fits; a text with a parameter in it may.

    A rule that is a table of rules is one for each member of a table.
    """
    if isinstance(value, str) and "${" in value or rule.fits(value):
        return
    near = nearest(value, rule.choices) if isinstance(value, str) and rule.choices else ""
    raise ValueError(f"{what}: expected {rule.expected}; found {value!r}{near}")


def check_keys(what: str, members: Dict[str, Any], rules: Dict[str, Rule]) -> None:
    """Check each member of a table, and that there are no others."""
    for key, value in members.items():
        if key not in rules:
            raise ValueError(f"{what} has no key {key!r}; expected {', '.join(rules)}{nearest(key, rules)}")
        check(f"{key!r} of {what}", value, rules[key])


def given(**members: Any) -> Dict[str, Any]:
    """Return the members that are not None."""
    return {key: value for key, value in members.items() if value is not None}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _integer(low: int, high: int) -> Rule:
    return Rule(f"an integer from {low} to {high}", lambda it: _is_integer(it) and low <= it <= high,
                bounds=(low, high))


def _number(low: float, high: float) -> Rule:
    return Rule(f"a number from {low} to {high}", lambda it: _is_number(it) and low <= it <= high,
                bounds=(low, high))


def _integers(expected: str, low: int, high: int) -> Rule:
    return Rule(expected, lambda it: isinstance(it, list) and all(_is_integer(each) and low <= each <= high
                                                                  for each in it),
                bounds=(low, high))


def _choice(*choices: str) -> Rule:
    return Rule("one of " + ", ".join(map(repr, choices)), lambda it: it in choices, choices)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_table_of(value: Any, rules: Dict[str, Rule]) -> bool:
    if isinstance(value, dict):
        check_keys("this table", value, rules)
    return isinstance(value, dict)


_DAY_MS = 86_400_000
_BOOLEAN = Rule("True or False", lambda it: isinstance(it, bool))
_TEXT = Rule("a text", lambda it: isinstance(it, str) and it != "")
_TEXTS = Rule("a list of texts", _is_texts)
_JOINS = _choice("same_frame", "nearest", "latest", "any")
JOIN = {"rule": _JOINS, "within_ms": _number(0, _DAY_MS), "timeout_ms": _number(0, _DAY_MS)}
RESTART = {"max": _integer(0, 1_000_000), "within_s": _number(0, _DAY_MS),
           "backoff_ms": _number(0, _DAY_MS)}

GRAPH = {"name": _TEXT, "doc": _TEXT, "plugins": _TEXTS, "python_path": _TEXTS,
         "reload": _BOOLEAN, "slab_mb": _integer(1, 1 << 20)}

ACTOR = {
    "replicas": _integer(1, 256),
    "join": Rule(f"{_JOINS.expected}, or {{'rule': 'nearest', 'within_ms': 20, 'timeout_ms': 1000}}",
                 lambda it: _is_table_of(it, JOIN) and "rule" in it or _JOINS.fits(it), _JOINS.choices),
    "on_error": _choice("stop", "skip", "restart"),
    "restart": Rule("{'max': 5, 'within_s': 60, 'backoff_ms': 10}",
                    lambda it: _is_table_of(it, RESTART)),
    "host": _TEXT,
}

RESERVED = ("in", "kind", "optional", "machine", "cpu")  # no parameter is named so

EDGE = {"queue": _integer(1, 10_000),
        "when_full": _choice("wait", "drop_oldest", "drop_newest", "latest"), "convert": _BOOLEAN}

HOST = {
    "python": Rule("the path of an interpreter, such as 'envs/seg/bin/python'", _TEXT.fits),
    "requirements": Rule("a list of packages, such as ['numpy==1.26.4'], or the path of a file that lists them",
                         lambda it: _TEXT.fits(it) or _is_texts(it)),
    "wheels": Rule("the path of a folder of wheels", _TEXT.fits),
    "cpu": _integers("a list of cores, such as [0, 1]", 0, 1023),
    "env": Rule("a table of texts, such as {'OMP_NUM_THREADS': '1'}",
                lambda it: isinstance(it, dict) and _is_texts(list(it.values()))),
    "deadline_ms": _integer(1, _DAY_MS),
    "start_deadline_ms": _integer(1, _DAY_MS),
    "memory_mb": _integer(1, 1 << 24),
    "retries": _integer(0, 100),
    "spare": _BOOLEAN,
    "isolate": _choice("share", "copy"),
}
