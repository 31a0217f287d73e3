"""The chart as a PNG for a telephone: pain above, stages below it, sessions at the foot. Imports matplotlib: slow, 60 MB."""

from __future__ import annotations

import io
from datetime import date, timedelta

import matplotlib as mpl
from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedLocator

from flows.base.drawings import Chart, Line

mpl.use("Agg")
mpl.rcdefaults()  # a `matplotlibrc` of this machine changes no chart

WIDE, HIGH, DPI = 7.2, 7.2, 150
INK, PALE, PAPER = "#20303c", "#d5dde2", "#ffffff"
STYLES = (
    {"color": "#b3432b", "marker": "o", "linestyle": "-"},
    {"color": "#1f6f8b", "marker": "s", "linestyle": "--"},
    {"color": "#7a5a00", "marker": "^", "linestyle": ":"},
    {"color": "#4a3f8f", "marker": "D", "linestyle": "-."},
)
"""Told apart by mark and stroke as well as by colour."""

MOST_DATES = 6


def chart_png(chart: Chart, *, wide: bool = False) -> bytes:
    """The chart as PNG bytes: 1,080 pixels square, or `wide` for a page of print."""
    heights = [5.0, *([2.2] if chart.stages else []), *([0.9] if chart.done else [])]
    figure = Figure(
        figsize=(WIDE * (2.2 if wide else 1), HIGH * (0.75 if wide else 1)),
        dpi=DPI,
        facecolor=PAPER,
        layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1),
    )
    panels = figure.subplots(len(heights), 1, sharex=True, squeeze=False, gridspec_kw={"height_ratios": heights})
    axes: list[Axes] = [row[0] for row in panels]
    figure.suptitle(chart.title, color=INK, fontsize=17, fontweight="bold", x=0.02, ha="left")
    _pain(axes[0], chart)
    if chart.stages:
        _stages(axes[1], chart.stages, chart.stage_axis, chart.days[1])
    if chart.done:
        _done(axes[-1], chart.done, chart.done_axis)
    for axis in axes:
        _plain(axis)
    _dates(axes[-1], chart)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _pain(axis: Axes, chart: Chart) -> None:
    for line, style in zip(chart.pain, STYLES, strict=False):
        days = [day.toordinal() for day, _ in line.points]
        values = [value for _, value in line.points]
        axis.plot(days, values, label=line.name, linewidth=2.4, markersize=8, **style)  # type: ignore[arg-type]
    axis.set_ylim(-0.5, 10.5)
    axis.set_yticks(range(0, 11, 2))
    axis.set_ylabel(chart.pain_axis, fontsize=14, color=INK)
    if chart.pain:
        axis.legend(
            fontsize=13,
            loc="lower left",
            bbox_to_anchor=(0, 1.0),
            ncols=2,
            handlelength=2.8,
            frameon=False,
            labelcolor=INK,
        )


def _stages(axis: Axes, line: Line, label: str, last: date) -> None:
    days = [*(day.toordinal() for day, _ in line.points), last.toordinal() + 0.5]
    values = [*(value for _, value in line.points), line.points[-1][1]]
    axis.step(days, values, where="post", color=INK, linewidth=2.6)
    axis.fill_between(days, values, step="post", color=PALE)
    top = max(values)
    axis.set_ylim(-0.2, top + 1)
    axis.yaxis.set_major_locator(FixedLocator(range(0, top + 1, 1 if top <= 4 else 2)))
    axis.set_ylabel(label, fontsize=14, color=INK)


def _done(axis: Axes, done: tuple[tuple[date, int], ...], label: str) -> None:
    for day, percent in done:
        axis.plot(
            day.toordinal(), 0, marker="o", markersize=11, color=INK, fillstyle="full" if percent >= 50 else "none"
        )
    axis.set_ylim(-1, 1)
    axis.set_yticks([])
    axis.set_ylabel(label, fontsize=13, color=INK, rotation=0, ha="right", va="center")


def _plain(axis: Axes) -> None:
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axis.spines[side].set_color(PALE)
    axis.tick_params(labelsize=13, colors=INK, length=0)
    axis.grid(axis="y", color=PALE, linewidth=1)
    axis.set_axisbelow(True)


def _dates(axis: Axes, chart: Chart) -> None:
    first, last = chart.days
    span = (last - first).days
    step = max(1, -(-span // (MOST_DATES - 1)))
    shown = [first + timedelta(days=n) for n in range(0, span + 1, step)]
    axis.set_xlim(first.toordinal() - 0.7, last.toordinal() + 0.7)
    named = [format_skeleton("MMMd", day, locale=_locale(chart.language)) for day in shown]
    axis.set_xticks([day.toordinal() for day in shown], named)


def _locale(language: str) -> Locale:
    """How dates are written in this language; as in Britain if nothing is known of it."""
    try:
        return Locale.parse({"en": "en_GB"}.get(language, language), sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
