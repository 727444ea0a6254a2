# SPDX-License-Identifier: Apache-2.0
"""What decides which environment a host gets."""

from omma._environment import key


def key_of(folder, *requirements):
    return key({"requirements": requirements, "file": "", "wheels": "", "folder": str(folder)})


def test_packages_are_the_same_for_all_folders(tmp_path):
    assert key_of(tmp_path, "tone==1.0") == key_of(tmp_path / "other", "tone==1.0")
    assert key_of(tmp_path, "tone==1.0") != key_of(tmp_path, "tone==2.0")


def test_a_path_is_another_package_in_another_folder(tmp_path):
    assert key_of(tmp_path, "./tone") == key_of(tmp_path, "./tone")
    assert key_of(tmp_path, "./tone") != key_of(tmp_path / "other", "./tone")


def test_a_file_may_include_itself(tmp_path):
    file = tmp_path / "required.txt"
    file.write_text("-r required.txt\ntone==1.0\n")
    assert key({"requirements": [], "file": str(file), "wheels": "", "folder": "."})
