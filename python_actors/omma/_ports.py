# SPDX-License-Identifier: Apache-2.0
"""Whether an actor still has the ports that its graph was made for."""

from typing import Any, Dict, List

_PAYLOADS = {"picture": "a picture", "notes": "notes", "any": "any frame"}


def check_ports(contract: Any, expected: Dict[str, List[Dict[str, Any]]]) -> None:
    """Compare the ports of a contract with those that the runner expects.

    Raises:
        TypeError: they differ; says in what.
    """
    now = contract.describe()
    if _names(now) != _names(expected):
        raise TypeError(f"{contract.name} takes and gives {_names(now)} now; the graph was made for "
                        f"{_names(expected)}. Start it anew")
    changes = [f"the {side} {port['name']!r} of {contract.name} is {_kind(port)} now; the graph was "
               f"made for {_kind(before)}"
               for side in ("input", "output")
               for port, before in zip(now[side + "s"], expected[side + "s"])
               if _kind(port) != _kind(before)]
    if changes:
        raise TypeError("; ".join(changes) + ". Start it anew")


def _names(ports: Dict[str, List[Dict[str, Any]]]) -> str:
    sides = ([port["name"] for port in ports[side]] for side in ("inputs", "outputs"))
    return " and ".join(", ".join(side) or "nothing" for side in sides)


def _kind(port: Dict[str, Any]) -> str:
    formats = " or ".join(sorted(port["formats"]))
    return (_PAYLOADS[port["payload"]] + (f" of the format {formats}" if formats else "")
            + (" that may be missing" if port["optional"] else "")
            + (" of many sources" if port["many_sources"] else ""))
