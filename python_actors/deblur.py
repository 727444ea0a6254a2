# SPDX-License-Identifier: Apache-2.0
"""Undoes the blur of a steady motion."""

import cv2
import numpy

from omma import Image, actor, empty, param, port

MARGIN = 64  # px that are mirrored around the picture, so that its borders do not ring


@actor(inputs=[port("image", "Mono8")], outputs=[port("image", "Mono8")])
def deblur(image: Image, *,
           angle: float = param(0, "of the motion, clockwise from the right", unit="deg"),
           length: int = param(20, "of the motion", min=1, max=64, unit="px"),
           snr: float = param(25, "signal to noise; more is sharper and noisier", unit="dB")) -> Image:
    """Undo the blur of a motion whose angle and length are known; both have to be found by trying.

    All of the picture has to have moved alike. Near its border, and next to what is too bright to be
    measured, the result rings.

    Source: N. Wiener's filter, as in R. Gonzalez, R. Woods, Digital Image Processing, 5.8.
    """
    padded = cv2.copyMakeBorder(image, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REFLECT)
    blur = numpy.fft.rfft2(_centred(motion(angle, length), padded.shape))
    inverse = blur.conj() / (abs(blur) ** 2 + 10 ** (-snr / 10))
    sharp = numpy.fft.irfft2(numpy.fft.rfft2(padded) * inverse, padded.shape)
    result = empty(image.shape)
    result[:] = sharp[MARGIN:-MARGIN, MARGIN:-MARGIN].clip(0, 255)
    return result


def motion(angle: float, length: int) -> numpy.ndarray:
    """Return what a moving point leaves: a line in 65 x 65 weights (float32) whose sum is 1."""
    size = 2 * (MARGIN // 2) + 1
    turn = cv2.getRotationMatrix2D(((length - 1) / 2, 0), -angle, 1)
    turn[:, 2] += (size // 2 - (length - 1) / 2, size // 2)
    line = cv2.warpAffine(numpy.ones((1, length), "float32"), turn, (size, size),
                          flags=cv2.INTER_CUBIC)
    return line / line.sum()


def _centred(kernel: numpy.ndarray, shape: tuple) -> numpy.ndarray:
    """Return the kernel in an array of this shape, its middle at (0, 0), as the transform wants it."""
    rows, columns = kernel.shape
    padded = numpy.pad(kernel, ((0, shape[0] - rows), (0, shape[1] - columns)))
    return numpy.roll(padded, (-(rows // 2), -(columns // 2)), (0, 1))
