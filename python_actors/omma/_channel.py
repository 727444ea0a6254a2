# SPDX-License-Identifier: Apache-2.0
"""The conversation about one actor: loads it, and steps it whenever the runner says so."""

import collections
import contextlib
import json
import os
import pickle
import socket
import sys
import traceback
from typing import Any, Dict, Iterator, List, Optional

from omma import _wire
from omma._awake import Awake
from omma._current import current
from omma._importing import files_behind, forget_compiled, import_file, project_files
from omma._inputs import read_frames, read_grants
from omma._kept import Kept
from omma._memory import Grant, Slabs, native
from omma._parameters import Parameters
from omma._ports import check_ports
from omma._rehearsal import Rehearsal
from omma._results import Results
from omma._room import Room
from omma._types import Frame, Regions

_MOST_NOTES = _wire.LONGEST - 4096  # bytes of an answer besides pixels
_MOST_STATE = 65536  # bytes of the state of a source; docs/hosts.md
_HERE = os.path.dirname(os.path.abspath(__file__))


def explain() -> str:
    """The exception that is being handled, without the host's own lines."""
    kind, error, trace = sys.exc_info()
    while trace is not None and _ours(trace) and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is not None and _ours(trace):  # raised by the host about a result: no place to show
        return f"{kind.__name__}: {error}"  # type: ignore[union-attr]
    return "".join(traceback.format_exception(kind, error, trace)).rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= 10000 else text[:2000] + "\n...\n" + text[-8000:]


def _ours(trace: Any) -> bool:
    name = trace.tb_frame.f_code.co_filename
    return os.path.dirname(name) == _HERE or name.startswith("<frozen importlib")


