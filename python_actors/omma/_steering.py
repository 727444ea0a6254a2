# SPDX-License-Identifier: Apache-2.0
"""The program `omma` that runs a graph for a script.

Both ends of a socket (SOCK_SEQPACKET) talk JSON: {"do": "set", "actor": ..., ...} is answered by
{"done": true}, {"value": ...} or {"error": "..."}; see tools/command/steering.cpp.
"""

import collections
import json
import socket
import subprocess
import sys
import threading
from typing import Any, Deque, Dict, List, Optional, Tuple

from omma import _command
from omma._line import await_message, receive


class Steering:
    """A process that runs a graph; `ask` it while it lives. Thread-safe."""

    def __init__(self, words: List[str]) -> None:
        _command.refuse_in_host("run")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket, self._lock = ours, threading.Lock()
        self._number = 0  # of the last request
        self._words: Deque[str] = collections.deque(maxlen=40)
        command = [_command.program(), "run", *words, "--quiet", "--script", str(theirs.fileno())]
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()], start_new_session=True)  # Ctrl-C is the script's to handle
        finally:
            theirs.close()
        self._printer = threading.Thread(target=self._print, daemon=True)
        self._printer.start()

    def begin(self) -> str:
        """Wait until the graph runs; return why it does not, or an empty text."""
        answer, descriptor = self._hear()
        if descriptor < 0:
            self.close()
            return answer.get("error") or self.last_words() or "the process of the run has died"
        self._ended = socket.socket(fileno=descriptor)
        return ""

    def ask(self, do: str, **about: Any) -> Dict[str, Any]:
        """Raises `ValueError` with what the answer says is wrong, and `BrokenPipeError` when there
        is none any more."""
        return self._ask(do, about)[0]

    def ask_for_line(self, do: str, **about: Any) -> int:
        """The same for an answer that brings a descriptor."""
        return self._ask(do, about)[1]

    def _ask(self, do: str, about: Dict[str, Any]) -> Tuple[Dict[str, Any], int]:
        with self._lock:
            try:
                self._number += 1
                self._socket.send(json.dumps({"do": do, "id": self._number, **about}).encode())
                answer, descriptor = self._hear()
                while answer and answer["id"] != self._number:  # of one that was interrupted
                    answer, descriptor = self._hear()
            except OSError:
                answer, descriptor = {}, -1
        if not answer:
            raise BrokenPipeError("the run is over")
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer, descriptor

    def _hear(self) -> Tuple[Dict[str, Any], int]:
        text = b""
        while True:
            message, descriptor = receive(self._socket)
            text += message[1:]
            if message[:1] != b"+":
                return json.loads(text or b"{}"), descriptor

    def wait(self, timeout: Optional[float]) -> bool:
        """Return whether the run has ended; wait for it for so many seconds, None: for ever."""
        return await_message(self._ended, timeout)

    def last_words(self) -> str:
        self._printer.join()
        return "\n".join(self._words)

    def close(self) -> None:
        """Let the process go, and wait for it."""
        with self._lock:
            self._socket.close()
        self.process.wait()
        self._printer.join()

    def _print(self) -> None:
        """What the run says, for people: on stderr, which a notebook shows."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            text = line.decode("utf-8", "replace").rstrip("\n")
            self._words.append(text)
            print(text, file=sys.stderr)
        self.process.stdout.close()
