# SPDX-License-Identifier: Apache-2.0
"""How a file becomes a module."""

import importlib.util
import os
import sys
import sysconfig
import traceback
from typing import Any, Iterable, List, Optional, Tuple

_MOST = 96 * 1024  # bytes of a list of files; it has to fit into a message
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def import_file(path: str) -> Any:
    """Import a file: one of a package under its dotted name, any other one under its stem.

    The folder that the file or its package lies in becomes importable, as under pytest. The two of omma
    stay before it on the path, which processes inherit that the actor starts.
    """
    path = os.path.abspath(path)
    folder, name = _root_and_name(path)
    if folder not in sys.path:
        sys.path.insert(2 if sys.path[0] == os.path.dirname(_PACKAGE) else 0, folder)
    module = sys.modules.get(name)
    if module is None and ("." in name or path.endswith("__init__.py")):
        __import__(name)
        module = sys.modules[name]
    there = getattr(module, "__file__", None)
    if there is not None and os.path.realpath(there) == os.path.realpath(path):
        return module
    if "." in name:
        raise ImportError(f"{name} is {there} here, not {path}: two packages have one name; rename "
                          "one of them")
    return _execute(path, name)


def _root_and_name(path: str) -> Tuple[str, str]:
    """Return the folder that has to be importable for this file, and the name to import."""
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    parts = [] if stem == "__init__" else [stem]
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        parts.insert(0, package)
    return folder, ".".join(parts)


def _execute(path: str, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)  # type: ignore[union-attr]
    except BaseException:
        del sys.modules[name]
        raise
    return module


def forget_compiled(paths: List[str]) -> None:
    """Take away what Python compiled of these files: it takes a file of the same size that was
    changed within a second for the same."""
    for path in paths:
        try:
            os.unlink(importlib.util.cache_from_source(path))
        except (OSError, NotImplementedError):
            pass


def project_files(others: Iterable[str] = ()) -> List[str]:
    """The imported files that belong to no package that was installed, not to Python and not to
    omma; and those of `others` of which that is true."""
    stdlib = sysconfig.get_path("stdlib")
    ours = (*(each + os.sep for each in {stdlib, os.path.realpath(stdlib), _PACKAGE}),
            os.path.join(os.path.dirname(_PACKAGE), "_omma_first.py"),
            getattr(sys.modules.get("_omma_native"), "__file__", _PACKAGE))
    files = set()
    imported = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    for path in [*others, *imported]:
        if not path or "site-packages" in path or "dist-packages" in path:
            continue
        path = os.path.abspath(path)
        if not path.startswith(ours):
            files.add(path)
    return sorted(files)[: _MOST // (4 + max(map(len, files), default=1))]


def files_behind(error: BaseException) -> List[str]:
    """The files that an import came to before it failed, and those in which what it missed would
    be found."""
    files: List[str] = []
    seen: List[Optional[BaseException]] = []
    cause: Optional[BaseException] = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        files += [frame.f_code.co_filename for frame, _ in traceback.walk_tb(cause.__traceback__)]
        if isinstance(cause, SyntaxError) and cause.filename:
            files.append(cause.filename)
        if isinstance(cause, ImportError):
            files += _places_of(cause)
        cause = cause.__cause__ or cause.__context__
    return [each for each in files if not each.startswith("<")]


def _places_of(error: ImportError) -> List[str]:
    """Where a module that was missed would lie in the project, or the one in which a name was."""
    if not isinstance(error, ModuleNotFoundError):
        return [error.path] if error.path else []
    below = (error.name or "").replace(".", os.sep)
    stems = [os.path.join(os.path.abspath(folder), below) for folder in sys.path]
    return [place for stem in stems for place in (stem + ".py", os.path.join(stem, "__init__.py"))]
