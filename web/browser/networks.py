"""The trained networks as one file, for the browser.

Packed it is a gzip file; unpacked, a line of JSON that says what follows: the scale and
offset of every channel as float32, then all weights as float16, first the lower bytes of
all, then the upper ones, which differ so little that they shrink well.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray

from mnist_models.mnist import SIDE
from mnist_models.recognizer import Recognizer

_Floats = NDArray[np.float32]


class LayerError(ValueError):
    """A network has a layer that the browser cannot work out; the message says which."""


class _Weighted(NamedTuple):
    """A convolution; a dense layer is one whose kernel is as large as its input."""

    kernel: _Floats  # (side, side, channels, outputs)
    stride: int
    padding: tuple[int, int]  # before and after, down and across
    scale: _Floats  # (outputs,)
    offset: _Floats  # (outputs,)
    relu: bool


class _Pool(NamedTuple):
    """The largest of each square."""

    size: int
    stride: int


def packed(recognizer: Recognizer, rules: Mapping[str, Any]) -> bytes:
    """The file.

    Args:
        recognizer: its networks.
        rules: what the browser's part must know besides, as JSON has it.

    Raises:
        LayerError: if a network has a layer that the browser cannot work out.
    """
    networks = [_layers(network) for network in recognizer.networks.values()]
    weighted = [layer for layers in networks for layer in layers if isinstance(layer, _Weighted)]
    vectors = [vector for layer in weighted for vector in (layer.scale, layer.offset)]
    halves = np.concatenate([layer.kernel.ravel() for layer in weighted]).astype("<f2")
    head = {
        "rules": rules,
        "networks": [
            {
                "name": name,
                "temperature": confidence.temperature,
                "threshold": confidence.threshold,
                "layers": [_described(layer) for layer in layers],
            }
            for name, confidence, layers in zip(
                recognizer.names, recognizer.confidences, networks, strict=True
            )
        ],
    }
    return _gzip(
        json.dumps(head).encode()
        + b"\n"
        + np.concatenate(vectors).astype("<f4").tobytes()
        + halves.view(np.uint8).reshape(-1, 2).T.tobytes()
    )


def _gzip(data: bytes) -> bytes:
    # Weights hardly repeat: searching for what does takes a hundred times as long for nothing.
    packer = zlib.compressobj(wbits=31, memLevel=9, strategy=zlib.Z_HUFFMAN_ONLY)
    return packer.compress(data) + packer.flush()


def _described(layer: _Weighted | _Pool) -> dict[str, Any]:
    if isinstance(layer, _Pool):
        return {"kind": "pool", "size": layer.size, "stride": layer.stride}
    side, _, channels, outputs = layer.kernel.shape
    return {
        "kind": "convolution",
        "size": side,
        "channels": channels,
        "outputs": outputs,
        "stride": layer.stride,
        "padding": layer.padding,
        "relu": layer.relu,
    }


def _layers(network: keras.Model) -> list[_Weighted | _Pool]:
    """What the network does to an image, in the browser's terms."""
    found: list[_Weighted | _Pool] = []
    side = SIDE  # of what the next layer gets
    for layer in network.layers:
        if isinstance(layer, keras.layers.Conv2D | keras.layers.Dense):
            found.append(_weighted(layer, side))
        elif isinstance(layer, keras.layers.MaxPooling2D):
            found.append(_pool(layer))
        elif isinstance(layer, keras.layers.BatchNormalization | keras.layers.ReLU):
            found.append(_joined(found.pop() if found else None, layer))
        elif not isinstance(layer, keras.layers.Flatten | keras.layers.Dropout):
            raise _unknown(layer)
        if len(layer.output.shape) == 4:
            side = layer.output.shape[1]
        elif isinstance(layer, keras.layers.Dense):
            side = 1
    if network.layers[-1].get_config().get("activation") != "softmax":
        raise _unknown(network.layers[-1])
    return found


def _weighted(layer: keras.Layer, side: int) -> _Weighted:
    kernel, *bias = (np.asarray(each) for each in layer.get_weights())
    outputs = kernel.shape[-1]
    activation = layer.get_config()["activation"]
    stride, padding = 1, (0, 0)
    if isinstance(layer, keras.layers.Dense):
        kernel = kernel.reshape(side, side, -1, outputs)
    else:
        stride = layer.strides[0]
        missing = (layer.output.shape[1] - 1) * stride + kernel.shape[0] - layer.input.shape[1]
        missing = max(missing, 0)
        padding = (missing // 2, missing - missing // 2) if layer.padding == "same" else (0, 0)
        plain = layer.dilation_rate == (1, 1) and layer.groups == 1
        square = kernel.shape[0] == kernel.shape[1] and layer.strides == (stride, stride)
        if not plain or not square or activation == "softmax":
            raise _unknown(layer)
    if activation not in {"linear", "relu", "softmax"}:
        raise _unknown(layer)
    offset = bias[0] if bias else np.zeros(outputs, np.float32)
    scale = np.ones(outputs, np.float32)
    return _Weighted(kernel, stride, padding, scale, offset, activation == "relu")


def _pool(layer: keras.Layer) -> _Pool:
    size, stride = layer.pool_size[0], layer.strides[0]
    square = layer.pool_size == (size, size) and layer.strides == (stride, stride)
    if not square or layer.padding != "valid":
        raise _unknown(layer)
    return _Pool(size, stride)


def _joined(before: _Weighted | _Pool | None, layer: keras.Layer) -> _Weighted:
    """The convolution with the batch norm or the ReLU behind it."""
    if not isinstance(before, _Weighted) or before.relu:
        raise _unknown(layer)
    if isinstance(layer, keras.layers.ReLU):
        if layer.get_config() != keras.layers.ReLU(name=layer.name).get_config():
            raise _unknown(layer)
        return before._replace(relu=True)
    if not (layer.scale and layer.center):
        raise _unknown(layer)
    gamma, beta, mean, variance = (np.asarray(each, np.float64) for each in layer.get_weights())
    scale = gamma / np.sqrt(variance + layer.epsilon)
    return before._replace(
        scale=(before.scale * scale).astype(np.float32),
        offset=((before.offset - mean) * scale + beta).astype(np.float32),
    )


def _unknown(layer: keras.Layer) -> LayerError:
    return LayerError(
        f"Expected layers that web/browser/networks.py knows, got {layer.name}: "
        "the browser cannot work it out, so the server answers."
    )
