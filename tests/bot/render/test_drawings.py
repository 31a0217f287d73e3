"""The chart and the page themselves: size, what stands in them, and that they stay one page whatever there is to tell."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.render.chart import chart_png
from bot.render.page import page_pdf
from flows.base.drawings import Chart, Line, Page, Part
from tests.flows.history import three_weeks

MONDAY = date(2026, 3, 2)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def text_of(pdf: bytes) -> tuple[int, str]:
    """Pages and words."""
    reader = PdfReader(io.BytesIO(pdf))
    return len(reader.pages), squeezed(" ".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module")
def chart() -> Chart:
    found = three_weeks().command("progress")[0].chart
    assert found is not None
    return found


@pytest.fixture(scope="module")
def page() -> Page:
    found = three_weeks().command("summary")[0].page
    assert found is not None
    return found


def test_a_chart_is_a_square_of_a_phone_s_width(chart: Chart) -> None:
    png = chart_png(chart)
    picture = Image.open(io.BytesIO(png))
    assert (picture.format, picture.size) == ("PNG", (1080, 1080))
    assert len(png) < 300_000
    colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or []}
    assert {(0xB3, 0x43, 0x2B), (0x1F, 0x6F, 0x8B), (0x7A, 0x5A, 0x00), (0x4A, 0x3F, 0x8F)} <= colours, "four lines"


@pytest.mark.parametrize(
    "little",
    [
        Chart("t", "en", "p", "s", "d", (Line("At rest", ((MONDAY, 3), (MONDAY, 4))),)),
        Chart("t", "en", "p", "s", "d", (), done=((MONDAY, 100), (MONDAY + timedelta(days=400), 20))),
        Chart("t", "xx", "p", "s", "d", (), stages=Line("Stage", ((MONDAY, 1), (MONDAY + timedelta(days=1), 9)))),
    ],
    ids=["one day", "more than a year", "stages alone, and a language that nobody knows"],
)
def test_little_is_drawn_too(little: Chart) -> None:
    assert chart_png(little).startswith(b"\x89PNG")


def test_the_words_of_the_page_can_be_read_out(page: Page) -> None:
    pages, words = text_of(page_pdf(page))
    assert pages == 1
    for wanted in (page.title, page.subtitle, page.foot, *(line for part in page.parts for line in part.lines)):
        assert squeezed(wanted) in words


def test_letters_of_other_languages_are_there() -> None:
    told = "Läuferwade, mollet à gauche, łydka, икра, γάμπα"
    assert told in text_of(page_pdf(Page("t", "s", (Part("Told", (told,)),), "f")))[1]


def test_however_much_was_told_it_stays_one_page(page: Page) -> None:
    parts = tuple(
        Part(f"Part {n}", tuple(f"Line {m} with quite a few words in it" for m in range(40))) for n in range(8)
    )
    pages, words = text_of(page_pdf(Page(page.title, page.subtitle, parts, page.foot, page.chart)))
    assert pages == 1
    assert "Line 0 with" in words
    assert page.foot[:40] in words


def test_nothing_in_the_file_says_where_it_was_made(page: Page) -> None:
    reader = PdfReader(io.BytesIO(page_pdf(page)))
    assert set(reader.metadata or {}) <= {"/Title", "/CreationDate", "/Producer"}
