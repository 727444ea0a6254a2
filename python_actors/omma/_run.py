# SPDX-License-Identifier: Apache-2.0
"""A graph that a script or a notebook runs."""

import contextlib
import os
import re
import threading
import weakref
from types import TracebackType
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Type, Union

from omma import _toml
from omma._events import Events
from omma._feed import Feed
from omma._graph import Graph
from omma._line import Line
from omma._look import Frames
from omma._memory import Slabs
from omma._steering import Steering
from omma._types import Frame


class RunError(RuntimeError):
    """A graph cannot be run, or its run failed; the message is what `omma run` said."""


def run(
    graph: Union[str, "os.PathLike[str]", Graph],
    set: Optional[Mapping[str, Any]] = None,
    *,
    feed: Iterable[str] = (),
    frames: int = 0,
    seconds: float = 0,
    probes: Optional[Mapping[str, str]] = None,
    threads: int = 0,
    quarantine: str = "quarantine",
) -> "Run":
    """Run a graph in a process of its own, and return as soon as it runs.

        with omma.run("graphs/edges.toml", {"edges.low": 30}) as run:
            for frame in run.frames("edges.edges", limit=10):
                print(frame.sequence, frame.pixels.mean())

    Leaving the block ends the run: sources stop and what is under way is finished; after an
    exception everything stops at once. `run.wait()` lets sources that end come to their end. Inputs
    that the graph leaves open are for `run.push`.

    Args:
        graph: the path of a graph file, or a graph in code.
        set: other values for parameters of the graph, "name", or of its actors, "actor.name".
        feed: what `push` feeds though the graph does not leave it open: inputs, "actor.port", and
            sources, "actor". Actors that then feed nobody are left out.
        frames: each source ends after so many; 0: when it has no more.
        seconds: the run ends after so long; 0: when its sources end.
        probes: actors in Python, "FILE.py:NAME", by the output that each is to look at.
        threads: heavy steps at a time; 0: one per core.
        quarantine: folder for frames that end their actor's process; "": none is kept.

    Raises:
        RunError: the graph is wrong, or one of its actors cannot be made.
        FileNotFoundError: there is no program `omma`.
    """
    words = [f"--set={name}={_toml.write(_toml.plain(value))}" for name, value in (set or {}).items()]
    words += [f"--feed={each}" for each in feed]
    words += [f"--probe={port}={kind}" for port, kind in (probes or {}).items()]
    words += [f"--frames={frames}"] if frames else []
    words += [f"--for={seconds}s"] if seconds else []
    words += [f"--threads={threads}"] if threads else []
    words += [f"--quarantine={quarantine}"]
    if isinstance(graph, Graph):
        with graph.as_file() as path:
            try:
                return Run([path, *words])
            except RunError as error:
                raise RunError(_in_code(str(error), path, graph)) from None
    return Run([os.fspath(graph), *words])


