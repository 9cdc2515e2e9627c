"""The numbers by which Python reads a drawing, for the browser to read it alike."""

from mnist_models import upright
from mnist_models.confidence import TINY
from mnist_models.drawing import plain
from mnist_models.drawing.brightness import PAPER_TOLERANCE
from mnist_models.drawing.sketch import MIDDLE
from mnist_models.explanation import SHOWN_MAPS, STEPS
from mnist_models.mnist import DIGIT_SIDE, NUM_CLASSES, SIDE
from web.answers import LARGEST, NO_INK

# As `rules.js` describes it.
RULES = {
    "side": SIDE,
    "digitSide": DIGIT_SIDE,
    "middle": MIDDLE,
    "largest": LARGEST,
    "paperTolerance": PAPER_TOLERANCE,
    "photo": {
        "smallest": plain.SMALLEST_PHOTO,
        "even": plain.EVEN_PAPER,
        "border": plain.PHOTO_BORDER,
        "all": plain.PHOTO,
    },
    "noise": {"faint": plain.FAINT, "medium": plain.MEDIUM},
    "explanation": {"digits": NUM_CLASSES, "steps": STEPS, "maps": SHOWN_MAPS},
    "upright": {
        "turns": [*upright.TURNS],
        "sure": upright.SURE,
        "lessDoubt": upright.LESS_DOUBT,
        "side": upright.TURNED,
    },
    "tiny": TINY,
    "noInk": NO_INK,
}
