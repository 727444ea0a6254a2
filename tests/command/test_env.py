# SPDX-License-Identifier: Apache-2.0
"""Environments of hosts, and the verb env. Nothing here needs a network."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

from command import OMMA, PATIENCE, CommandTest, omma, row, wait_until

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from wheels import TONE, write_tones, write_wheel  # noqa: E402

ROOT = Path(__file__).parents[2]

ACTOR = """
import tone
from omma import Image, actor


@actor
def version(image: Image, *, name: str) -> dict:
    return {name: tone.__version__}
"""

GRAPH = """
[host.old]
{old}
wheels = "wheels"

[actor.camera]
kind = "pattern"
frames = 3

[actor.old]
kind = "version.py:version"
host = "old"
name = "old"
in = "camera"

[actor.end]
kind = "notes_file"
path = "{folder}/notes.jsonl"
in = "old"
"""

# Does with venv alone what uv does, and notes each call; version 9 is refused. The pipe "go", where
# there is one, holds it up.
UV = """#!/bin/bash
cd {folder}
echo $$ > process
echo "$*" >> calls
for last; do :; done
if [[ $1 == venv ]]; then
  [[ ! -p go ]] || read -r < go
  exec /usr/bin/python3 -m venv --without-pip "$last"
fi
version=$(cat "$last" more.txt 2>/dev/null | sed -n 's/^tone==//p')
[[ $version != 9 ]] || {{ echo 'no version 9' >&2; exit 3; }}
into=$("$4" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "__version__ = '$version'" > "$into/tone.py"
mkdir "$into/tone-$version.dist-info"
"""


def has_ended(process: str) -> bool:
    """Tell whether a process is gone, perhaps not yet noticed by its parent."""
    try:
        return ") Z " in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return True


class EnvironmentTest(CommandTest):
    """A folder with two versions of a package, a cache of its own, and no uv."""

    def setUp(self) -> None:
        super().setUp()
        (self.folder / "wheels").mkdir()
        write_tones(self.folder / "wheels")
        self.write("version.py", ACTOR)
        self.cache = self.folder / "cache"
        folders = os.environ["PATH"].split(":")
        path = ":".join(each for each in folders if not (Path(each) / "uv").exists())
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache), "PATH": path}

    def graph_with(self, old: str) -> Path:
        """Write a graph whose host has these requirements."""
        return self.write("graph.toml", GRAPH.format(old=old, folder=self.folder))

    def omma(self, *words) -> subprocess.CompletedProcess:
        """Run omma with the cache of the test."""
        return omma(*words, env=self.environment)

    def environments(self) -> int:
        """Count the environments that are finished."""
        return len(list(self.cache.glob("omma/env/*/omma.json")))

    def notes(self) -> list[dict]:
        """Return the attributes of each frame that came to the end."""
        lines = (self.folder / "notes.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["attributes"] for line in lines]


class WithPip(EnvironmentTest):
    """What venv and pip do where there is no uv."""

    def test_two_actors_have_two_versions_of_a_package(self):
        graph = self.graph_with('requirements = ["tone==1.0"]')
        text = graph.read_text(encoding="utf-8").replace('in = "old"', 'in = "new"')
        text += '[host.new]\nrequirements = "new.txt"\nwheels = "wheels"\n'
        text += '[actor.new]\nkind = "version.py:version"\nhost = "new"\nname = "new"\nin = "old"\n'
        graph.write_text(text, encoding="utf-8")
        self.write("new.txt", "tone >= 1.5  # the newer one\n")
        done = self.omma("run", graph)
        self.check(done, 0)
        self.assertIn("host 'old': creating its environment with venv and pip in ", done.stderr)
        self.assertIn("host 'new': Successfully installed tone-2.0", done.stderr)
        self.assertEqual(self.notes(), 3 * [{"old": "1.0", "new": "2.0"}])
        done = self.omma("env", graph)
        self.check(done, 0)
        self.assertEqual(done.stdout.count("there already"), 2)
        self.assertEqual(done.stderr, "")

    def test_another_package_of_its_name_does_not_hide_omma(self):
        write_wheel(self.folder / "wheels", "omma", "0.0.1", "")
        self.check(self.omma("run", self.graph_with('requirements = ["tone==1.0", "omma"]')), 0)
        self.assertEqual(len(list(self.cache.glob("omma/env/*/lib/*/site-packages/omma.py"))), 1)
        self.assertEqual(self.notes(), 3 * [{"old": "1.0"}])

    def test_a_failing_install_shows_the_words_of_pip_and_starts_nothing(self):
        (self.folder / "elsewhere").mkdir()
        write_wheel(self.folder / "elsewhere", "tone", "3.0", TONE["2.0"])
        self.environment["PIP_FIND_LINKS"] = str(self.folder / "elsewhere")  # 'wheels' counts alone
        graph = self.graph_with('requirements = ["tone==3.0"]')
        done = self.omma("run", graph, "--quiet")
        self.check(done, 2)
        self.assertIn("graph.toml:3:16: error: the environment of the host 'old' cannot be made: "
                      "pip ended with status 1 and said:\n", done.stderr)
        self.assertIn("ERROR: No matching distribution found for tone==3.0", done.stderr)
        self.assertEqual(done.stderr.count("error: "), 1)
        self.assertEqual(self.environments(), 0)
        self.assertFalse((self.folder / "notes.jsonl").exists())

    def test_an_interpreter_without_venv_is_told_what_to_install(self):
        self.write("sitecustomize.py", "import sys\nsys.modules['ensurepip'] = None\n")
        graph = self.graph_with(f'requirements = []\nenv.PYTHONPATH = "{self.folder}"')
        done = self.omma("env", graph)
        self.check(done, 2)
        self.assertRegex(done.stderr, r"install Debian's package python3.\d+-venv, or uv")


class UvTest(EnvironmentTest):
    """A script stands for uv and notes its calls."""

    def setUp(self) -> None:
        super().setUp()
        programs = self.folder / "programs"
        programs.mkdir()
        self.uv = programs / "uv"
        self.uv.write_text(UV.format(folder=self.folder), encoding="utf-8")
        self.uv.chmod(0o755)
        self.environment["PATH"] = f"{programs}:{self.environment['PATH']}"

    def start(self, *words) -> subprocess.Popen:
        """Start omma with the cache of the test."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = subprocess.Popen([OMMA, *words], env=self.environment, **pipes)
        self.addCleanup(process.kill)
        return process

    def calls(self) -> list[str]:
        """Return the first words of each call of uv."""
        calls = self.folder / "calls"
        lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
        return [line.split()[0] for line in lines]


class WithUv(UvTest):
    """What is asked of uv."""

    def check_made(self, environments: int, graph: Path) -> None:
        """Check that a run made as many environments as there are then."""
        self.check(self.omma("run", graph, "--quiet"), 0)
        self.assertEqual(self.calls(), environments * ["venv", "pip"])
        self.assertEqual(self.environments(), environments)

    def test_an_environment_is_made_once(self):
        graph = self.graph_with('requirements = ["tone==1.0"]')
        self.check_made(1, graph)
        self.check_made(1, graph)
        self.assertEqual(self.notes(), 3 * [{"old": "1.0"}])
        wheels = f"--no-index --find-links {self.folder}/wheels"
        self.assertIn(wheels, (self.folder / "calls").read_text(encoding="utf-8"))

    def test_another_content_makes_another_one(self):
        self.check_made(1, self.graph_with('requirements = ["tone==1.0"]'))
        self.check_made(2, self.graph_with('requirements = ["tone==2.0"]'))
        self.assertEqual(self.notes(), 3 * [{"old": "2.0"}])
        write_wheel(self.folder / "wheels", "tone", "2.0", TONE["1.0"])
        self.check_made(3, self.graph_with('requirements = ["tone==2.0"]'))

    def test_what_is_no_content_makes_no_other_one(self):
        self.check_made(1, self.graph_with('requirements = ["tone==1.0"]'))
        self.check_made(1, self.graph_with('retries = 0\nrequirements = ["tone==1.0"]'))

    def test_a_file_counts_with_what_it_includes(self):
        graph = self.graph_with('requirements = "required.txt"')
        self.write("required.txt", "-r more.txt\n")
        self.write("more.txt", "tone==1.0\n")
        self.check_made(1, graph)
        self.write("more.txt", "tone==2.0\n")
        self.check_made(2, graph)
        self.assertEqual(self.notes(), 3 * [{"old": "2.0"}])

    def test_one_that_was_not_finished_is_made_again(self):
        graph = self.graph_with('requirements = ["tone==9"]')
        done = self.omma("env", graph)
        self.check(done, 2)
        self.assertIn("uv ended with status 3 and said:\n  no version 9", done.stderr)
        self.assertEqual(self.environments(), 0)
        left = next(path for path in self.cache.glob("omma/env/*") if path.is_dir())
        (left / "half").touch()
        self.uv.write_text(UV.format(folder=self.folder).replace("!= 9", "!= 8"), encoding="utf-8")
        self.check(self.omma("env", graph), 0)
        self.assertFalse((left / "half").exists())

    def test_one_that_was_interrupted_is_made_again_and_leaves_no_process(self):
        graph = self.graph_with('requirements = ["tone==1.0"]')
        os.mkfifo(self.folder / "go")
        first = self.start("env", graph)
        wait_until(self.calls, "the first to call uv")
        installer = (self.folder / "process").read_text(encoding="utf-8").strip()
        first.kill()
        wait_until(lambda: has_ended(installer), "uv to end")
        (self.folder / "go").unlink()
        self.assertIn("made now", self.omma("env", graph).stdout)
        self.assertEqual(self.calls(), ["venv", "venv", "pip"])

    def test_two_at_once_make_it_once(self):
        graph = self.graph_with('requirements = ["tone==1.0"]')
        os.mkfifo(self.folder / "go")
        first = self.start("env", graph)
        wait_until(self.calls, "the first to call uv")
        second = self.start("env", graph)
        self.assertIn("waiting for another process", second.stderr.readline())
        self.write("go", "now\n")
        self.assertIn("made now", first.communicate(timeout=PATIENCE)[0])
        self.assertIn("there already", second.communicate(timeout=PATIENCE)[0])
        self.assertEqual(self.calls(), ["venv", "pip"])

    def test_completion_makes_none(self):
        graph = self.graph_with('requirements = ["tone==1.0"]')
        self.check(self.omma("check", graph, "--format", "settable"), 2)
        self.assertEqual(self.calls(), [])
        self.check(self.omma("check", graph), 0)
        self.assertEqual(self.calls(), ["venv", "pip"])
        done = self.omma("check", graph, "--format", "settable")
        self.assertIn("old.name=", done.stdout)

    def test_hosts_that_need_none_are_listed_as_they_are(self):
        graph = self.graph_with('python = "/usr/bin/python3"').read_text(encoding="utf-8")
        graph = graph.replace('wheels = "wheels"', '[host.idle]\nrequirements = []')
        done = self.omma("env", self.write("graph.toml", graph.split("[actor.old]")[0]))
        self.check(done, 0)
        self.assertEqual(row(done.stdout, str(self.folder / "graph.toml"))[1:],
                         ["old", "no requirements", "/usr/bin/python3"])
        self.assertIn("idle  not used", done.stdout)
        self.assertEqual(self.calls(), [])

    def test_a_graph_with_another_error_makes_none(self):
        graph = self.graph_with('requirements = ["tone==1.0"]\nretries = "many"')
        self.check(self.omma("run", graph), 2)
        self.assertEqual(self.calls(), [])


class Wheels(CommandTest):
    """What graphs/two_versions.toml installs."""

    def test_those_in_the_tree_are_what_their_script_writes(self):
        write_tones(self.folder)
        for wheel in self.folder.glob("*.whl"):
            self.assertEqual(wheel.read_bytes(), (ROOT / "graphs/wheels" / wheel.name).read_bytes())


if __name__ == "__main__":
    unittest.main()
