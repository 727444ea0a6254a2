# SPDX-License-Identifier: Apache-2.0
"""The program of a host: an interpreter that runs actors for the runner that started it."""

import array
import faulthandler
import os
import queue
import signal
import socket
import sys
import threading

from omma import _wire
from omma._channel import Channel
from omma._memory import Slabs


def main() -> None:
    """Serve until the runner closes the control socket, whose descriptor is argv[1]."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the runner's to handle
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1, all_threads=True, chain=False)
    sys.setswitchinterval(0.0005)
    control = socket.socket(fileno=int(sys.argv[1]))
    slabs = Slabs()
    first: "queue.SimpleQueue[Channel]" = queue.SimpleQueue()
    threading.Thread(target=_obey, args=(control, slabs, first), daemon=True).start()
    first.get().serve()
    threading.Event().wait()  # other actors may be served still


def _obey(control: socket.socket, slabs: Slabs, first: "queue.SimpleQueue[Channel]") -> None:
    """Take frame memory and actors as the runner hands them over; the first actor gets the main
    thread, which some libraries insist on."""
    started = False
    while True:
        message, descriptor = _receive(control)
        if not message:
            os._exit(0)  # never finalise foreign extension modules
        kind, writable, _, number = _wire.HEAD.unpack_from(message)
        if kind == _wire.SLAB:
            slabs.add(number, descriptor, bool(writable))
            continue
        channel = Channel(socket.socket(fileno=descriptor), slabs)
        if started:
            threading.Thread(target=channel.serve, daemon=True).start()
        else:
            first.put(channel)
        started = True


def _receive(control: socket.socket) -> "tuple[bytes, int]":
    room = socket.CMSG_SPACE(array.array("i").itemsize)
    message, ancillary, _, _ = control.recvmsg(64, room)
    descriptors = array.array("i")
    for _, _, data in ancillary:
        descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
    return message, descriptors[0] if descriptors else -1
