"""The trained networks as one file, for the browser.

Packed it is a gzip file; unpacked, a line of JSON that says what follows: the scales and
offsets of all convolutions as float32, then their weights as float16, first the lower bytes
of all, then the upper ones, which are so much alike that they shrink.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from mnist_models.recognizer import Recognizer
from web.browser.layers import Convolution, Layer, layers_of


def packed(recognizer: Recognizer, rules: Mapping[str, Any]) -> bytes:
    """The file.

    Args:
        recognizer: its networks.
        rules: what the browser must know besides, ready for JSON.

    Raises:
        LayerError: if a network has a layer that the browser cannot work out.
    """
    networks = [layers_of(network) for network in recognizer.networks.values()]
    convolutions = [
        layer for layers in networks for layer in layers if isinstance(layer, Convolution)
    ]
    vectors = [vector for layer in convolutions for vector in (layer.scale, layer.offset)]
    halves = np.concatenate([layer.kernel.ravel() for layer in convolutions]).astype("<f2")
    told = zip(recognizer.names, recognizer.confidences, networks, strict=True)
    head = {
        "rules": rules,
        "networks": [
            {
                "name": name,
                "temperature": confidence.temperature,
                "threshold": confidence.threshold,
                "layers": [_described(layer) for layer in layers],
            }
            for name, confidence, layers in told
        ],
    }
    return _gzip(
        json.dumps(head, separators=(",", ":")).encode()
        + b"\n"
        + np.concatenate(vectors).astype("<f4").tobytes()
        + halves.view(np.uint8).reshape(-1, 2).T.tobytes()
    )


def _described(layer: Layer) -> dict[str, Any]:
    """A layer as `network.js` knows it, without its numbers."""
    if not isinstance(layer, Convolution):
        return {"kind": "pool", "size": layer.size, "stride": layer.stride}
    size, _, channels, outputs = layer.kernel.shape
    return {
        "kind": "convolution",
        "size": size,
        "channels": channels,
        "outputs": outputs,
        "stride": layer.stride,
        "padding": layer.padding,
        "relu": layer.relu,
        "shown": layer.shown,
    }


def _gzip(data: bytes) -> bytes:
    # Weights hardly repeat: looking for what does takes several times as long for nothing.
    packer = zlib.compressobj(wbits=31, memLevel=9, strategy=zlib.Z_HUFFMAN_ONLY)
    return packer.compress(data) + packer.flush()
