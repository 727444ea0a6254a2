#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Configures and builds one preset: tools/cmake/build.sh PRESET [TARGET...]
# Progress goes to stderr, everything else to build/PRESET/build.log.
set -euo pipefail

preset=$1
shift
root=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
build=$root/build/$preset
log=$build/build.log
mkdir -p "$build"

# One build at a time in a folder; who comes second finds it done.
exec 9>"$build/build.lock"
flock -n 9 || { echo "omma: waiting for another build of $preset" >&2 && flock 9; }

# As many compilers as there are cores, and no more than one per GB of free memory.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
  ((memory > 0)) || memory=1
  echo $((memory < cores ? memory : cores))
}

# Shows "[12/98] Building ..." on one line of a terminal, elsewhere each tenth part.
progress() {
  local line done total tenth shown=-1
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    done=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]}
    if [[ -t 2 ]]; then
      printf '\r\e[K%.*s' "$((${COLUMNS:-80} - 1))" "omma: $line" >&2
    elif ((done > 0)); then
      tenth=$((done * 10 / total))
      ((tenth == shown)) || echo "omma: built $done of $total" >&2
      shown=$tenth
    fi
  done
  [[ ! -t 2 ]] || printf '\r\e[K' >&2
}

failed() {
  echo "omma: building $preset failed; the end of $log:" >&2
  grep -A 12 -E '(error:|FAILED:|CMake Error|undefined reference)' "$log" | tail -n 40 >&2 ||
    tail -n 40 "$log" >&2
  exit 1
}

export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(jobs)}
cd "$root"
: >"$log"
if [[ ! -e $build/build.ninja || CMakePresets.json -nt $build/build.ninja ]]; then
  echo "omma: configuring $preset" >&2
  cmake --preset "$preset" 9>&- >>"$log" 2>&1 || failed
fi
cmake --build "$build" ${1:+--target "$@"} 9>&- 2>&1 | tee -a "$log" | progress || failed