class Channel:
    """Serves one actor until the runner closes its socket."""

    def __init__(self, connection: socket.socket, slabs: Slabs) -> None:
        self._socket, self._slabs = connection, slabs
        self._buffer = bytearray(_wire.LONGEST)
        self._instance: Any = None
        self._contract: Any = None
        self._parameters: Any = None
        self._generator: Optional[Iterator] = None
        self._results: Any = None
        self._awake = Awake(connection)
        self._waiting: "collections.deque[bytes]" = collections.deque()
        self._told_of_state = False
        self._may_need = False  # the runner gives room while it waits for an answer to this message
        self._kept = Kept(self._socket)
        self._complaint = ""  # about a state; the next step ends with it
        self.name = "?"
        self._room = Room(self._need)

    # ---- messages

    def serve(self) -> None:
        """Serve until the runner lets this actor go, perhaps in the middle of a step. Other actors
        of this process are served on."""
        current.channel = self
        with contextlib.suppress(ConnectionError):
            self._converse()

    def _converse(self) -> None:
        answers = {_wire.LOAD: self._load, _wire.CONFIGURE: self._configure,
                   _wire.STEP: self._step, _wire.FINISH: self._finish,
                   _wire.HAND_OVER: self._hand_over, _wire.STATE: self._take_state,
                   _wire.REHEARSE: self._rehearse}
        while True:
            size = self._next()
            if size < _wire.HEAD.size:
                return
            kind, items, others, number = _wire.HEAD.unpack_from(self._buffer)
            self._may_need = kind not in (_wire.LOAD, _wire.STATE)
            try:
                answer = answers[kind](items, others, number, size)
            except BaseException:  # also SystemExit: an actor does not end its host
                answer = self._error(number, explain())
            if answer is not None:
                self._socket.send(answer)
            self._kept.answered()

    def _next(self) -> int:
        """Put the next message into the buffer; return its size, 0 when there are no more."""
        if not self._waiting:
            return self._awake.receive(self._buffer)
        message = self._waiting.popleft()
        self._buffer[: len(message)] = message
        return len(message)

    def _error(self, number: int, said: str) -> bytes:
        text = _cut(said).encode("utf-8", "replace")
        held = self._kept.settle(self._room)
        head = _wire.HEAD.pack(_wire.ERROR, 0, len(held), number)
        return head + b"".join(held) + text

    def _text(self, size: int) -> Dict[str, Any]:
        return json.loads(bytes(self._buffer[_wire.HEAD.size : size]).decode())

    # ---- life of the actor

    def _load(self, items: int, others: int, number: int, size: int) -> bytes:
        """Load the actor; whatever becomes of it, tell which files that depends on."""
        kind, said, missed = _wire.READY, "", []
        try:
            self._make(self._text(size))
        except BaseException as error:
            kind, said, missed = _wire.ERROR, _cut(explain()), files_behind(error)
        answer = {"error": said, "files": project_files(missed)}
        text = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
        return _wire.HEAD.pack(kind, 0, 0, number) + text

    def _make(self, wanted: Dict[str, Any]) -> None:
        self.name = wanted["actor"]
        self._slabs[wanted["outputs"]]  # once it is mapped here, nobody else may map it writable
        if native is not None:
            native.name(self.name)
        forget_compiled(wanted["changed"])
        module = import_file(wanted["file"])
        target = getattr(module, wanted["name"])
        contract = self._contract = target.__omma__
        check_ports(contract, wanted["ports"])
        self._parameters = Parameters(contract)
        reads_regions = Regions in contract.input_types
        self._results = Results(contract.outputs, contract.output_types, contract.name,
                                reads_regions, numbers=not contract.inputs,
                                promised=contract.promised)
        self._rehearsal = Rehearsal(self._slabs, contract, reads_regions)
        if contract.is_class:
            self._instance = self._parameters.make(target, wanted["params"])
        else:
            self._parameters.begin(wanted["params"])

    def _configure(self, items: int, others: int, number: int, size: int) -> bytes:
        """Set parameters, all or none; tell what is in force then."""
        try:
            self._parameters.change(self._text(size))
        except ValueError as refusal:  # the actor's own words
            return self._error(number, str(refusal))
        text = json.dumps(self._parameters.settings(), ensure_ascii=False).encode("utf-8", "replace")
        if len(text) > _MOST_NOTES:
            raise ValueError(f"{self.name} has {len(text)} bytes of parameters; at most {_MOST_NOTES} fit")
        held = self._kept.settle(self._room)
        return _wire.HEAD.pack(_wire.CONFIGURED, 0, len(held), number) + b"".join(held) + text

    # ---- the next process

    def _hand_over(self, items: int, others: int, number: int, size: int) -> bytes:
        """Put the state, where the actor has one to give, into memory that its successor sees."""
        if not hasattr(self._instance, "get_state"):
            return _wire.HEAD.pack(_wire.STATE, 0, 0, number)
        try:
            state = pickle.dumps(self._instance.get_state())
            grant = self._need(len(state), items=1)
            grant.slab.bytes[grant.offset : grant.offset + len(state)] = state
        except BaseException:
            print("get_state failed, so the new version starts without a state:\n" + explain(),
                  file=sys.stderr)
            return _wire.HEAD.pack(_wire.STATE, 0, 0, number)
        room = _wire.SLOT.pack(grant.lease, 0, grant.offset, len(state))
        return _wire.HEAD.pack(_wire.STATE, 0, 1, number) + room

    def _take_state(self, items: int, others: int, number: int, size: int) -> None:
        """Take the state of the process before; the next step tells what went wrong."""
        try:
            if hasattr(self._instance, "set_state"):
                _, number, offset, count = _wire.SLOT.unpack_from(self._buffer, _wire.HEAD.size)
                slab = self._slabs[number]
                if slab.writable:
                    slab.open(offset, count)
                state = pickle.loads(slab.bytes[offset : offset + count])
                self._instance.set_state(state)
        except BaseException:
            self._complaint = explain()

    # ---- steps

    def _step(self, items: int, others: int, number: int, size: int) -> bytes:
        frames = self._take(items, others)
        if self._complaint:
            complaint, self._complaint = self._complaint, ""
            return self._error(number, complaint)
        results, room = self._results, self._room
        results.clear()
        if self._contract.generates and not frames:
            if self._generator is None:
                self._generator = iter(self._call())
            try:
                results.add(next(self._generator), room)
            except StopIteration:
                frames = None
                held = self._kept.settle(self._room)
                return _wire.HEAD.pack(_wire.END, 0, len(held), number) + b"".join(held)
        else:
            arguments = [_argument(hint, frame) for hint, frame in
                         zip(self._contract.input_types, frames)]
            returned = self._call(*arguments)
            if self._contract.many:
                for each in returned or ():
                    results.add(each, room)
                each = None
            else:
                results.add(returned, room)
            arguments = returned = None
        frames = None
        return self._answer(number)

    def _rehearse(self, items: int, others: int, number: int, size: int) -> bytes:
        self._awake.expect(number)
        return self._rehearsal.answer(self._buffer)

    def _call(self, *inputs: Any) -> Any:
        if self._instance is not None:
            return self._instance.process(*inputs)
        return self._contract.process(*inputs, **self._parameters.values)

    def _finish(self, items: int, others: int, number: int, size: int) -> bytes:
        self._take(0, others)
        self._results.clear()
        if self._generator is not None:
            self._generator.close()  # type: ignore[attr-defined]
        if self._instance is not None and hasattr(self._instance, "close"):
            self._instance.close()
        return self._answer(number)

    def _answer(self, number: int) -> bytes:
        results = self._results
        results.part_with(self._room, self._generator)
        body = results.packed()
        count = results.count
        if len(body) > _MOST_NOTES:
            raise ValueError(f"{self.name} gave {len(body)} bytes of regions, tensors and attributes in "
                             f"one step; at most {_MOST_NOTES} fit. Return a large array as it is, "
                             "not as a Tensor")
        state = self._source_state(min(_MOST_STATE, _wire.LONGEST - 4096 - len(body)))
        held = self._kept.settle(self._room)
        return _wire.HEAD.pack(_wire.RESULT, count, len(held), number) + b"".join(held) + body + state

    def _source_state(self, room: int) -> bytes:
        """Where a source is, so that its next process can go on there; nothing when it does not say."""
        if self._contract.inputs or not hasattr(self._instance, "get_state"):
            return b""
        try:
            state = pickle.dumps(self._instance.get_state())
            if len(state) > room:
                raise ValueError(f"the state is of {len(state)} bytes; at most {_MOST_STATE} go with a frame"
                                 " (fewer beside notes that are nearly as long as they may be)")
        except Exception:
            if not self._told_of_state:
                print("get_state failed, so this source can not go on where it is:\n" + explain(),
                      file=sys.stderr)
            self._told_of_state = True
            return b""
        return state

    def _take(self, items: int, others: int) -> List[Optional[Frame]]:
        """Read the inputs and grants of a step."""
        frames, at = read_frames(self._buffer, _wire.HEAD.size, items, self._slabs)
        self._room.inputs.extend(each._held for each in frames if each is not None)
        self._room.grants.extend(read_grants(self._buffer, at, others, self._slabs))
        return frames

    def _need(self, nbytes: int, items: int = 0) -> Grant:
        """Ask for one more slot."""
        head = _wire.HEAD.pack(_wire.NEED, items, 0, 0)
        self._socket.send(head + _wire.BYTES.pack(nbytes))
        while True:
            size = self._socket.recv_into(self._buffer)
            if size < _wire.HEAD.size:
                raise ConnectionAbortedError("the runner has let this actor go")
            kind, _, others, _ = _wire.HEAD.unpack_from(self._buffer)
            if kind == _wire.GRANT:
                break
            self._waiting.append(bytes(self._buffer[:size]))  # the next steps come later
        if others == 0:
            raise MemoryError(bytes(self._buffer[_wire.HEAD.size : size]).decode())
        return read_grants(self._buffer, _wire.HEAD.size, 1, self._slabs)[0]

    def empty(self, shape: Any, dtype: Any) -> Any:
        if not self._may_need:
            raise RuntimeError("omma.empty makes results, so it is for steps; in __init__ and set_state use "
                               "numpy.empty")
        return self._room.empty(shape, dtype)


def _argument(hint: Any, frame: Optional[Frame]) -> Any:
    if frame is None or hint is Frame:
        return frame
    if hint is Regions:
        return frame.regions()
    return frame.pixels

