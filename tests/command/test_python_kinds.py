# SPDX-License-Identifier: Apache-2.0
"""Kinds in Python: how they are found by name, and how omma actors lists them."""

import json
import os
import unittest
from pathlib import Path

from command import CommandTest, omma

GRAPH = """
[graph]
python_path = {path}

[actor.camera]
kind = "pattern"
format = "Mono8"
frames = 3

[actor.tried]
kind = "{kind}"
in = "camera"

[actor.end]
kind = "null"
in = "tried"
"""

MODULE = """
[graph]
python_path = ["tools"]

[module]
in.image = "soft.image"
out.image = "soft.image"

[actor.soft]
kind = "soften"
"""

SOFTEN = '''
from omma import Image, actor, param

@actor
def soften(image: Image, *, radius: int = param(2, "how far", min=1, max=9, unit="px")) -> Image:
    """Soften a picture. Slowly."""
    return image
'''

RELATIVE = SOFTEN + "\nfrom .common import SIZE\n"


class Found(CommandTest):
    """What [graph] python_path and entry points lead to."""

    def put(self, name: str, text: str = "") -> Path:
        """Write a file, with its folders."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        return self.write(name, text)

    def run_kind(self, kind: str, path: str, **variables):
        """Run a graph with an actor of this kind, from another folder."""
        graph = self.write("graph.toml", GRAPH.format(kind=kind, path=path))
        words = ("run", graph, "--quiet", "--report", "-")
        return omma(*words, cwd="/", env={**os.environ, **variables})

    def check_ran(self, done) -> None:
        """Check that all frames went through."""
        self.check(done, 0)
        self.assertEqual(json.loads(done.stdout)["actors"]["end"]["processed"], 3)

    def put_package(self, folder: str) -> None:
        """Write a package whose modules need each other."""
        self.put(f"{folder}/__init__.py")
        self.put(f"{folder}/common.py", "SIZE = 3\n")
        self.put(f"{folder}/deep/__init__.py")
        self.put(f"{folder}/deep/soft.py", RELATIVE.replace(".common", "..common"))

    def test_with_the_environment_variables_of_the_host(self):
        self.put("soft.py", "import os\nLICENCE = os.environ['LICENCE']\n" + SOFTEN)
        for kind, path in (("soft.py:soften", []), ("soften", ["soft.py"])):
            text = GRAPH.format(kind=kind, path=path)
            named = text.replace('in = "camera"', 'in = "camera"\nhost = "own"')
            for host, graph_text in (("host.own", named), ("host", text)):
                variables = f'[{host}]\nenv = {{ LICENCE = "7" }}\n'
                graph = self.write("graph.toml", graph_text + variables)
                self.check_ran(omma("run", graph, "--quiet", "--report", "-"))

    def test_in_a_folder_beside_the_graph(self):
        self.put("tools/soft.py", SOFTEN)
        self.check_ran(self.run_kind("soften", '["tools"]'))

    def test_in_a_folder_that_is_a_package(self):
        self.put_package("vision")
        self.check_ran(self.run_kind("soften", '["vision"]'))
        self.check_ran(self.run_kind("vision/deep/soft.py:soften", "[]"))

    def test_in_a_package_that_is_installed(self):
        self.put_package("site/vision")
        self.check_ran(self.run_kind("soften", '["vision"]', PYTHONPATH=str(self.folder / "site")))

    def test_beside_the_module_that_names_it(self):
        self.put("parts/tools/soft.py", SOFTEN)
        self.put("parts/soft.toml", MODULE)
        self.check_ran(self.run_kind("parts/soft.toml", "[]"))
        self.check(self.run_kind("soften", "[]"), 2)

    def test_as_an_entry_point_and_after_the_kinds_of_the_path(self):
        self.put_package("site/vision")
        points = "[omma.actors]\nsoftly = vision.deep.soft:soften\nsoften = vision.deep.soft:soften\n"
        self.put("site/vision-1.0.dist-info/METADATA", "Name: vision\nVersion: 1.0\n")
        self.put("site/vision-1.0.dist-info/entry_points.txt", points)
        site = str(self.folder / "site")
        self.check_ran(self.run_kind("softly", "[]", PYTHONPATH=site))
        self.put("tools/soft.py", SOFTEN)
        self.check_ran(self.run_kind("soften", '["tools"]', PYTHONPATH=site))
        listed = omma("actors", env={**os.environ, "PYTHONPATH": site})
        self.assertRegex(listed.stdout, r"\n  softly +Soften a picture\n")

    def test_beside_files_that_can_not_be_imported(self):
        self.put("tools/a.py", "import nothing_of_this_name\n")
        self.put("tools/b.py", "import os\nos._exit(3)\n")
        self.put("tools/test_c.py", "import os\nos._exit(3)\n")
        self.put("tools/soft.py", SOFTEN)
        self.check_ran(self.run_kind("soften", '["tools"]'))
        done = self.run_kind("softn", '["tools"]')
        self.check(done, 2)
        self.assertIn("there is no kind of actor 'softn'; did you mean 'soften'?", done.stderr)
        missing = "tools/a.py: ModuleNotFoundError: No module named 'nothing_of_this_name'\n"
        self.assertIn(missing, done.stderr)
        self.assertIn("tools/b.py: importing it ended the process\n", done.stderr)
        self.assertNotIn("test_c", done.stderr)

    def test_that_do_not_load_hide_no_other_mistake(self):
        self.put("broken.py", "def broken(:\n")
        mistakes = GRAPH.format(kind="broken.py:one", path="[]").replace("frames", "frmaes") + (
            '[actor.again]\nkind = "broken.py:two"\nin = "camera"\n'
            '[actor.none]\nkind = "missing.py:none"\nin = "camera"\n'
            '[actor.wrong]\nkind = "nul"\nin = "tried"\n'
        )
        for verb in ("check", "run"):
            done = omma(verb, self.write("graph.toml", mistakes))
            self.check(done, 2)
            self.assertEqual(done.stderr.count(": error: "), 4, done.stderr)
            self.assertEqual(done.stderr.count("SyntaxError"), 1, done.stderr)
            for mistake in ("did you mean 'frames'?", "no file", "did you mean 'null'?"):
                self.assertIn(mistake, done.stderr)

    def test_not_asked_for_by_a_graph_of_other_kinds(self):
        self.put("tools/marks.py", f"open({str(self.folder / 'imported')!r}, 'w')\n")
        graph = GRAPH.format(kind="threshold", path='["tools"]')
        without = graph.replace('python_path = ["tools"]', "")
        self.check(omma("check", self.write("without.toml", without)), 0)
        self.assertFalse((self.folder / "imported").exists())
        self.check(omma("check", self.write("with.toml", graph)), 0)
        self.assertTrue((self.folder / "imported").exists())


class Listed(CommandTest):
    """omma actors with kinds in Python."""

    def setUp(self) -> None:
        """Make a folder of kinds, with a file that is broken."""
        super().setUp()
        (self.folder / "tools").mkdir()
        self.write("tools/soft.py", SOFTEN)
        self.write("tools/broken.py", "import nothing_of_this_name\n")

    def actors(self, *words: str):
        """Run omma actors beside the folder."""
        return omma("actors", *words, cwd=self.folder)

    def test_stand_beside_the_others(self):
        done = self.actors("--path", "tools")
        self.check(done, 0)
        self.assertRegex(done.stdout, r"\npython\n  soften +Soften a picture\n")
        self.assertRegex(done.stdout, r"\n  threshold +Sets")
        self.assertRegex(done.stdout, r"\ncannot be imported\n  tools/broken.py: ModuleNotFound")

    def test_are_told_to_programs(self):
        listed = json.loads(self.actors("--path", "tools", "--format", "json").stdout)
        (kind,) = [each for each in listed if each.get("kind") == "soften"]
        self.assertEqual(kind["origin"], "tools/soft.py")
        self.assertEqual((kind["params"][0]["name"], kind["params"][0]["max"]), ("radius", 9))
        self.assertEqual(kind["inputs"][0]["name"], "image")
        (fault,) = [each for each in listed if "error" in each]
        self.assertEqual(fault["origin"], "tools/broken.py")
        self.assertIn("Traceback", fault["error"])

    def test_one_is_told_by_name_and_by_file(self):
        for words in (("soften", "--path", "tools"), ("tools/soft.py:soften",)):
            text = self.actors(*words).stdout
            self.assertRegex(text, r"radius +integer +px +1 to 9 +2 +next frame +how far")
            self.assertIn(f'[actor.soften]\n  kind = "{words[0]}"', text)

    def test_names_that_are_taken_are_told_by_file(self):
        self.write("tools/other.py", SOFTEN)
        self.write("tools/taken.py", SOFTEN.replace("def soften", "def threshold"))
        names = self.actors("--path", "tools", "--format", "names").stdout.splitlines()
        kinds = ["tools/other.py:soften", "tools/soft.py:soften", "tools/taken.py:threshold"]
        self.assertEqual([each for each in names if ".py" in each], kinds)

    def test_one_that_is_not_there_is_explained(self):
        done = self.actors("softn", "--path", "tools")
        self.check(done, 2)
        self.assertIn("did you mean 'soften'?", done.stderr)
        self.assertIn("not imported: tools/broken.py: ModuleNotFoundError", done.stderr)
        done = self.actors("tools/broken.py:any")
        self.check(done, 2)
        self.assertIn('broken.py", line 1', done.stderr)


if __name__ == "__main__":
    unittest.main()
