import errno
import json

import numpy as np
import pytest

import train
from mnist_models import mnist, runs, weights
from mnist_models.architectures import ARCHITECTURES, COLUMNS
from mnist_models.recipes import RECIPES


def run(*arguments):
    train.main([str(argument) for argument in arguments])


def test_it_trains_judges_and_saves_the_three(noise, small_mnist, tmp_path, capsys):
    out = tmp_path / "out"
    run("--data", small_mnist, "--out", out, "--epochs", 2, "--seed", 3)
    printed = capsys.readouterr().out
    assert printed.count("Epoch 2/2") == len(ARCHITECTURES)
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{name}{ending}" for name in ARCHITECTURES for ending in (".json", ".weights.h5")
    )
    for name in ARCHITECTURES:
        report = weights.read_report(name, out)
        assert (report.epochs, report.seed, report.quick) == (2, 3, False)
        assert (report.validation.total, report.unseen_forms.total, report.test.total) == (
            20,
            20,
            50,
        )
        assert len(report.learning_curve) == 2
        assert 0.1 <= report.confidence.temperature <= 10
        assert 0 <= report.calibration["expected_calibration_error"] <= 1
        assert report.versions.keys() >= {"python", "keras"}
        network = weights.load(name, out)
        _, test = mnist.load(small_mnist)
        answers = network.predict(mnist.network_input(test.images), verbose=0)[:, :10].argmax(
            axis=1
        )
        assert (answers != test.labels).sum() == report.test.wrong
        assert f"| {name} | {report.parameters:,} |" in printed
    columns = weights.read_report("deep_cnn", out).columns
    assert [column.seed for column in columns] == [*range(3, 3 + COLUMNS)]


def test_an_interrupted_run_goes_on(noise, small_mnist, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    options = ["--models", "baseline", "simple_cnn", "--data", small_mnist, "--out", out]
    interrupt_after(monkeypatch, network="simple_cnn", epochs=2)
    with pytest.raises(SystemExit, match=r"Interrupted\. Go on with python train\.py --resume"):
        run(*options, "--epochs", 4)
    monkeypatch.undo()
    assert not (out / "simple_cnn.json").exists()
    before = (out / "baseline.weights.h5").read_bytes()
    allow(monkeypatch, small_mnist)
    capsys.readouterr()
    run("--resume", "--out", out)  # from the same data
    printed = capsys.readouterr().out
    assert "baseline, seed" not in printed
    assert "Epoch 1/4" not in printed
    assert "Epoch 3/4" in printed
    assert (out / "baseline.weights.h5").read_bytes() == before
    assert len(weights.read_report("simple_cnn", out).learning_curve) == 4
    assert not (out / ".training").exists()


def test_several_seeds_are_summed_up_in_the_report_of_the_first(
    noise, small_mnist, tmp_path, capsys
):
    out = tmp_path / "out"
    run("--models", "baseline", "--data", small_mnist, "--out", out, "--epochs", 1,
        "--seeds", 4, 2)  # fmt: skip
    report = weights.read_report("baseline", out)
    other = weights.read_report("baseline", out / "seed-2")
    assert report.seed == 4
    assert report.seeds == [report.result(), other.result()]
    assert len(report.wrong_test) == report.test.wrong
    assert np.array(report.test_confusion).sum() == report.test.total
    printed = capsys.readouterr().out
    assert "% of 2 |" in printed
    shipped = weights.read_report("baseline")
    an_epoch = shipped.training_seconds / shipped.epochs / 60
    for seed, left in ((4, 2), (2, 1)):
        rest = f"the rest takes {left * an_epoch:.0f} min"
        assert f"seed {seed}; at the speed of the shipped weights' training, {rest}" in printed


def interrupt_after(monkeypatch, network, epochs):
    """As if somebody pressed Ctrl+C when `network` had trained so many epochs."""
    save = runs.save_checkpoint

    def save_and_stop(trainer, curve, folder):
        save(trainer, curve, folder)
        if folder.name.startswith(network) and len(curve) == epochs:
            raise KeyboardInterrupt

    monkeypatch.setattr(runs, "save_checkpoint", save_and_stop)


def allow(monkeypatch, path):
    checksums = {name: mnist.checksum(array) for name, array in np.load(path).items()}
    monkeypatch.setattr(mnist, "CHECKSUMS", checksums)


def test_resuming_without_an_interrupted_run_is_refused(small_mnist, tmp_path):
    with pytest.raises(SystemExit, match="Expected an interrupted run in"):
        run("--resume", "--data", small_mnist, "--out", tmp_path / "out")


def test_a_full_disk_ends_with_one_sentence_and_the_run_goes_on_once_there_is_room(
    noise, small_mnist, tmp_path, monkeypatch, capsys
):
    out = tmp_path / "out"
    save = weights.save

    def no_room(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(weights, "save", no_room)
    with pytest.raises(SystemExit, match=r"No space left on device.*--resume"):
        run("--models", "baseline", "--data", small_mnist, "--out", out, "--epochs", 2)
    monkeypatch.setattr(weights, "save", save)
    capsys.readouterr()
    run("--resume", "--out", out)
    assert "Epoch" not in capsys.readouterr().out  # no epoch was lost
    assert weights.load("baseline", out)


def test_bad_data_ends_with_one_sentence_and_touches_nothing(tmp_path):
    with pytest.raises(SystemExit, match="there is no such file"):
        run("--data", tmp_path / "nowhere.npz", "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "wrong", [["--epochs", "0"], ["--epochs", "two"], ["--models", "resnet"], ["--seeds", "-1"]]
)
def test_wrong_options_are_refused(wrong, capsys):
    with pytest.raises(SystemExit):
        run(*wrong)
    assert "error: argument" in capsys.readouterr().err


def test_a_quick_run_says_so_and_leaves_the_shipped_weights(
    noise, small_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    run("--data", small_mnist, "--quick", "--models", "baseline")
    assert "This is a quick run" in capsys.readouterr().out
    written = json.loads((tmp_path / "weights-quick" / "baseline.json").read_text())
    assert written["quick"]
    assert written["epochs"] < RECIPES["baseline"].epochs


def test_a_picture_shows_the_augmentation_and_nothing_is_trained(small_mnist, tmp_path, capsys):
    out = tmp_path / "out"
    picture = tmp_path / "digits.png"
    run("--data", small_mnist, "--out", out, "--show-augmentation", picture)
    assert picture.stat().st_size > 1000
    assert "digits.png shows digits" in capsys.readouterr().out
    assert not out.exists()


def test_a_picture_without_a_place_is_refused_with_one_sentence(small_mnist, tmp_path):
    with pytest.raises(SystemExit, match="Expected a place and a name for a picture"):
        run("--data", small_mnist, "--show-augmentation", tmp_path / "nowhere" / "digits.png")
