"""Eights differ in where they begin, which way they turn and how the two loops close."""

from mnist_models.writing.allographs.notation import form

EIGHTS = (
    form("8 begun at the top right", "44 14, 26 0, 6 18, 22 42, 44 62, 46 88, 26 100, 4 86, 8 62, 32 42, 46 20, 42 10", where="everywhere", weight=3),
    form("8 begun at the top", "28 0, 7 14, 12 36, 40 56, 48 82, 27 100, 4 82, 14 56, 42 34, 46 12, 29 0", where="everywhere", weight=3),
    form("8 clockwise from the top", "26 0, 46 14, 42 34, 14 54, 4 82, 28 100, 50 82, 38 56, 10 34, 8 12, 26 0", where="left-handed", weight=1),
    form("8 begun in the middle", "28 46, 8 30, 10 8, 28 0, 46 10, 44 32, 28 46, 8 60, 4 86, 28 100, 52 86, 48 60, 28 47", where="Germany, fast", weight=1),
    form("8 begun with the lower loop", "30 44, 6 64, 8 92, 30 100, 52 86, 46 60, 24 40, 12 22, 20 3, 40 3, 47 22, 30 45", where="Near East, India", weight=0.7),
    form("8 in two circles", "26 0, 9 8, 9 36, 26 46, 43 36, 43 8, 27 0", "26 46, 4 58, 4 88, 26 100, 48 88, 48 58, 27 46", where="school beginners, East Asia", weight=1.2),
    form("8 in two circles, lower one first", "26 44, 4 56, 4 88, 26 100, 48 88, 48 56, 27 44", "26 0, 10 8, 10 34, 26 44, 42 34, 42 8, 27 0", where="school beginners", weight=0.4, held_out=True),
    form("8 in two circles that overlap", "26 0, 6 10, 6 40, 26 52, 46 40, 46 10, 27 0", "26 44, 2 56, 2 88, 26 100, 50 88, 50 56, 27 44", where="fast", weight=0.5),
    form("8 open at the top", "38 6, 22 0, 4 18, 20 42, 44 62, 46 88, 24 100, 2 86, 8 62, 32 42, 52 16", where="fast", weight=1),
    form("8 wide open at the top", "32 4, 14 2, 4 20, 20 42, 44 62, 44 90, 24 100, 4 86, 12 60, 40 36, 58 4", where="fast", weight=0.7),
    form("8 closed beyond its start", "44 16, 26 2, 6 20, 22 44, 46 64, 46 90, 26 100, 4 86, 10 62, 34 40, 60 0", where="fast", weight=0.6, held_out=True),
    form("8 with a straight upstroke", "46 10, 26 0, 6 18, 24 44, 46 66, 44 92, 22 100, 2 84 | 48 12", where="fast", weight=1.2),
    form("8 with a straight downstroke", "6 12 | 46 72 0, 46 94, 24 100, 4 90, 12 64, 42 34, 42 8, 22 0, 6 12", where="fast", weight=0.5),
    form("8 with crossing strokes", "4 12 | 46 78 0, 42 96, 24 100, 6 92, 5 78 | 46 16 0, 38 2, 16 0, 4 12", where="fast", weight=0.5),
    form("8 like an hourglass", "4 2 | 48 98 | 2 98 | 48 2 | 4 2", where="fast", weight=0.3),
    form("8 narrow", "30 12, 18 0, 5 16, 14 42, 30 66, 28 94, 15 100, 2 90, 6 64, 24 40, 31 16, 28 8", where="fast, China", weight=1.2),
    form("8 with a small top", "38 10, 26 0, 14 12, 24 30, 48 56, 50 84, 28 100, 4 86, 8 58, 30 30, 38 14", where="print", weight=1),
    form("8 with a small bottom", "48 20, 28 0, 4 22, 20 54, 38 74, 36 94, 24 100, 10 94, 12 74, 36 54, 48 24", where="fast", weight=0.7, held_out=True),
    form("8 slanted", "60 12, 44 0, 24 16, 30 42, 44 66, 32 94, 14 100, 2 86, 16 60, 46 40, 62 18, 58 8", where="Palmer, D'Nealian, cursive", weight=1.5),
    form("8 lazy", "70 22, 58 0, 34 10, 34 40, 40 74, 20 100, 2 82, 16 58, 50 46, 70 26", where="fast", weight=0.4),
    form("8 leaning back", "44 20, 22 0, 2 14, 16 40, 48 60, 60 84, 44 100, 20 88, 18 62, 38 40, 44 22", where="left-handed", weight=0.5),
    form("8 of an S and its mirror image", "44 10, 26 0, 8 18, 24 44, 46 66, 44 92, 24 100, 6 94", "40 6, 46 20, 30 44, 6 66, 4 88, 10 97", where="school beginners", weight=0.3),
)  # fmt: skip
