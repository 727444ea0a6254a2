#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# numpy 2.3.5 (wheel of PyPI, with its OpenBLAS 0.3.30) on Linux, two or more cores.
#
# The usual way to take a signal in one place is to block it in the main thread, from which later threads
# inherit that, and to wait for it (sigwait, sigtimedwait, signalfd). The guess is that this works
# whenever it is done before the program starts a thread of its own.
#
# Seen: `import numpy` starts the threads of its OpenBLAS at once, without a product of matrices, and they
# keep the mask that was in force then. Blocked after the import, the signal is free in those threads: the
# system hands it to one of them, and whoever waits for it waits in vain. A signal whose default is to end
# the process ends it, although somebody waits for it. Blocked before the import, all is well, and so it is
# with OPENBLAS_NUM_THREADS=1.
#
# Here with SIGWINCH, which by default does nothing. Prints and expects:
#   blocked after the import: 1 of 2 threads do not block it; waited in vain
#   blocked before the import: 0 of 2 threads do not block it; came
#   after the import, one thread: 0 of 1 threads do not block it; came
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet install numpy==2.3.5

cat > "$folder/wait.py" <<'PYTHON'
import os
import signal
import sys

SIGNAL = signal.SIGWINCH

if sys.argv[1] == "after":
    import numpy
signal.pthread_sigmask(signal.SIG_BLOCK, {SIGNAL})
if sys.argv[1] == "before":
    import numpy


def free(task):
    """Whether this thread does not block the signal."""
    with open(f"/proc/self/task/{task}/status") as file:
        mask = next(line.split()[1] for line in file if line.startswith("SigBlk"))
    return not int(mask, 16) >> (SIGNAL - 1) & 1


tasks = os.listdir("/proc/self/task")
os.kill(os.getpid(), SIGNAL)
came = signal.sigtimedwait({SIGNAL}, 1)
print(f"{sum(map(free, tasks))} of {len(tasks)} threads do not block it; {'came' if came else 'waited in vain'}")
PYTHON

# OpenBLAS starts as many threads as there are cores: two, wherever this runs.
run() { OPENBLAS_NUM_THREADS=$1 taskset -c 0,1 "$folder/venv/bin/python" "$folder/wait.py" "$2"; }
seen=$(
  echo "blocked after the import: $(run 2 after)"
  echo "blocked before the import: $(run 2 before)"
  echo "after the import, one thread: $(run 1 after)"
)
echo "$seen"
expected="blocked after the import: 1 of 2 threads do not block it; waited in vain
blocked before the import: 0 of 2 threads do not block it; came
after the import, one thread: 0 of 1 threads do not block it; came"
[[ $seen == "$expected" ]] || { echo "this has changed; expected:" && echo "$expected" && exit 1; }
