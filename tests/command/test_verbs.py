# SPDX-License-Identifier: Apache-2.0
"""Help, version, wrong command lines, and the verbs check, draw, schema, launch and doctor."""

import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path

from command import GATE, OMMA, CommandTest, omma

# In the order in which their examples can be tried: `launch` makes the graph of others.
FIRST = ["run", "launch"]
# Their examples need a run or what a failure left; test_second_terminal and test_quarantine have them.
UNTRIED = ["replay-frame", "top", "look", "get", "set", "events", "stop"]


def all_verbs() -> list[str]:
    """Those that the program itself names."""
    listed = omma("--help").stdout.split("Subcommands:\n")[1].split("\n\n")[0]
    verbs = [line.split()[0] for line in listed.splitlines()]
    return FIRST + [verb for verb in verbs if verb not in FIRST]


class CommandLine(CommandTest):
    """What holds for all verbs."""

    def test_each_verb_has_help_with_an_example(self):
        for verb in all_verbs():
            done = omma(verb, "--help")
            self.check(done, 0)
            self.assertIn("Example: ", done.stdout)
            self.assertIn(f"omma {verb}", done.stdout.split("Example: ")[1])

    def test_formats_for_people_and_programs_are_described_alike(self):
        for verb in ("doctor", "events", "get", "look", "ps", "top"):
            help_text = " ".join(omma(verb, "--help").stdout.split())
            self.assertIn("--format text|json For people or for programs", help_text)

    def test_each_example_works(self):
        path = f"{Path(OMMA).parent}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "HOME": str(self.folder)}
        self.graph.unlink()  # an example makes it
        for verb in all_verbs():
            if verb in UNTRIED:
                continue
            for line in omma(verb, "--help").stdout.split("Example: ")[1].splitlines()[1:]:
                if "omma" not in line or "|" in line or line.startswith("  and "):
                    continue
                command = ["bash", "-c", line.strip()]
                done = subprocess.run(
                    command,
                    cwd=self.folder,
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                self.check(done, 0)

    def test_version(self):
        self.assertRegex(omma("--version").stdout, r"^omma \d+\.\d+\.\d+\n$")

    def test_wrong_ones_end_with_status_2_and_the_nearest_name(self):
        cases = {
            ("rum",): "'rum' is not known here; did you mean 'run'? 'omma --help' shows how",
            ("run", "x", "--framez", "3"): "did you mean '--frames'?",
            ("run",): "graph is required; 'omma run --help' shows how",
            ("run", "x", "--frames", "0"): "--frames: expected a whole number from 1 to",
            ("run", "x", "--for", "soon"): "--for: expected a time like 10s",
            ("run", "x", "--scheduler", "best"): "expected omma or sharing; found 'best'",
            ("check", "--format"): "--format needs a value",
            ("new", "actor"): "omma new actor: name is required",
        }
        for words, message in cases.items():
            done = omma(*words)
            self.check(done, 2)
            self.assertIn(message, done.stderr)
            self.assertEqual(done.stdout, "")

    def test_none_shows_the_verbs(self):
        done = omma()
        self.check(done, 2)
        for verb in all_verbs():
            self.assertIn("  " + verb, done.stderr)


class Check(CommandTest):
    """omma check"""

    def test_says_what_is_in_a_graph_that_is_right(self):
        done = omma("check", self.graph)
        self.check(done, 0)
        self.assertEqual(done.stdout, f"{self.graph}: 3 actors, 2 edges, ok\n")

    def test_goes_on_after_a_graph_that_is_wrong(self):
        wrong = self.write("wrong.toml", '[actor.a]\nkind = "patern"\n')
        done = omma("check", wrong, self.graph)
        self.check(done, 2)
        self.assertIn(f"{wrong}:2:8: error: ", done.stderr)
        self.assertIn("did you mean 'pattern'?", done.stderr)
        self.assertIn("ok\n", done.stdout)

    def test_is_read_by_programs(self):
        wrong = self.write("wrong.toml", '[actor.a]\nkind = "patern"\n')
        done = omma("check", wrong, self.graph, "--format", "json")
        self.check(done, 2)
        first, second = json.loads(done.stdout)
        self.assertEqual(
            (first["ok"], second["ok"], second["actors"], second["edges"]), (False, True, 3, 2)
        )
        diagnostic = first["diagnostics"][0]
        self.assertEqual(
            (diagnostic["severity"], diagnostic["line"], diagnostic["column"]), ("error", 2, 8)
        )

    def test_knows_the_endings_that_each_sink_writes(self):
        wrong = {"video_file": ("out.xyz", ".mp4"), "image_files": ("{sequence}.gif", ".png"),
                 "notes_file": ("notes.txt", ".jsonl")}
        for kind, (path, usual) in wrong.items():
            sink = f'[actor.sink]\nkind = "{kind}"\nin = "bright"\npath = "{path}"\n'
            graph = self.write("sink.toml", self.graph.read_text(encoding="utf-8") + sink)
            done = omma("check", graph)
            self.check(done, 2)
            stem = path.rpartition(".")[0]
            self.assertIn(f'; write path = "{stem}{usual}"\n', done.stderr)
            self.check(omma("check", graph, "--set", f"sink.path=new/{stem}{usual}"), 0)
            done = omma("check", graph, "--set", f"sink.path={self.graph}/{stem}{usual}")
            self.check(done, 2)
            self.assertIn("bright.toml' is no folder", done.stderr)

    def test_tells_programs_what_would_run(self):
        done = omma("check", self.graph, "--set", "bright.level=70", "--format", "plan")
        plan = json.loads(done.stdout)
        bright = plan["actors"][1]
        self.assertEqual((bright["kind"], bright["params"]), ("threshold", {"level": 70}))
        self.assertEqual(plan["edges"][0]["from"], "camera.image")
        self.assertEqual(plan["edges"][0]["formats"], ["Mono8"])

    def test_tells_programs_nothing_about_a_graph_that_can_not_run(self):
        wrong = self.write("wrong.toml", "[actor.camera]\nkind = 'cam'\n")
        done = omma("check", wrong, "--format", "plan")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("wrong.toml:2:8: error", done.stderr)


class Draw(CommandTest):
    """omma draw"""

    def test_prints_dot_and_mermaid(self):
        self.assertIn("digraph", omma("draw", self.graph).stdout)
        self.assertIn("flowchart", omma("draw", self.graph, "--format", "mermaid").stdout)

    @unittest.skipUnless(shutil.which("dot"), "Graphviz is not installed")
    def test_writes_what_the_name_of_the_file_says(self):
        starts = {
            "a.svg": b"<?xml",
            "a.png": b"\x89PNG",
            "a.dot": b"digraph",
            "a.mmd": b"flowchart",
        }
        for name, start in starts.items():
            self.check(omma("draw", self.graph, "-o", self.folder / name), 0)
            self.assertIn(start, (self.folder / name).read_bytes()[:400])

    def test_refuses_a_name_that_says_nothing(self):
        done = omma("draw", self.graph, "-o", self.folder / "a.jpg")
        self.check(done, 2)
        self.assertIn("expected a name that ends in .svg", done.stderr)


class Launch(CommandTest):
    """omma launch"""

    LINE = "pattern format=Mono8 frames=5 ! threshold level=90 ! null"

    def test_runs_the_line(self):
        self.check(omma("launch", self.LINE), 0)
        self.check(omma("launch", *self.LINE.split()), 0)

    def test_saves_a_graph_that_does_the_same(self):
        file = self.folder / "saved.toml"
        self.check(omma("launch", self.LINE, "--save", file), 0)
        done = omma("run", file, "--format", "json")
        self.check(done, 0)
        self.assertEqual(json.loads(done.stdout)["actors"]["null"]["processed"], 5)

    def test_keeps_values_with_blanks_whole(self):
        done = omma(
            "launch", "pattern", "frames=1", "!", "notes_file", "path=new/a b.jsonl", "--save", "-"
        )
        self.assertIn('"new/a b.jsonl"', done.stdout + done.stderr)

    def test_refuses_a_wrong_line_and_does_not_save_it(self):
        file = self.folder / "saved.toml"
        self.check(omma("launch", "pattern ! nul", "--save", file), 2)
        self.assertFalse(file.exists())


class Python(CommandTest):
    """omma python"""

    def python(self, *words, **variables):
        """Run it with no way to the package but its own."""
        clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "OMMA")}
        return omma("python", *words, cwd=self.folder, env={**clean, **variables})

    def test_runs_scripts_and_modules_that_import_the_package(self):
        self.write("script.py", "import sys, omma\nprint(sys.argv, omma.check('bright.toml'))\n")
        for words in (("script.py",), ("-m", "script")):
            done = self.python(*words, "run", "--help", "-x", "--level=3")
            self.check(done, 0)
            self.assertRegex(done.stdout, r"script.py', 'run', '--help', '-x', '--level=3'\] \[\]\n$")

    def test_the_package_asks_the_program_that_it_came_with(self):
        done = self.python("-c", "import omma; omma.actors(); print(omma._command.program())")
        self.assertEqual(done.stdout, f"{Path(OMMA).resolve()}\n", done.stderr)

    def test_other_modules_are_found_as_ever(self):
        self.write("plot.py", "")  # as one of the tools in python_actors
        done = self.python("-c", "import plot; print(plot.__file__)", PYTHONPATH=str(self.folder))
        self.assertEqual(done.stdout, f"{self.folder}/plot.py\n", done.stderr)

    def test_status_and_words_are_those_of_the_interpreter(self):
        done = self.python("-c", "raise SystemExit(7)")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (7, "", ""))
        self.assertIn("can't open file", self.python("nowhere.py").stderr)


class Others(CommandTest):
    """omma schema, omma doctor"""

    def test_schema_knows_the_kinds_of_plugins_too(self):
        file = self.folder / "schema.json"
        plugin = GATE.split('"')[1]
        self.check(omma("schema", "-o", file, "--plugin", plugin), 0)
        schema = json.loads(file.read_text())
        self.assertIn("kind:gate", schema["definitions"])
        self.assertIn("kind:threshold", schema["definitions"])

    def test_doctor_says_what_mends_what(self):
        findings = json.loads(omma("doctor", "--format", "json").stdout)
        subjects = {each["subject"] for each in findings}
        self.assertLessEqual(
            {"cores", "memory", "graphviz", "display", "samples", "ffmpeg", "python"}, subjects
        )
        for each in findings:
            self.assertIn(each["state"], ("ok", "warn", "missing"))
            self.assertEqual(each["mend"] == "", each["state"] == "ok", each)

    def test_doctor_notices_that_a_program_is_missing(self):
        done = omma("doctor", env={"PATH": "/nowhere"})
        self.check(done, 1)
        self.assertRegex(done.stdout, r"missing +graphviz .*sudo apt install graphviz")


if __name__ == "__main__":
    unittest.main()
