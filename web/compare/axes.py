"""The axes of charts; where they end is read off the data, so that nothing sticks out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor, log, log10

_INTERVALS = 3  # at most, between the ticks of a share
_FUZZ = 1e-9  # so that 0.6 / 0.2 counts as 3


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high`, with the labels of some of them."""

    label: str
    low: float
    high: float
    ticks: Mapping[float, str]
    logarithmic: bool = False  # needs `low` > 0
    share: bool = False  # whether values are said in percent

    def place(self, value: float) -> float:
        """Where `value` lies, 0–100; what lies outside comes to the edge."""
        value = min(max(value, self.low), self.high)
        if self.logarithmic:
            share = log(value / self.low) / log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(100 * share, 2)

    def name(self, value: float) -> str:
        """How a value on the axis is said."""
        return self.ticks.get(value, f"{100 * value:.0f} %" if self.share else f"{value:g}")


def share_axis(label: str, shares: Iterable[float]) -> Axis:
    """From 0 to the largest of `shares` or a little more, so that it ends at a tick.

    Args:
        label: what the axis shows.
        shares: 0 or more; the ticks are multiples of 1, 2 or 5 times a power of ten.
    """
    most = max(shares, default=0) or 0.01
    power = 10.0 ** floor(log10(most / _INTERVALS))
    steps = (multiple * power for multiple in (1, 2, 5, 10))
    step = next(step for step in steps if most / step <= _INTERVALS + _FUZZ)
    values = [number * step for number in range(ceil(most / step - _FUZZ) + 1)]
    return Axis(label, 0, values[-1], {value: _short(value) for value in values})


def logarithmic_share_axis(label: str, shares: Iterable[float]) -> Axis:
    """From just below the smallest of `shares` to just above the largest.

    Args:
        label: what the axis shows.
        shares: 0 or more; 0 itself comes to the lower end. The ticks are 1, 2 and 5 times
            the powers of ten.
    """
    found = [share for share in shares if share > 0] or [0.01]
    powers = range(floor(log10(min(found))), ceil(log10(max(found))) + 2)
    steps = [multiple * 10.0**power for power in powers for multiple in (1, 2, 5)]
    low = max(step for step in steps if step <= min(found) * (1 + _FUZZ))
    high = min(step for step in steps if step >= max(found) * (1 - _FUZZ) and step > low)
    ticks = {step: _short(step) for step in steps if low <= step <= high}
    return Axis(label, low, high, ticks, logarithmic=True)


def percent(share: float, digits: int = 2) -> str:
    """A share, 0–1, as `0.42 %`."""
    return f"{100 * share:.{digits}f} %"


def _short(share: float) -> str:
    """A share as `5 %` or `0.1 %`."""
    return f"{100 * share:g} %" if share else "0"
