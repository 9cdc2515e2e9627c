"""The three networks, uncompiled, layer by layer.

Each takes float32 `(n, 28, 28, 1)` in 0–1 and gives probabilities, float32
`(n, 11)`: of the ten digits and of none of them.
"""

from collections.abc import Callable, Sequence

import keras
from keras import layers

from mnist_models.mnist import IMAGE_SHAPE, NUM_CLASSES

# Of the committee. Its second and third columns are in training: today one answers alone.
COLUMNS = 1


def baseline() -> keras.Model:
    """One hidden layer: the network of the tutorials.

    Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural
    Networks Applied to Visual Document Analysis", 2003, with 800 units.
    """
    return keras.Sequential(
        [
            layers.Input(IMAGE_SHAPE),
            layers.Flatten(),
            layers.Dense(800, activation="relu"),
            layers.Dropout(0.1),
            _answer(),
        ],
        name="baseline",
    )


def simple_cnn() -> keras.Model:
    """Two convolutions with pooling and one hidden dense layer.

    The plan of LeNet-5 (LeCun et al. 1998), with today's layers.
    """
    return keras.Sequential(
        [
            layers.Input(IMAGE_SHAPE),
            *_convolution(32, kernel_size=5, padding="valid"),
            layers.MaxPooling2D(),
            *_convolution(64, kernel_size=5, padding="valid"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.3),
            _answer(),
        ],
        name="simple_cnn",
    )


def deep_cnn() -> keras.Model:
    """A committee of convolutional networks that see strokes at different scales.

    Cireşan, Meier and Schmidhuber, "Multi-column Deep Neural Networks for Image
    Classification", 2012. With kernels of 3, 5 and 7 pixels, as in An et al., "An
    Ensemble of Simple Convolutional Neural Network Models for MNIST", 2020. A column
    takes about 25 million multiply-adds an image.
    """
    return committee([column(number) for number in range(COLUMNS)])


def committee(columns: Sequence[keras.Sequential]) -> keras.Model:
    """A network that answers with the mean of its columns' logits, through a softmax.

    That is the normalised geometric mean of the columns' probabilities. It makes the
    committee's log-odds the mean of theirs, so an explanation is the mean of their explanations.

    Args:
        columns: each takes an image and gives 11 logits.
    """
    images = keras.Input(IMAGE_SHAPE)
    logits = [one(images) for one in columns]
    mean = layers.Average()(logits) if len(logits) > 1 else logits[0]
    return keras.Model(images, layers.Softmax()(mean), name="deep_cnn")


def columns_of(network: keras.Model) -> list[keras.Sequential]:
    """The members of a committee; a network that is none is its own only member."""
    members = [layer for layer in network.layers if isinstance(layer, keras.Sequential)]
    return members or [network]


def column(number: int) -> keras.Sequential:
    """One member of the committee, without a softmax; kernels of 3, 5, 7, 3, 5 … pixels.

    All three follow Chris Deotte, "25 Million Images! [0.99757] MNIST", Kaggle 2018:
    convolutions that halve the image take the place of pooling.
    """
    kernel = (3, 5, 7)[number % 3]
    body = {3: _column_of_3, 5: _column_of_5, 7: _column_of_7}[kernel]()
    last = [layers.Flatten(), layers.Dropout(0.25), layers.Dense(NUM_CLASSES + 1)]
    return keras.Sequential(
        [layers.Input(IMAGE_SHAPE), *body, *last], name=f"column_{number}_of_kernel_{kernel}"
    )


def _column_of_3() -> list[keras.Layer]:
    return [
        *_convolution(40, kernel_size=3, padding="valid"),
        *_convolution(40, kernel_size=3, padding="valid"),
        *_convolution(40, kernel_size=5, strides=2),
        layers.Dropout(0.125),
        *_convolution(80, kernel_size=3, padding="valid"),
        *_convolution(80, kernel_size=3, padding="valid"),
        *_convolution(80, kernel_size=5, strides=2),
        layers.Dropout(0.125),
        *_convolution(160, kernel_size=4, padding="valid"),
    ]


def _column_of_5() -> list[keras.Layer]:
    return [
        *_convolution(32, kernel_size=5, padding="valid"),
        *_convolution(44, kernel_size=5, padding="valid"),
        *_convolution(48, kernel_size=5, strides=2),
        layers.Dropout(0.125),
        *_convolution(96, kernel_size=5, padding="valid"),
        *_convolution(96, kernel_size=3, padding="valid"),
        layers.Dropout(0.125),
        *_convolution(160, kernel_size=4, padding="valid"),
    ]


def _column_of_7() -> list[keras.Layer]:
    return [
        *_convolution(32, kernel_size=7, padding="valid"),
        *_convolution(40, kernel_size=7, padding="valid"),
        *_convolution(64, kernel_size=5, strides=2),
        layers.Dropout(0.125),
        *_convolution(96, kernel_size=3, padding="valid"),
        *_convolution(96, kernel_size=3, padding="valid"),
        layers.Dropout(0.125),
        *_convolution(160, kernel_size=4, padding="valid"),
    ]


def _answer() -> keras.Layer:
    return layers.Dense(NUM_CLASSES + 1, activation="softmax")


def _convolution(
    filters: int, kernel_size: int, strides: int = 1, padding: str = "same"
) -> list[keras.Layer]:
    """Convolution, batch norm, ReLU. The norm's offset makes a bias redundant."""
    return [
        layers.Conv2D(filters, kernel_size, strides=strides, padding=padding, use_bias=False),
        layers.BatchNormalization(),
        layers.ReLU(),
    ]


# In rising strength: the order in which every table, page and file names them.
ARCHITECTURES: dict[str, Callable[[], keras.Model]] = {
    "baseline": baseline,
    "simple_cnn": simple_cnn,
    "deep_cnn": deep_cnn,
}
