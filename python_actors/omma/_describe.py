# SPDX-License-Identifier: Apache-2.0
"""Tells a runner that asks which actors there are at some places: one line of JSON each.

The first line lists what is looked at, files and entry points; then comes an answer about each of
them, as soon as there is one. A file that ends or hangs the process gets none, and the runner asks
again about those after it.
"""

import faulthandler
import json
import os
import signal
import sys
from functools import partial
from typing import Any, Callable, Dict, List, Tuple

from omma import _places
from omma._channel import explain
from omma._importing import import_file

Item = Tuple[str, Callable[[], str]]


def items_at(places: List[str]) -> List[Item]:
    """Return what there is to look at, each file once: its name, and the way to an answer."""
    items: Dict[str, Item] = {}
    for place in places:
        if place == _places.INSTALLED:
            for point in _places.installed():
                name = f"entry point {point.name} = {point.value}"
                items[name] = (name, partial(_answer, name, partial(_kinds_of_point, point)))
            continue
        try:
            files = _places.files_at(place)
        except Exception as error:
            items[place] = (place, partial(_fault, place, str(error)))
            continue
        for file in files:
            absolute = os.path.abspath(file)  # what is imported may change the working directory
            answer = partial(_answer, file, partial(_kinds_of_file, absolute, file))
            items.setdefault(os.path.realpath(file), (file, answer))
    return list(items.values())


def _answer(name: str, kinds: Callable[[], List[Dict[str, Any]]]) -> str:
    """{"file", "kinds": [...]} or {"file", "error"}"""
    try:
        return json.dumps({"file": name, "kinds": kinds()})
    except BaseException:  # whatever user code does
        return _fault(name, explain())


def _fault(name: str, error: str) -> str:
    return json.dumps({"file": name, "error": error})


def _kinds_of_file(absolute: str, file: str) -> List[Dict[str, Any]]:
    return _kinds_of_module(import_file(absolute), file)


def _kinds_of_module(module: Any, path: str) -> List[Dict[str, Any]]:
    contracts = dict.fromkeys(getattr(value, "__omma__", None) for value in vars(module).values())
    return [{"file": path, **contract.describe()} for contract in contracts
            if contract is not None and contract.target.__module__ == module.__name__]


def _kinds_of_point(point: Any) -> List[Dict[str, Any]]:
    """An entry point names an actor, "package.module:name", or a module of them."""
    loaded = point.load()
    contract = getattr(loaded, "__omma__", None)
    if contract is not None:
        file = sys.modules[contract.target.__module__].__file__
        return [{"file": file, **contract.describe(), "known_as": point.name}]
    if not hasattr(loaded, "__file__"):
        raise TypeError(f"{point.value} is no actor: write @actor above it")
    return _kinds_of_module(loaded, loaded.__file__)


def main() -> None:
    """Describe the places in argv[3:] into the descriptor argv[1], without the first argv[2]."""
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1, all_threads=True, chain=False)
    items = items_at(sys.argv[3:])[int(sys.argv[2]):]
    with os.fdopen(int(sys.argv[1]), "w") as out:
        print(json.dumps([name for name, _ in items]), file=out, flush=True)
        for _, answer in items:
            print(answer(), file=out, flush=True)
    sys.stdout.flush()
    os._exit(0)
