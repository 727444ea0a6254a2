# SPDX-License-Identifier: Apache-2.0
"""Counts the parts of a mask in pure Python: work that holds the interpreter's lock all the time."""

from typing import Dict, List

from omma import Image, actor, port


@actor(inputs=[port("mask", "Mono8")], outputs="counts")
def components(mask: Image) -> Dict:
    """Note how many areas of set pixels there are that touch neither at sides nor corners.

    OpenCV does it a hundred times faster; this one shows what replicas give to plain Python.

    Source: A. Rosenfeld, J. Pfaltz, Sequential Operations in Digital Picture Processing, 1966.
    """
    return {"components": count(mask.tolist())}


def count(rows: List[List[int]]) -> int:
    """Count the connected areas (8 neighbours) of non-zero numbers in rows of equal length."""
    parents: List[int] = []
    above = [-1] * (len(rows[0]) + 2 if rows else 0)
    for row in rows:
        labels = [-1] * len(above)
        for x, value in enumerate(row, 1):
            if value:
                labels[x] = _label((labels[x - 1], above[x - 1], above[x], above[x + 1]), parents)
        above = labels
    return sum(parent == label for label, parent in enumerate(parents))


def _label(neighbours: tuple, parents: List[int]) -> int:
    """Return the label of a pixel: that of its neighbours, which become one, or a new one."""
    roots = [_root(each, parents) for each in neighbours if each >= 0]
    if not roots:
        parents.append(len(parents))
        return len(parents) - 1
    least = min(roots)
    for root in roots:
        parents[root] = least
    return least


def _root(label: int, parents: List[int]) -> int:
    while parents[label] != label:
        label = parents[label]
    return label
