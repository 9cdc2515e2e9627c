"""The forms of the ten digits, as the world teaches them and as fast hands slide into them.

Written down from school scripts and from habits. Looking at pictures of the
pendigits that recipes are chosen by showed which forms were missing; no path
here was copied from a person's drawing.
"""

from mnist_models.writing.allographs.allograph import Allograph, Target, path
from mnist_models.writing.allographs.eight import EIGHTS
from mnist_models.writing.allographs.five import FIVES
from mnist_models.writing.allographs.four import FOURS
from mnist_models.writing.allographs.nine import NINES
from mnist_models.writing.allographs.one import ONES
from mnist_models.writing.allographs.seven import SEVENS
from mnist_models.writing.allographs.six import SIXES
from mnist_models.writing.allographs.three import THREES
from mnist_models.writing.allographs.two import TWOS
from mnist_models.writing.allographs.zero import ZEROS

ALLOGRAPHS: tuple[Allograph, ...] = (
    *ZEROS, *ONES, *TWOS, *THREES, *FOURS, *FIVES, *SIXES, *SEVENS, *EIGHTS, *NINES,
)  # fmt: skip

__all__ = ["ALLOGRAPHS", "Allograph", "Target", "path"]
