# SPDX-License-Identifier: Apache-2.0
"""Parameters are set all or none, and told as they are in force."""

from typing import List

import omma
import pytest
from omma._parameters import Parameters


@omma.actor
class Pair:
    """Keep two levels in order."""

    def __init__(self, *, low: int = omma.param(1, changed="check"), high: int = omma.param(2, changed="check"),
                 kept: float = 0.5) -> None:
        self.low, self.high = low, high
        self.kept = [kept]

    def check(self) -> None:
        if self.low > self.high:
            raise ValueError("low is above high")

    def process(self, image: omma.Image) -> omma.Image:
        return image


@pytest.fixture
def pair():
    parameters = Parameters(Pair.__omma__)
    parameters.make(Pair, {"high": 5})
    return parameters


def test_are_set_together(pair):
    pair.change({"low": 7, "high": 9})
    assert pair.settings()["values"] == {"low": 7, "high": 9, "kept": 0.5}


def test_none_is_set_when_one_is_refused(pair):
    with pytest.raises(ValueError, match="low is above high"):
        pair.change({"low": 7, "high": 6})
    assert pair.settings()["values"] == {"low": 1, "high": 5, "kept": 0.5}


def test_nobody_takes_what_is_unknown(pair):
    with pytest.raises(ValueError, match="no parameter 'lo'; there are: low, high, kept"):
        pair.change({"lo": 1})


def test_a_param_says_the_words_of_json():
    gain = omma.Param("Gain", float, min=0, max=float("inf"), unit="dB")
    assert gain.describe() == {"name": "Gain", "type": "number", "min": 0.0, "max": None, "increment": None,
                               "unit": "dB", "choices": [], "writable": True, "doc": ""}
    assert omma.Param("levels", List[float]).type == "numbers"
    with pytest.raises(TypeError, match="'when' has the type"):
        omma.Param("when", dict)


@pytest.mark.parametrize("sequence", [-1, 2**64 - 1])
def test_a_sample_has_a_number_that_a_frame_can_have(sequence):
    with pytest.raises(ValueError, match="a sequence number is from 0"):
        omma.Sample(None, sequence=sequence)
