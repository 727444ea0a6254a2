# SPDX-License-Identifier: Apache-2.0
"""omma set: what becomes of the value that was written."""

import json
import unittest

from command import TOOL_GRAPH, OwnRuns, wait_until

TOOL = '''
from omma import Frame, actor, param

@actor
class Tool:
    """Have parameters."""

    def __init__(self, *, label: str = param("a", "what it is called"), seed: int = param(1, "where it begins")):
        self.label = label
        self.seed = seed

    def process(self, frame: Frame) -> Frame:
        return frame
'''


class Set(OwnRuns):
    """A run in the background, in a folder for its state that no other test sees."""

    def setUp(self):
        super().setUp()
        self.write("tool.py", TOOL)
        self.check(self.ask("run", self.write("values.toml", TOOL_GRAPH), "--detach"), 0)
        self.addCleanup(self.ask, "stop")
        wait_until(lambda: self.ask("get", "tool.label").returncode == 0, "the run")

    def value(self, name):
        return json.loads(self.ask("get", name, "--format", "json").stdout)[name]["value"]

    def test_a_text_is_what_was_written(self):
        for word in ("1.50", "12345678901234567890123", '{"b": 1, "a": [2.0]}', "null", "true", "[1,2]", "plain"):
            with self.subTest(word):
                self.check(self.ask("set", f"tool.label={word}"), 0)
                self.assertEqual(self.value("tool.label"), word)
        self.check(self.ask("set", 'tool.label="in \\"quotes\\""'), 0)
        self.assertEqual(self.value("tool.label"), 'in "quotes"')

    def test_what_is_no_value_is_said_in_words(self):
        cases = {
            "null": "tool.seed: expected a boolean, a number, a text or a list, such as true, 90 or [1, 2]; found null",
            '{"a": 1}': "found an object",
            '[1, "a"]': "tool.seed: expected a list of numbers; found one with a text in it",
            "18446744073709551615": "expected an integer up to 9223372036854775807; found 18446744073709551615",
        }
        for word, expected in cases.items():
            with self.subTest(word):
                done = self.ask("set", f"tool.seed={word}")
                self.check(done, 2)
                self.assertIn(expected, done.stderr)
                self.assertNotIn("json.exception", done.stderr)
        self.assertEqual(self.value("tool.seed"), 1)

    def test_bytes_that_are_no_text_are_a_wrong_command_line(self):
        done = self.ask("set", "tool.seed=2", "tool.label=\udcff")
        self.check(done, 2)
        self.assertIn("expected ACTOR.PARAM=VALUE in UTF-8", done.stderr)
        self.assertNotIn("json.exception", done.stderr)
        self.assertEqual(self.value("tool.seed"), 1)


if __name__ == "__main__":
    unittest.main()
