# SPDX-License-Identifier: Apache-2.0
"""The program `omma` that runs a graph for a script.

Both ends of a socket (SOCK_SEQPACKET) talk JSON: {"do": "set", "actor": ..., ...} is answered by
{"done": true}, {"value": ...} or {"error": "..."}; see runtime/control/answers.hpp. Ctrl-C may come after
any call: see _line.py.
"""

import collections
import contextlib
import functools
import json
import socket
import subprocess
import sys
import threading
from typing import Any, Deque, Dict, List, Optional, Tuple

from omma import _command
from omma._line import Owner, await_message, came_with, collect, opened, shut

_LONGEST = 128 * 1024  # bytes of a request
_SOCKET = functools.partial(socket.SocketType, -1, -1, -1)  # of a descriptor


class Steering:
    """A process that runs a graph; `ask` it while it lives. Thread-safe."""

    def __init__(self, words: List[str]) -> None:
        _command.refuse_in_host("run")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket, self._lock = ours, threading.Lock()
        self.owner = Owner()
        self._number = 0  # of the last request
        self.folder = ""  # of the run: its state as text, and the socket for others
        self._collected: List[Any] = []  # messages: answers that nobody has got, or parts of one
        self._feeding: Dict[int, str] = {}  # requests for lines to sources, each of which is given once
        self._lines: Dict[str, socket.SocketType] = {}  # those lines by port
        self._came: List[socket.SocketType] = []  # lines that came with the answers that are heard
        self._words: Deque[str] = collections.deque(maxlen=40)
        command = [_command.program(), "run", *words, "--quiet", "--script", str(theirs.fileno())]
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()], start_new_session=True)  # Ctrl-C is the script's to handle
        finally:
            theirs.close()
        self._ended: socket.SocketType = ours  # until it runs
        self._printer = threading.Thread(target=self._print, daemon=True)
        self._printer.start()

    def begin(self) -> str:
        """Wait until the graph runs; return why it does not, or an empty text."""
        try:
            answer, line = self._hear()
        except BaseException:  # Ctrl-C
            self.process.terminate()
            self.close()
            raise
        if line is None:
            self.close()
            return answer.get("error") or self.last_words() or "the process of the run has died"
        self._ended = line
        self.folder = answer.get("folder", "")
        return ""

    def ask(self, do: str, **about: Any) -> Dict[str, Any]:
        """Raises `ValueError` with what the answer says is wrong, and `BrokenPipeError` when there
        is none any more."""
        return self._ask(do, about)[0]

    def ask_for_look(self, port: str) -> socket.SocketType:
        """The way to an output."""
        return _came(self._ask("look", {"port": port})[1])

    def ask_for_feed(self, port: str) -> socket.SocketType:
        """The way to a source, of which there is one."""
        if port not in self._lines:
            try:
                self._ask("feed", {"port": port})
            except ValueError:
                if port not in self._lines:  # else it came as the answer before, which was interrupted
                    raise
        return _came(self._lines.get(port))

    def _ask(self, do: str, about: Dict[str, Any]) -> Tuple[Dict[str, Any], Optional[socket.SocketType]]:
        self.owner.check()
        with self._lock:
            self._number += 1
            if not self._collected:
                self._came.clear()  # who asked has them
            request = json.dumps({"do": do, "id": self._number, **about}).encode()
            if len(request) > _LONGEST:
                raise ValueError(f"'{do}' takes at most {_LONGEST} bytes; found {len(request)}")
            if do == "feed":
                self._feeding[self._number] = about["port"]
            with contextlib.suppress(OSError):  # it is gone, which is heard below
                self._socket.send(request)
            answer, line = self._hear()
            while answer.get("id", self._number) != self._number:  # of one that was interrupted
                if line is not None and answer["id"] not in self._feeding:
                    line.close()
                answer, line = self._hear()
        if not answer:
            raise BrokenPipeError("the run is over")
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer, line

    def _hear(self) -> Tuple[Dict[str, Any], Optional[socket.SocketType]]:
        """The next answer, and the line that came with it."""
        parts = self._collected
        while not parts or parts[-1][0][:1] == b"+":
            collect(self._socket, parts)
        count = 1 + next(i for i, part in enumerate(parts) if part[0][:1] != b"+")
        message, descriptor = opened(parts[count - 1])
        if not message:
            return {}, None
        answer: Dict[str, Any] = json.loads(b"".join(part[0][1:] for part in parts[:count]))
        line = self._line_of(descriptor)
        if line is not None and answer.get("id") in self._feeding:
            self._lines[self._feeding[answer["id"]]] = line
        del parts[:count]
        return answer, line

    def _line_of(self, descriptor: int) -> Optional[socket.SocketType]:
        """The same one each time until another request is made; then it is its owner's alone."""
        if descriptor < 0:
            return None
        if descriptor not in [each.fileno() for each in self._came]:
            self._came.extend(map(_SOCKET, (descriptor,)))  # made and kept in one call of C
        return next(each for each in self._came if each.fileno() == descriptor)

    def wait(self, timeout: Optional[float]) -> bool:
        """Return whether the run has ended; wait for it for so many seconds, None: for ever."""
        return await_message(self._ended, timeout)

    def last_words(self) -> str:
        if threading.current_thread() is not self._printer:  # which may collect garbage
            self._printer.join()
        return "\n".join(self._words)

    def close(self) -> None:
        """Let the process go, and wait for it."""
        if not self.owner:
            return
        shut(self._socket)  # who waits for an answer has one
        with self._lock:
            self._socket.close()
        self.process.wait()
        self.last_words()
        self._ended.close()

    def _print(self) -> None:
        """What the run says, for people: on stderr, which a notebook shows."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            text = line.decode("utf-8", "replace").rstrip("\n")
            self._words.append(text)
            with contextlib.suppress(OSError, ValueError):  # stderr is closed
                print(text, file=sys.stderr)
        self.process.stdout.close()


def _came(line: Optional[socket.SocketType]) -> socket.SocketType:
    came_with(-1 if line is None else 0)
    assert line is not None
    return line
