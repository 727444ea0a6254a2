# SPDX-License-Identifier: Apache-2.0
"""A host is awake when the next frame is due, and what it does until then shows nowhere."""

import json
import socket

import pytest
from omma import _rhythm

MS = 1_000_000


@pytest.fixture
def clock(monkeypatch):
    """The time, in a list of one; whoever looks makes it go on a little."""
    now = [0]

    def look():
        now[0] += 1000
        return now[0]

    monkeypatch.setattr(_rhythm.time, "monotonic_ns", look)
    return now


@pytest.fixture
def ends():
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    yield one, other
    one.close()
    other.close()


def steady(clock, period):
    rhythm = _rhythm.Rhythm()
    for beat in range(30):
        clock[0] = (beat + 1) * period
        rhythm.beat()
    return rhythm


def test_the_next_message_of_a_steady_rate_is_expected(clock, ends):
    rhythm = steady(clock, 33 * MS)
    rehearsed = []
    clock[0] = 31 * 33 * MS - 100_000
    rhythm.wait(ends[0], lambda: rehearsed.append(clock[0]))
    assert len(rehearsed) == 1
    assert 31 * 33 * MS < clock[0] < 31 * 33 * MS + MS  # until the time for it has passed


def test_a_message_ends_the_waiting(clock, ends):
    rhythm = steady(clock, 33 * MS)
    ends[1].send(b"x")
    rehearsed = []
    rhythm.wait(ends[0], lambda: rehearsed.append(1))
    assert not rehearsed and clock[0] < 31 * 33 * MS - MS


@pytest.mark.parametrize("period", [MS, 2000 * MS])
def test_nothing_is_expected_at_other_rates(clock, ends, period):
    rhythm = steady(clock, period)
    rhythm.wait(ends[0], lambda: pytest.fail("not to be called"))


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
