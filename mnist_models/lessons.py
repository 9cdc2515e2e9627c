"""What each epoch of a training shows: MNIST's digits, made-up drawings, and non-digits.

No two epochs show the same drawings but for half of them: each lot is shown twice.
While an epoch trains, a thread makes what the next one shows.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from mnist_models.augmentation.non_digits import non_digits
from mnist_models.mnist import NO_DIGIT, Digits
from mnist_models.recipes import Recipe
from mnist_models.writing.drawings import drawings

_NO_STYLE = -1  # no stroke is added: a made-up hand has its own


class Lesson(NamedTuple):
    """What one epoch shows, in the order in which it is shown.

    Attributes:
        images: uint8 `(n, 28, 28)`, 0 paper to 255 ink.
        labels: int32 `(n,)`, 0 to 9 or `NO_DIGIT`.
        kinds: int32 `(n,)`, the labels of MNIST's digits, by which a style adds its
            strokes; -1 for what is made up.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int32]
    kinds: NDArray[np.int32]

    @classmethod
    def of(cls, digits: Digits) -> Self:
        """Digits alone."""
        labels = digits.labels.astype(np.int32)
        return cls(digits.images, labels, labels)


class Lessons:
    """The lessons of one training, `lessons[epoch]`; the same seed gives the same ones.

    A context: leaving it ends the thread that makes them.
    """

    def __init__(self, digits: Digits, recipe: Recipe, seed: int) -> None:
        """Show `digits` in every epoch, and beside them as much made-up ink as `recipe` says."""
        count = len(digits.labels)
        self._digits, self._seed = digits, seed
        # An epoch shows two lots.
        self._counts = [round(share * count / 2) for share in (recipe.drawings, recipe.non_digits)]
        self.size = count + 2 * sum(self._counts)
        self._lots: dict[int, Future[Digits]] = {}
        self._maker = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        """Nothing is made before the first lesson is asked for."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop what is not yet made."""
        self._maker.shutdown(cancel_futures=True)

    def __getitem__(self, epoch: int) -> Lesson:
        """What `epoch`, from 0, shows; what the next one shows is begun."""
        parts = [Lesson.of(self._digits)]
        if any(self._counts):
            for number in (epoch, epoch + 1, epoch + 2):
                if number not in self._lots:
                    self._lots[number] = self._maker.submit(self._lot, number)
            for number in (epoch, epoch + 1):
                lot = Lesson.of(self._lots[number].result())
                parts.append(lot._replace(kinds=np.full_like(lot.kinds, _NO_STYLE)))
            self._lots = {number: lot for number, lot in self._lots.items() if number > epoch}
        order = np.random.default_rng([self._seed, epoch]).permutation(self.size)
        return Lesson(*(np.concatenate(part)[order] for part in zip(*parts, strict=True)))

    def _lot(self, number: int) -> Digits:
        """Made-up drawings and non-digits."""
        seeds = np.random.SeedSequence([self._seed, number]).generate_state(2).tolist()
        drawn = drawings(self._counts[0], seeds[0])
        others = non_digits(self._digits, self._counts[1], seeds[1])
        return Digits(
            np.concatenate([drawn.images, others]),
            np.concatenate([drawn.labels, np.full(len(others), NO_DIGIT, np.uint8)]),
        )
