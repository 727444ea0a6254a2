# SPDX-License-Identifier: Apache-2.0
"""The program `omma` that runs a graph for a script.

Both ends of a socket (SOCK_SEQPACKET) talk JSON: {"do": "set", "actor": ..., ...} is answered by
{"done": true}, {"value": ...} or {"error": "..."}; see runtime/control/answers.hpp.
"""

import collections
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from typing import Any, Deque, Dict, List, Optional, Tuple

from omma import _command
from omma._line import Owner, await_message, came_with, receive, shut

_LONGEST = 128 * 1024  # bytes of a request


class Steering:
    """A process that runs a graph; `ask` it while it lives. Thread-safe."""

    def __init__(self, words: List[str]) -> None:
        _command.refuse_in_host("run")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket, self._lock = ours, threading.Lock()
        self.owner = Owner()
        self._number = 0  # of the last request
        self.folder = ""  # of the run: its state as text, and the socket for others
        self._heard = b""  # of an answer that is not complete
        self._words: Deque[str] = collections.deque(maxlen=40)
        command = [_command.program(), "run", *words, "--quiet", "--script", str(theirs.fileno())]
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()], start_new_session=True)  # Ctrl-C is the script's to handle
        finally:
            theirs.close()
        self._ended = ours  # until it runs
        self._printer = threading.Thread(target=self._print, daemon=True)
        self._printer.start()

    def begin(self) -> str:
        """Wait until the graph runs; return why it does not, or an empty text."""
        try:
            answer, descriptor = self._hear()
        except BaseException:  # Ctrl-C
            self.process.terminate()
            self.close()
            raise
        if descriptor < 0:
            self.close()
            return answer.get("error") or self.last_words() or "the process of the run has died"
        self._ended = socket.socket(fileno=descriptor)
        self.folder = answer.get("folder", "")
        return ""

    def ask(self, do: str, **about: Any) -> Dict[str, Any]:
        """Raises `ValueError` with what the answer says is wrong, and `BrokenPipeError` when there
        is none any more."""
        return self._ask(do, about)[0]

    def ask_for_line(self, do: str, **about: Any) -> int:
        """The same for an answer that brings a descriptor."""
        return came_with(self._ask(do, about)[1])

    def _ask(self, do: str, about: Dict[str, Any]) -> Tuple[Dict[str, Any], int]:
        self.owner.check()
        with self._lock:
            self._number += 1
            request = json.dumps({"do": do, "id": self._number, **about}).encode()
            if len(request) > _LONGEST:
                raise ValueError(f"'{do}' takes at most {_LONGEST} bytes; found {len(request)}")
            with contextlib.suppress(OSError):  # it is gone, which is heard below
                self._socket.send(request)
            answer, descriptor = self._hear()
            while answer.get("id", self._number) != self._number:  # of one that was interrupted
                if descriptor >= 0:
                    os.close(descriptor)
                answer, descriptor = self._hear()
        if not answer:
            raise BrokenPipeError("the run is over")
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer, descriptor

    def _hear(self) -> Tuple[Dict[str, Any], int]:
        while True:
            message, descriptor = receive(self._socket)
            self._heard += message[1:]
            if not message:
                return {}, -1
            if message[:1] != b"+":
                text, self._heard = self._heard, b""
                return json.loads(text), descriptor

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
