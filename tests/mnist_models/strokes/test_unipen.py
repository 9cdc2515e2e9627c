"""Pen strokes read from the UNIPEN format."""

import pytest

from mnist_models.strokes.unipen import UnipenError, read_unipen


@pytest.mark.parametrize(("section", "count", "labels"), [("1a", 9608, 10), ("1b", 2729, 15)])
def test_every_character_of_the_real_data_is_found(unipen_folder, section, count, labels):
    drawings = read_unipen(unipen_folder, section)
    assert len(drawings) == count
    assert len({drawing.label for drawing in drawings}) == labels
    assert all(drawing.strokes for drawing in drawings)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("0", [[(10, -100), (20, -90), (30, -80)]]),
        ("0-2", [[(10, -100), (20, -90), (30, -80)], [(50, -60)]]),
        ("0,2", [[(10, -100), (20, -90), (30, -80)], [(50, -60)]]),
        ("0:1-2", [[(20, -90), (30, -80)], [(50, -60)]]),
        ("3:1-3:2", [[(3, -4), (5, -6)]]),
        ("2-3:0", [[(50, -60)], [(1, -2)]]),
        ("1", []),
        ("9", []),
    ],
)
def test_a_segment_refers_to_runs_and_points(tmp_path, reference, expected, unipen):
    (drawing,) = read_unipen(unipen(tmp_path, [f'{reference} ? "4"']))
    assert [[tuple(point) for point in stroke] for stroke in drawing.strokes] == expected
    assert (drawing.label, drawing.writer, drawing.donor) == ("4", "w7", "aga")


def test_coordinates_may_come_in_another_order(tmp_path, unipen):
    folder = unipen(tmp_path, ['0 OK "1"'], coord=".COORD T Y X", pen=".PEN_DOWN\n0 5 7\n1 6 8\n")
    (drawing,) = read_unipen(folder)
    assert drawing.strokes[0].tolist() == [[7, -5], [8, -6]]


@pytest.mark.parametrize(
    "other", ['WORD 0-3 ? "1 2"', "PAGE", "CHARACTER", "CHARACTER 0-1", "CHARACTER 0-1 BAD"]
)
def test_words_and_characters_without_a_label_are_passed_over(tmp_path, other, unipen):
    folder = unipen(tmp_path, ['0 ? "1"'])
    with (folder / "data/1a/aga/f000.dat").open("a") as file:
        file.write(f".SEGMENT {other}\n")
    assert len(read_unipen(folder)) == 1


def test_a_donors_files_may_lie_in_folders_of_their_own(tmp_path, unipen):
    folder = unipen(tmp_path, ['0 ? "1"'])
    nested = folder / "data/1a/aga/aga00"
    nested.mkdir()
    (folder / "data/1a/aga/f000.dat").rename(nested / "f000.dat")
    (drawing,) = read_unipen(folder)
    assert drawing.donor == "aga"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"doc": "aga/gone.doc"}, "that file is missing"),
        ({"pen": ".PEN_DOWN\n1 two\n"}, "coordinates of a point, got '1 two'"),
        ({"segments": ['first ? "4"']}, "expected a segment"),
        ({"segments": ['1-2-3 ? "4"']}, "Expected a UNIPEN segment"),
    ],
)
def test_a_damaged_file_gives_one_sentence(tmp_path, changes, message, unipen):
    folder = unipen(tmp_path, **{"segments": ['0 ? "1"']} | changes)
    with pytest.raises(UnipenError, match=message):
        read_unipen(folder)


def test_a_folder_without_unipen_is_refused(tmp_path):
    with pytest.raises(UnipenError, match=r"there is no data/1a"):
        read_unipen(tmp_path)
