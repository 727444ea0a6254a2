# SPDX-License-Identifier: Apache-2.0
"""The program of a host: an interpreter that runs actors for the runner that started it."""

import faulthandler
import os
import queue
import signal
import socket
import sys
import threading
from typing import Union

from omma import _speech, _wire
from omma._channel import Channel
from omma._current import current
from omma._importing import import_file
from omma._line import receive
from omma._memory import Slabs, native


def main() -> None:
    """Serve until the runner closes the control socket. Its descriptor is taken out of argv."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the runner's to handle
    faulthandler.enable()
    if native is not None:
        native.install()
    faulthandler.register(signal.SIGUSR1, all_threads=True, chain=False)
    _speech.mark(lambda: current.channel.name if hasattr(current, "channel") else "")
    sys.setswitchinterval(0.0005)
    control = socket.socket(fileno=int(sys.argv.pop(1)))  # no library is to find it there
    slabs = Slabs()
    first: "queue.SimpleQueue[Union[Channel, str]]" = queue.SimpleQueue()
    threading.Thread(target=_obey, args=(control, slabs, first), daemon=True).start()
    _wait_for_work(first).serve()
    threading.Event().wait()  # other actors may be served still


def _wait_for_work(first: "queue.SimpleQueue[Union[Channel, str]]") -> Channel:
    """Import files ahead of time until there is an actor to serve."""
    while True:
        work = first.get()
        if isinstance(work, Channel):
            return work
        try:
            import_file(work)
        except BaseException:
            pass  # it is told to whoever loads an actor from it


def _obey(control: socket.socket, slabs: Slabs, first: "queue.SimpleQueue[Union[Channel, str]]") -> None:
    """Take frame memory and actors as the runner hands them over; the first actor gets the main
    thread, which some libraries insist on."""
    started = False
    while True:
        message, descriptor = receive(control)
        if not message:
            _speech.finish()
            os._exit(0)  # never finalise foreign extension modules
        kind, writable, _, number = _wire.HEAD.unpack_from(message)
        if kind == _wire.SLAB:
            slabs.add(number, descriptor, bool(writable))
            os.close(descriptor)
            continue
        if kind == _wire.FORGET:
            slabs.forget(number)
            continue
        if kind == _wire.PREPARE:
            first.put(message[_wire.HEAD.size :].decode())
            continue
        channel = Channel(socket.socket(fileno=descriptor), slabs)
        if started:
            threading.Thread(target=channel.serve, daemon=True).start()
        else:
            first.put(channel)
        started = True
