# SPDX-License-Identifier: Apache-2.0
"""Makes the package of the tree importable, and hands out pictures and graphs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "python_actors"
sys.path.insert(0, str(TOOLS))


@pytest.fixture
def picture():
    """Read one of the sample pictures, or skip the test where they could not be fetched."""
    def read(name, flags=1):
        import cv2
        image = cv2.imread(os.path.join(os.environ.get("OMMA_MEDIA", ""), name), flags)
        if image is None:
            pytest.skip(f"there is no sample {name} here; tools/setup fetches it")
        return image
    return read


@pytest.fixture
def run_graph(tmp_path):
    """Run a graph, in which TOOLS stands for the folder of the tools, in a new folder."""
    def run(text):
        (tmp_path / "graph.toml").write_text(text.replace("TOOLS", str(TOOLS)))
        return subprocess.run([os.environ["OMMA"], "run", "graph.toml", "--quiet", "--report", "-"],
                              cwd=tmp_path, capture_output=True, text=True, check=False)
    return run


@pytest.fixture
def notes(tmp_path):
    """Read what notes_file wrote into notes.jsonl: a dict for each frame."""
    return lambda: [json.loads(line) for line in (tmp_path / "notes.jsonl").read_text().splitlines()]
