# SPDX-License-Identifier: Apache-2.0
"""The Python actor and the script of README.md, run as it says in a folder outside of the tree.

check.readme makes sure that README.md and the files beside this one say the same.
"""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).parent


class PythonActor(unittest.TestCase):
    """What someone has who copies the actor and the graph out of README.md."""

    def test_runs_where_there_is_nothing_else(self):
        graph = (HERE / "bright.toml").read_text()
        for old, new in (
            ('[graph]\nplugins = ["build/libbright.so"]\n', ""),
            ('kind = "bright"', 'kind = "bright.py:bright"'),
        ):
            self.assertIn(old, graph)
            graph = graph.replace(old, new)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self.assertNotIn(HERE.parents[1], folder.parents)
            (folder / "bright.py").write_text((HERE / "bright.py").read_text())
            (folder / "bright.toml").write_text(graph)
            self.done(folder, os.environ["OMMA"], "run", "bright.toml", "--frames", "10", "--quiet")
            self.assertGreater((folder / "bright.mp4").stat().st_size, 0)
            shown = self.done(folder, os.environ["OMMA_PYTHON"], str(HERE / "script.py"))
            self.assertEqual(len(shown.splitlines()), 10)

    def done(self, folder, *words):
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False,
                              env={**os.environ, "PYTHONPATH": str(HERE.parents[1] / "python_actors")})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout


if __name__ == "__main__":
    unittest.main()
