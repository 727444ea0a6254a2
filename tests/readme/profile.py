# SPDX-License-Identifier: Apache-2.0
from omma import Frame, Region, actor, param, port


@actor(inputs=[port("image", "Mono8")], outputs="image")
def profile(image: Frame) -> Frame:
    """Note how bright the columns of a grey picture are, and where the brightest one is."""
    means = image.pixels.mean(0, dtype="float32")
    image.add(Region(means.argmax(), 0, 1, image.height, label="brightest"))
    image.add_tensor("profile", means)
    image.attributes_added["unit"] = "grey level"
    return image


@actor(outputs="image")
def bright_columns(image: Frame, *, level: float = param(128, "grey level", min=0, max=255)) -> dict:
    """Count the columns that are brighter than `level`."""
    profile = {each.name: each.data for each in image.tensors()}["profile"]
    return {"bright": (profile > level).sum()}
