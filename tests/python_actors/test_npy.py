# SPDX-License-Identifier: Apache-2.0
"""What is written is read again, bit by bit."""

import itertools
from types import SimpleNamespace

import numpy
import pytest

import npy

TYPES = ["uint8", "int8", "uint16", "int16", "int32", "int64", "float32", "float64"]


def stack(dtype, shape=(5, 7, 11)):
    return (numpy.random.default_rng(1).random(shape) * 100).astype(dtype)


def written(path, arrays):
    sink = npy.Write(path=str(path))
    for array in arrays:
        sink.process(SimpleNamespace(pixels=array))
    sink.close()
    return str(path)


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("shape", [(5, 7, 11), (12, 6, 4, 3), (1, 2, 2)])
def test_frames_come_back_exactly(tmp_path, suffix, dtype, shape):
    frames = stack(dtype, shape)
    back = numpy.stack(list(npy.frames(written(tmp_path / f"a{suffix}", frames))))
    assert back.dtype == frames.dtype
    assert numpy.array_equal(back, frames)


def test_numpy_reads_both_files(tmp_path):
    frames = stack("uint16")
    assert numpy.array_equal(numpy.load(written(tmp_path / "a.npy", frames)), frames)
    with numpy.load(written(tmp_path / "a.npz", frames)) as arrays:
        assert arrays.files == [f"frame_{number:06}" for number in range(5)]
        assert numpy.array_equal(arrays["frame_000004"], frames[4])


def test_files_that_numpy_wrote_are_read(tmp_path):
    frames = stack("float32")
    numpy.save(tmp_path / "a.npy", frames)
    numpy.savez_compressed(tmp_path / "a.npz", *frames)
    for name in ("a.npy", "a.npz"):
        assert numpy.array_equal(numpy.stack(list(npy.frames(str(tmp_path / name)))), frames)


def test_an_npy_is_whole_after_every_frame(tmp_path):
    sink = npy.Write(path=str(tmp_path / "a.npy"))
    for number, frame in enumerate(stack("uint8"), 1):
        sink.process(SimpleNamespace(pixels=frame))
        assert len(numpy.load(tmp_path / "a.npy")) == number


def test_frames_of_several_shapes_go_into_an_npz_only(tmp_path):
    frames = [numpy.zeros((2, 3), "uint8"), numpy.ones((4, 5, 3), "uint16")]
    shapes = [each.shape for each in npy.frames(written(tmp_path / "a.npz", frames))]
    assert shapes == [(2, 3), (4, 5, 3)]
    with pytest.raises(ValueError, match="frame 1 is uint16 .* write a .npz"):
        written(tmp_path / "a.npy", frames)


def test_rows_that_are_not_contiguous_are_written_as_they_look(tmp_path):
    frame = stack("uint8")[0][:, ::2]
    assert numpy.array_equal(next(npy.frames(written(tmp_path / "a.npy", [frame]))), frame)


def test_a_file_can_be_read_again_and_again(tmp_path):
    path = written(tmp_path / "a.npy", stack("uint8"))
    again = list(itertools.islice(npy.read(path=path, loop=True), 12))
    assert numpy.array_equal(again[11], again[1])
    assert len(list(npy.read(path=path))) == 5


def test_a_file_without_frames_ends_at_once(tmp_path):
    numpy.save(tmp_path / "a.npy", numpy.zeros((0, 4, 4), "uint8"))
    assert list(npy.read(path=str(tmp_path / "a.npy"), loop=True)) == []


def test_a_shape_too_long_for_the_header_is_refused(tmp_path):
    with pytest.raises(ValueError, match="does not fit into the header; write a .npz"):
        written(tmp_path / "a.npy", [numpy.zeros(30 * (1,), "uint8")])


@pytest.mark.parametrize("make, words", [
    (lambda path: path / "a.txt", "ends in '.txt'; expected .npy or .npz"),
    (lambda path: _saved(path / "a.npy", numpy.zeros((3, 3))), r"expected \(frames, height, width\)"),
    (lambda path: _saved(path / "a.npy", numpy.array([{}], object)), "[Oo]bject"),
])
def test_what_is_no_stack_of_frames_is_refused(tmp_path, make, words):
    with pytest.raises(ValueError, match=words):
        list(npy.frames(str(make(tmp_path))))


def _saved(path, array):
    numpy.save(path, array)
    return path


@pytest.mark.parametrize("name", ["copy.npy", "copy.npz"])
def test_a_graph_copies_a_file_exactly(tmp_path, run_graph, name):
    frames = stack("uint8", (6, 12, 16, 3))
    numpy.save(tmp_path / "frames.npy", frames)
    done = run_graph(f'''
actor.read = {{ kind = "TOOLS/npy.py:read", path = "frames.npy" }}
actor.write = {{ kind = "TOOLS/npy.py:Write", path = "{name}", in = "read" }}
''')
    assert done.returncode == 0, done.stderr
    assert numpy.array_equal(numpy.stack(list(npy.frames(str(tmp_path / name)))), frames)


def test_another_ending_is_found_before_a_frame_is_written(tmp_path, run_graph):
    done = run_graph('''
actor.read = { kind = "TOOLS/npy.py:read", path = "frames.npy" }
actor.write = { kind = "TOOLS/npy.py:Write", path = "copy.txt", in = "read" }
''')
    assert done.returncode == 2
    assert "expected .npy or .npz; found '.txt'; write path = \"copy.npy\"" in done.stderr
