"""The trained networks as one file for the browser, with the numbers by which to read a drawing.

Unpacked, the gzip file is a line of JSON that describes what follows it: the scales and offsets
of all convolutions as float32, then their kernels as float16. Of these the lower bytes of all
come first, then the upper ones, which are so much alike that they shrink.

The browser knows two kinds of layers, convolutions and pooling. A dense layer is a convolution
whose kernel is as large as its input; a batch norm is a scale and an offset of the convolution
before it; a committee is a list of columns, whose logits are averaged.
"""

import json
import zlib
from typing import Any, NamedTuple, TypeAlias

import keras
import numpy as np
from numpy.typing import NDArray

from mnist_models.architectures import columns_of
from mnist_models.confidence import TINY
from mnist_models.drawing import sketch
from mnist_models.explanation import SHOWN_MAPS, STEPS
from mnist_models.mnist import DIGIT_SIDE, SIDE
from mnist_models.recognizer import LESS_DOUBT, SURE, TURNED, TURNS, Recognizer
from web.answers import LARGEST, NO_INK

# As `network.js` describes them.
RULES = {
    "side": SIDE,
    "digitSide": DIGIT_SIDE,
    "middle": sketch.MIDDLE,
    "largest": LARGEST,
    "paperTolerance": sketch.PAPER_TOLERANCE,
    "photo": {
        "smallest": sketch.SMALLEST_PHOTO,
        "even": sketch.EVEN_PAPER,
        "border": sketch.PHOTO_BORDER,
        "all": sketch.PHOTO,
    },
    "noise": {"faint": sketch.FAINT, "medium": sketch.MEDIUM},
    "explanation": {"steps": STEPS, "maps": SHOWN_MAPS},
    "upright": {
        "turns": [*TURNS],
        "sure": SURE,
        "lessDoubt": LESS_DOUBT,
        "side": TURNED,
    },
    "tiny": TINY,
    "noInk": NO_INK,
}

_Floats = NDArray[np.float32]
# They leave an image as it is, or merely arrange its values.
_WITHOUT_EFFECT = (keras.layers.Flatten, keras.layers.Dropout, keras.layers.InputLayer)


