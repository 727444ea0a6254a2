# SPDX-License-Identifier: Apache-2.0
"""omma actors, and the plug-ins that it and graphs load."""

import json
import unittest

from command import GATE, PLUGINS, CommandTest, omma


class Actors(CommandTest):
    """omma actors"""

    def test_are_listed_by_family(self):
        lines = omma("actors").stdout.splitlines()
        after_image = lines[lines.index("image") + 1 :]
        kinds = [line.split()[0] for line in after_image[: after_image.index("")]]
        self.assertIn("threshold", kinds)
        self.assertEqual(kinds, sorted(kinds))

    def test_one_is_told_completely(self):
        text = omma("actors", "threshold").stdout
        self.assertRegex(text, r"image +Mono8, Mono10, Mono12 or Mono16")
        self.assertRegex(text, r"level +number +0 to 65535 +128 +next frame +grey level")
        self.assertIn("fixed, otsu or adaptive", text)
        self.assertRegex(text, r"origin +built in")
        self.assertIn('[actor.threshold]\n  kind = "threshold"\n  in = "camera"', text)

    def test_are_told_to_programs(self):
        kinds = {
            each["kind"]: each for each in json.loads(omma("actors", "--format", "json").stdout)
        }
        one = json.loads(omma("actors", "threshold", "--format", "json").stdout)
        self.assertEqual(kinds["threshold"], one)
        level = one["params"][0]
        self.assertEqual(
            (level["name"], level["default"], level["min"], level["max"]), ("level", 128, 0, 65535)
        )

    def test_each_example_is_right(self):
        for kind in json.loads(omma("actors", "--format", "json").stdout):
            graph = '[actor.camera]\nkind = "pattern"\n\n' + kind["example"]
            graph = graph.replace("[actor.pattern]", "[actor.other]")
            done = omma("check", self.write("example.toml", graph), "--format", "json")
            found = [each["what"] for each in json.loads(done.stdout)[0]["diagnostics"]]
            wrong = [
                each for each in found if "parameter" in each or "input" in each or "key" in each
            ]
            self.assertEqual(wrong, [], kind["kind"])

    def test_unknown_one_gets_the_nearest_name(self):
        done = omma("actors", "treshold")
        self.check(done, 2)
        self.assertIn("there is no kind 'treshold'; did you mean 'threshold'?", done.stderr)


class Plugins(CommandTest):
    """Plug-ins, right and wrong."""

    def test_kinds_are_listed_with_their_origin(self):
        plugin = PLUGINS / "libgate.so"
        text = omma("actors", "gate", "--plugin", plugin).stdout
        self.assertIn(f"origin      {plugin.resolve()}", text)

    def test_graph_finds_them_beside_itself(self):
        (self.folder / "libgate.so").symlink_to(PLUGINS / "libgate.so")
        graph = self.write("gate.toml", GATE.replace(f"{PLUGINS}/", ""))
        self.check(omma("run", graph, "--frames", 3, cwd="/"), 0)

    def test_wrong_ones_are_refused_with_the_place_in_the_graph(self):
        self.write("libtext.so", "some text\n")
        cases = {
            PLUGINS / "libwrong_version.so": "found omma 0.0, OpenCV 1.0; build it again",
            PLUGINS / "libclash.so": "kind 'null': there is a kind of this name already (built in)",
            PLUGINS / "libunmarked.so": "build it with omma_add_plugin(...)",
            self.folder / "libtext.so": "this is no plug-in; expected a shared object",
            self.folder / "libnowhere.so": "there is no such file",
        }
        for plugin, message in cases.items():
            done = omma(
                "run", self.write("gate.toml", GATE.replace(f"{PLUGINS}/libgate.so", str(plugin)))
            )
            self.check(done, 2)
            self.assertIn("gate.toml:3:", done.stderr)
            self.assertIn(message, done.stderr)


if __name__ == "__main__":
    unittest.main()
