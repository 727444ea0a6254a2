# SPDX-License-Identifier: Apache-2.0
"""The actors of docs/notes.md say the same in C++ and in Python, and read what the other one notes."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path.cwd()  # where CMake puts the plug-in


class Notes(unittest.TestCase):
    """Each actor that notes with each actor that reads."""

    def noted(self, first: str, second: str) -> list:
        """Run the graph of the page with these kinds; return what was noted on each frame."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            graph = (HERE / "profile.toml").read_text()
            for old, new in (
                ("build/", f"{HERE}/build/"),
                ('kind = "profile"', f'kind = "{first}"'),
                ('kind = "profile.py:bright_columns"', f'kind = "{second}"'),
            ):
                self.assertIn(old, graph)
                graph = graph.replace(old, new)
            (folder / "graph.toml").write_text(graph)
            shutil.copy(HERE / "profile.py", folder)
            done = subprocess.run([os.environ["OMMA"], "run", "graph.toml", "--quiet"], cwd=folder,
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
            lines = [json.loads(line) for line in (folder / "notes.jsonl").read_text().splitlines()]
        return [[line[key] for key in ("regions", "tensors", "attributes")] for line in lines]

    def test_both_languages_note_and_read_the_same(self):
        expected = self.noted("profile", "bright_columns")
        self.assertEqual(len(expected), 10)
        regions, tensors, attributes = expected[0]
        self.assertEqual(regions[-1]["label"], "brightest")
        self.assertEqual((tensors[0]["name"], tensors[0]["dtype"]), ("profile", "float32"))
        self.assertEqual(attributes["unit"], "grey level")
        self.assertGreater(attributes["bright"], 0)
        for first in ("profile", "profile.py:profile"):
            for second in ("bright_columns", "profile.py:bright_columns"):
                with self.subTest(first=first, second=second):
                    found = self.noted(first, second)
                    self.assertEqual(len(found), 10)
                    for one, other in zip(found, expected):
                        self.assertEqual((one[0], one[2]), (other[0], other[2]))
                        self.assertEqual(one[1][0]["shape"], other[1][0]["shape"])


if __name__ == "__main__":
    unittest.main()
