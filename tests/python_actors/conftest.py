# SPDX-License-Identifier: Apache-2.0
"""Makes the package of the tree importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "python_actors"))
