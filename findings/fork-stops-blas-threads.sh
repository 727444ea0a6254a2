#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# numpy 2.3.5 (wheel of PyPI, with its OpenBLAS 0.3.30) on Linux, two or more cores.
#
# A fork is said to leave the parent as it was: only the child has lost its threads. So starting a helper
# from a program that computes should cost the program nothing.
#
# Seen: OpenBLAS registers itself with pthread_atfork, and what it does before each fork is to end its own
# threads in the parent and wait for them. They come again with the next product that is large enough for
# several threads, each with a buffer to be had anew. `os.fork` does that, and so does everything built on
# fork(3): multiprocessing with "fork", and subprocess with a preexec_fn. subprocess without
# one (vfork) and os.posix_spawn leave the threads alone. Whoever waits in fork(3) waits for these threads,
# too: a program in which one of them can not end does not come back from it.
#
# Prints and expects (threads of the parent, beside the first one, on a machine with N cores: N - 1 or 0):
#   after the import: all
#   after subprocess.run: all
#   after os.posix_spawn: all
#   after os.fork: none
#   after a product of matrices: all
#   after subprocess.run with a preexec_fn: none
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet install numpy==2.3.5

cat > "$folder/threads.py" <<'PYTHON'
import os
import subprocess

import numpy

MOST = min(os.cpu_count(), len(os.sched_getaffinity(0))) - 1
MATRIX = numpy.ones((1000, 1000))


def tell(when):
    others = len(os.listdir("/proc/self/task")) - 1
    print(f"after {when}:", {MOST: "all", 0: "none"}.get(others, others))


def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


tell("the import")
subprocess.run(["true"])
tell("subprocess.run")
os.waitpid(os.posix_spawn("/bin/true", ["true"], os.environ), 0)
tell("os.posix_spawn")
fork()
tell("os.fork")
MATRIX @ MATRIX
tell("a product of matrices")
subprocess.run(["true"], preexec_fn=lambda: None)
tell("subprocess.run with a preexec_fn")
PYTHON

"$folder/venv/bin/python" -W ignore "$folder/threads.py" | tee "$folder/seen"
diff - "$folder/seen" <<'SEEN'
after the import: all
after subprocess.run: all
after os.posix_spawn: all
after os.fork: none
after a product of matrices: all
after subprocess.run with a preexec_fn: none
SEEN
