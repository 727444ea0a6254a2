# SPDX-License-Identifier: Apache-2.0
"""What every check needs: the files of the repository and a way to say what is wrong."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CPP = {".cpp", ".hpp"}
SOURCE = CPP | {".py", ".fbs", ".cmake", ".sh"}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def git(*arguments: str) -> list[str] | None:
    """Return the zero-separated answer of git; None where there is no git or no such thing."""
    command = ["git", "-C", str(ROOT), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [name for name in done.stdout.split("\0") if name]


def files() -> list[Path]:
    """List the files of the repository relative to its root: committed or about to be."""
    names = git("ls-files", "-z", "-c", "-o", "--exclude-standard")
    if names is None:
        hidden = {"build", ".git", "__pycache__"}
        every = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
        names = [path for path in every if not hidden & set(path.parts)]
    return sorted(path for path in map(Path, set(names)) if (ROOT / path).is_file())


def changed() -> set[Path]:
    """Return the files that differ from the branch main, or all where that can't be told."""
    base = git("merge-base", "HEAD", "main") or git("rev-parse", "HEAD")
    if not base:
        return set(files())
    differing = git("diff", "-z", "--name-only", base[0].strip()) or []
    new = git("ls-files", "-z", "-o", "--exclude-standard") or []
    return {Path(name) for name in differing + new if (ROOT / name).is_file()}


def read(path: Path) -> str | None:
    """Return the text of a file of the repository; None when it is no text or just gone."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return None


def is_source(path: Path) -> bool:
    """Tell whether a person wrote this file as code."""
    if path.suffix in SOURCE or path.name == "CMakeLists.txt":
        return True
    return not path.suffix and (read(path) or "").startswith("#!")


def own_includes(path: Path) -> list[Path]:
    """List the headers of the repository that a C++ file includes itself."""
    names = INCLUDE.findall(read(path) or "")
    return [Path(name) for name in names if (ROOT / name).is_file()]


def reachable(path: Path) -> set[Path]:
    """Return the file and every header of the repository that it includes, directly or not."""
    found, unread = {path}, [path]
    while unread:
        for header in own_includes(unread.pop()):
            if header not in found:
                found.add(header)
                unread.append(header)
    return found


def finish(problems: list[str]) -> None:
    """Print the problems and exit: 0 when there are none, otherwise 1."""
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
