# SPDX-License-Identifier: Apache-2.0
"""`@actor`: what a function or a class says about itself becomes a contract."""

import inspect
import typing
from typing import (Any, Callable, Dict, List, Optional, Sequence, Tuple, TypeVar, Union,
                    overload)

from omma import _defaults, _formats, _types


class Parameter:
    """The default of a parameter together with what there is to say about it."""

    def __init__(self, default: Any, spec: Dict[str, Any], changed: Optional[str]) -> None:
        self.default, self.spec, self.changed = default, spec, changed


def param(
    default: Any,
    doc: str = "",
    *,
    min: Optional[float] = None,
    max: Optional[float] = None,
    unit: str = "",
    choices: Sequence[str] = (),
    writes: Optional[Sequence[str]] = None,
    changed: Optional[str] = None,
) -> Any:
    """Say more about a parameter than its default: `level: int = param(128, "grey level", max=255)`.

    Args:
        default: the value when the graph gives none.
        doc: what it means, in a few words.
        min, max: the values allowed, inclusive; of a list: of each element.
        unit: "px", "ms", "Hz", ...
        choices: the only texts allowed.
        writes: the text is the path of a file that the actor writes, in folders that it makes; these
            are the endings it takes, [".npy", ".npz"], or any if the list is empty.
        changed: a method of the class that does the work which a new value asks for.
    """
    spec = {"doc": doc, "min": min, "max": max, "unit": unit, "choices": list(choices),
            "writes": None if writes is None else [each.lower() for each in writes]}
    return Parameter(default, spec, changed)


class Port:
    """An output with its formats; see `port`."""

    def __init__(self, name: str, formats: Sequence[str], doc: str, many_sources: bool = False) -> None:
        self.name, self.formats, self.doc = name, list(formats), doc
        self.many_sources = many_sources


def port(name: str, *formats: str, doc: str = "", many_sources: bool = False) -> Port:
    """Name an input or output and the pixel formats it takes: `port("mask", "Mono8")`.

    `many_sources`: an output carries frames of several sources, which come and go; see `Sample`.

    Raises:
        ValueError: it is no name, or a format is not the GenICam name of one.
    """
    if not name.isidentifier():
        raise ValueError(f"no port can be named {name!r}; expected letters, digits and '_', with no "
                         "digit first")
    for each in formats:
        if each not in _formats.TABLE and each not in ("Tensor", "None"):
            raise ValueError(f"no pixel format is named {each!r}; GenICam names are, for example, "
                             "Mono8, Mono16, RGB8, BGR8, BayerRG8")
    return Port(name, formats, doc, many_sources)


class Contract:
    """What is known about a kind without running it."""

    def __init__(self, target: Any, inputs: Sequence[Port], outputs: Sequence[Any]) -> None:
        self.target = target
        self.is_class = inspect.isclass(target)
        self.process: Callable[..., Any] = target.process if self.is_class else target
        self.name: str = target.__name__
        self.doc = inspect.getdoc(target) or ""
        hints = _hints(self.process)
        arguments, keywords = _arguments(self.process, self.is_class)
        self.inputs, self.optional = _inputs(arguments, hints, inputs)
        self.input_types = [_plain(hints.get(each.name, Any)) for each in self.inputs]
        self.params = _params(target.__init__ if self.is_class else target, hints, self.is_class)
        for name, (kind, default, spec, _) in self.params.items():
            if default is not inspect._empty:
                _defaults.check(f"{self.name}: the parameter {name!r}", kind, default, spec)
        if self.is_class and keywords:
            raise TypeError(f"{self.name}: parameters belong to __init__, not to process")
        returned, self.many, self.maybe = _returned(hints.get("return", type(None)))
        self.generates = inspect.isgeneratorfunction(self.process)
        self.promised = [] if self.many else _promised(hints.get("return"), self.maybe, len(returned))
        if outputs and "return" not in hints:
            raise TypeError(f"{self.process.__qualname__} does not say what it returns; annotate it, for "
                            "example with -> Image")
        self.output_types = returned
        self.outputs = _outputs(outputs, returned)
        if not self.inputs and not self.generates:
            raise TypeError(f"{self.name}: a source has no inputs and has to `yield` its frames")
        if not self.inputs and not self.outputs:
            raise TypeError(f"{self.name}: it neither takes nor gives frames; annotate what it "
                            "yields, for example with Iterator[Image]")

    def describe(self) -> Dict[str, Any]:
        """The contract in the words of JSON."""
        return {
            "name": self.name,
            "doc": self.doc,
            "inputs": [_port_json(p, t, o) for p, t, o in
                       zip(self.inputs, self.input_types, self.optional)],
            "outputs": [_port_json(p, t, False) for p, t in zip(self.outputs, self.output_types)],
            "params": [_param_json(name, *each) for name, each in self.params.items()],
            "rate": "many" if self.many else "maybe" if self.maybe else "one",
            "stateful": self.is_class,
        }


