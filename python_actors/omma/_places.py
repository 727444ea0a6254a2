# SPDX-License-Identifier: Apache-2.0
"""Where kinds are looked for: files, folders, packages, and what installed packages declare."""

import importlib.metadata
import importlib.util
import os
from typing import Any, Iterable, Iterator, List

INSTALLED = "omma.actors"  # the group of entry points; as a place it stands for all of them


def files_at(place: str) -> List[str]:
    """Return the Python files at a place, which is a file, a folder or the name of a package.

    Of a folder these are the ones in it and in packages below it, but for tests and set-up.

    Raises:
        ImportError: there is no such place, or nothing in Python at it.
    """
    place = os.path.normpath(place) if os.path.exists(place) else _location(place)
    if os.path.isdir(place):
        return list(_files_below(place))
    if not place.endswith(".py"):
        raise ImportError("it is neither a Python file nor a folder")
    return [place]


def installed() -> List[Any]:
    """Return the entry points of the group `omma.actors`, sorted by name, each once."""
    found: Any = importlib.metadata.entry_points()
    points: Iterable[Any]
    if hasattr(found, "select"):  # since Python 3.10
        points = found.select(group=INSTALLED)
    else:
        points = found.get(INSTALLED, ())
    once = {(point.name, point.value): point for point in points}
    return [once[key] for key in sorted(once)]


def _location(name: str) -> str:
    """Return the folder of a package, or the file of a module; nothing is imported for it."""
    first, *rest = name.split(".")
    try:
        spec = importlib.util.find_spec(first) if all([first, *rest]) else None
    except ValueError:
        spec = None
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    if spec is not None and not folders and not rest and spec.has_location:
        return str(spec.origin)
    for folder in folders:
        path = os.path.join(folder, *rest)
        for each in (path, path + ".py"):
            if os.path.exists(each):
                return each
    raise ImportError(f"there is neither a folder nor a package {name!r}")


def _files_below(folder: str) -> Iterator[str]:
    for name in sorted(os.listdir(folder)):
        path = os.path.normpath(os.path.join(folder, name))
        if os.path.exists(os.path.join(path, "__init__.py")):
            yield from _files_below(path)
        elif name.endswith(".py") and not _is_aside(name):
            yield path


def _is_aside(name: str) -> bool:
    return name.startswith("test_") or name.endswith("_test.py") or name in ("conftest.py", "setup.py")
