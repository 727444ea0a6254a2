# SPDX-License-Identifier: Apache-2.0
"""Makes the environment of a host, once for all runs that ask for the same content."""

import collections
import ctypes
import fcntl
import hashlib
import importlib.util
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Deque, Dict, Iterator, List, Tuple

READY = "omma.json"  # says what is in an environment; one without it was never finished
LINES_SHOWN = 40  # the last ones of a program that failed
INCLUDED = re.compile(r"^\s*(?:-r|-c|--requirement|--constraint)[ =]*(\S+)", re.MULTILINE)
SIGNAL_WHEN_PARENT_ENDS = 1  # prctl(2), PR_SET_PDEATHSIG

# Where neither pip nor uv shall look for more than they are told.
ALONE = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "UV_NO_CONFIG": "1",
         "UV_FIND_LINKS": ""}


class Failed(Exception):
    """An environment could not be made; the message has the output of the program that failed."""


class Busy(Exception):
    """Another process holds a lock."""


def main() -> None:
    """Provide what argv[2] asks for, as JSON; the answer goes into the descriptor argv[1].

    {"requirements": [...], "file": "requirements.txt", "wheels": "folder", "folder": "where paths
    begin", "make": true}, with empty texts for what there is not, is answered by {"python", "made"}
    or {"error"}.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # whatever the locale cannot say
    try:
        wanted = json.loads(sys.argv[2])
        answer = provide(wanted, wanted.pop("make"))
    except (Failed, OSError) as error:
        answer = {"error": str(error)}
    with os.fdopen(int(sys.argv[1]), "w") as out:
        json.dump(answer, out)


def provide(wanted: Dict[str, Any], make: bool) -> Dict[str, Any]:
    """Return the interpreter of the environment and whether it was made now."""
    folder = environments() / key(wanted)
    made = not _ready(folder)
    if made and not make:
        raise Failed("it was not made before; 'omma env' does that")
    if made:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder.with_suffix(".lock")):
            made = not _ready(folder)  # somebody else may have been faster
            if made:
                _make(folder, wanted)
    with suppress(OSError):
        os.utime(folder / READY)  # when it was used last
    return {"python": str(folder / "bin" / "python"), "made": made}


def key(wanted: Dict[str, Any]) -> str:
    """Return the name of the environment: a hash of all that decides what will be in it."""
    lines = [*wanted["requirements"], *(_texts(Path(wanted["file"])) if wanted["file"] else [])]
    content: List[Any] = [os.path.realpath(sys.executable), sys.version, lines]
    if any("/" in line for line in lines):  # perhaps a path, which leads elsewhere from elsewhere
        content.append(os.path.realpath(wanted["folder"]))
    if wanted["wheels"]:
        files = sorted(path for path in Path(wanted["wheels"]).iterdir() if path.is_file())
        content.append([[path.name, _hash_of(path)] for path in files])
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:20]


def environments() -> Path:
    """Return the folder of all environments (XDG Base Directory Specification)."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (given if given.is_absolute() else Path.home() / ".cache") / "omma" / "env"


def _ready(folder: Path) -> bool:
    return (folder / READY).exists() and (folder / "bin" / "python").exists()


def _texts(file: Path, above: Tuple[Path, ...] = ()) -> List[str]:
    """Return the text of a requirements file and of those that it includes."""
    text = file.read_text(encoding="utf-8", errors="surrogateescape")
    texts = [text]
    for name in INCLUDED.findall(text):
        included = file.parent / name
        if included.is_file() and included not in above:
            texts += _texts(included, (*above, included))
    return texts


def _hash_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def locked(path: Path, wait: bool = True) -> Iterator[None]:
    """Hold a lock that ends with this process at the latest.

    Raises:
        Busy: another process holds it, and it is not to be waited for.
    """
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise Busy(str(path)) from None
            print("waiting for another process that is creating its environment")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(folder: Path, wanted: Dict[str, Any]) -> None:
    """Make it where it stays, since programs in an environment hold its path."""
    shutil.rmtree(folder, ignore_errors=True)  # what an interrupted process left
    uv = shutil.which("uv")
    print(f"creating its environment with {'uv' if uv else 'venv and pip'} in {folder}")
    python = str(folder / "bin" / "python")
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)])
        install = [uv, "pip", "install", "--python", python]
    else:
        _check_venv()
        _run([sys.executable, "-I", "-m", "venv", str(folder)])
        install = [python, "-I", "-m", "pip", "install", "--no-input",
                   "--disable-pip-version-check"]
    if wanted["wheels"]:
        install += ["--no-index", "--find-links", os.path.abspath(wanted["wheels"])]
        os.environ.update(ALONE)
    listed = folder / "requirements.txt"
    listed.write_text("\n".join(wanted["requirements"]), encoding="utf-8")
    _run([*install, "-r", os.path.abspath(wanted["file"] or listed)], wanted["folder"])
    (folder / READY).write_text(json.dumps({"base": sys.executable, **wanted}), encoding="utf-8")


def _check_venv() -> None:
    """Debian keeps a part of venv in a package of its own."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise Failed(f"{sys.executable} has no venv or ensurepip; install Debian's package "
                 f"python{version}-venv, or uv")


def _run(command: List[str], folder: str = ".") -> None:
    """Run a program to its end and pass on its output."""
    last: Deque[str] = collections.deque(maxlen=LINES_SHOWN)
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                          errors="replace", preexec_fn=_end_with_parent) as program:
        for line in program.stdout or ():
            print(line, end="")
            last.append("\n  " + line.rstrip())
    if program.returncode != 0:
        name = command[command.index("-m") + 1] if "-m" in command else "uv"
        raise Failed(f"{name} ended with status {program.returncode} and said:{''.join(last)}")


def _end_with_parent() -> None:
    """Between fork and exec: nobody writes into an environment that nobody waits for."""
    ctypes.CDLL(None).prctl(SIGNAL_WHEN_PARENT_ENDS, signal.SIGKILL)
