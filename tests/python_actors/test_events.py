# SPDX-License-Identifier: Apache-2.0
"""What happens in a run reaches the script that runs it, and whoever opens its socket."""

import json
import os
import socket

import numpy
import omma
import pytest
from scripted import pattern

FAILING = '''
from omma import Image, actor

@actor
def fail(image: Image) -> Image:
    """Break at the fifth frame."""
    if image.frame.sequence == 5:
        raise ValueError("it is the fifth")
    print("fine", flush=True)
    return image
'''


def test_changed_parameters_are_events():
    with omma.run(pattern(frames=0)) as run:
        events = run.events(timeout=20)
        run.set("blurred.size", 7)
        event = next(event for event in events if event["kind"] == "parameter")
        assert event["actor"] == "blurred"
        assert event["place"] == "size"
        assert event["text"] == "size = 7"
        assert event["time"] > 1e9


def test_errors_and_output_are_events_with_actor_and_frame(tmp_path):
    (tmp_path / "tool.py").write_text(FAILING)
    graph = omma.Graph("failing")
    source = graph.actor("source", "script")
    tool = graph.actor("tool", str(tmp_path / "tool.py") + ":fail", source, on_error="skip")
    graph.actor("end", "null", tool)
    with omma.run(graph, quarantine="") as run:
        events = run.events(timeout=30)
        for _ in range(7):
            run.push("source", numpy.zeros((2, 2), "uint8"))
        heard = []
        while [event["kind"] for event in heard].count("output") < 6:  # what is printed may take a while
            heard.append(next(events))
        run.end("source")
        heard += events
        run.wait()
    error = next(event for event in heard if event["kind"] == "error")
    assert (error["actor"], error["source"], error["sequence"]) == ("tool", "source", 5)
    assert "ValueError: it is the fifth" in error["text"]
    assert [event["text"] for event in heard if event["kind"] == "output"].count("fine") == 6
    assert {"kind": "lost", "place": "source.frame -> tool.image"}.items() <= next(
        event for event in heard if event["kind"] == "lost").items()
    assert heard[-1]["kind"] == "ended"


def test_a_run_that_does_nothing_times_out():
    graph = omma.Graph("quiet")
    graph.actor("end", "null", graph.actor("source", "script"))
    with omma.run(graph) as run:
        with pytest.raises(TimeoutError, match="nothing happened within 0.1 s"):
            next(run.events(timeout=0.1))


def test_the_state_lies_in_a_folder_that_only_its_user_may_read():
    with omma.run(pattern(frames=0)) as run:
        folder = run.folder
        assert os.stat(folder).st_mode & 0o777 == 0o700
        assert os.stat(os.path.join(folder, "control")).st_mode & 0o777 == 0o600
        run.frame("source")
    with open(os.path.join(folder, "run"), encoding="utf-8") as file:
        assert "state = ended\n" in file.read()
    assert not os.path.exists(os.path.join(folder, "control"))


def test_any_number_of_clients_ask_at_a_time():
    with omma.run(pattern(frames=0)) as run:
        clients = []
        for _ in range(10):
            client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            client.connect(os.path.join(run.folder, "control"))
            clients.append(client)
        for number, client in enumerate(clients):
            client.send(json.dumps({"do": "set", "actor": "blurred", "param": "size",
                                    "value": 3 + 2 * number, "id": number}).encode())
        for number, client in enumerate(clients):
            answer = json.loads(client.recv(1 << 16)[1:])
            assert answer == {"value": 3 + 2 * number, "id": number}
            client.close()
        assert run.get("blurred.size") in range(3, 23)
