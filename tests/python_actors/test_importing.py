# SPDX-License-Identifier: Apache-2.0
"""Which files an actor depends on."""

import sys
import types

from omma._importing import project_files


def test_what_omma_is_made_of_is_no_file_of_the_project(tmp_path, monkeypatch):
    """Else a build of omma would reload the actors of graphs that run."""
    for folder, name in (("project", "helper"), ("built", "_omma_native")):
        module = types.ModuleType(name)
        module.__file__ = str(tmp_path / folder / (name + ".py"))
        monkeypatch.setitem(sys.modules, name, module)
    files = project_files()
    assert str(tmp_path / "project" / "helper.py") in files
    assert str(tmp_path / "built" / "_omma_native.py") not in files
    assert not any("/omma/_importing.py" in each for each in files)
