# SPDX-License-Identifier: Apache-2.0
"""Finds the program `omma` and asks it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator, List, NoReturn, Optional, Tuple

import omma

_WRONG = 2  # exit status when the graph is wrong, which the answer tells


def program() -> str:
    """Return the path of the program: the first of

    1. what the environment variable OMMA names,
    2. `bin/omma` of the installation that this package is a part of,
    3. `omma/_program/bin/omma` of a wheel,
    4. `build/release/bin/omma` of the tree that this package lies in,
    5. what PATH leads to.

    Raises:
        FileNotFoundError: there is none, or OMMA names none.
    """
    named = os.environ.get("OMMA")
    if named:
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(f"expected the program omma at OMMA={named}; found nothing that "
                                    "can be run there; correct the environment variable or unset it")
        return found
    places = list(_places())
    for place in places:
        if os.access(place, os.X_OK) and place.is_file():
            return str(place)
    found = shutil.which("omma")
    if found is None:
        _not_found(places)
    return found


def printed(verb: str, *words: str) -> Optional[str]:
    """Run a verb and return what it prints; None when it fails.

    Raises:
        FileNotFoundError: there is no program `omma`.
    """
    done = _run(verb, *words)
    return done.stdout if done.returncode == 0 else None


def ask(verb: str, *words: str) -> Any:
    """Run a verb that answers in JSON, and return the answer; its warnings go to stderr.

    Raises:
        FileNotFoundError: there is no program `omma`.
        RuntimeError: it gave no answer; the message holds what it said.
    """
    done = _run(verb, *words, "--format", "json")
    try:
        if done.returncode not in (0, _WRONG):
            raise ValueError
        answer = json.loads(done.stdout)
    except ValueError:
        said = (done.stderr or done.stdout).strip() or "it said nothing"
        raise RuntimeError(f"'{' '.join(done.args)}' ended with status {done.returncode}: {said}") from None
    sys.stderr.write(done.stderr)
    return answer


def main() -> NoReturn:
    """Become the program `omma`: what a wheel puts on the search path."""
    try:
        found = program_of_wheel()
    except FileNotFoundError as error:
        sys.exit(f"omma: {error}")
    os.execv(found, sys.argv)


def program_of_wheel() -> str:
    """Return the program that came with this package, or what `program` finds.

    PATH would lead back to the one that asks.
    """
    for place in _in_wheel():
        if os.access(place, os.X_OK):
            return str(place)
    return program()


def _run(verb: str, *words: str) -> "subprocess.CompletedProcess[str]":
    refuse_in_host(verb)
    return subprocess.run([program(), verb, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, encoding="utf-8", errors="replace", check=False)


def _in_wheel() -> Iterator[Path]:
    for folder in omma.__path__:  # an editable installation has two
        yield Path(folder, "_program", "bin", "omma")


def _places() -> Iterator[Path]:
    """Where the program may lie. This package is lib/omma/python/omma of an installation, and
    python_actors/omma of a tree."""
    package = Path(__file__).resolve().parent
    above: Tuple[Path, ...] = tuple(package.parents)
    if package.parts[-3:-1] == ("omma", "python"):
        yield from (folder / "bin" / "omma" for folder in above[2:6])
    yield from _in_wheel()
    if above[0].name == "python_actors":
        yield above[1] / "build" / "release" / "bin" / "omma"


def _not_found(places: List[Path]) -> NoReturn:
    looked = "".join(f"\n  {place}" for place in places)
    raise FileNotFoundError(
        "expected the program omma; found none by the environment variable OMMA, by PATH or at"
        f"{looked or ' any other place'}\nbuild it with tools/omma in the tree, or name it: OMMA=/path/to/omma")


def refuse_in_host(verb: str) -> None:
    """A file that asks omma whenever it is imported would ask without end."""
    start = getattr(sys.modules["__main__"], "main", None)
    if getattr(start, "__module__", None) in ("omma._host", "omma._describe"):
        raise RuntimeError(f"'omma {verb}' is called while a host imports this file for its actors; "
                           "put the call below: if __name__ == \"__main__\":")
