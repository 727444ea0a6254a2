# SPDX-License-Identifier: Apache-2.0
"""What functions and classes say about themselves."""

import re
from typing import Dict, Iterator, List, Optional, Tuple

import numpy
import pytest

from omma import Frame, Image, Region, Regions, Tensor, actor, empty, param, port


def contract(declared):
    return declared.__omma__.describe()


def names(ports):
    return [each["name"] for each in ports]


def test_a_declared_function_is_called_like_any_other():
    @actor
    def brighter(image: Image, *, by: int = param(10, min=0)) -> Image:
        return image + numpy.uint8(by)

    image = numpy.zeros((2, 2), "uint8")
    assert brighter(image)[0, 0] == 10
    assert brighter(image, by=3)[0, 0] == 3


def test_positional_arguments_are_inputs_and_keywords_are_parameters():
    @actor
    def tool(left: Image, right: Optional[Frame], *, names: List[str] = ["a"], on: bool = True,
             share: float = 0.5, weights: List[float] = [1.0]) -> Regions:
        """Do something."""

    said = contract(tool)
    assert said["doc"] == "Do something."
    assert names(said["inputs"]) == ["left", "right"]
    assert [each["payload"] for each in said["inputs"]] == ["picture", "any"]
    assert [each["optional"] for each in said["inputs"]] == [False, True]
    assert {each["name"]: each["type"] for each in said["params"]} == {
        "names": "texts", "on": "boolean", "share": "number", "weights": "numbers"}


def test_a_parameter_says_more_about_itself():
    @actor
    def tool(image: Image, *, level: int = param(3, "grey level", min=0, max=9, unit="px"),
             mode: str = param("a", choices=["a", "b"])) -> None:
        pass

    level, mode = contract(tool)["params"]
    assert (level["default"], level["doc"], level["min"], level["max"], level["unit"]) == (
        3, "grey level", 0, 9, "px")
    assert mode["choices"] == ["a", "b"]


def test_a_parameter_without_a_default_is_required():
    @actor
    def tool(image: Image, *, path: str) -> None:
        pass

    assert contract(tool)["params"][0]["required"]


@pytest.mark.parametrize("hint, outputs, rate", [
    (Image, ["image"], "one"),
    (Optional[Image], ["image"], "maybe"),
    (List[Image], ["image"], "many"),
    (List[Region], ["regions"], "one"),
    (Regions, ["regions"], "one"),
    (Tensor, ["tensor"], "one"),
    (Dict, ["dict"], "one"),
    (Tuple[Image, Regions], ["image", "regions"], "one"),
    (Tuple[Image, Optional[Image]], ["image_1", "image_2"], "maybe"),
    (None, [], "one"),
])
def test_the_return_annotation_says_what_leaves(hint, outputs, rate):
    def tool(image: Image):
        pass

    tool.__annotations__["return"] = hint
    said = contract(actor(tool))
    assert names(said["outputs"]) == outputs
    assert said["rate"] == rate


def test_outputs_can_be_named_and_have_formats():
    @actor(outputs=["mask", port("picture", "BGR8", "Mono8", doc="as it was")])
    def tool(image: Image) -> Tuple[Image, Image]:
        pass

    mask, picture = contract(tool)["outputs"]
    assert (mask["name"], mask["formats"]) == ("mask", [])
    assert (picture["name"], picture["formats"], picture["doc"]) == (
        "picture", ["BGR8", "Mono8"], "as it was")


def test_inputs_can_have_formats():
    @actor(inputs=[port("image", "Mono8")])
    def tool(image: Image) -> Image:
        pass

    assert contract(tool)["inputs"][0]["formats"] == ["Mono8"]


def test_a_generator_without_inputs_is_a_source():
    @actor
    def numbers(*, count: int = 3) -> Iterator[Image]:
        yield from (numpy.full((1, 1), i, "uint8") for i in range(count))

    assert contract(numbers)["inputs"] == []
    assert names(contract(numbers)["outputs"]) == ["image"]


