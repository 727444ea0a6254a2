# SPDX-License-Identifier: Apache-2.0
"""omma run --probe: a look at any edge, without touching the graph."""

import json
import unittest

from command import CommandTest, omma

PROBE = '''
from omma import Frame, actor

@actor
def look(frame: Frame) -> None:
    """Print what passes by."""
    print(f"saw frame {frame.sequence} of {frame.pixels.shape}", flush=True)

@actor
def fail(frame: Frame) -> None:
    """Break at each frame."""
    raise ValueError("the probe is broken")

@actor
def hang(frame: Frame) -> None:
    """Never come back."""
    while True:
        pass
'''


class Probe(CommandTest):
    """The graph of all tests, with a probe on its threshold."""

    def setUp(self):
        super().setUp()
        self.probe = self.folder / "probe.py"
        self.probe.write_text(PROBE)

    def run_with(self, *probes, frames=50):
        words = [word for probe in probes for word in ("--probe", probe)]
        return omma(
            "run", self.graph, "--frames", frames, "--report", "-", "--quiet", *words
        )

    def test_sees_frames_and_everything_else_stays_as_it_is(self):
        done = self.run_with(f"bright.mask={self.probe}:look")
        self.check(done, 0)
        self.assertIn("'probe-of-bright': saw frame", done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report["edges"]["bright.mask -> end.frames"]["delivered"], 50)
        probed = report["edges"]["bright.mask -> probe-of-bright.frame"]
        self.assertEqual(probed["rule"], "latest")
        self.assertEqual(probed["offered"], 50)
        self.assertTrue(report["balanced"])

    def test_needs_no_port_where_there_is_one_and_may_be_repeated(self):
        done = self.run_with(f"bright={self.probe}:look", f"bright={self.probe}:look")
        self.check(done, 0)
        actors = json.loads(done.stdout)["actors"]
        self.assertEqual(list(actors)[-2:], ["probe-of-bright", "probe-2-of-bright"])

    def test_harms_nobody(self):
        for how in ("fail", "hang"):
            done = omma(
                "run", self.graph, "--for", "300ms", "--report", "-", "--quiet",
                "--probe", f"bright={self.probe}:{how}", "--probe", f"camera={self.probe}:look",
            )  # fmt: skip
            report = json.loads(done.stdout)
            edge = report["edges"]["bright.mask -> end.frames"]
            self.assertEqual(edge["delivered"], edge["offered"])
            self.assertTrue(report["balanced"], how)

    def test_names_what_is_wrong(self):
        for probe, words in (
            ("nonsense", "this is no probe; expected ACTOR.PORT=FILE.py:NAME"),
            (f"bright.mask={self.probe}", "this is no probe"),
            (f"brigth={self.probe}:look", "there is no actor 'brigth'; did you mean 'bright'?"),
            (f"bright.mas={self.probe}:look", "has no output 'mas'; did you mean 'mask'?"),
            (f"bright={self.probe}:loop", "there is no actor 'loop' in it; it has look, fail, hang"),
            ("bright=none.py:look", "there is no file none.py"),
        ):
            done = self.run_with(probe)
            self.check(done, 2)
            self.assertIn(f"--probe {probe}: error: ", done.stderr)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
