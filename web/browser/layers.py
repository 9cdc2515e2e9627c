"""Keras's layers in the terms of the browser, which knows two: convolutions and pooling.

A dense layer is a convolution whose kernel is as large as its input; a norm is a scale and
an offset of the convolution before it.
"""

from typing import NamedTuple, TypeAlias

import keras
import numpy as np
from numpy.typing import NDArray

from mnist_models.mnist import SIDE

_Floats = NDArray[np.float32]
# Whatever stands between them leaves an image as it is.
_NOTHING = (keras.layers.Flatten, keras.layers.Dropout, keras.layers.InputLayer)


class LayerError(ValueError):
    """A network has a layer that the browser cannot work out; the message says which."""

    def __init__(self, layer: keras.Layer) -> None:
        super().__init__(
            f"Expected layers that web/browser/layers.py knows, got {layer.name}: "
            "no browser can work this network out, so the server answers."
        )


class Convolution(NamedTuple):
    """A convolution, each of its outputs scaled and offset."""

    kernel: _Floats  # (side, side, channels, outputs)
    scale: _Floats  # (outputs,)
    offset: _Floats  # (outputs,)
    stride: int = 1
    padding: tuple[int, int] = (0, 0)  # before and after, down and across
    relu: bool = False
    shown: bool = False  # whether visitors who ask why see its maps


class Pool(NamedTuple):
    """The largest of each square."""

    size: int
    stride: int


Layer: TypeAlias = Convolution | Pool


def layers_of(network: keras.Model) -> list[Layer]:
    """What the network does to an image, up to its softmax.

    Raises:
        LayerError: if it does anything else.
    """
    found: list[Layer] = []
    side = SIDE  # of the maps so far
    for layer in network.layers:
        if isinstance(layer, keras.layers.Conv2D):
            found.append(_convolution(layer))
        elif isinstance(layer, keras.layers.Dense):
            found.append(_dense(layer, side, last=layer is network.layers[-1]))
            side = 1
        elif isinstance(layer, keras.layers.MaxPooling2D):
            found.append(_pool(layer))
        elif isinstance(layer, keras.layers.BatchNormalization | keras.layers.ReLU):
            before = found.pop() if found else None
            if not isinstance(before, Convolution) or before.relu:
                raise LayerError(layer)
            found.append(_joined(before, layer))
        elif not isinstance(layer, _NOTHING):
            raise LayerError(layer)
        if len(layer.output.shape) == 4:
            side = layer.output.shape[1]
    if network.layers[-1].get_config().get("activation") != "softmax":
        raise LayerError(network.layers[-1])
    return found


def _convolution(layer: keras.layers.Conv2D) -> Convolution:
    side, stride = layer.kernel_size[0], layer.strides[0]
    square = layer.kernel_size == (side, side) and layer.strides == (stride, stride)
    if not square or layer.dilation_rate != (1, 1) or layer.groups != 1:
        raise LayerError(layer)
    missing = (layer.output.shape[1] - 1) * stride + side - layer.input.shape[1]
    before = max(missing, 0) // 2
    padding = (before, max(missing, 0) - before) if layer.padding == "same" else (0, 0)
    relu = _is_relu(layer, otherwise="linear")
    return Convolution(*_weights(layer), stride, padding, relu)


def _dense(layer: keras.layers.Dense, side: int, *, last: bool) -> Convolution:
    if len(layer.input.shape) != 2:
        raise LayerError(layer)
    kernel, scale, offset = _weights(layer)
    relu = _is_relu(layer, otherwise="softmax" if last else "linear")
    return Convolution(kernel.reshape(side, side, -1, len(scale)), scale, offset, relu=relu)


def _weights(layer: keras.Layer) -> tuple[_Floats, _Floats, _Floats]:
    """Kernel, scale and offset."""
    kernel, *bias = map(np.asarray, layer.get_weights())
    outputs = kernel.shape[-1]
    zeros = np.zeros(outputs, np.float32)
    return kernel, np.ones(outputs, np.float32), bias[0] if bias else zeros


def _is_relu(layer: keras.Layer, otherwise: str) -> bool:
    activation = layer.get_config()["activation"]
    if activation not in {"relu", otherwise}:
        raise LayerError(layer)
    return bool(activation == "relu")


def _pool(layer: keras.layers.MaxPooling2D) -> Pool:
    size, stride = layer.pool_size[0], layer.strides[0]
    square = layer.pool_size == (size, size) and layer.strides == (stride, stride)
    if not square or layer.padding != "valid":
        raise LayerError(layer)
    return Pool(size, stride)


def _joined(before: Convolution, layer: keras.Layer) -> Convolution:
    """The convolution with the norm or the ReLU behind it."""
    if isinstance(layer, keras.layers.ReLU):
        if layer.get_config() != keras.layers.ReLU(name=layer.name).get_config():
            raise LayerError(layer)  # a leaky one, or one with a bound
        return before._replace(relu=True, shown=True)  # as in mnist_models/explanation.py
    if not (layer.scale and layer.center):
        raise LayerError(layer)
    gamma, beta, mean, variance = (np.asarray(each, np.float64) for each in layer.get_weights())
    scale = gamma / np.sqrt(variance + layer.epsilon)
    return before._replace(
        scale=(before.scale * scale).astype(np.float32),
        offset=((before.offset - mean) * scale + beta).astype(np.float32),
    )
