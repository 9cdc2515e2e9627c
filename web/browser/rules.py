"""The numbers by which Python reads a drawing, for the browser to read it alike."""

from mnist_models.confidence import TINY
from mnist_models.drawing import frames, image
from mnist_models.drawing.brightness import PAPER_TOLERANCE
from mnist_models.drawing.sketch import MIDDLE
from mnist_models.mnist import DIGIT_SIDE, SIDE
from web.answers import LARGEST, NO_INK

# As `rules.js` describes it.
RULES = {
    "side": SIDE,
    "digitSide": DIGIT_SIDE,
    "middle": MIDDLE,
    "largest": LARGEST,
    "drawn": frames.DRAWN,
    "paperTolerance": PAPER_TOLERANCE,
    "photo": {
        "smallest": image.SMALLEST_PHOTO,
        "even": image.EVEN_PAPER,
        "border": image.PHOTO_BORDER,
        "all": image.PHOTO,
    },
    "noise": {"faint": image.FAINT, "medium": image.MEDIUM},
    "frames": {
        "most": image.MOST_FRAMES,
        "long": frames.LONG,
        "unbroken": frames.UNBROKEN,
        "smallest": frames.SMALLEST,
    },
    "tiny": TINY,
    "noInk": NO_INK,
}
