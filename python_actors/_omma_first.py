# SPDX-License-Identifier: Apache-2.0
"""Makes `import omma` give the package beside this file, whatever else has that name: a package of the
index, a folder on the path, what another finder knows, or what was imported already.

Hosts begin with it; a wheel has it imported at the start of every interpreter (omma_vision.pth). So it
imports next to nothing.
"""

import os
import sys
from importlib.machinery import PathFinder

_HERE = os.path.dirname(os.path.abspath(__file__))


class First:
    """Finds one package and what is in it; see importlib.abc.MetaPathFinder."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Return where a module is; None when it is nothing of ours."""
        if name.partition(".")[0] != "omma":
            return None
        return PathFinder.find_spec(name, [_HERE] if path is None else path, target)


for each in [name for name in sys.modules if name.partition(".")[0] == "omma"]:
    del sys.modules[each]
sys.meta_path.insert(0, First)
