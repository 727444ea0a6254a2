# SPDX-License-Identifier: Apache-2.0
"""Who may include whom, and the picture of it."""

from html import escape

# Layers inside of a folder, lowest first: a row may include itself and the rows below it. Entries
# of one row do not know each other.
RUNTIME = (
    ("base",),
    ("frames",),
    ("contract",),
    ("plan",),
    ("flow", "hosts"),
    ("host_process", "scripts"),
    ("graph",),
    ("control",),
)
DSL = (("read",), ("expand",), ("check",), ("plan",), ("draw", "schema"))

HOLDS = {
    "runtime/base": "errors, values, events, clock",
    "runtime/frames": "memory, frames, notes, formats, codec",
    "runtime/contract": "what an actor is: ports, parameters, Body, Declare",
    "runtime/plan": "what is to run, its facts, as JSON and back",
    "runtime/flow": "moving frames",
    "runtime/hosts": "actors in other processes",
    "runtime/host_process": "the process of a host for actors in C++",
    "runtime/scripts": "looks and feeds for the script that started the run",
    "runtime/graph": "a plan that runs; inlets, observers, report",
    "runtime/control": "clients, events for them, the state of a run",
    "dsl/read": "text to a tree, diagnostics",
    "dsl/expand": "modules, parameters, hosts, probes",
    "dsl/check": "what the file says makes sense",
    "dsl/plan": "the plan, and its cuts",
    "dsl/draw": "pictures of a plan",
    "dsl/schema": "the JSON schema",
    "actors": "cameras, tools, sinks in C++",
    "python_actors/native": "frames for Python",
    "tools": "the omma command, benchmarks, checks",
}


def layers(root: str, rows: tuple[tuple[str, ...], ...]) -> dict[str, set[str]]:
    """Return what each layer of a folder may include of it."""
    below: set[str] = set()
    allowed = {}
    for row in rows:
        names = {f"{root}/{name}" for name in row}
        allowed |= {name: below | {name} for name in names}
        below |= names
    return allowed


# folder -> folders it may include; the longest matching folder counts.
MAY_INCLUDE = {
    "runtime": {"runtime"},
    **layers("runtime", RUNTIME),
    "dsl": {"dsl", "runtime"},
    **{name: below | {"runtime"} for name, below in layers("dsl", DSL).items()},
    "actors": {"actors", "runtime"},
    "python_actors": set(),
    "python_actors/native": {"python_actors", "runtime"},
    "tools": {"tools", "runtime", "dsl", "actors", "python_actors"},
    "tests": {"tests", "tools", "runtime", "dsl", "actors", "python_actors"},
}

# Measures of the picture, px.
WIDTH, LAYER, GAP, EDGE = 960, 46, 8, 16


def box(x: int, y: int, width: int, height: int, name: str, paint: str) -> str:
    """Draw a folder with what it holds."""
    holds = HOLDS.get(name, "")
    title = escape(name.split("/")[-1] if name.startswith(("runtime/", "dsl/")) else name)
    middle = x + width / 2
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="4" fill="{paint}"'
        ' stroke="#5a6b7b"/>\n'
        f'<text x="{middle:g}" y="{y + 20}" class="name">{title}</text>\n'
        f'<text x="{middle:g}" y="{y + 36}">{escape(holds)}</text>\n'
    )


def tower(root: str, rows: tuple[tuple[str, ...], ...], x: int, y: int, width: int) -> str:
    """Draw the layers of a folder in its frame, the lowest at the bottom."""
    height = tower_height(rows)
    drawn = (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="#eef2f6"'
        ' stroke="#5a6b7b"/>\n'
        f'<text x="{x + width / 2:g}" y="{y + 20}" class="name">{root}</text>\n'
    )
    top = y + 30
    for row in reversed(rows):
        each = (width - EDGE - (len(row) - 1) * GAP) // len(row)
        for place, name in enumerate(row):
            left = x + EDGE // 2 + place * (each + GAP)
            drawn += box(left, top, each, LAYER, f"{root}/{name}", "#ffffff")
        top += LAYER + GAP
    return drawn


def tower_height(rows: tuple[tuple[str, ...], ...]) -> int:
    """Return what a tower with these rows takes."""
    return 30 + len(rows) * (LAYER + GAP)


def picture() -> str:
    """Draw the rule: a box may include what lies below it, and nothing beside it."""
    inner = WIDTH - 2 * EDGE
    third = (inner - 2 * GAP) // 3
    top = EDGE
    body = box(EDGE, top, inner, LAYER, "tools", "#dfe8d8")
    top += LAYER + GAP
    high = tower_height(DSL)
    body += tower("dsl", DSL, EDGE, top, third)
    for place, name in enumerate(("actors", "python_actors/native"), 1):
        body += box(EDGE + place * (third + GAP), top, third, high, name, "#f6ecd9")
    top += high + GAP
    body += tower("runtime", RUNTIME, EDGE, top, inner)
    top += tower_height(RUNTIME) + EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}"'
        f' viewBox="0 0 {WIDTH} {top}">\n'
        "<title>A folder may include itself and what lies below it; "
        "those side by side do not know each other.</title>\n"
        "<style>text { font: 12px sans-serif; text-anchor: middle; fill: #22303c } "
        ".name { font: bold 14px sans-serif }</style>\n"
        f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>\n{body}</svg>\n'
    )
