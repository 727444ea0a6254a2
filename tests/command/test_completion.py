# SPDX-License-Identifier: Apache-2.0
"""omma completion, asked of the shells themselves."""

import os
import shutil
import subprocess
import unittest
from pathlib import Path

from command import OMMA, CommandTest, omma, wait_until

# Fills in what readline would, and prints the completions of the last word.
ASK_BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_omma omma "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


class Completion(CommandTest):
    """What follows the words of a command line."""

    def setUp(self) -> None:
        super().setUp()
        path = f"{Path(OMMA).parent}:{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "HOME": str(self.folder)}

    def ask(self, command: list[str]) -> list[str]:
        """Run a shell in the folder of the graph and return the first word of each line."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return [line.split()[0] for line in done.stdout.splitlines() if line]

    def bash(self, line: str) -> list[str]:
        """Complete the last word of a line in bash."""
        script = self.write("completion.bash", omma("completion", "bash").stdout)
        return self.ask(["bash", "-c", ASK_BASH, "bash", str(script), *line.split(" ")])

    def fish(self, line: str) -> list[str]:
        """Complete the last word of a line in fish."""
        script = self.write("completion.fish", omma("completion", "fish").stdout)
        return self.ask(["fish", "-c", f"source {script}; complete -C '{line}'"])

    def check_shell(self, complete) -> None:
        """Check what a shell offers."""
        self.assertIn("completion", complete("omma "))
        self.assertEqual(complete("omma ch"), ["check"])
        self.assertIn("bright.toml", complete("omma run "))
        self.assertEqual(sorted(complete("omma run bright.toml --fr")), ["--frames"])
        self.assertEqual(sorted(complete("omma run bright.toml --scheduler ")), ["omma", "sharing"])
        self.assertIn("bright.level=", complete("omma run bright.toml --set bright.l"))
        self.assertEqual(complete("omma actors thr"), ["threshold"])
        self.assertEqual(sorted(complete("omma new ")), ["actor", "graph"])
        self.assertIn("--dir", complete("omma new actor --"))

    def check_running(self, complete) -> None:
        """Check what a shell offers of graphs that run."""
        self.environment["XDG_RUNTIME_DIR"] = str(self.folder / "runtime")
        Path(self.environment["XDG_RUNTIME_DIR"]).mkdir()
        words = [OMMA, "run", self.graph, "--quiet"]
        process = subprocess.Popen(words, env=self.environment, stdout=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        wait_until(lambda: "bright.level=90" in self.state("parameters"), "the state of the run")
        wait_until(lambda: "edge " in self.state("report"), "the report of the run")
        run = next(self.folder.glob("runtime/omma/*/report")).parent.name
        for verb in ("top", "events", "stop", "look"):
            self.assertIn(run, complete(f"omma {verb} "))
        self.assertEqual(complete("omma set bright.l"), ["bright.level="])
        self.assertEqual(complete("omma get bright.l"), ["bright.level"])
        self.assertIn("bright", complete("omma get "))
        self.assertEqual(complete("omma look c"), ["camera.image"])
        self.assertEqual(complete("omma events --actor c"), ["camera"])

    def state(self, name: str) -> str:
        """What a file in the folder of the run says."""
        files = self.folder.glob(f"runtime/omma/*/{name}")
        return "".join(file.read_text(encoding="utf-8") for file in files)

    def test_parameters_of_the_graph_also_of_one_that_is_wrong(self):
        text = self.graph.read_text(encoding="utf-8")
        for kind in ("threshold", "thresold"):
            params = "[params]\nlow_level = 80\n" + text.replace("level = 90", 'level = "${low_level}"')
            self.write("bright.toml", params.replace("threshold", kind))
            self.assertEqual(self.bash("omma run bright.toml --set low"), ["low_level="])

    def test_bash(self):
        self.check_shell(self.bash)

    def test_bash_on_graphs_that_run(self):
        self.check_running(self.bash)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_on_graphs_that_run(self):
        self.check_running(self.fish)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        self.check_shell(self.fish)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_its_script(self):
        script = self.write("_omma", omma("completion", "zsh").stdout)
        self.ask(["zsh", "-n", str(script)])
        line = f"autoload -U compinit; compinit -u; source {script}; print -r -- $_comps[omma]"
        self.assertEqual(self.ask(["zsh", "-f", "-c", line]), ["_omma"])


if __name__ == "__main__":
    unittest.main()
