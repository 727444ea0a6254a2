# SPDX-License-Identifier: Apache-2.0
"""Tells which environments were made, and removes those that are not wanted any more."""

import contextlib
import datetime
import json
import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

from omma._environment import READY, Busy, environments, locked

_NAME = re.compile(r"[0-9a-f]{20}")
_SECONDS_PER_DAY = 86400


def main() -> None:
    """Answer argv[2], as JSON, into the descriptor argv[1].

    {"prune": false} is answered by {"folder", "environments": [{"folder", "bytes", "packages",
    "used", "fate"}]} or {"error"}; {"prune": true, "keep": [interpreters], "days": 30} removes those
    that are not in `keep` and were not used for `days`.
    """
    wanted = json.loads(sys.argv[2])
    try:
        found = [_about(path) for path in _inside(environments())]
        if wanted["prune"]:
            for each in found:
                each["fate"] = _fate(each, wanted)
        answer = {"folder": str(environments()), "environments": found}
    except OSError as error:
        answer = {"error": str(error)}
    with os.fdopen(int(sys.argv[1]), "w") as out:
        json.dump(answer, out)


def _inside(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix != ".lock")


def is_own(folder: Path) -> bool:
    """Tell whether omma made this folder for this user, and finished or began an environment."""
    return (_NAME.fullmatch(folder.name) is not None and not folder.is_symlink()
            and folder.is_dir() and folder.stat().st_uid == os.getuid()
            and folder.with_suffix(".lock").exists())


def _about(folder: Path) -> Dict[str, Any]:
    if not is_own(folder):
        return {"folder": str(folder), "bytes": 0, "packages": [], "used": "", "time": 0,
                "fate": "not made by omma"}
    ready = folder / READY
    used = (ready if ready.exists() else folder).stat().st_mtime
    return {"folder": str(folder), "bytes": size_of(folder), "packages": _packages(folder),
            "used": datetime.date.fromtimestamp(used).isoformat(), "time": used,
            "fate": "" if ready.exists() else "never finished"}


def size_of(folder: Path) -> int:
    """Return the bytes that a folder occupies; what has several names counts once."""
    seen: Dict[Any, int] = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            stat = os.lstat(os.path.join(parent, name))
            seen[stat.st_dev, stat.st_ino] = stat.st_blocks * 512
    return sum(seen.values())


def _packages(folder: Path) -> List[str]:
    names = (path.stem.replace("-", " ", 1)
             for path in folder.glob("lib/python*/site-packages/*.dist-info"))
    return sorted(name for name in names if name.split()[0] not in ("pip", "setuptools", "wheel"))


def _fate(about: Dict[str, Any], wanted: Dict[str, Any]) -> str:
    """Remove an environment, or return why it stays."""
    folder = Path(about["folder"])
    if not is_own(folder):
        return "left: not made by omma"
    if str(folder / "bin" / "python") in wanted["keep"]:
        return "kept: a graph needs it"
    days = (time.time() - about["time"]) / _SECONDS_PER_DAY
    if wanted["days"] is not None and days < wanted["days"]:
        return f"kept: last used on {about['used']}"
    process = _process_in(folder)
    if process is not None:
        return f"left: process {process} runs in it"
    try:
        with locked(folder.with_suffix(".lock"), wait=False):
            with contextlib.suppress(FileNotFoundError):
                (folder / READY).unlink()  # first: what is left when this is interrupted is no use
            shutil.rmtree(folder)
    except Busy:
        return "left: it is being made"
    return "removed"


def _process_in(folder: Path) -> Optional[str]:
    """Return the process, if there is one, that was started with a program of an environment."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            program = path.read_bytes().split(b"\0")[0]
        except OSError:
            continue  # it has ended
        if program.startswith(os.fsencode(folder) + b"/"):
            return path.parent.name
    return None
