# SPDX-License-Identifier: Apache-2.0
"""Whether a parameter takes its own default: a mistake in a declaration is told where it stands."""

import numbers
from typing import Any, Dict, Optional

_TYPES: Dict[str, Any] = {"boolean": bool, "integer": numbers.Integral, "number": numbers.Real, "text": str}
_ITEMS = {"numbers": "number", "texts": "text"}


def check(what: str, kind: str, default: Any, spec: Dict[str, Any]) -> None:
    """Raise `ValueError` unless the default has the type of the parameter, and a value it may have."""
    least, most = spec.get("min"), spec.get("max")
    if least is not None and most is not None and not least <= most:
        raise ValueError(f"{what} has no value to take: min is {least}, max is {most}")
    if kind in _ITEMS and not isinstance(default, (list, tuple)):
        raise ValueError(f"{what} does not take its own default: expected a list; found {default!r}")
    for each in default if kind in _ITEMS else [default]:
        expected = _refusal(_ITEMS.get(kind, kind), each, spec)
        if expected:
            raise ValueError(f"{what} does not take its own default: expected {expected}; found {each!r}")


def _refusal(kind: str, value: Any, spec: Dict[str, Any]) -> Optional[str]:
    """Return what was expected where the value is something else."""
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        return f"{'an' if kind == 'integer' else 'a'} {kind}"
    if kind == "text":
        choices = spec.get("choices")
        return f"one of {', '.join(map(repr, choices))}" if choices and value not in choices else None
    if spec.get("min") is not None and not value >= spec["min"]:
        return f"at least {spec['min']}"
    if spec.get("max") is not None and not value <= spec["max"]:
        return f"at most {spec['max']}"
    return None
