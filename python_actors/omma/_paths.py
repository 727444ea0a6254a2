# SPDX-License-Identifier: Apache-2.0
"""What becomes of the paths of a graph when its file lies in another folder."""

import os
import re
import sys
from typing import Any, Dict, Iterator, List, Optional, Union

_PARAMETER = re.compile(r"(?<!\$)\$\{([^}]*)\}")
_IN_A_FILE = re.compile(r"\.toml$|\.py:")


class Paths:
    """Moves texts that begin at the folder of the graph to `target`; None leaves them as they are."""

    def __init__(self, folder: str, target: Optional[str], params: Dict[str, Any]) -> None:
        self._from, self._params = os.path.realpath(folder), params
        self._to = self._from if target is None else os.path.realpath(target)

    def moved(self, path: str) -> str:
        """Return the same path as seen from the other folder.

        Raises:
            ValueError: it begins with a parameter, so nobody knows where it leads.
        """
        if self._to == self._from or os.path.isabs(self._filled(path)):
            return path
        if path.startswith("${"):
            raise ValueError(f"the path {path!r} begins with a parameter, so it cannot keep its meaning "
                             f"in another folder; save the graph in {self._from}")
        return os.path.relpath(os.path.join(_plain(self._from), path), _plain(self._to))

    def kind(self, kind: str) -> str:
        """A module or a file in Python; any other kind is a name."""
        return self.moved(kind) if _IN_A_FILE.search(self._filled(kind)) else kind

    def interpreter(self, python: str) -> str:
        """A name without a '/' is looked for where programs are."""
        return self.moved(python) if "/" in self._filled(python) else python

    def place(self, place: str) -> str:
        """Of python_path: what lies beside the graph is meant, and else a package."""
        there = os.path.exists(os.path.join(self._from, self._filled(place)))
        return self.moved(place) if there else place

    def requirements(self, wanted: Union[str, List[str]]) -> Union[str, List[str]]:
        """A file, or a list in which packages may be named by their paths."""
        if isinstance(wanted, str):
            return self.moved(wanted)
        return [self.moved(each) if each.startswith(("./", "../")) else each for each in wanted]

    def _filled(self, text: str) -> str:
        """The text with the defaults of its parameters put in."""
        return _PARAMETER.sub(lambda found: str(self._params.get(found[1], "")), text)


def parameters_in(value: Any) -> Iterator[str]:
    """Yield the names in "${name}" in all texts of a value; "$${" stands for a plain "${".

    Raises:
        ValueError: a "${" has no "}".
    """
    if isinstance(value, str):
        yield from _names_in(value)
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from parameters_in(each)


def _names_in(text: str) -> List[str]:
    if "${" in _PARAMETER.sub("", text).replace("$${", ""):
        raise ValueError(f"a '${{' without its '}}' in {text!r}; write '$${{' for a plain '${{'")
    return _PARAMETER.findall(text)


def kind_of(declared: Any, folder: str) -> str:
    """Return how a graph in a folder names a function or class with @actor: "file.py:name".

    Raises:
        ValueError: a host cannot import it.
    """
    contract = declared.__omma__
    module = sys.modules.get(contract.target.__module__)
    file = getattr(module, "__file__", None) or ""
    if not file.endswith(".py"):
        raise ValueError(f"the actor {contract.name!r} has to stand in a file, since a host imports it; found it "
                         f"in {contract.target.__module__!r}, which has none; write it into a file "
                         "and give its 'file.py:name' or import it from there")
    if getattr(getattr(module, contract.name, None), "__omma__", None) is not contract:
        raise ValueError(f"the actor {contract.target.__qualname__!r} has to stand at the top of {file}, where a "
                         "host finds it by its name; found it inside of something else")
    path = os.path.relpath(os.path.abspath(file), os.path.realpath(folder))
    return f"{_plain(path)}:{contract.name}"


def _plain(path: str) -> str:
    return path.replace("${", "$${")
