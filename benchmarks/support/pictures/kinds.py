"""Every kind of picture that is measured."""

from benchmarks.support.pictures.canvases import CANVASES, TWO_ON_CANVAS
from benchmarks.support.pictures.desks import DESKS
from benchmarks.support.pictures.displays import DISPLAYS
from benchmarks.support.pictures.formats import FORMATS
from benchmarks.support.pictures.paper import PAPER
from benchmarks.support.pictures.printed import NUMBERS, PRINTED
from benchmarks.support.pictures.screens import SCREENS
from benchmarks.support.pictures.sheet import Maker
from benchmarks.support.pictures.surroundings import SURROUNDINGS, TWO_ON_PAPER

SEVERAL: dict[str, Maker] = TWO_ON_CANVAS | NUMBERS | TWO_ON_PAPER
KINDS: dict[str, Maker] = (
    CANVASES | SCREENS | PRINTED | DISPLAYS | FORMATS | PAPER | SURROUNDINGS | DESKS | SEVERAL
)
