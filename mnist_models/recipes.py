"""How each network is trained: every hyper-parameter in one place."""

from dataclasses import dataclass, field

from mnist_models.augmentation import Handwriting


@dataclass(frozen=True)
class Recipe:
    """The hyper-parameters of one training run."""

    epochs: int  # passes over the training digits
    learning_rate: float  # of AdamW, at its peak
    weight_decay: float  # of AdamW, decoupled from the learning rate
    handwriting: Handwriting = field(default_factory=Handwriting)
    batch_size: int = 128  # digits a step
    warmup: float = 0.08  # share of the steps in which the learning rate rises
    final_learning_rate: float = 0.01  # as a share of the peak, after a cosine decay
    averaged: float = 0.05  # share of the steps over which the weights are averaged
    label_smoothing: float = 0.02  # probability that is spread over all ten digits
    softening: float = 0.25  # share of the epochs in which the variation of digits goes down
    softest: float = 0.5  # the variation of the last epoch, as a share of the full one
    teacher: str | None = None  # the network whose probabilities it learns from too
    teacher_weight: float = 0.7  # of the teacher's probabilities; the labels have the rest


RECIPES: dict[str, Recipe] = {
    "baseline": Recipe(
        epochs=60,
        learning_rate=1.5e-3,
        weight_decay=0.01,
        teacher="simple_cnn",
    ),
    "simple_cnn": Recipe(
        epochs=24,
        learning_rate=2e-3,
        weight_decay=0.02,
        teacher="deep_cnn",
    ),
    "deep_cnn": Recipe(
        epochs=28,
        learning_rate=3e-3,
        weight_decay=0.02,
    ),
}