class LayerError(ValueError):
    """A network has a layer that the browser cannot compute; the message says which."""

    def __init__(self, layer: keras.Layer) -> None:
        super().__init__(
            f"Expected layers that web/browser/networks.py knows, got {layer.name}: "
            "browsers cannot compute this network, so the server answers."
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


def packed(recognizer: Recognizer) -> bytes:
    """The file that `network.js` reads.

    Raises:
        LayerError: if a network has a layer that the browser cannot compute.
    """
    networks = [layers_of(network) for network in recognizer.networks.values()]
    convolutions = [
        layer
        for columns in networks
        for layers in columns
        for layer in layers
        if isinstance(layer, Convolution)
    ]
    vectors = [vector for layer in convolutions for vector in (layer.scale, layer.offset)]
    kernels = np.concatenate([layer.kernel.ravel() for layer in convolutions]).astype("<f2")
    head = {
        "rules": RULES,
        "networks": [
            {
                "name": name,
                "temperature": confidence.temperature,
                "threshold": confidence.threshold,
                "columns": [[_description(layer) for layer in layers] for layers in columns],
            }
            for name, confidence, columns in zip(
                recognizer.names, recognizer.confidences, networks, strict=True
            )
        ],
    }
    # Weights hardly repeat: a search for repetitions takes several times as long for nothing.
    packer = zlib.compressobj(wbits=31, memLevel=9, strategy=zlib.Z_HUFFMAN_ONLY)
    unpacked = (
        json.dumps(head, separators=(",", ":")).encode()
        + b"\n"
        + np.concatenate(vectors).astype("<f4").tobytes()
        + kernels.view(np.uint8).reshape(-1, 2).T.tobytes()
    )
    return packer.compress(unpacked) + packer.flush()


def _description(layer: Layer) -> dict[str, Any]:
    """A layer as `network.js` knows it, without its numbers."""
    if isinstance(layer, Pool):
        return {"kind": "pool", **layer._asdict()}
    size, _, channels, outputs = layer.kernel.shape
    return {
        "kind": "convolution",
        "size": size,
        "channels": channels,
        "outputs": outputs,
        **{name: getattr(layer, name) for name in ("stride", "padding", "relu", "shown")},
    }


def layers_of(network: keras.Model) -> list[list[Layer]]:
    """The layers of each column of a network, from the image to its logits.

    Args:
        network: a Sequential model that ends in a softmax; or a committee of such models without
            the softmax, their logits averaged and followed by one.

    Raises:
        LayerError: if it does anything else.
    """
    columns = columns_of(network)
    if columns == [network]:
        return [_column(network, "softmax")]
    averaged = [keras.layers.Average] if len(columns) > 1 else []
    around = [keras.layers.InputLayer, *averaged, keras.layers.Softmax]
    others = [layer for layer in network.layers if layer not in columns]
    for layer, kind in zip(others, around, strict=False):
        if not isinstance(layer, kind):
            raise LayerError(layer)
    if len(others) != len(around):
        raise LayerError(network)
    return [_column(column, "linear") for column in columns]


def _column(network: keras.Model, activation: str) -> list[Layer]:
    """The layers of a network whose last layer is dense, with this activation."""
    found: list[Layer] = []
    side = SIDE  # of the maps so far
    for layer in network.layers:
        last = layer is network.layers[-1]
        if isinstance(layer, keras.layers.Conv2D):
            found.append(_convolution(layer))
        elif isinstance(layer, keras.layers.Dense):
            found.append(_dense(layer, side, activation if last else "linear"))
            side = 1
        elif isinstance(layer, keras.layers.MaxPooling2D):
            found.append(_pool(layer))
        elif isinstance(layer, keras.layers.BatchNormalization | keras.layers.ReLU):
            before = found.pop() if found else None
            if not isinstance(before, Convolution) or before.relu:
                raise LayerError(layer)
            found.append(_joined(before, layer))
        elif not isinstance(layer, _WITHOUT_EFFECT):
            raise LayerError(layer)
        if last and (
            not isinstance(layer, keras.layers.Dense)
            or layer.get_config()["activation"] != activation
        ):
            raise LayerError(layer)
        if len(layer.output.shape) == 4:
            side = layer.output.shape[1]
    return found


def _convolution(layer: keras.layers.Conv2D) -> Convolution:
    side, stride = layer.kernel_size[0], layer.strides[0]
    square = layer.kernel_size == (side, side) and layer.strides == (stride, stride)
    if not square or layer.dilation_rate != (1, 1) or layer.groups != 1:
        raise LayerError(layer)
    missing = max((layer.output.shape[1] - 1) * stride + side - layer.input.shape[1], 0)
    padding = (missing // 2, missing - missing // 2) if layer.padding == "same" else (0, 0)
    return Convolution(*_weights(layer), stride, padding, _has_relu(layer, "linear"))


def _dense(layer: keras.layers.Dense, side: int, otherwise: str) -> Convolution:
    if len(layer.input.shape) != 2:
        raise LayerError(layer)
    kernel, scale, offset = _weights(layer)
    kernel = kernel.reshape(side, side, -1, len(scale))
    return Convolution(kernel, scale, offset, relu=_has_relu(layer, otherwise))


def _weights(layer: keras.Layer) -> tuple[_Floats, _Floats, _Floats]:
    """Kernel, scale and offset."""
    kernel, *bias = map(np.asarray, layer.get_weights())
    outputs = kernel.shape[-1]
    offset = bias[0] if bias else np.zeros(outputs, np.float32)
    return kernel, np.ones(outputs, np.float32), offset


def _has_relu(layer: keras.Layer, otherwise: str) -> bool:
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
    """The convolution with the batch norm or the ReLU behind it."""
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
