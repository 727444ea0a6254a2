# SPDX-License-Identifier: Apache-2.0
"""What `cmake --install` puts into a folder runs there, and the package asks for what that takes."""

import ast
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["OMMA_BUILD"])
DEBIAN = {"cv2": "python3-opencv", "matplotlib": "python3-matplotlib", "numpy": "python3-numpy"}


def imports_of(file: Path) -> set[str]:
    """Return the packages that a file imports."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


class Install(unittest.TestCase):
    """An installation in a folder of its own."""

    @classmethod
    def setUpClass(cls) -> None:
        """Install."""
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.prefix = Path(folder.name) / "installed"
        cls.share = cls.prefix / "share" / "omma"
        subprocess.run(["cmake", "--install", BUILD, "--prefix", cls.prefix], check=True,
                       stdout=subprocess.DEVNULL)

    def omma(self, *words: str) -> None:
        """Run the installed program in a folder of its own."""
        with tempfile.TemporaryDirectory() as folder:
            clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
            done = subprocess.run([self.prefix / "bin" / "omma", *words], cwd=folder, env=clean,
                                  capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_graphs_find_their_tools(self) -> None:
        graphs = sorted((self.share / "graphs").glob("*.toml"))
        self.assertGreater(len(graphs), 10)
        for graph in graphs:
            if "requirements" in graph.read_text():
                continue  # its environment is made by another test
            with self.subTest(graph.name):
                self.omma("check", graph)

    def test_a_graph_runs_with_a_tool_in_python(self) -> None:
        for graph in ("python_edges", "scale_out"):
            with self.subTest(graph):
                self.omma("run", self.share / "graphs" / f"{graph}.toml", "--frames", "3", "--quiet")

    def test_the_package_asks_for_what_the_tools_import(self) -> None:
        imported = set().union(*map(imports_of, (self.share / "python_actors").glob("*.py")))
        self.assertLessEqual({"cv2", "matplotlib"}, imported)
        package = (BUILD / "CPackConfig.cmake").read_text()
        wanted = re.findall(r'PACKAGE_(?:DEPENDS|RECOMMENDS) "(.*)"', package)
        for name in sorted(imported & DEBIAN.keys()):
            self.assertIn(DEBIAN[name], ", ".join(wanted).split(", "))


if __name__ == "__main__":
    unittest.main()
