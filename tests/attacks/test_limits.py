# SPDX-License-Identifier: Apache-2.0
"""Few descriptors, few processes, little address space, full disks."""

import resource
import signal
import subprocess
import unittest
from pathlib import Path

from attack import ACTORS, CAMERA, NATIVE, OMMA, PATIENCE, TIMES, WITNESS, Attack, main

GRAPH = CAMERA + f"""frames = 60
{NATIVE}
[actor.tool]
kind = "{ACTORS}:passing"
in = "camera"
{WITNESS}in = "tool"
"""


OWN_MOUNTS = ["unshare", "--map-root-user", "--mount"]
SMALL_DISK = 'mkdir -p small && mount -t tmpfs -o size=300k none small && cd small && exec "$0" run ../graph.toml'


class Limits(Attack):
    """A run with a host of each language, short of something."""

    def attack(self, limit: int, value: int, unloaded=()) -> None:
        """Run it with this limit. `unloaded`: statuses of a program that could not be loaded."""
        def lower() -> None:
            resource.setrlimit(limit, (value, value))

        done = subprocess.run([OMMA, "run", "graph.toml"], cwd=self.folder, timeout=PATIENCE, text=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, errors="replace",
                              preexec_fn=lower)
        shadowless = "ReserveShadowMemoryRange failed" in done.stderr  # a sanitizer takes terabytes
        if done.returncode not in unloaded and not shadowless:
            self.stands(done.returncode, done.stderr)
        self.all_as_they_were(self.seen())

    def each(self, limit: int, values: list, unloaded=(), always=()) -> None:
        """Some of these values, or all of them."""
        self.write("graph.toml", GRAPH)
        for value in [*values[:: max(1, 12 // TIMES)], *always]:
            with self.subTest(value=value):
                self.attack(limit, value, unloaded)

    def test_descriptors(self):
        self.each(resource.RLIMIT_NOFILE, list(range(4, 65)))

    def test_processes(self):
        self.each(resource.RLIMIT_NPROC, list(range(4, 65)))

    def test_address_space(self):
        """The system's loader needs some itself, and says so. With 100 MB a thread of OpenBLAS may
        look for more for ever."""
        megabytes = [*range(4, 65), *range(400, 4000, 300), 8000, 16000]
        self.each(resource.RLIMIT_AS, [each << 20 for each in megabytes],
                  (127, -signal.SIGKILL, -signal.SIGSEGV), [100 << 20] * 10)

    @unittest.skipIf(subprocess.run([*OWN_MOUNTS, "true"], stderr=subprocess.DEVNULL).returncode != 0,
                     "nothing can be mounted here")
    def test_small_disk(self):
        """It is full while something writes: an error that says so, and whole lines and pictures."""
        camera = CAMERA.replace("128", "640").replace("Mono8", "BGR8") + "frames = 3000\n"
        for kind, path in (("image_files", "{sequence}.png"),
                           ("notes_file", "notes.jsonl"), ("video_file", "video.avi"),
                           ("video_file", "video.mkv"), ("video_file", "video.mp4")):
            with self.subTest(kind=kind, path=path):
                self.write("graph.toml", camera + f'[actor.file]\nkind = "{kind}"\npath = "{path}"\nin = "camera"\n')
                done = subprocess.run([*OWN_MOUNTS, "sh", "-c", SMALL_DISK, OMMA], cwd=self.folder,
                                      timeout=PATIENCE, capture_output=True, text=True)
                self.stands(done.returncode, done.stderr, (1,))
                self.assertRegex(done.stderr, "actor 'file', frame .*(could not|cannot) write")

    def test_full_disk(self):
        """A file that takes nothing."""
        full = Path("/dev/full")
        for verb in (["run", "graph.toml", "--report", full], ["draw", "graph.toml", "-o", full],
                     ["launch", "pattern ! null", "--save", full]):
            with self.subTest(verb=verb):
                self.write("graph.toml", CAMERA + 'frames = 3\n[actor.nothing]\nkind = "null"\nin = "camera"\n')
                done = subprocess.run([OMMA, *verb], cwd=self.folder, timeout=PATIENCE, text=True,
                                      capture_output=True)
                self.stands(done.returncode, done.stderr, (1, 2))


if __name__ == "__main__":
    main()
