"""Weights and their reports: saved, loaded, checked, and true."""

import errno
import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from mnist_models import weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.confidence import Confidence
from mnist_models.evaluation import ErrorCount, WrongDigit
from mnist_models.recipes import RECIPES
from mnist_models.weights import Report, SeedResult, WeightsError


def report(network):
    return Report(
        name=network.name, quick=False, architecture=weights.describe(network),
        parameters=network.count_params(), recipe={"epochs": 1}, seed=0, epochs=1,
        training_seconds=1.5, machine="a machine", versions={"python": "3"},
        confidence=Confidence(1.2, 0.5), validation=ErrorCount(1, 50),
        unseen_forms=ErrorCount(3, 60), test=ErrorCount(2, 100),
        calibration={"expected_calibration_error": 0.01},
        wrong_test=[WrongDigit(17, 3, 5)], test_confusion=[[98, 2]],
        learning_curve=[{"loss": 0.5, "seconds": 1.5}],
    )  # fmt: skip


@pytest.fixture
def saved(tmp_path):
    network = ARCHITECTURES["simple_cnn"]()
    weights.save(network, report(network), tmp_path / "out")
    return network, tmp_path / "out"


def test_saved_weights_are_loaded(saved):
    network, folder = saved
    loaded = weights.load("simple_cnn", folder)
    for one, other in zip(network.weights, loaded.weights, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))
    written = weights.read_report("simple_cnn", folder)
    assert replace(written, weights_sha256="") == report(network)


def test_kernels_are_rounded_to_float16_and_the_rest_is_not():
    network = ARCHITECTURES["baseline"]()
    rng = np.random.default_rng(0)
    network.set_weights([rng.normal(size=each.shape) for each in network.weights])
    before = network.get_weights()
    weights.round_kernels(network)
    for old, new in zip(before, network.get_weights(), strict=True):
        expected = old.astype(np.float16) if old.ndim > 1 else old
        np.testing.assert_array_equal(new, expected.astype(np.float32))


def test_a_committee_is_one_file_and_its_report_has_the_figures_of_each_column(
    tmp_path, small_committee, monkeypatch
):
    monkeypatch.setitem(ARCHITECTURES, "deep_cnn", small_committee)
    committee = small_committee()
    weights.round_kernels(committee)
    for kernel in (each for each in committee.get_weights() if each.ndim > 1):
        np.testing.assert_array_equal(kernel, kernel.astype(np.float16))
    columns = [SeedResult(seed, ErrorCount(seed, 50), ErrorCount(2, 100), 1.5) for seed in (3, 4)]
    written = weights.save(committee, replace(report(committee), columns=columns), tmp_path)
    assert written.architecture.count("Dense 11") == 3
    assert written.architecture[-2:] == ["Average 11", "Softmax 11"]
    assert weights.read_report("deep_cnn", tmp_path).columns == columns
    loaded = weights.load("deep_cnn", tmp_path)
    images = np.random.default_rng(0).random((3, 28, 28, 1), np.float32)
    np.testing.assert_array_equal(loaded(images), committee(images))


def test_the_result_of_another_seed_is_added_to_the_report_once(saved):
    folder = saved[1]
    for wrong in (3, 4):
        other = SeedResult(1, ErrorCount(0, 50), ErrorCount(wrong, 100), 2.0)
        weights.add_seed(weights.read_report("simple_cnn", folder), other, folder)
    assert weights.read_report("simple_cnn", folder).seeds == [other]
    weights.load("simple_cnn", folder)


def test_nothing_but_the_weights_and_the_report_is_written(saved):
    names = {path.name for path in saved[1].iterdir()}
    assert names == {"simple_cnn.weights.h5", "simple_cnn.json"}


def test_an_interrupted_save_leaves_the_old_files_whole(saved, monkeypatch):
    network, folder = saved
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def interrupted(path):
        path.write_bytes(b"half of the weigh")
        raise KeyboardInterrupt

    monkeypatch.setattr(network, "save_weights", interrupted)
    with pytest.raises(KeyboardInterrupt):
        weights.save(network, report(network), folder)
    assert {name: (folder / name).read_bytes() for name in before} == before
    weights.load("simple_cnn", folder)


