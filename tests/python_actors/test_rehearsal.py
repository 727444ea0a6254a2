# SPDX-License-Identifier: Apache-2.0
"""A host is awake when the next frame is due, and what it does until then shows nowhere."""

import json
import os
import socket
import threading

import pytest
from omma import _wire
from omma._awake import Awake
from omma._channel import Channel
from omma._formats import NAMES
from omma._memory import Slabs

BYTES = 4 * 6  # of a picture
ROOM, PIXELS = 8192, 16384  # where its result may be written, and where it lies
MONO8 = next(code for code, name in NAMES.items() if name == "Mono8")
COUNTER = '''
from omma import Image, actor, empty

@actor
class Counter:
    """Count pictures."""
    steps = 0

    def process(self, image: Image) -> Image:
        self.steps += 1
        answer = empty(image.shape)
        answer[:] = self.steps
        return answer
'''


@pytest.fixture
def ends():
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    yield one, other
    one.close()
    other.close()


@pytest.fixture
def memory():
    """A descriptor of frame memory."""
    descriptor = os.memfd_create("frames")
    os.ftruncate(descriptor, 1 << 16)
    yield descriptor
    os.close(descriptor)


@pytest.fixture
def runner(tmp_path, ends, memory):
    """Converses as the runner does with a channel that serves `Counter`."""
    (tmp_path / "counter.py").write_text(COUNTER)
    slabs = Slabs()
    slabs.add(0, memory, writable=True)
    channel = Channel(ends[0], slabs)
    thread = threading.Thread(target=channel.serve)
    thread.start()
    image = {"name": "image", "payload": "picture", "formats": [], "optional": False,
             "many_sources": False}
    ports = {"inputs": [image], "outputs": [image]}
    wanted = {"actor": "counter", "file": str(tmp_path / "counter.py"), "name": "Counter", "changed": [],
              "params": {}, "ports": ports, "outputs": 0}

    def ask(kind, number, rest, items=0, others=0):
        ends[1].send(_wire.HEAD.pack(kind, items, others, number) + rest)
        answer = ends[1].recv(_wire.LONGEST)
        return _wire.HEAD.unpack_from(answer), answer[_wire.HEAD.size :]

    (kind, *_), said = ask(_wire.LOAD, 0, json.dumps(wanted).encode())
    assert kind == _wire.READY, said
    yield ask
    ends[1].shutdown(socket.SHUT_RDWR)
    thread.join()


def step():
    """What a message says of a picture and of the room for the answer."""
    picture = _wire.INPUT.pack(1, 0, 0, 1, 0, 0, 0, MONO8, 6, 4, 0, 0, 64, 0, PIXELS, BYTES)
    return picture + _wire.SLOT.pack(2, 0, ROOM, 512)


def test_a_rehearsal_answers_as_a_step_and_changes_nothing(runner, memory):
    (kind, count, _, number), answered = runner(_wire.STEP, 7, step(), items=1, others=1)
    assert (kind, count, number) == (_wire.RESULT, 1, 7)
    assert os.pread(memory, BYTES, ROOM) == bytes([1] * BYTES)
    before = os.pread(memory, 1 << 16, 0)
    (kind, count, kept, _), rehearsed = runner(_wire.REHEARSE, 1000, step(), items=1, others=1)
    assert (kind, count, kept) == (_wire.REHEARSED, 1, 0)
    assert rehearsed == answered
    assert os.pread(memory, 1 << 16, 0) == before
    (kind, count, _, number), _ = runner(_wire.STEP, 8, step(), items=1, others=1)
    assert (kind, count, number) == (_wire.RESULT, 1, 8)
    assert os.pread(memory, BYTES, ROOM) == bytes([2] * BYTES)


def test_a_rehearsal_that_fails_is_answered_too(runner):
    (kind, count, kept, _), _ = runner(_wire.REHEARSE, 0, step()[: _wire.INPUT.size], items=1)
    assert (kind, count, kept) == (_wire.REHEARSED, 0, 0)


def test_a_message_that_is_due_is_looked_for_until_it_comes(ends):
    awake = Awake(ends[0])
    awake.expect(3600 * 10**9)
    ends[1].send(b"12")
    assert awake.receive(bytearray(8)) == 2


def test_where_messages_follow_each_other_soon_they_are_looked_for(ends, monkeypatch):
    looked, look = [], Awake._look
    monkeypatch.setattr(Awake, "_look", lambda self, buffer: looked.append(1) or look(self, buffer))
    awake = Awake(ends[0])
    for _ in range(100):
        ends[1].send(b"1")
        assert awake.receive(bytearray(8)) == 1
    assert 0 < len(looked) < 100


@pytest.mark.parametrize("within_ns", [0, 10**6])
def test_a_message_that_does_not_come_in_time_is_slept_for(ends, within_ns):
    awake = Awake(ends[0])
    awake.expect(within_ns)
    ends[0].setblocking(False)  # else it would sleep for ever
    with pytest.raises(BlockingIOError):
        awake.receive(bytearray(8))
    ends[0].setblocking(True)
    ends[1].send(b"123")
    assert awake.receive(bytearray(8)) == 3


def test_the_end_is_no_message(ends):
    ends[1].shutdown(socket.SHUT_RDWR)
    awake = Awake(ends[0])
    awake.expect(3600 * 10**9)
    assert awake.receive(bytearray(8)) == 0


ACTORS = '''
from omma import Image, actor, empty, port

@actor
def same(image: Image) -> Image:
    answer = empty(image.shape)
    answer[:] = image
    return answer

@actor(outputs=[port("image", "BGR8")])
def coloured(image: Image) -> Image:
    answer = empty(image.shape + (3,))
    answer[:] = image[..., None]
    return answer

@actor
def compare(original: Image, image: Image) -> None:
    shown = image if image.ndim == 2 else image[..., 2]
    assert (original == shown).all()
'''


@pytest.mark.parametrize("kind", ["same", "coloured"])
def test_frames_at_a_steady_rate_come_through_unchanged(run_graph, tmp_path, kind):
    (tmp_path / "actors.py").write_text(ACTORS)
    done = run_graph(f'''
actor.source = {{ kind = "pattern", format = "Mono8", rate = 100, frames = 60 }}
actor.between = {{ kind = "actors.py:{kind}", in = "source" }}
actor.compare = {{ kind = "actors.py:compare", in = {{ original = "source", image = "between" }} }}
''')
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["actors"]["compare"]["processed"] == 60
    assert report["copies"]["pixels"] == 0
