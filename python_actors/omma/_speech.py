# SPDX-License-Identifier: Apache-2.0
"""Marks what actors print with their names, for a runner that reads it (runtime/hosts/output_lines.cpp)."""

import io
import os
import sys
from threading import get_ident
from typing import Callable, Dict, List

_MARK, _MARKED = "\x1e", "\x1f"  # before and after the name
_LONGEST = 4096  # bytes of a line for the runner, and of what a pipe takes in one piece


class Speech(io.TextIOWrapper):
    """A text stream that is written line by line; `speaker` names the actor of this thread, or
    nobody."""

    def __init__(self, stream: io.TextIOWrapper, speaker: Callable[[], str]) -> None:
        super().__init__(stream.buffer, stream.encoding, "backslashreplace", write_through=True)
        self._descriptor = stream.fileno()
        self._speaker = speaker
        self._begun: Dict[int, List[str]] = {}  # of each thread: who speaks, an unfinished line

    def write(self, text: str) -> int:
        thread = get_ident()
        begun = self._begun.get(thread)
        if begun is None:
            begun = self._begun[thread] = [self._speaker(), text]
        else:
            begun[1] += text
        if "\n" in text or len(begun[1]) >= _LONGEST:
            self._say_lines(thread, begun)
        return len(text)

    def _say_lines(self, thread: int, begun: List[str]) -> None:
        *lines, rest = begun[1].split("\n")
        for line in lines:
            self._say(begun[0], line, "\n")
        if len(rest) >= _LONGEST:
            self._say(begun[0], rest, "")
            rest = ""
        begun[1] = rest
        if not rest:
            self._begun.pop(thread, None)

    def flush(self) -> None:
        """Write what this thread has begun; the rest of the line may follow."""
        begun = getattr(self, "_begun", {}).pop(get_ident(), None)
        if begun is not None:
            self._say(begun[0], begun[1], "")

    def finish(self) -> None:
        """Write what any thread has begun."""
        while self._begun:
            speaker, line = self._begun.popitem()[1]
            self._say(speaker, line, "\n")

    def _say(self, speaker: str, line: str, end: str) -> None:
        mark = f"{_MARK}{speaker}{_MARKED}" if speaker else ""
        whole = (mark + line + end).encode(self.encoding, "backslashreplace")
        if len(whole) <= _LONGEST:
            os.write(self._descriptor, whole)
            return
        half = len(line) // 2
        self._say(speaker, line[:half], "\n")
        self._say(speaker, line[half:], end)


def mark(speaker: Callable[[], str]) -> None:
    """Mark what is printed from now on."""
    sys.stdout = Speech(sys.stdout, speaker)  # type: ignore[arg-type]
    sys.stderr = Speech(sys.stderr, speaker)  # type: ignore[arg-type]


def finish() -> None:
    """Write what was begun; nothing is printed any more."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, Speech):
            stream.finish()