Declared = TypeVar("Declared", bound=Callable[..., Any])


@overload
def actor(target: Declared) -> Declared:
    ...


@overload
def actor(
    *,
    inputs: Sequence[Union[str, Port]] = (),
    outputs: Union[str, Port, Sequence[Union[str, Port]]] = (),
) -> Callable[[Declared], Declared]:
    ...


def actor(
    target: Any = None,
    *,
    inputs: Sequence[Union[str, Port]] = (),
    outputs: Union[str, Port, Sequence[Union[str, Port]]] = (),
) -> Any:
    """Make an actor of a function or a class.

    Positional arguments are inputs, keyword-only ones are parameters, and the return annotation
    says what leaves: `Image`, `Frame`, `Regions` or `Tensor`; `Optional[...]` perhaps nothing;
    `List[...]` several; a tuple, several outputs; `Iterator[...]` what a generator yields; `None`,
    a sink. A class has its parameters in `__init__` and its work in `process`.

    Args:
        inputs: `port(...)`s that say more about some inputs than their names.
        outputs: the names of the outputs, or `port(...)`s; else they are named after their types.

    Raises:
        TypeError: the signature does not say what an actor has to say.
        ValueError: a parameter does not take its own default.
    """
    named = [outputs] if isinstance(outputs, (str, Port)) else list(outputs)
    ports = [port(each) if isinstance(each, str) else each for each in inputs]

    def declare(declared: Any) -> Any:
        declared.__omma__ = Contract(declared, ports, named)
        return declared

    return declare if target is None else declare(target)


def _hints(function: Callable[..., Any]) -> Dict[str, Any]:
    try:
        return typing.get_type_hints(function)
    except Exception:  # an annotation that only a type checker can resolve
        return dict(getattr(function, "__annotations__", {}))


def _arguments(function: Callable[..., Any], method: bool) -> Tuple[List[inspect.Parameter], List[str]]:
    given = list(inspect.signature(function).parameters.values())[1 if method else 0 :]
    for each in given:
        if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
            raise TypeError(f"{function.__qualname__}: inputs and parameters need names of their "
                            f"own; '{each}' has none")
    positional = [p for p in given if p.kind != p.KEYWORD_ONLY]
    return positional, [p.name for p in given if p.kind == p.KEYWORD_ONLY]


def _inputs(arguments: List[inspect.Parameter], hints: Dict[str, Any], said: Sequence[Port]) -> Any:
    by_name = {each.name: each for each in said}
    ports = [by_name.pop(each.name) if each.name in by_name else port(each.name)
             for each in arguments]
    if by_name:
        raise TypeError(f"there is no input {next(iter(by_name))!r}; the inputs are "
                        f"{', '.join(each.name for each in arguments) or 'none'}")
    return ports, [_is_optional(hints.get(each.name)) for each in arguments]


def _is_optional(hint: Any) -> bool:
    return getattr(hint, "__origin__", None) is Union and type(None) in hint.__args__


def _plain(hint: Any) -> Any:
    if _is_optional(hint):
        return next(each for each in hint.__args__ if each is not type(None))
    return hint


