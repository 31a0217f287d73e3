"""The page for the clinician as a PDF: one A4 page, whatever there is to tell. Imports fpdf2 and, for its fonts, matplotlib."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
from fpdf import FPDF
from fpdf.fonts import TTFFont
from msgspec.structs import replace

from bot.render.chart import chart_png
from flows.base.drawings import Page

MARGIN = 15.0
WIDTH, HEIGHT = 210.0, 297.0
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Sizes of type, in points; the first with which all fits on the page."""
MOST_LINES = (14, 8, 5, 3, 1)
"""Lines of each part that are left when even the smallest size will not do."""
LONGEST = 400
"""Characters of one line then."""
CHART = 62.0
"""Millimetres that the chart is high."""
INK, PALE = (32, 48, 60), (110, 125, 135)
FAMILY = "DejaVu"
FONTS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}


def page_pdf(page: Page) -> bytes:
    """The page as PDF bytes. What would need a second page is set smaller; at the smallest size it is cut with "…"."""
    chart = chart_png(page.chart, wide=True) if page.chart is not None else None
    attempts = [(page, size, chart) for size in SIZES]
    attempts += [(_shorter(page, most), SIZES[-1], None) for most in MOST_LINES]
    for number, (shown, size, drawn) in enumerate(attempts, 1):
        pdf = _set(shown, size, drawn)
        try:
            if pdf.page_no() == 1 or number == len(attempts):
                return bytes(pdf.output())
        finally:
            for font in pdf.fonts.values():
                if isinstance(font, TTFFont):
                    font.close()  # else the file stays open
    raise AssertionError("there is always a last attempt")


def _set(page: Page, size: float, chart: bytes | None) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(auto=True, margin=MARGIN + 6)
    fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for style, name in FONTS.items():
        pdf.add_font(FAMILY, style, fonts / name)
    pdf.set_title(page.title)
    pdf.add_page()
    pdf.set_text_color(*INK)
    _line(pdf, page.title, 15, "B", after=1)
    pdf.set_text_color(*PALE)
    _line(pdf, page.subtitle, size, after=2)
    pdf.set_text_color(*INK)
    for part in page.parts:
        _line(pdf, part.label, size + 1, "B", after=0.5)
        for line in part.lines:
            _line(pdf, line, size, after=0.4)
        pdf.ln(1.4)
    if page.chart is not None and chart is not None:
        if pdf.get_y() + CHART > HEIGHT - MARGIN - 6:
            pdf.add_page()
        else:
            pdf.image(io.BytesIO(chart), x=MARGIN, h=CHART, alt_text=page.chart.title)
    pdf.set_auto_page_break(auto=False)
    pdf.set_y(-MARGIN - 3)
    pdf.set_text_color(*PALE)
    _line(pdf, page.foot, 7.5)
    return pdf


def _line(pdf: FPDF, text: str, size: float, style: str = "", after: float = 0.0) -> None:
    pdf.set_font(FAMILY, style, size)
    pdf.multi_cell(0, size * 0.47, text, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(after)


def _shorter(page: Page, most: int) -> Page:
    """The page without its chart and with its longest parts cut, for somebody who has told more than a page holds."""
    return replace(
        page,
        chart=None,
        parts=tuple(
            replace(
                part,
                lines=(
                    *(line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in part.lines[:most]),
                    *(["…"] if len(part.lines) > most else []),
                ),
            )
            for part in page.parts
        ),
    )
