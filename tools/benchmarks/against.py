#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares two builds of omma_bench: each round of one is taken beside a round of the other.

usage: against.py BEFORE AFTER [PART...] [--rounds N] [--only NAME] [--json FILE]

Of each figure: the geometric mean of the ratios AFTER / BEFORE within the rounds, and its 95 %
interval (Student's t on the logarithms). Rows of peers are the same in both builds, so they show
what the machine alone does. The exit status is 1 when a figure of omma's own got worse: when the
whole interval lies beyond 3 %.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

WORSE = 1.03
NOTHING = 1e-3  # what is less was not counted per hop but once
PEERS = ("CAF", "GStreamer", "std::", "SPSC", "interpreters", "gstreamer", "zeromq", "shared",
         "queue", "memcpy")  # fmt: skip
HIGHER_IS_BETTER = ("steps/s", "frames/s", "fps")
# Student's t, two-sided 95 %, by degrees of freedom (any table of the distribution).
T95 = (math.nan, 12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201,
       2.179, 2.160, 2.145, 2.131)  # fmt: skip

Figures = dict[tuple[str, str, str], float]  # by title, row and column


def measure(bench: Path, words: list[str]) -> Figures:
    """Take one round."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [str(bench), *words, "--rounds", "1", "--json", file.name]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{bench} failed:\n{done.stdout}{done.stderr}")
        told = json.load(file)
    return {
        (table["title"], row["name"], column): figure["median"]
        for table in told["tables"]
        for row in table["rows"]
        for column, figure in row["figures"].items()
        if figure["median"] is not None
    }


def interval(ratios: list[float]) -> tuple[float, float, float]:
    """Geometric mean of the ratios with the ends of its 95 % interval."""
    logs = [math.log(ratio) for ratio in ratios]
    mean = statistics.fmean(logs)
    if len(logs) < 2:
        return math.exp(mean), 0.0, math.inf
    t = T95[min(len(logs), len(T95)) - 1]
    half = t * statistics.stdev(logs) / math.sqrt(len(logs))
    return math.exp(mean), math.exp(mean - half), math.exp(mean + half)


def judge(name: tuple[str, str, str], low: float, high: float) -> str:
    """What is to be said about a figure with this interval."""
    _, row, column = name
    if row.startswith(PEERS):
        return "peer"
    if column in HIGHER_IS_BETTER:
        low, high = 1 / high, 1 / low if low > 0 else math.inf
    return "WORSE" if low > WORSE else "better" if high < 1 else ""


def report(before: list[Figures], after: list[Figures]) -> list[dict[str, object]]:
    """Print a line for each figure that is a number above zero in both."""
    rows: list[dict[str, object]] = []
    title = ""
    for name in before[0]:
        pairs = [(b.get(name, 0), a.get(name, 0)) for b, a in zip(before, after, strict=True)]
        ratios = [a / b for b, a in pairs if min(a, b) > NOTHING]
        if not ratios:
            continue
        mean, low, high = interval(ratios)
        verdict = judge(name, low, high)
        if name[0] != title:
            title = name[0]
            print(f"\n{title}\n{'':38}{'':12}{'before':>11}{'after':>11}   ratio (95 %)")
        was, now = (statistics.median(side) for side in zip(*pairs, strict=True))
        print(f"  {name[1]:36}{name[2]:>12}{was:11.4g}{now:11.4g}"
              f"   {mean:.3f} ({low:.3f} to {high:.3f})  {verdict}")  # fmt: skip
        rows.append({"name": name, "ratio": mean, "low": low, "high": high, "verdict": verdict})
    return rows


def main() -> int:
    """Measure both by turns, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--only", help="contenders with this in their names")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    words = wanted.parts + (["--only", wanted.only] if wanted.only else [])
    sides: dict[Path, list[Figures]] = {wanted.before: [], wanted.after: []}
    for number in range(wanted.rounds):
        print(f"against: round {number + 1} of {wanted.rounds}", file=sys.stderr)
        for bench in sorted(sides, reverse=number % 2 == 1):
            sides[bench].append(measure(bench, words))
    rows = report(sides[wanted.before], sides[wanted.after])
    if wanted.json:
        wanted.json.write_text(json.dumps(rows, indent=1) + "\n")
    worse = sum(row["verdict"] == "WORSE" for row in rows)
    print(f"\n{worse} of {len(rows)} figures got worse")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
