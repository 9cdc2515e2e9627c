"""The numbers by which Python reads a drawing, for the browser to read it alike."""

from mnist_models import recognizer
from mnist_models.confidence import TINY
from mnist_models.drawing import sketch
from mnist_models.drawing.sketch import MIDDLE, PAPER_TOLERANCE
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
        "smallest": sketch.SMALLEST_PHOTO,
        "even": sketch.EVEN_PAPER,
        "border": sketch.PHOTO_BORDER,
        "all": sketch.PHOTO,
    },
    "noise": {"faint": sketch.FAINT, "medium": sketch.MEDIUM},
    "explanation": {"digits": NUM_CLASSES, "steps": STEPS, "maps": SHOWN_MAPS},
    "upright": {
        "turns": [*recognizer.TURNS],
        "sure": recognizer.SURE,
        "lessDoubt": recognizer.LESS_DOUBT,
        "side": recognizer.TURNED,
    },
    "tiny": TINY,
    "noInk": NO_INK,
}
