"""Threes differ in their top, round or flat, in the notch, and in how the halves share the height."""

from mnist_models.writing.allographs.notation import form

THREES = (
    form("3 round", "2 14, 26 0, 46 20, 36 40, 18 46 | 42 52, 52 74, 28 100, 0 86", where="everywhere", weight=4),
    form("3 narrow", "2 10, 18 0, 32 18, 14 45 | 36 56, 34 90, 16 100, 0 88", where="fast, China", weight=1.5),
    form("3 with a shallow notch", "2 12, 26 0, 46 20, 32 46 | 52 68, 38 96, 0 92", where="fast", weight=1),
    form("3 with a deep notch", "2 12, 30 0, 52 18, 40 38, 4 48 | 46 54, 58 76, 34 100, 0 88", where="fast, Italy", weight=1),
    form("3 with a soft notch", "4 10, 26 0, 43 14, 36 32, 28 45, 36 55, 48 74, 36 96, 0 94", where="fast", weight=1),
    form("3 with a loop in the middle", "2 14, 26 0, 46 18, 36 40, 16 50, 8 44, 16 39, 42 54, 50 78, 26 100, 0 86", where="cursive, Palmer, Spain", weight=1),
    form("3 with a large loop in the middle", "2 14, 26 0, 46 18, 38 38, 14 54, 2 44, 14 36, 42 52, 52 76, 28 100, 0 88", where="cursive", weight=0.4, held_out=True),
    form("3 flat-topped", "2 0 | 50 0 | 22 38 | 46 48, 52 74, 30 99, 0 90", where="print, technical lettering, Italy", weight=2),
    form("3 flat-topped with a large bowl", "4 0 | 48 0 | 16 32 | 48 40, 56 72, 30 100, 0 88", where="Germany, cursive", weight=1),
    form("3 flat-topped, upright", "4 0 | 46 0 | 34 40 | 52 56, 50 86, 24 100, 0 92", where="Near East, fast", weight=0.7, held_out=True),
    form("3 like an ezh with a tail", "6 2 | 50 0 | 22 40 | 46 50, 46 78, 22 98, 2 94", where="Russia, fast", weight=0.7),
    form("3 in zigzag", "2 4 | 46 0 | 16 44 | 48 66 | 0 100", where="fast", weight=0.6),
    form("3 with a weak lower half", "0 16, 28 0, 52 20, 42 46, 18 58 | 42 64, 42 86, 16 100", where="fast", weight=0.8),
    form("3 with a stunted lower half", "0 16, 28 0, 52 24, 42 54, 14 66 | 38 72, 36 90, 14 100", where="fast", weight=0.6),
    form("3 with a weak upper half", "10 8, 26 0, 38 14, 20 34 | 50 44, 56 74, 30 100, 0 86", where="fast, school beginners", weight=0.8),
    form("3 open, with a short tail", "2 12, 26 0, 46 20, 34 42, 18 46 | 44 54, 50 78, 34 100", where="fast", weight=0.8, held_out=True),
    form("3 with a long tail", "16 12, 38 0, 58 16, 48 38, 32 44 | 54 50, 60 74, 36 100, 0 96", where="Italy, France, fast", weight=1),
    form("3 begun with a curl", "16 18, 6 20, 5 6, 28 0, 48 18, 38 40, 20 46 | 44 52, 52 76, 28 100, 0 88", where="cursive, Palmer", weight=0.7),
    form("3 ending in a curl", "2 14, 26 0, 46 20, 36 40, 18 46 | 42 52, 52 74, 30 100, 4 92, 6 78, 18 82", where="cursive, India", weight=0.6),
    form("3 slanted", "20 12, 46 0, 56 18, 26 45 | 50 56, 40 90, 14 100, 0 90", where="D'Nealian, cursive", weight=1.5),
    form("3 leaning back", "0 18, 16 0, 38 12, 34 36, 18 44 | 46 44, 62 66, 46 96, 14 94", where="left-handed", weight=0.5),
)  # fmt: skip
