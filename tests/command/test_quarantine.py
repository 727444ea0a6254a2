# SPDX-License-Identifier: Apache-2.0
"""A frame that kills: omma run keeps it, omma replay-frame repeats it."""

import re
import shlex
import unittest

from command import CommandTest, omma

GRAPH = """
[params]
on_error = "skip"

[actor.camera]
kind = "pattern"
format = "Mono8"
width = 128
height = 64

[actor.tool]
kind = "tool.py:tool"
in = "camera"
dies_at = 5
on_error = "${on_error}"

[actor.end]
kind = "null"
in = "tool"
"""

TOOL = '''
import os
from omma import Frame, actor

@actor
def tool(frame: Frame, *, dies_at: int = -1) -> Frame:
    """Die of one frame."""
    if frame.sequence == dies_at:
        print("here it comes", flush=True)
        DEATH
    frame.attributes_added["seen"] = 1
    return frame
'''


class Quarantine(CommandTest):
    """An actor that dies of frame 5."""

    def setUp(self):
        super().setUp()
        self.script = self.folder / "tool.py"
        self.script.write_text(TOOL.replace("DEATH", "os.abort()"))
        (self.folder / "deadly.toml").write_text(GRAPH)

    def run_graph(self, *words):
        return omma("run", "deadly.toml", "--frames", 8, *words, cwd=self.folder)

    def test_keeps_the_frame_and_goes_on(self):
        done = self.run_graph()
        self.check(done, 0)
        self.assertIn("2 times with this frame; look into it with", done.stderr)
        self.assertEqual(
            sorted(path.name for path in (self.folder / "quarantine").iterdir()),
            ["tool-camera-5.frame", "tool-camera-5.txt"],
        )
        story = (self.folder / "quarantine" / "tool-camera-5.txt").read_text()
        for words in ("killed by SIGABRT, 2 times", "here it comes", "tool.py", "frame 5 of 'camera': Mono8, 128 x 64"):
            self.assertIn(words, story)

    def test_fails_the_run_where_errors_do(self):
        done = self.run_graph("--set", "on_error=stop")
        self.check(done, 1)
        self.assertIn("the run failed: actor 'tool', frame 5 of 'camera': its host was killed by SIGABRT", done.stderr)
        self.assertTrue((self.folder / "quarantine" / "tool-camera-5.frame").exists())

    def test_repeats_it_as_the_message_says_until_the_actor_is_mended(self):
        command = re.search(r"look into it with: omma (.*)", self.run_graph().stderr)[1]
        again = omma(*shlex.split(command), cwd=self.folder)
        self.check(again, 1)
        self.assertIn("given: frame 5 of 'camera'", again.stdout)
        self.assertIn("here it comes", again.stderr)
        self.assertIn("it failed: its host was killed by SIGABRT\n", again.stderr)
        self.script.write_text(TOOL.replace("DEATH", "pass"))
        mended = omma(*shlex.split(command), cwd=self.folder)
        self.check(mended, 0)
        self.assertIn("frame: frame 5 of 'camera': Mono8, 128 x 64", mended.stdout)
        self.assertIn("seen = 1", mended.stdout)

    def test_keeps_it_elsewhere_or_not_at_all(self):
        self.check(self.run_graph("--quarantine", "here/and/there"), 0)
        self.assertTrue((self.folder / "here/and/there/tool-camera-5.frame").exists())
        self.check(self.run_graph("--quarantine", ""), 0)
        self.assertFalse((self.folder / "quarantine").exists())

    def test_lists_what_a_folder_holds_with_the_commands(self):
        command = re.search(r"look into it with: (.*)", self.run_graph().stderr)[1]
        (self.folder / "quarantine" / "broken.frame").touch()
        done = omma("replay-frame", "quarantine", cwd=self.folder)
        self.check(done, 0)
        self.assertIn("actor 'tool': its host was killed by SIGABRT, 2 times", done.stdout)
        self.assertIn(f"\n  {command}\n", done.stdout)
        self.assertIn("quarantine/broken.frame", done.stdout)

    def test_says_that_a_folder_holds_none(self):
        done = omma("replay-frame", self.folder)
        self.check(done, 2)
        self.assertIn(f"omma: {self.folder}: there is no frame in this folder; expected a file NAME.frame", done.stderr)

    def test_names_what_is_wrong_with_a_file(self):
        done = omma("replay-frame", self.folder / "none")
        self.check(done, 2)
        self.assertIn("No such file", done.stderr)
        done = omma("replay-frame", self.script)
        self.check(done, 2)
        self.assertIn("expected a frame that was put into quarantine", done.stderr)

    def test_names_a_kind_that_does_not_fit(self):
        self.run_graph()
        file = self.folder / "quarantine" / "tool-camera-5.frame"
        done = omma("replay-frame", file, "--actor", "nonsense")
        self.check(done, 2)
        self.assertIn("there is no kind 'nonsense'", done.stderr)
        done = omma("replay-frame", file, "--actor", "pattern")
        self.check(done, 1)
        self.assertIn("'pattern' has 0 inputs; the file has frames for 1", done.stderr)


if __name__ == "__main__":
    unittest.main()
