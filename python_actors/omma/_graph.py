# SPDX-License-Identifier: Apache-2.0
"""Graphs in code: `Graph`."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Union

from omma import _command, _rules, _toml
from omma._parts import Actor, Edge, Port, Source, reference
from omma._paths import Paths, kind_of, parameters_in
from omma._tables import Line, Spot, Table, caller, lines_of, moved, spots_of, text_of

StrPath = Union[str, "os.PathLike[str]"]


class Graph:
    """A graph in code, with the keys and values of a graph file.

        graph = omma.Graph("edges", doc="Edges of a video")
        low = graph.param("low", 50)
        video = graph.actor("video", "video", uri="vtest.avi")
        grey = graph.actor("grey", "convert", format="Mono8", image=video.image)
        edges = graph.actor("edges", "canny", low=low, image=grey.image.edge(queue=8))
        graph.actor("end", "null", edges)
        print(graph.toml())

    Paths of plug-ins, modules, files in Python, interpreters, requirements and wheels are relative
    to `folder`; they are rewritten when the file is saved elsewhere. Paths that are parameters of
    actors are relative to the folder where the graph runs, as in files.

    An impossible value raises at once; `omma.check` finds the errors that depend on kinds.
    """

    def __init__(
        self,
        name: str = "",
        doc: str = "",
        *,
        folder: StrPath = ".",
        plugins: Optional[Sequence[StrPath]] = None,
        python_path: Optional[Sequence[StrPath]] = None,
        reload: Union[bool, str, None] = None,
        slab_mb: Union[int, str, None] = None,
    ) -> None:
        """Begin a graph; docs/graph.md has the defaults.

        Args:
            name: its name; else that of its file.
            doc: what it does.
            folder: where its relative paths begin; else the current folder.
            plugins: files with kinds of actors.
            python_path: folders and packages; their kinds are found by name.
            reload: whether actors in Python are reloaded when their files change; else True.
            slab_mb: limit of frame memory, in MiB; else 1024.

        Raises:
            ValueError: a value does not fit; the message says what was expected.
        """
        self._folder = os.path.abspath(os.fspath(folder))
        self._about = _toml.plain(_rules.given(name=name or None, doc=doc or None, plugins=plugins,
                                               python_path=python_path, reload=reload, slab_mb=slab_mb))
        _rules.check_keys("a graph", self._about, _rules.GRAPH)
        self._params: Dict[str, Line] = {}
        self._hosts: Dict[str, Table] = {}
        self._actors: Dict[str, Actor] = {}
        self._ports: Dict[str, Line] = {}
        self._spot = caller()

    def param(self, name: str, default: Any) -> str:
        """Declare a parameter of the graph, and return the text that stands for it: "${name}".

        Use it as a value, `low=low`, or in a text, `path=f"{folder}/a.png"`; `--set name=value`
        changes it. A default may use parameters that were declared before.

        Raises:
            ValueError: there is one of this name, or the default is no boolean, number, text or
                list of them.
        """
        if name in self._params or not name or set(name) & set("${}"):
            raise ValueError(f"the parameter {name!r}: expected a name that is not used yet; "
                             f"declared are {', '.join(self._params) or 'none'}")
        value = self._plain(default, f"the parameter {name!r}")
        if isinstance(value, dict):
            raise ValueError(f"the parameter {name!r}: expected a boolean, a number, a text or a list of them; "
                             f"found {value!r}")
        self._params[name] = Line(_toml.write_key(name), value, caller())
        return f"${{{name}}}"

    def host(
        self,
        name: str = "",
        *,
        python: Optional[StrPath] = None,
        requirements: Union[StrPath, Sequence[str], None] = None,
        wheels: Optional[StrPath] = None,
        cpu: Union[Sequence[int], str, None] = None,
        env: Optional[Mapping[str, str]] = None,
        deadline_ms: Union[int, str, None] = None,
        start_deadline_ms: Union[int, str, None] = None,
        memory_mb: Union[int, str, None] = None,
        retries: Union[int, str, None] = None,
        spare: Union[bool, str, None] = None,
        isolate: Optional[str] = None,
    ) -> str:
        """Declare a process that actors share, `host=name`, and return its name: an interpreter for
        those in Python, one of omma's own for those in C++.

        Args:
            name: left out, the rest holds for each actor in Python that names no host; each of them
                still has a process to itself.
            python: the interpreter, for example `sys.executable`; else /usr/bin/python3.
            requirements: packages of its environment, or a file that lists them.
            wheels: folder to install them from; else the network.
            cpu: the cores that it may use; else all.
            env: environment variables.
            deadline_ms: time limit for a step; else 10000, and none for sources.
            start_deadline_ms: time limit for import and construction; else 60000.
            memory_mb: limit of its own memory, in MiB.
            retries: how often a frame is tried again after the process died at it; else 1.
            spare: keep a second process ready to take over.
            isolate: "copy": copy each result, so that its host can never change it; else "share".

        Raises:
            ValueError: there is one of this name, or a value does not fit.
        """
        if name in self._hosts:
            raise ValueError(f"there are two hosts {name!r}; give one of them another name" if name
                             else "the host without a name is declared twice; write it once")
        if name in _rules.HOST:
            raise ValueError(f"a host cannot be named {name!r}, as one of its keys is")
        given = _rules.given(python=python, requirements=requirements, wheels=wheels, cpu=cpu, env=env,
                             deadline_ms=deadline_ms, start_deadline_ms=start_deadline_ms,
                             memory_mb=memory_mb, retries=retries, spare=spare, isolate=isolate)
        what = f"the host {name!r}" if name else "the host without a name"
        options = self._plain(given, what)
        _rules.check_keys(what, options, _rules.HOST)
        spot = caller()
        table = f"host.{_toml.write_key(name)}" if name else "host"
        self._hosts[name] = Table(table, lines_of(options, spot), spot)
        return name

    def actor(
        self,
        name: str,
        kind: Union[StrPath, Callable[..., Any]],
        source: Optional[Source] = None,
        /,
        *,
        replicas: Union[int, str, None] = None,
        join: Union[str, Mapping[str, Any], None] = None,
        on_error: Optional[str] = None,
        restart: Optional[Mapping[str, Any]] = None,
        host: Optional[str] = None,
        **settings: Any,
    ) -> Actor:
        """Add an actor and return it.

        Args:
            name: letters, digits, "_" and "-".
            kind: a kind (`omma.actors` lists them), "FILE.py:NAME", a module "FILE.toml", or a
                function or class with @omma.actor from a file.
            source: feeds its only input; inputs by name are `settings`.
            replicas: copies that work in parallel, 1 to 256.
            join: when an actor with several inputs fires: "same_frame", "nearest", "latest" or
                "any"; with times {"rule": "nearest", "within_ms": 20, "timeout_ms": 1000}.
            on_error: "stop", "skip" or "restart".
            restart: {"max": 5, "within_s": 60, "backoff_ms": 10} of on_error="restart".
            host: the name of a host, which actors share; else an actor in Python has one to itself.
            settings: its parameters, `low=50`, and its inputs: an output of an actor,
                `image=camera.image`, an actor with one output, `image=camera`, or an edge with
                options, `image=camera.image.edge(queue=8)`.

        Raises:
            ValueError: a name, kind or value does not fit; the message says what was expected.
            TypeError: a value is of a type that graphs do not have.
        """
        self._check_name(name)
        what = f"the actor {name!r}"
        inputs = {key: each for key, each in settings.items() if isinstance(each, (Actor, Port, Edge))}
        params = {key: each for key, each in settings.items() if key not in inputs}
        for key in settings:
            _check_setting(what, key)
        options = self._plain(_rules.given(replicas=replicas, join=join, on_error=on_error,
                                           restart=restart, host=host or None), what)
        _rules.check_keys(what, options, _rules.ACTOR)
        self._check_host(what, host)
        members = {"kind": self._kind(kind, what), **self._plain(params, what), **options}
        spot = caller()
        actor = Actor(self, name, lines_of(members, spot), spot)
        actor.connect(source, **inputs)
        self._actors[name] = actor
        return actor

    def input(self, name: str, *ports: Union[Actor, Port]) -> None:
        """Make the graph a module with this input, which feeds these inputs of actors.

        Raises:
            ValueError: there is one of this name, or a port is one of another graph.
        """
        what = f"the input {name!r} of the module"
        texts = [reference(port, self, what) for port in ports]
        if not texts:
            raise ValueError(f"{what}: expected inputs of actors that it feeds; found none")
        self._add_port("in", name, texts if len(texts) > 1 else texts[0], what)

    def output(self, name: str, port: Union[Actor, Port]) -> None:
        """Make the graph a module with this output, which is one of an actor.

        Raises:
            ValueError: there is one of this name, or the port is one of another graph.
        """
        what = f"the output {name!r} of the module"
        self._add_port("out", name, reference(port, self, what), what)

    def _repr_svg_(self) -> Optional[str]:
        """A drawing, for notebooks; None where the graph has errors, or there is no Graphviz or omma."""
        try:
            with self.as_file() as path:
                return _command.printed("draw", path, "--format", "svg")
        except (OSError, RuntimeError, ValueError):  # what runs or saves the graph says why
            return None

    def toml(self) -> str:
        """Return the text of the graph file, for a file in the graph's folder."""
        return text_of(self._tables(None))

    def save(self, path: StrPath) -> Path:
        """Write the graph file and return its path.

        Raises:
            ValueError: a path of the graph begins with a parameter, and the file is saved elsewhere.
            OSError: the file cannot be written.
        """
        target = Path(path)
        text = text_of(self._tables(os.path.dirname(os.path.abspath(target))))
        target.write_bytes(text.encode())
        return target

    @contextmanager
    def as_file(self) -> Iterator[str]:
        """Give the path of a file with this graph, which is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="omma-") as folder:
            yield str(self.save(Path(folder, "graph.toml")))

    def __repr__(self) -> str:
        name = self._about.get("name", "")
        return f"<Graph {name!r}: {', '.join(self._actors) or 'no actors'}>"

    def _spot_of(self, line: int) -> Spot:
        """Where a line of the text was said."""
        spots = spots_of(self._tables(None))
        return spots[line - 1] if 0 < line <= len(spots) else self._spot

    def _tables(self, folder: Optional[str]) -> List[Table]:
        """The tables of a file in a folder; None is the graph's own."""
        about = self._plain(self._about, "the graph")
        tables = [Table("graph", lines_of(about, self._spot), self._spot)] if about else []
        if self._params:
            tables.append(Table("params", list(self._params.values()), self._spot))
        tables += [*self._hosts.values(), *(actor._table() for actor in self._actors.values())]
        if self._ports:
            tables.append(Table("module", list(self._ports.values()), self._spot))
        paths = Paths(self._folder, folder, {name: line.value for name, line in self._params.items()})
        return [moved(table, paths) for table in tables]

    def _plain(self, value: Any, what: str) -> Any:
        try:
            result = _toml.plain(value)
            for name in parameters_in(result):
                if name not in self._params:
                    raise ValueError(f"there is no parameter {name!r} for '${{{name}}}'"
                                     f"{_rules.nearest(name, self._params)}; declare it first: "
                                     f"graph.param({name!r}, ...)")
        except (TypeError, ValueError) as error:
            raise type(error)(f"{what}: {error}") from None
        return result

    def _check_name(self, name: str) -> None:
        if not re.fullmatch("[A-Za-z0-9_-]{1,100}", name):
            raise ValueError("the name of an actor: expected letters, digits, '_' and '-', at most 100; "
                             f"found {name!r}")
        if name in self._actors:
            raise ValueError(f"there are two actors {name!r}; give one of them another name")

    def _check_host(self, what: str, host: Optional[str]) -> None:
        if host and "${" not in host and host not in self._hosts:
            raise ValueError(f"{what}: there is no host {host!r}{_rules.nearest(host, self._hosts)}; declare "
                             f"it first: graph.host({host!r}, ...)")

    def _kind(self, kind: Any, what: str) -> str:
        if hasattr(kind, "__omma__"):
            return kind_of(kind, self._folder)
        if not isinstance(kind, (str, os.PathLike)) or not os.fspath(kind):
            raise TypeError(f"{what}: expected a kind: its name, 'file.py:name', 'file.toml', or a function or "
                            f"class with @omma.actor; found {kind!r}")
        return str(self._plain(kind, what))

    def _add_port(self, way: str, name: str, value: Any, what: str) -> None:
        key = f"{way}.{_toml.write_key(name)}"
        if key in self._ports:
            raise ValueError(f"{what} exists already; give one of them another name")
        self._ports[key] = Line(key, value, caller())


def _check_setting(what: str, key: str) -> None:
    if key in _rules.RESERVED:
        how = "; inputs are given by their names: image=camera.image" if key == "in" else ""
        raise ValueError(f"{what}: no parameter can be named {key!r}, a reserved key of the graph "
                         f"language{how}")
