# SPDX-License-Identifier: Apache-2.0
"""Writes tiny wheels; run as a program, those of graphs/two_versions.toml into graphs/wheels.

Source: PyPA specifications, "Binary distribution format".
"""

import zipfile
from pathlib import Path

TONE = {
    "1.0": '''"""How bright pixels are."""

__version__ = "1.0"


def brightness(pixels):
    """Return the mean of 8-bit pixels, a grey level from 0 to 255."""
    values = bytes(pixels)
    return sum(values) / len(values)
''',
    "2.0": '''"""How bright pixels are."""

__version__ = "2.0"


def brightness(pixels):
    """Return the mean of 8-bit pixels, as a share of white from 0 to 1."""
    values = bytes(pixels)
    return sum(values) / len(values) / 255
''',
}


def write_wheel(folder: Path, name: str, version: str, code: str) -> Path:
    """Write a wheel with one module; the same arguments give the same bytes."""
    about = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": code,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: omma\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = f"{about}/RECORD"
    files[record] = "".join(f"{each},,\n" for each in [*files, record])
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for each, text in files.items():
            wheel.writestr(zipfile.ZipInfo(each), text)
    return path


def write_tones(folder: Path) -> None:
    """Write both versions of the package `tone`."""
    for version, code in TONE.items():
        write_wheel(folder, "tone", version, code)


if __name__ == "__main__":
    write_tones(Path(__file__).parents[2] / "graphs" / "wheels")
