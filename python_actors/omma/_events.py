# SPDX-License-Identifier: Apache-2.0
"""What happens in a run, for the script that runs it."""

import json
import socket
from typing import Any, Dict, Iterator, Optional

from omma._line import await_message, receive, shut

_REQUEST = json.dumps({"do": "events"}).encode()


class Events(Iterator[Dict[str, Any]]):
    """The events of a run from now on, as dicts; see `Run.events`."""

    def __init__(self, run: object, path: str, timeout: Optional[float]) -> None:
        self._run = run  # which would end if nothing referred to it
        self._timeout = timeout
        self._heard = b""  # of a message that is not complete
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._socket.connect(path)
            self._socket.send(_REQUEST)
        except OSError:
            self._socket.close()
            raise
        self._next_message(timeout)  # from here on nothing is missed

    def __iter__(self) -> "Events":
        return self

    def __next__(self) -> Dict[str, Any]:
        """Return the next event; wait for it.

        Raises:
            StopIteration: the run has ended.
            TimeoutError: there was none within the time that was given.
        """
        said = self._next_message(self._timeout)
        if said is None:
            self.close()
            raise StopIteration
        event: Dict[str, Any] = said["event"]
        return event

    def close(self) -> None:
        """Hear no more."""
        shut(self._socket)
        self._socket.close()

    def _next_message(self, timeout: Optional[float]) -> Optional[Dict[str, Any]]:
        while True:
            if not await_message(self._socket, timeout):
                raise TimeoutError(f"nothing happened within {timeout:g} s")
            message, _ = receive(self._socket)
            if not message:
                return None
            self._heard += message[1:]
            if message[:1] != b"+":
                text, self._heard = self._heard, b""
                said: Dict[str, Any] = json.loads(text)
                return said
