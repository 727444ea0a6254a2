# SPDX-License-Identifier: Apache-2.0
import omma

with omma.run("bright.toml", {"bright.level": 180}) as run:
    for frame in run.frames("bright.mask", limit=10):
        print(frame.sequence, frame.pixels.mean())
