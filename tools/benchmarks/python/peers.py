# SPDX-License-Identifier: Apache-2.0
"""Round trips of pictures through another Python process, the way they are made without omma.

    peers.py PEER HEIGHT WIDTH CHANNELS SECONDS     prints the p50 and p99 in microseconds
"""

import multiprocessing
import os
import sys
import tempfile
import threading
import time
from multiprocessing import resource_tracker, shared_memory

import numpy


def measured(send, receive, seconds):
    """Round trips one after the other, after some that do not count."""
    for _ in range(3):
        send()
        receive()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter_ns()
        send()
        receive()
        times.append((time.perf_counter_ns() - start) / 1e3)
    times.sort()
    print(times[len(times) // 2], times[int(len(times) * 0.99)])


def queue(image, seconds):
    """multiprocessing.Queue: pickled there and back."""
    there, back = multiprocessing.Queue(), multiprocessing.Queue()
    child = multiprocessing.Process(target=_queue_child, args=(there, back), daemon=True)
    child.start()
    measured(lambda: there.put(image), back.get, seconds)
    child.kill()


def _queue_child(there, back):
    while True:
        image = there.get()
        image[0, 0]
        back.put(numpy.empty_like(image))


def shared(image, seconds):
    """A SharedMemory for each frame, whose name goes through a Queue."""
    there, back = multiprocessing.Queue(), multiprocessing.Queue()
    child = multiprocessing.Process(target=_shared_child, args=(there, back, image), daemon=True)
    child.start()

    def send():
        memory = shared_memory.SharedMemory(create=True, size=image.nbytes)
        numpy.ndarray(image.shape, "uint8", memory.buf)[:] = image
        there.put(memory.name)
        memory.close()

    def receive():
        memory = shared_memory.SharedMemory(back.get())
        numpy.ndarray(image.shape, "uint8", memory.buf)[0, 0]
        memory.close()
        memory.unlink()

    measured(send, receive, seconds)
    child.kill()


def _shared_child(there, back, image):
    while True:
        memory = shared_memory.SharedMemory(there.get())
        numpy.ndarray(image.shape, "uint8", memory.buf)[0, 0]
        memory.close()
        memory.unlink()
        answer = shared_memory.SharedMemory(create=True, size=image.nbytes)
        numpy.ndarray(image.shape, "uint8", answer.buf)[0, 0] = 1
        back.put(answer.name)
        answer.close()


def zeromq(image, seconds):
    """Whole frames over ipc, without the copies that pyzmq can avoid."""
    import zmq

    with tempfile.TemporaryDirectory() as folder:
        address = f"ipc://{folder}/frames"
        socket = zmq.Context().socket(zmq.PAIR)
        socket.bind(address)
        child = multiprocessing.Process(target=_zeromq_child, args=(address, image), daemon=True)
        child.start()
        measured(lambda: socket.send(image, copy=False), lambda: socket.recv(copy=False), seconds)
        child.kill()
        socket.close(0)


def _zeromq_child(address, image):
    import zmq

    socket = zmq.Context().socket(zmq.PAIR)
    socket.connect(address)
    while True:
        message = socket.recv(copy=False)
        numpy.frombuffer(message.buffer, "uint8").reshape(image.shape)[0, 0]
        socket.send(numpy.empty_like(image), copy=False)


def gstreamer(image, seconds):
    """A callback of appsink that maps the buffer and pushes a new one; in the same process."""
    import gi

    gi.require_version("Gst", "1.0")
    gi.require_version("GstApp", "1.0")
    from gi.repository import Gst, GstApp  # noqa: F401

    Gst.init(None)
    options = "max-bytes=0 block=true caps=application/x-raw"
    pipeline = Gst.parse_launch(
        f"appsrc name=source {options} ! appsink name=tool emit-signals=true sync=false async=false "
        f"appsrc name=answer {options} ! appsink name=sink emit-signals=true sync=false async=false")
    source, tool, answer, sink = map(pipeline.get_by_name, ("source", "tool", "answer", "sink"))
    arrived = threading.Event()

    def step(element):
        buffer = element.emit("pull-sample").get_buffer()
        done, view = buffer.map(Gst.MapFlags.READ)
        numpy.frombuffer(view.data, "uint8").reshape(image.shape)[0, 0]
        buffer.unmap(view)
        answer.emit("push-buffer", Gst.Buffer.new_allocate(None, image.nbytes, None))
        return Gst.FlowReturn.OK

    def arrive(element):
        element.emit("pull-sample")
        arrived.set()
        return Gst.FlowReturn.OK

    tool.connect("new-sample", step)
    sink.connect("new-sample", arrive)
    pipeline.set_state(Gst.State.PLAYING)

    def receive():
        arrived.wait()
        arrived.clear()

    measured(lambda: source.emit("push-buffer", Gst.Buffer.new_allocate(None, image.nbytes, None)),
             receive, seconds)
    pipeline.set_state(Gst.State.NULL)


def busy(image, seconds):
    """Frames a second of a loop that does what the actor `work` does, without any frames."""
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        for _ in range(100_000):
            pass
        count += 1
    print(count / seconds, 0)


def main():
    peer, height, width, channels, seconds = sys.argv[1:]
    multiprocessing.set_start_method("fork")
    resource_tracker.register = resource_tracker.unregister = lambda *_: None
    shape = (int(height), int(width), int(channels))
    image = numpy.zeros(shape if shape[2] > 1 else shape[:2], "uint8")
    globals()[peer](image, float(seconds))
    sys.stdout.flush()
    os._exit(0)


main()
