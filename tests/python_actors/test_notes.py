# SPDX-License-Identifier: Apache-2.0
"""What actors note is packed, or refused in words that tell what to do."""

import array

import numpy
import pytest

from omma import Frame, Tensor, _notes


def test_a_frame_collects_tensors():
    frame = Frame(None, [], 0)
    data = numpy.zeros((2, 3), "float32")
    added = frame.add_tensor("scores", data)
    assert added.name == "scores" and added.data is data
    assert frame.tensors_added == [added]


def test_a_tensor_is_packed_alike_with_and_without_numpy():
    numbers = array.array("f", [1.5, 2])
    packed = [_notes.pack([], [Tensor("scores", data)], {}, False)
              for data in (numbers, memoryview(numbers), numpy.array(numbers))]
    assert packed[0] == packed[1] == packed[2]


@pytest.mark.parametrize("data, message", [
    ([1, 2], "the data of the tensor 'scores' is a list; expected an array or a memoryview"),
    (numpy.zeros(2, "complex64"), "the tensor 'scores' has the element type complex64; use one of uint8"),
    (array.array("Q", [1]), "the tensor 'scores' has the element type Q; use one of uint8"),
])
def test_what_is_no_tensor_is_refused(data, message):
    with pytest.raises(TypeError, match=message):
        _notes.pack([], [Tensor("scores", data)], {}, False)
