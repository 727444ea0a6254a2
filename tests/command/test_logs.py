# SPDX-License-Identifier: Apache-2.0
"""omma logs, events that are kept, runs in the background, and what the console tells."""

import json
import os
import signal
import subprocess
import unittest
from pathlib import Path

from command import OMMA, PATIENCE, TOOL_GRAPH, OwnRuns, wait_until

TOOL = '''
from omma import Frame, actor

@actor
class Tool:
    """Print a line for each frame."""

    def process(self, frame: Frame) -> Frame:
        print("saw", frame.sequence, LONG)
        if frame.sequence == FAILS:
            raise ValueError("no such frame")
        return frame
'''


class Logs(OwnRuns):
    """Runs with a folder for their state that no other test sees."""

    def setUp(self):
        super().setUp()
        self.graph = self.write("printing.toml", TOOL_GRAPH)
        self.tool()

    def tool(self, long="''", fails=-1):
        self.write("tool.py", TOOL.replace("LONG", long).replace("FAILS", str(fails)))

    def run_to_end(self, *words, status=0):
        done = self.ask("run", self.graph, "--frames", "30", *words)
        self.check(done, status)
        return done

    def logged(self, *words):
        done = self.ask("logs", "--format", "json", *words)
        self.check(done, 0)
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def test_what_was_printed_is_there_when_the_run_has_ended(self):
        self.run_to_end()
        lines, said = self.logged()
        self.assertEqual([line["text"].strip() for line in lines], [f"saw {n}" for n in range(30)])
        self.assertIn("which has ended", said)
        text = self.ask("logs").stdout.splitlines()
        self.assertRegex(text[7], r"^\d\d:\d\d:\d\d\.\d{3}  tool: saw 7 *$")
        self.assertEqual(len(self.logged("--text", "saw 2")[0]), 11)
        self.assertEqual(self.logged("--actor", "camera")[0], [])
        times = [line["time"] for line in lines]
        self.assertEqual(times, sorted(times))
        self.assertEqual(self.logged("--until", "1h")[0], [])
        self.assertEqual(self.logged("--since", "1h")[0], lines)
        refused = self.ask("logs", "--since", "noon")
        self.check(refused, 2)
        self.assertIn("found 'noon'", refused.stderr)
        began = self.listed("--all")[0]["began"]
        self.assertEqual(self.logged("--since", began)[0], lines)
        self.assertEqual(self.logged("--until", began.replace("20", "19", 1))[0], [])

    def test_times_are_taken_as_the_help_writes_them(self):
        said = " ".join(self.ask("logs", "--help").stdout.split())
        self.assertIn("12:04:31 or 2026-05-31T12:04:31, or so long ago: 10min", said)
        self.run_to_end()
        for time in ("12:04:31", "2026-05-31T12:04:31", "10min"):
            self.logged("--since", time)

    def test_files_of_a_run_are_bounded_and_what_went_is_counted(self):
        self.tool(long="'x' * 200_000")
        self.run_to_end()
        (run,) = self.listed("--all")
        sizes = {file.name: file.stat().st_size for file in Path(run["folder"]).glob("log*")}
        self.assertEqual(set(sizes), {"log", "log.old"})
        self.assertLess(max(sizes.values()), 1_100_000)
        lines, said = self.logged()
        self.assertRegex(said, r"\d+ lines before the next one are not kept")
        begun = [line["text"].split()[1] for line in lines if line["text"].startswith("saw")]
        self.assertEqual(begun, [str(n) for n in range(30 - len(begun), 30)])
        self.assertLess(len(begun), 30)

    def test_following_ends_with_the_run_and_misses_nothing(self):
        run = subprocess.Popen([OMMA, "run", self.graph, "--quiet", "--frames", "300"], env=self.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        wait_until(self.listed, "the run")
        done = self.ask("logs", "--follow")
        self.check(done, 0)
        self.assertEqual(len(done.stdout.splitlines()), 300)

    def test_events_are_kept_and_chosen_by_actor_kind_and_time(self):
        self.tool(fails=20)
        self.run_to_end(status=1)
        done = self.ask("events", "--format", "json")
        self.check(done, 0)
        kinds = [json.loads(line)["kind"] for line in done.stdout.splitlines()]
        self.assertEqual(kinds[0], "began")
        self.assertEqual(kinds[-1], "ended")
        errors = self.ask("events", "--kind", "error", "--actor", "tool").stdout.splitlines()
        self.assertIn("frame 20 of 'camera'", errors[0])
        self.assertEqual(self.ask("events", "--until", "1h").stdout, "")

    def test_a_run_in_the_background_outlives_its_command(self):
        begun = self.ask("run", self.graph, "--detach")
        self.check(begun, 0)
        name = begun.stdout.strip()
        self.assertIn(f"'omma stop {name}' ends it", begun.stderr)
        (run,) = self.listed()
        self.addCleanup(lambda: self.ask("stop", name))
        self.assertEqual(run["name"], name)
        self.assertNotEqual(os.getsid(run["pid"]), os.getsid(0))
        self.check(self.ask("top", name, "--once", "--every", "0.1"), 0)
        self.check(self.ask("stop", name), 0)
        self.assertEqual(self.listed(), [])
        self.assertEqual(self.listed("--all")[0]["state"], "ended")
        self.assertGreater(len(self.logged(name)[0]), 0)
        self.assertEqual((Path(run["folder"]) / "console").read_text(encoding="utf-8"), "")

    def test_a_run_that_does_not_come_up_is_told_before_the_command_ends(self):
        wrong = self.write("wrong.toml", TOOL_GRAPH.replace("pattern", "patern"))
        done = self.ask("run", self.graph, "--detach", "--log-level", "trace")
        self.check(done, 2)
        self.assertIn("leave one of them out", done.stderr)
        done = self.ask("run", wrong, "--detach")
        self.check(done, 2)
        self.assertIn("pattern", done.stderr)
        self.write("tool.py", TOOL.replace("LONG", "''").replace(
            "    def process", "    def __init__(self):\n        raise OSError('no lamp')\n\n    def process"))
        done = self.ask("run", self.graph, "--detach")
        self.check(done, 1)
        self.assertIn("no lamp", done.stderr)
        self.assertEqual(self.listed(), [])

    def test_a_run_that_is_stopped_is_said_to_be(self):
        name = self.ask("run", self.graph, "--detach").stdout.strip()
        self.addCleanup(lambda: self.ask("stop", name))
        pid = self.listed()[0]["pid"]
        os.kill(pid, signal.SIGSTOP)
        try:
            for words in (("top", "--once"), ("get",), ("set", "camera.rate=3"), ("stop",), ("look", "camera.image")):
                done = self.ask(*words)
                self.check(done, 1)
                self.assertIn(f"'kill -CONT {pid}'", done.stderr)
        finally:
            os.kill(pid, signal.SIGCONT)
        self.check(self.ask("get"), 0)

    def test_runs_that_ended_long_ago_are_forgotten(self):
        self.run_to_end()
        (old,) = self.listed("--all")
        os.utime(Path(old["folder"]) / "run", (0, 0))
        self.run_to_end()
        (new,) = self.listed("--all")
        self.assertNotEqual(old["name"], new["name"])

    def test_levels_choose_what_the_console_tells(self):
        self.tool(fails=20)
        told = {level: self.run_to_end("--log-level", level, status=1).stderr
                for level in ("error", "info", "debug", "trace")}
        self.assertNotIn("saw 3", told["error"])
        self.assertIn("no such frame", told["error"])
        self.assertIn("saw 3", told["info"])
        self.assertRegex(told["debug"], r"edge 'camera.image -> tool.frame': \d+ frames? lost")
        self.assertNotIn("queued", told["debug"])
        for words in ("edge 'camera.image -> tool.frame', frame 3: queued", "actor 'tool', frame 3: begun",
                      "edge 'tool.frame -> end.frames', frame 3: done", "frame 20: lost"):
            self.assertIn(words, told["trace"])

    def test_each_line_of_the_console_is_an_object_for_programs(self):
        self.tool(fails=20)
        told = self.run_to_end("--log-format", "json", "--log-level", "trace", status=1).stderr.splitlines()
        lines = [json.loads(line) for line in told]
        self.assertEqual({line["level"] for line in lines}, {"error", "info", "debug", "trace"})
        self.assertIn({"kind": "frame", "actor": "tool", "sequence": 3, "text": "begun"},
                      [{key: line.get(key) for key in ("kind", "actor", "sequence", "text")} for line in lines])
        self.assertIn("the run failed: ", lines[-1]["text"])

    def test_what_is_wrong_with_a_graph_is_text_also_for_programs(self):
        wrong = self.write("wrong.toml", TOOL_GRAPH.replace("pattern", "patern"))
        done = self.ask("run", wrong, "--log-format", "json")
        self.check(done, 2)
        self.assertIn("wrong.toml:3:8: error: ", done.stderr)
        self.assertIn("once the graph is loaded", " ".join(self.ask("run", "--help").stdout.split()))

    def test_events_that_can_not_be_written_are_an_error(self):
        done = self.run_to_end("--events", "/dev/full", status=1)
        self.assertEqual(done.stderr.count("--events: can not write /dev/full"), 1)

    def test_nobody_has_to_read_the_console(self):
        self.tool(long="'x' * 4000")
        run = subprocess.Popen([OMMA, "run", self.graph, "--frames", "300"], env=self.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(run.communicate)
        self.addCleanup(run.kill)
        self.assertEqual(run.wait(PATIENCE), 0)
        self.assertLess(run.stderr.read().count("saw"), 300)
        self.assertEqual(len(self.logged()[0]), 300)

    def test_a_reader_that_goes_ends_no_run(self):
        notes = self.folder / "notes.jsonl"
        graph = self.write("noting.toml", TOOL_GRAPH + f"""
[actor.notes]
kind = "notes_file"
path = "{notes}"
in = "tool"
""")
        for redirected in ("2>&1 | head -1", "--format json | head -c 1", ">&-", ">&- 2>&- <&-"):
            with self.subTest(redirected):
                line = f"'{OMMA}' run '{graph}' --frames 30 {redirected}; exit ${{PIPESTATUS[0]}}"
                done = subprocess.run(["bash", "-c", line], env=self.environment, timeout=PATIENCE)
                self.assertEqual(done.returncode, 0)
                self.assertEqual(len(notes.read_text(encoding="utf-8").splitlines()), 30)
                notes.unlink()


if __name__ == "__main__":
    unittest.main()
