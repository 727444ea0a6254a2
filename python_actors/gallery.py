# SPDX-License-Identifier: Apache-2.0
"""Recognises regions and whole pictures by comparing their embeddings with known ones.

`embed` describes what they look like by plain histograms: two people who dress alike look alike to
it, and one who steps into the shade looks different. Any actor that notes a tensor "embedding" on
regions or frames can take its place, a neural network for example.
"""

import itertools
import re
from pathlib import Path
from typing import Dict, List, Tuple

import cv2
import numpy

from omma import Frame, Image, Tensor, actor, param, port

NAME = "embedding"
PICTURES = (".png", ".jpg", ".jpeg", ".bmp")


def histogram(image: numpy.ndarray) -> numpy.ndarray:
    """Return how the colours of a BGR picture are spread in each quarter of its height: 768 numbers.

    The left and right sixth are left out: they are mostly background.

    Source: D. Gray, H. Tao, Viewpoint Invariant Pedestrian Recognition with an Ensemble of Localized
    Features, ECCV 2008 (stripes); R. Arandjelovic, A. Zisserman, Three Things Everyone Should Know
    to Improve Object Retrieval, CVPR 2012 (square roots).
    """
    image = cv2.resize(image, (96, 128), interpolation=cv2.INTER_AREA)[:, 16:-16]
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
    bins = [cv2.calcHist([stripe], [0, 1, 2], None, [8, 4, 6], [0, 180, 0, 256, 0, 256]).ravel()
            for stripe in numpy.split(hsv, 4)]
    return unit(numpy.sqrt(numpy.concatenate(bins)))


def hog(image: numpy.ndarray) -> numpy.ndarray:
    """Return the histograms of oriented gradients of a BGR picture made 64 x 128: 3780 numbers.

    Source: N. Dalal, B. Triggs, Histograms of Oriented Gradients for Human Detection, CVPR 2005.
    """
    return unit(cv2.HOGDescriptor().compute(cv2.resize(image, (64, 128))).ravel())


def unit(vector: numpy.ndarray) -> numpy.ndarray:
    """Return a vector as float32 with the length 1; one of zeros stays as it is."""
    vector = numpy.asarray(vector, "float32").ravel()
    return vector / (numpy.linalg.norm(vector) or 1)


METHODS = {"histogram": histogram, "hog": hog}
METHOD = "histogram of colours, or of oriented gradients"


@actor(inputs=[port("image", "BGR8")])
def embed_picture(image: Image, *, method: str = param("histogram", METHOD, choices=list(METHODS))
                  ) -> Tensor:
    """Note the tensor "embedding" of the whole picture."""
    return Tensor(NAME, METHODS[method](image))


@actor(inputs=[port("image", "BGR8")])
def embed(image: Frame, *, method: str = param("histogram", METHOD, choices=list(METHODS))) -> Frame:
    """Note the tensor "embedding" of each region."""
    for region in image.regions():
        x, y, w, h = region.rect()
        crop = image.pixels[max(y, 0):max(y + h, 0), max(x, 0):max(x + w, 0)]
        if crop.size:
            others = [each for each in region.tensors if each.name != NAME]
            region.tensors = others + [Tensor(NAME, METHODS[method](crop))]
    return _with_regions(image)


@actor
class Gallery:
    """Label each region that has an embedding with the name of the known one most like it.

    For an embedding of the whole frame name and likeness become the attributes "name", "likeness".

    The known ones are the files of a folder: .npy with an embedding, and pictures, which `method`
    embeds; NAME.png and NAME-2.png are both called NAME. Likeness is the cosine of the angle
    between two embeddings; it becomes the confidence. What is like no known one stays as it is.
    With `learn` it becomes a known one itself, under its label and a number, and is written into the
    folder; rename those files to give names.

    Raises:
        ValueError: there is no such folder, or a file in it is no embedding or picture.
    """

    def __init__(self, *, folder: str = param("gallery", "of the known ones"),
                 threshold: float = param(0.6, "least likeness", min=-1, max=1),
                 method: str = param("histogram", METHOD, choices=list(METHODS)),
                 learn: bool = param(False, "take in what is like no known one")) -> None:
        self.folder, self.threshold, self.learn = Path(folder), threshold, learn
        if learn:
            self.folder.mkdir(parents=True, exist_ok=True)
        if not self.folder.is_dir():
            raise ValueError(f"gallery: expected a folder of known embeddings or pictures, found "
                             f"none at '{folder}'; make one, or set learn = true")
        self.known = load(self.folder, method)

    def process(self, regions: Frame) -> Frame:
        for region in regions.regions():
            for embedding in _embeddings(region.tensors):
                name, likeness = self.recognise(embedding, region.label or "region")
                if name:
                    region.label, region.confidence = name, likeness
        for embedding in _embeddings(regions.tensors()):
            name, likeness = self.recognise(embedding, "picture")
            regions.attributes_added.update({"name": name, "likeness": likeness})
        return _with_regions(regions)

    def recognise(self, embedding: numpy.ndarray, label: str) -> Tuple[str, float]:
        """Return the name, empty for an unknown one, and the likeness of the nearest known one."""
        name, likeness = nearest(embedding, self.known)
        if likeness >= self.threshold:
            return re.sub(r"-\d+$", "", name), likeness
        return (self._take_in(embedding, label), 1.0) if self.learn else ("", likeness)

    def _take_in(self, embedding: numpy.ndarray, label: str) -> str:
        names = (f"{label}_{number}" for number in itertools.count(1))
        name = next(each for each in names if each not in self.known)
        self.known[name] = embedding
        numpy.save(self.folder / f"{name.replace('/', '_')}.npy", embedding)
        return name


def nearest(embedding: numpy.ndarray, known: Dict[str, numpy.ndarray]) -> Tuple[str, float]:
    """Return the name of the known unit vector most like this one, and the cosine; ("", -2) of none.

    Raises:
        ValueError: they have different lengths.
    """
    if not known:
        return "", -2.0
    lengths = {len(each) for each in known.values()}
    if lengths != {len(embedding)}:
        raise ValueError(f"gallery: the known embeddings have {sorted(lengths)} numbers, those of the "
                         f"graph {len(embedding)}; make both with the same method")
    cosines = numpy.stack(list(known.values())) @ embedding
    return list(known)[int(cosines.argmax())], float(cosines.max())


def load(folder: Path, method: str) -> Dict[str, numpy.ndarray]:
    """Return the embeddings of a folder's .npy files and pictures by their stems."""
    known = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".npy":
            known[path.stem] = unit(numpy.load(path, allow_pickle=False))
        elif path.suffix.lower() in PICTURES:
            known[path.stem] = _embedded(path, method)
    return known


def _embedded(path: Path, method: str) -> numpy.ndarray:
    image = cv2.imread(str(path))
    if image is None:
        raise ValueError(f"gallery: '{path}' is no picture that OpenCV reads; remove or replace it")
    return METHODS[method](image)


def _embeddings(tensors: List[Tensor]) -> List[numpy.ndarray]:
    return [unit(each.data) for each in tensors if each.name == NAME]


def _with_regions(frame: Frame) -> Frame:
    """Return the frame with its regions as they are now, instead of those it came with."""
    frame.added, frame.replaces_regions = frame.regions(), True
    return frame
