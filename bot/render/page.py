"""The page for the clinician as a PDF: one A4 page, whatever there is to tell. Imports fpdf2 and, for its fonts, matplotlib."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
from fpdf import FPDF

from bot.render.chart import chart_png
from flows.charts import Page

MARGIN = 15.0
WIDTH, HEIGHT = 210.0, 297.0
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Sizes of type, in points; the first with which all fits on the page."""
CHART = 62.0
"""Millimetres that the chart is high."""
INK, PALE = (32, 48, 60), (110, 125, 135)
FAMILY = "DejaVu"
FONTS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}


def page_pdf(page: Page) -> bytes:
    """The page as PDF bytes. Text that would need a second page is set smaller; at the smallest size it is cut with "…"."""
    for size in SIZES:
        pdf = _set(page, size)
        if pdf.page_no() == 1:
            return bytes(pdf.output())
    return bytes(_set(_shorter(page), SIZES[-1]).output())


def _set(page: Page, size: float) -> FPDF:
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
    if page.chart is not None:
        if pdf.get_y() + CHART > HEIGHT - MARGIN - 6:
            pdf.add_page()
        else:
            pdf.image(io.BytesIO(chart_png(page.chart, wide=True)), x=MARGIN, h=CHART, alt_text=page.chart.title)
    pdf.set_auto_page_break(auto=False)
    pdf.set_y(-MARGIN - 3)
    pdf.set_text_color(*PALE)
    _line(pdf, page.foot, 7.5)
    return pdf


def _line(pdf: FPDF, text: str, size: float, style: str = "", after: float = 0.0) -> None:
    pdf.set_font(FAMILY, style, size)
    pdf.multi_cell(0, size * 0.47, text, new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(after)


def _shorter(page: Page) -> Page:
    """The page with its longest parts cut, for somebody who has told more than a page holds."""
    from msgspec.structs import replace

    most = 14
    parts = tuple(
        part if len(part.lines) <= most else replace(part, lines=(*part.lines[:most], "…")) for part in page.parts
    )
    return replace(page, parts=parts, chart=None)
