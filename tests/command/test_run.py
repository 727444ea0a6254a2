# SPDX-License-Identifier: Apache-2.0
"""omma run: exit status, tables, report."""

import json
import unittest

from command import GATE, CommandTest, omma, row


class Run(CommandTest):
    """A graph that ends by itself."""

    def test_ends_after_the_frames_and_prints_what_each_did(self):
        done = omma("run", self.graph, "--frames", 20)
        self.check(done, 0)
        self.assertEqual(row(done.stdout, "bright")[1:3], ["threshold", "20"])
        edge = row(done.stdout, "bright.mask -> end.frames")
        self.assertEqual(edge[1:], ["wait", "20", "20", "0", "0", "0"])
        self.assertIn("20 frames in", done.stdout)
        self.assertIn("ledger closed", done.stdout)
        self.assertIn("running bright: 3 actors, 2 edges", done.stderr)
        self.assertNotIn("\x1b", done.stdout + done.stderr)

    def test_ends_after_a_time(self):
        self.check(omma("run", self.graph, "--for", "50ms", "--quiet"), 0)

    def test_writes_a_report_whose_sums_close(self):
        file = self.folder / "report.json"
        self.check(omma("run", self.graph, "--frames", 20, "--report", file), 0)
        report = json.loads(file.read_text())
        self.assertEqual(
            list(report), ["graph", "seconds", "actors", "edges", "balanced", "held_bytes", "copies"]
        )
        self.assertEqual(list(report["actors"]), ["camera", "bright", "end"])
        keys = [
            "kind",
            "replicas",
            "processed",
            "errors",
            "restarts",
            "missed",
            "busy_us",
            "p50_us",
            "p99_us",
            "copied_pixels",
            "step_s",
        ]
        self.assertEqual(list(report["actors"]["end"]), keys)
        edge = report["edges"]["camera.image -> bright.image"]
        counts = {"offered": 20, "delivered": 20, "dropped": 0, "lost": 0, "in_flight": 0}
        self.assertEqual(edge, {"rule": "wait", **counts})
        self.assertTrue(report["balanced"])
        self.assertEqual(list(report["copies"]), ["pixels", "bytes"])

    def test_prints_the_same_for_programs(self):
        done = omma("run", self.graph, "--frames", 3, "--format", "json", "--quiet")
        self.check(done, 0)
        self.assertEqual(json.loads(done.stdout)["actors"]["end"]["processed"], 3)
        self.assertEqual(done.stderr, "")
        self.assertEqual(
            json.loads(omma("run", self.graph, "--frames", 3, "--report", "-").stdout)["graph"],
            "bright",
        )

    def test_says_nothing_when_told_to_be_quiet(self):
        done = omma("run", self.graph, "--frames", 3, "--quiet")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_runs_on_either_scheduler(self):
        for scheduler in ("omma", "sharing"):
            done = omma("run", self.graph, "--frames", 50, "--scheduler", scheduler, "--threads", 1)
            self.check(done, 0)
            self.assertEqual(row(done.stdout, "end")[2], "50")

    def test_sets_parameters(self):
        done = omma("run", self.graph, "--set", "camera.frames=7", "--set", "bright.level=3")
        self.check(done, 0)
        self.assertEqual(row(done.stdout, "end")[2], "7")


class WrongGraph(CommandTest):
    """A graph that cannot run."""

    def test_is_refused_with_the_place_and_the_nearest_name(self):
        self.graph.write_text(self.graph.read_text().replace("level", "levle"))
        done = omma("run", self.graph)
        self.check(done, 2)
        self.assertIn("bright.toml:9:1: error: ", done.stderr)
        self.assertIn("did you mean 'level'?", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_is_refused_when_it_is_not_there(self):
        done = omma("run", self.folder / "nowhere.toml")
        self.check(done, 2)
        self.assertIn("nowhere.toml: error: there is no such file", done.stderr)

    def test_is_refused_when_a_setting_meets_nothing(self):
        done = omma("run", self.graph, "--set", "brigth.level=3")
        self.check(done, 2)
        self.assertIn("there is no actor 'brigth'; did you mean 'bright'?", done.stderr)

    def test_is_not_started_when_the_report_has_no_place(self):
        done = omma("run", self.graph, "--report", self.folder / "nowhere" / "report.json")
        self.check(done, 2)
        self.assertIn("--report: cannot write into the folder", done.stderr)


class FailingRun(CommandTest):
    """An actor that fails."""

    def setUp(self) -> None:
        super().setUp()
        self.graph = self.write("gate.toml", GATE)

    def test_ends_with_status_1_and_says_which_frame_it_was(self):
        file = self.folder / "report.json"
        done = omma("run", self.graph, "--set", "gate.fails_at=7", "--report", file)
        self.check(done, 1)
        failure = "actor 'gate', frame 7 of 'camera': it broke"
        self.assertIn("the run failed: " + failure, done.stderr)
        report = json.loads(file.read_text())
        self.assertEqual(report["failure"], failure)
        self.assertTrue(report["balanced"])
        self.assertEqual(report["actors"]["gate"]["errors"], 1)

    def test_that_is_told_to_skip_goes_on(self):
        self.graph.write_text(self.graph.read_text() + 'on_error = "skip"\n')
        done = omma("run", self.graph, "--set", "gate.fails_at=7", "--frames", 20)
        self.check(done, 0)
        self.assertEqual(
            row(done.stdout, "camera.image -> gate.frames")[2:], ["20", "19", "0", "1", "0"]
        )

    def test_whose_set_up_fails_ends_with_status_1(self):
        done = omma("run", self.graph, "--set", "camera.width=129")
        self.check(done, 1)
        self.assertIn("actor 'camera'", done.stderr)


if __name__ == "__main__":
    unittest.main()