def _returned(hint: Any) -> Tuple[List[Any], bool, bool]:
    """The types of the outputs, whether several frames leave at a time, whether perhaps none."""
    origin = getattr(hint, "__origin__", None)
    name = getattr(origin, "__name__", "") or getattr(hint, "_name", "")
    if name in ("Iterator", "Iterable", "Generator") and bool(getattr(hint, "__args__", ())):
        types, _, _ = _returned(hint.__args__[0])
        return types, True, False
    if origin in (list, List) and hint.__args__[0] is _types.Region:
        return [_types.Regions], False, False
    if origin in (list, List):
        return [hint.__args__[0]], True, False
    if _is_optional(hint):
        types, many, _ = _returned(_plain(hint))
        return types, many, True
    if origin in (tuple, Tuple):
        return [_plain(each) for each in hint.__args__], False, any(map(_is_optional, hint.__args__))
    if hint is None or hint is type(None):
        return [], False, False
    return [hint], False, False


def _promised(hint: Any, maybe: bool, outputs: int) -> List[bool]:
    """Of each output, whether every step gives a result."""
    if getattr(hint, "__origin__", None) in (tuple, Tuple):
        return [not _is_optional(each) for each in hint.__args__]
    return [not maybe] * outputs


def _outputs(said: Sequence[Any], types: List[Any]) -> List[Port]:
    if said and len(said) != len(types):
        raise TypeError(f"{len(said)} outputs are named, but the return annotation has {len(types)}")
    names = [getattr(each, "__name__", "result").lower() for each in types]
    ports = []
    for i, name in enumerate(names):
        given = said[i] if said else (name if names.count(name) == 1 else f"{name}_{i + 1}")
        ports.append(port(given) if isinstance(given, str) else given)
    return ports


def _params(function: Callable[..., Any], hints: Dict[str, Any],
            method: bool) -> Dict[str, Tuple[Any, ...]]:
    """(type, default, what else is said, method to call) by name; defaults become plain values."""
    if function is object.__init__:
        return {}
    if method:
        hints = _hints(function)
        positional, _ = _arguments(function, True)
        if positional:
            raise TypeError(f"{function.__qualname__}: write '*' before {positional[0].name!r}: "
                            "parameters are keyword-only")
    found: Dict[str, Tuple[Any, ...]] = {}
    for each in inspect.signature(function).parameters.values():
        if each.kind != each.KEYWORD_ONLY:
            continue
        default = each.default
        extra = default if isinstance(default, Parameter) else Parameter(default, {}, None)
        found[each.name] = (_param_type(each.name, hints.get(each.name), extra.default),
                            extra.default, extra.spec, extra.changed)
    plain = {name: value[1] for name, value in found.items() if value[1] is not inspect._empty}
    if plain:
        function.__kwdefaults__ = plain
    return found


_TYPES = {bool: "boolean", int: "integer", float: "number", str: "text"}


def _param_type(name: str, hint: Any, default: Any) -> str:
    if hint is None:
        hint = type(default)
    if hint in _TYPES:
        return _TYPES[hint]
    items = getattr(hint, "__args__", None) or tuple({type(each) for each in default or ()})
    if (getattr(hint, "__origin__", hint) in (list, List)) and items:
        return "texts" if items[0] is str else "numbers"
    raise TypeError(f"the parameter {name!r} has the type {hint}; it has to be bool, int, float, "
                    "str, or a list of numbers or texts")


def _payload(hint: Any) -> str:
    if hint in (_types.Image, _types.Pixels, _types.Sample) or getattr(hint, "__name__", "") == "ndarray":
        return "picture"
    if hint is _types.Regions or hint is _types.Region:
        return "notes"
    return "any"


def _port_json(declared: Port, hint: Any, optional: bool) -> Dict[str, Any]:
    return {"name": declared.name, "doc": declared.doc, "formats": declared.formats,
            "payload": _payload(hint), "optional": optional, "many_sources": declared.many_sources}


def _param_json(name: str, kind: str, default: Any, spec: Dict[str, Any],
                changed: Optional[str]) -> Dict[str, Any]:
    required = default is inspect._empty
    return {"name": name, "type": kind, "default": None if required else default,
            "required": required, "reinitialise": changed is not None, **spec}
