"""How each network is trained: every hyper-parameter in one place."""

from dataclasses import dataclass, field

from mnist_models.augmentation.handwriting import Handwriting


@dataclass(frozen=True)
class Recipe:
    """The hyper-parameters of one training run."""

    epochs: int  # passes over the training digits
    learning_rate: float  # of AdamW, at its peak
    weight_decay: float  # of AdamW, decoupled from the learning rate
    # Epochs after which the learning rate, by then zero, begins anew at half of its last peak.
    cycle: int | None = None
    handwriting: Handwriting = field(default_factory=Handwriting)
    batch_size: int = 128  # digits a step
    warmup: float = 0.08  # share of the steps in which the learning rate rises
    drawings: float = 0.8  # made-up drawings of digits, for each training digit
    non_digits: float = 0.3  # made-up drawings that are no digits, likewise


# What is turned far, blurred or in a haze costs a small network something: shown it too,
# `simple_cnn` missed 1.1 % instead of 1.0 % of the validation digits after 19 epochs.
_CLEAN = Handwriting(astray=0.0, corrupted=0.0)

RECIPES: dict[str, Recipe] = {
    "baseline": Recipe(
        epochs=52,
        cycle=26,
        learning_rate=1.5e-3,
        weight_decay=0.01,
        handwriting=_CLEAN,
    ),
    "simple_cnn": Recipe(
        epochs=28,
        cycle=14,
        learning_rate=2e-3,
        weight_decay=0.02,
        handwriting=_CLEAN,
    ),
    "deep_cnn": Recipe(
        epochs=36,
        cycle=18,
        learning_rate=3e-3,
        weight_decay=0.02,
    ),
}
