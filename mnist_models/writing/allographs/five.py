"""Fives differ in how the top bar is drawn and joined, and in the size of the bowl."""

from mnist_models.writing.allographs.notation import form

FIVES = (
    form("5 with its bar last", "10 2 | 6 44 | 28 36, 52 56, 44 88, 18 100, 0 90", "10 2 | 54 0", where="everywhere", weight=4),
    form("5 with its bar first", "10 2 | 54 0", "10 2 | 6 44 | 28 36, 52 56, 44 88, 18 100, 0 90", where="school beginners, left-handed", weight=1),
    form("5 in one stroke", "52 0 | 12 2 | 6 44 | 28 36, 52 58, 42 90, 18 100, 0 92", where="everywhere, fast", weight=2.5),
    form("5 with a detached bar", "10 14 | 6 46 | 28 40, 50 60, 42 90, 18 100, 0 92", "16 2 | 58 0", where="Germany, France, fast", weight=2),
    form("5 with a bar far to the right", "8 6 | 6 46 | 26 40, 46 60, 38 90, 16 100, 0 92", "24 6 | 62 0", where="fast", weight=1),
    form("5 with its bar crossing", "16 0 | 10 46 | 30 40, 54 60, 46 90, 22 100, 2 92", "0 12 | 56 8", where="fast, Italy", weight=1),
    form("5 with a low crossing bar", "14 0 | 10 50 | 30 42, 52 62, 44 92, 20 100, 2 94", "0 22 | 54 14", where="fast", weight=0.6, held_out=True),
    form("5 with a rising bar", "10 12 | 6 48 | 28 42, 52 62, 42 92, 18 100, 0 92", "10 12 | 56 0", where="fast, Spain", weight=1),
    form("5 with a falling bar", "10 0 | 6 44 | 28 38, 50 60, 42 90, 18 100, 0 92", "10 0 | 54 12", where="fast", weight=0.6, held_out=True),
    form("5 with a wavy bar", "10 4 | 6 46 | 28 38, 52 60, 42 90, 18 100, 0 90", "8 4, 22 0, 38 6, 58 0", where="cursive, Russia", weight=0.8),
    form("5 with a short bar", "10 0 | 6 42 | 28 34, 52 56, 42 90, 18 100, 0 92", "10 0 | 30 0", where="fast", weight=0.7),
    form("5 with a long bar", "8 2 | 6 44 | 24 38, 44 58, 38 88, 16 100, 0 94", "8 2 | 72 0", where="fast, Italy", weight=0.8),
    form("5 with a very small bowl", "12 0 | 10 60 | 26 57, 38 72, 30 96, 2 98", "12 0 | 48 0", where="fast", weight=0.7),
    form("5 with a long bowl", "14 0 | 8 28 | 34 20, 60 50, 48 86, 22 100, 0 90", "14 0 | 58 0", where="Poland, Germany", weight=1),
    form("5 with a bowl cut short", "10 0 | 6 44 | 30 38, 52 60, 36 100", "10 0 | 52 0", where="fast", weight=0.8),
    form("5 with a bowl that curls in", "10 2 | 6 44 | 28 36, 54 58, 42 94, 12 98, 4 82, 16 78", "10 2 | 54 0", where="cursive, India", weight=0.6),
    form("5 slanted", "26 0 | 12 40 | 32 36, 48 56, 32 90, 12 100, 0 94", "26 0 | 66 0", where="D'Nealian, cursive, fast", weight=1.5),
    form("5 narrow", "6 0 | 4 46 | 18 40, 34 60, 26 94, 0 96", "6 0 | 36 0", where="China, fast", weight=1),
    form("5 like an S", "50 4, 26 0, 8 18, 20 42, 44 60, 42 90, 18 100, 0 90", where="fast", weight=1),
    form("5 like an S with a corner", "50 0 | 14 2 | 8 36, 36 50, 48 72, 32 98, 0 94", where="fast", weight=1),
    form("5 with a round shoulder", "54 2, 22 2 0, 8 14 -80, 8 44 -16 | 28 38, 50 60, 40 92, 0 94", where="fast", weight=0.7, held_out=True),
    form("5 angular", "48 0 | 10 2 | 6 42 | 46 50 | 40 92 | 0 100", where="fast, technical lettering", weight=0.5),
    form("5 with its bar drawn there and back", "14 2 | 56 0 | 12 12 | 6 46 | 28 40, 50 60, 42 92, 18 100, 0 92", where="fast", weight=0.5),
    form("5 in one stroke from below, its bar last", "0 90, 18 100, 44 88, 52 58, 28 36, 6 44 | 10 2 | 54 0", where="fast, on tablets", weight=0.2),
)  # fmt: skip