def truncate(folder):
    path = folder / "simple_cnn.weights.h5"
    path.write_bytes(path.read_bytes()[:1000])


def tamper(folder):
    path = folder / "simple_cnn.weights.h5"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def change_report(**fields):
    def change(folder):
        path = folder / "simple_cnn.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | fields))

    return change


FAULTS = {
    "truncated": (truncate, "differs from its report"),
    "tampered": (tamper, "differs from its report"),
    "no weights": (lambda folder: (folder / "simple_cnn.weights.h5").unlink(), "there is no file"),
    "no report": (lambda folder: (folder / "simple_cnn.json").unlink(), "there is no report"),
    "not JSON": (lambda folder: (folder / "simple_cnn.json").write_text("{"), "is not a report"),
    "other JSON": (lambda folder: (folder / "simple_cnn.json").write_text("[]"), "is not a report"),
    "more fields": (change_report(color="red"), "is not a report"),
    "no temperature": (change_report(confidence={"threshold": 1.0}), "is not a report"),
    "a temperature of 0": (
        change_report(confidence={"temperature": 0, "threshold": 1.0}),
        "is not a report",
    ),
    "a temperature in words": (
        change_report(confidence={"temperature": "warm", "threshold": 1.0}),
        "is not a report",
    ),
    "a threshold that is no number": (
        change_report(confidence={"temperature": 1.0, "threshold": float("nan")}),
        "is not a report",
    ),
    "other layers": (change_report(architecture=["Dense 10"]), "fits another architecture"),
    "other size": (change_report(parameters=3), "fits another architecture"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_files_that_do_not_belong_together_are_refused_in_one_sentence(saved, fault):
    damage, message = FAULTS[fault]
    damage(saved[1])
    with pytest.raises(WeightsError, match=message) as caught:
        weights.load("simple_cnn", saved[1])
    assert "python train.py --models simple_cnn" in str(caught.value)
    assert str(saved[1].parent) not in str(caught.value)


def test_an_unknown_name_is_refused():
    with pytest.raises(WeightsError, match="Expected one of baseline, simple_cnn, deep_cnn"):
        weights.load("resnet")


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_shipped_weights_come_from_a_full_run_and_hold_no_optimizer(name):
    import h5py

    report = weights.read_report(name)
    assert not report.quick
    assert report.recipe == asdict(RECIPES[name])
    for kernel in (each for each in weights.load(name).get_weights() if each.ndim > 1):
        np.testing.assert_array_equal(kernel, kernel.astype(np.float16))
    with h5py.File(weights.FOLDER / f"{name}.weights.h5") as file:
        assert "optimizer" not in file


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_shipped_reports_are_true(name, real_mnist):
    from mnist_models import mnist
    from mnist_models.evaluation import count_errors

    written, network = weights.read_report(name), weights.load(name)
    _, validation = mnist.split(real_mnist[0])
    # Another processor may round differently and flip an answer or two.
    assert abs(count_errors(network, real_mnist[1]).wrong - written.test.wrong) <= 2
    assert abs(count_errors(network, validation).wrong - written.validation.wrong) <= 2


@pytest.mark.parametrize(
    ("name", "limit"), [("baseline", 0.013), ("simple_cnn", 0.007), ("deep_cnn", 0.005)]
)
def test_the_shipped_networks_err_no_more_than_promised(name, limit):
    written = weights.read_report(name)
    assert written.test.total == 10_000
    assert written.test.error <= limit


@pytest.mark.mount
@pytest.mark.parametrize("left", [0, 500_000])
def test_a_full_disk_leaves_the_old_files_and_the_program_running(small_disk, fill, left):
    network = ARCHITECTURES["simple_cnn"]()
    old = small_disk / "simple_cnn.json"
    old.write_text("the old report")
    fill(small_disk, left)
    with pytest.raises(OSError, match="No space left") as told:
        weights.save(network, report(network), small_disk)
    assert told.value.errno == errno.ENOSPC
    assert old.read_text() == "the old report"
    assert not list(small_disk.glob(".new-*"))
