"""Sixes differ in the stem, from straight to curled, and in the size and closing of the loop."""

from mnist_models.writing.allographs.notation import form

SIXES = (
    form("6 curved", "44 0, 14 30, 2 66, 24 100, 50 80, 40 54, 20 54, 4 72", where="everywhere", weight=4),
    form("6 with a straight stem", "40 0 | 5 68 0, 8 92, 26 100, 48 84, 42 58, 22 56, 5 70", where="print, technical lettering", weight=1.5),
    form("6 upright", "6 0 | 2 70, 8 94, 26 100, 46 84, 42 60, 22 54, 2 70", where="fast, China", weight=1),
    form("6 narrow", "14 0, 3 72 -14, 7 94, 16 100, 28 86, 20 64, 4 80", where="fast", weight=1.5),
    form("6 narrow with a straight stem", "4 0 | 2 74 0, 12 100, 26 84, 18 62, 2 74", where="fast", weight=1),
    form("6 with a curled top", "52 14, 42 0, 16 20, 2 64, 24 100, 50 80, 40 54, 20 54, 4 72", where="cursive, school scripts", weight=1),
    form("6 with a hooked top", "50 12 | 42 0, 14 26, 3 66, 22 99, 46 80, 36 56, 5 72", where="Russia, cursive", weight=0.6, held_out=True),
    form("6 bowed outwards at the top", "26 0, 14 10, 4 44, 4 80, 26 100, 48 80, 38 56, 18 56, 3 74", where="school beginners", weight=0.7),
    form("6 with a large loop", "42 0, 12 28, 2 66, 28 100, 58 74, 48 38, 24 36, 4 60", where="fast", weight=1),
    form("6 with a small loop", "32 0, 8 44, 4 86, 20 100, 36 86, 28 70, 6 82", where="fast, China", weight=1.2),
    form("6 with a flat loop", "34 0, 10 32, 2 72, 26 100, 56 86, 46 68, 4 80", where="fast", weight=0.8, held_out=True),
    form("6 closed late", "42 0, 12 30, 2 68, 22 100, 48 84, 40 62, 22 66, 14 84", where="fast", weight=0.8),
    form("6 closed beyond its stem", "48 0, 20 30, 10 68, 30 100, 54 80, 44 56, 24 56, 0 72", where="fast", weight=0.8),
    form("6 with an open loop", "42 0, 12 30, 2 68, 22 100, 46 86, 46 66, 30 60", where="fast", weight=1),
    form("6 with a wide open loop", "38 0, 10 32, 2 70, 20 100, 44 94, 48 70", where="fast", weight=0.5),
    form("6 in a spiral", "46 0, 12 28, 2 68, 24 100, 50 80, 40 58, 22 62, 20 80, 32 82", where="fast, Near East", weight=0.6),
    form("6 slanted", "62 0, 24 34, 2 74, 14 100, 44 84, 44 60, 24 58, 3 78", where="D'Nealian, Palmer, cursive", weight=1.5),
    form("6 leaning back", "14 0, 2 34, 8 78, 32 100, 54 80, 44 56, 22 56, 6 70", where="left-handed", weight=0.6, held_out=True),
    form("6 like a b", "8 0 | 4 94 | 12 64, 32 56, 46 74, 36 98, 5 94", where="fast", weight=0.3),
    form("6 in two strokes", "42 0, 12 30, 2 70, 22 100", "6 66, 30 52, 48 74, 40 96, 20 100", where="school beginners", weight=0.4),
    form("6 begun at the loop", "6 70, 26 54, 48 72, 40 96, 18 100, 2 74, 12 32, 42 0", where="left-handed, Near East", weight=0.5),
)  # fmt: skip