def test_a_class_has_its_parameters_in_init_and_its_work_in_process():
    @actor
    class Mean:
        """Average."""

        def __init__(self, *, window: int = param(10, changed="clear")) -> None:
            self.window = window

        def clear(self) -> None:
            pass

        def process(self, image: Image) -> Image:
            return image

    said = contract(Mean)
    assert said["stateful"]
    assert said["params"][0]["name"] == "window"
    assert said["params"][0]["reinitialise"]
    assert Mean().window == 10


def test_annotations_that_are_texts_are_understood():
    namespace = {}
    exec("from __future__ import annotations\nfrom omma import Image, actor\n"
         "@actor\ndef tool(image: Image, *, level: int = 3) -> Image: ...", namespace)
    assert contract(namespace["tool"])["inputs"][0]["payload"] == "picture"


@pytest.mark.parametrize("code, words", [
    ("def tool(*images): ...", "names of their own"),
    ("def tool(): return 1", "has to `yield`"),
    ("def tool(*, count: int = 1):\n  yield 1", "annotate what it yields"),
    ("def tool(image, *, box: dict = {}): ...", "the parameter 'box' has the type"),
    ("class tool:\n  def __init__(self, size): ...\n  def process(self, image): ...",
     "write '*' before 'size'"),
    ("class tool:\n  def process(self, image, *, size=1): ...", "belong to __init__"),
])
def test_what_is_no_actor_is_refused(code, words):
    namespace = {}
    exec(code, namespace)
    with pytest.raises(TypeError, match=re.escape(words)):
        actor(namespace["tool"])


def test_wrong_names_are_refused():
    with pytest.raises(ValueError, match="no pixel format is named 'Grey'"):
        port("image", "Grey")
    with pytest.raises(TypeError, match="2 outputs are named"):
        @actor(outputs=["a", "b"])
        def tool(image: Image) -> Image: ...
    with pytest.raises(TypeError, match="there is no input 'picture'; the inputs are image"):
        @actor(inputs=[port("picture", "Mono8")])
        def other(image: Image) -> Image: ...


@pytest.mark.parametrize("hint, default, words", [
    (int, param(300, max=255), "expected at most 255; found 300"),
    (int, param(-1, min=0), "expected at least 0; found -1"),
    (float, param(1.5, min=2, max=1), "has no value to take: min is 2, max is 1"),
    (int, 0.5, "expected an integer; found 0.5"),
    (int, True, "expected an integer; found True"),
    (bool, 1, "expected a boolean; found 1"),
    (str, 3, "expected a text; found 3"),
    (str, param("fast", choices=["slow", "best"]), "expected one of 'slow', 'best'; found 'fast'"),
    (List[float], param([0.5, 2], max=1), "expected at most 1; found 2"),
    (List[str], param(["a", 1]), "expected a text; found 1"),
    (List[str], param("abc"), "expected a list; found 'abc'"),
])
def test_a_parameter_that_does_not_take_its_own_default_is_refused(hint, default, words):
    def tool(image: Image, *, level=default) -> None: ...

    tool.__annotations__["level"] = hint
    with pytest.raises(ValueError, match=re.escape("tool: the parameter 'level' ")) as refused:
        actor(tool)
    assert str(refused.value).endswith(words)


def test_a_port_has_a_name():
    with pytest.raises(ValueError, match="no port can be named 'my mask'; expected letters"):
        @actor(outputs="my mask")
        def tool(image: Image) -> Image: ...


def test_a_parameter_that_names_a_file_to_write_says_its_endings():
    @actor
    def tool(image: Image, *, path: str = param("a.npy", writes=[".NPY", ".npz"]), text: str = "") -> None: ...

    path, text = contract(tool)["params"]
    assert path["writes"] == [".npy", ".npz"] and not text.get("writes")


def test_empty_outside_of_a_graph_is_an_ordinary_array():
    assert empty((2, 3), "uint16").shape == (2, 3)