class Run:
    """A graph that runs; see `omma.run`. Its methods may be called from any thread.

    Ports are named as in graph files, "actor.port"; "actor" alone where there is only one. An input
    stands for the output that feeds it.
    """

    def __init__(self, words: List[str]) -> None:
        self._steering = Steering(words)
        self._slabs = Slabs()
        self._feeds: Dict[str, Feed] = {}
        self._report: Dict[str, Any] = {}
        self._over = False
        self._died = False
        self._lock = threading.Lock()  # guards `_feeds`
        why = self._steering.begin()
        if why:
            self._over = True
            raise RunError(why)
        self._leave = weakref.finalize(self, self._steering.close)

    # ---- frames

    def frames(self, port: str, limit: Optional[int] = None, timeout: Optional[float] = None) -> Frames:
        """Iterate over the frames of an output, the newest whenever one is asked for.

        They are not copied, and looking slows nobody down: what comes while the script does
        something else passes by. The iterator ends with the run.

        Args:
            port: "actor.port".
            limit: end after so many.
            timeout: seconds to wait for each; None: as long as the run goes on.

        Raises:
            ValueError: there is no such port.
            BrokenPipeError: the run was stopped.
            TimeoutError: while iterating.
        """
        line = Line(self._steering.ask_for_look(port), self._slabs)
        return Frames(self, line, port, limit, timeout)

    def frame(self, port: str, timeout: Optional[float] = None) -> Frame:
        """Return the next frame of an output.

        Raises:
            ValueError: there is no such port.
            TimeoutError: none came within so many seconds.
            BrokenPipeError: the run has ended without one more.
        """
        for frame in self.frames(port, 1, timeout):
            return frame
        raise BrokenPipeError(f"the run has ended; {port} gives no more frames")

    def push(self, port: str, pixels: Any, timeout: Optional[float] = None) -> None:
        """Send a picture or tensor into the graph; waits while that has no room.

        Args:
            port: an input that the graph leaves open, or that `feed` names; or the output of an
                actor of the kind `script`.
            pixels: an array, as `empty` makes it; any other one is copied once. Or a Frame.
            timeout: seconds to wait for room.

        Raises:
            ValueError: nothing can be pushed there.
            TypeError: it is no picture or tensor.
            TimeoutError: there was no room.
            BrokenPipeError: the run has ended.
        """
        self._feed(port).push(pixels, timeout)

    def empty(self, port: str, shape: Any, dtype: Any = "uint8", timeout: Optional[float] = None) -> Any:
        """Return a new array, uninitialised, that `push` sends to this port without a copy."""
        return self._feed(port).empty(shape, dtype, timeout)

    def end(self, port: str) -> None:
        """Push nothing more there: the source ends, and the graph with the last of its sources."""
        self._feed(port).end()

    def _feed(self, port: str) -> Feed:
        self._steering.owner.check()
        with self._lock:
            if port not in self._feeds:
                self._feeds[port] = Feed(Line(self._steering.ask_for_feed(port), self._slabs), port)
            return self._feeds[port]

    # ---- parameters and figures

    def get(self, name: str) -> Any:
        """Return the value in force of a parameter, "actor.name". Raises `ValueError`: there is
        none."""
        return self._steering.ask("get", **_parameter(name))["value"]

    def set(self, name: str, value: Any) -> Any:
        """Set a parameter, "actor.name", between two steps; return the value in force, which may be
        another one.

        Raises:
            ValueError: there is none, or it does not take this value, or the actor refuses it or can
                not be asked. Nothing has changed then.
        """
        return self._steering.ask("set", value=_toml.plain(value), **_parameter(name))["value"]

    def report(self) -> Dict[str, Any]:
        """Return what each actor and edge did so far, as `omma run --report` writes it."""
        if not self._over:
            try:
                self._report = self._steering.ask("report")["report"]
            except BrokenPipeError:
                self._died = not self._over
        return self._report

    @property
    def folder(self) -> str:
        """Where the state of the run lies as text: run, report, parameters and errors."""
        return self._steering.folder

    def events(self, timeout: Optional[float] = None) -> Events:
        """Iterate over what happens from now on: errors, restarts, reloads, drops, changed
        parameters, what actors print, ... until the run has ended.

        Each is a dict with `kind`, `time` (seconds since 1970) and `text`, and where there is one
        `actor`, `place` (edge, host or parameter), `source` and `sequence` of the frame, `count`.

        Args:
            timeout: seconds to wait for each; None: as long as the run goes on.

        Raises:
            OSError: the run has no socket for others; its folder could not be made.
            TimeoutError: while iterating.
        """
        self._steering.owner.check()
        return Events(self, os.path.join(self._steering.folder, "control"), timeout)

    # ---- the end

    def wait(self, timeout: Optional[float] = None) -> bool:
        """Wait until the run has ended by itself; False when it has not within so many seconds.

        Raises:
            RunError: it failed.
        """
        if not self._over and not self._steering.wait(timeout):
            return False
        self._raise_failure()
        return True

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return not self._over and not self._steering.wait(0)

    def stop(self, at_once: bool = False) -> Dict[str, Any]:
        """End the run and return its report. Sources stop and what is under way is finished;
        `at_once`: everything stops between two frames. Frames that were read stay as they are.

        Raises:
            RunError: the run failed.
        """
        self._stop(at_once)
        self._raise_failure()
        return self._report

    def _stop(self, at_once: bool) -> None:
        if self._over or not self._steering.owner:
            return
        try:
            with contextlib.suppress(BrokenPipeError):
                for feed in list(self._feeds.values()):
                    feed.end()
                self._steering.ask("halt" if at_once else "drain")
                self._steering.wait(None)
            self.report()
        finally:
            self._over = True
            for feed in list(self._feeds.values()):
                feed.close()
            self._leave()

    def _raise_failure(self) -> None:
        failure = self.report().get("failure")
        if failure:
            raise RunError(failure)
        if self._died:
            raise RunError(self._steering.last_words() or "the process of the run has died")

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self._stop(at_once=error is not None)
        if error is None:
            self._raise_failure()

    def __repr__(self) -> str:
        return f"<omma.Run, {'running' if self.running else 'ended'}>"


def _in_code(text: str, path: str, graph: Graph) -> str:
    """A text about the file of a graph, with the places in the code that made that."""

    def spot(found: "re.Match[str]") -> str:
        file, line = graph._spot_of(int(found[1]))
        return f"{file}:{line}"

    return re.sub(re.escape(path) + r":(\d+)(?::\d+)?", spot, text)


def _parameter(name: str) -> Dict[str, str]:
    actor, dot, param = name.rpartition(".")
    if not dot:
        raise ValueError(f"{name!r} names no parameter of an actor; expected \"actor.name\"")
    return {"actor": actor, "param": param}
