"""The sheet for readers: questions as on the screen, and sentences in no order, without what they should tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.readings.files import Readings
from tests.readings.shown import Shown

_ABOUT = """# Readings of labels
# For each question you see what stands on a phone: the question, perhaps a line beneath it, and numbered labels.
# Beneath them are sentences that people with a sore leg said of themselves. For each one: if that was you, and this was
# the question, which labels would you tick? Go by the words on the labels, quickly, as somebody without medical training.
# What the sentence does not tell is not so. [one]: exactly one number. [all]: every number that applies, and the last
# ones (none of these, not sure) only alone.
# Answer as YAML, every sentence, with `shown` as it stands here:
#
#   breath:
#     shown: "0123456789abcdef"
#     bcdfg: [3]
#     fghjk: [1, 4]
"""


def write_sheet(pairs: Iterable[tuple[Shown, Readings]]) -> str:
    """The whole sheet as text."""
    return "\n".join((_ABOUT, *(line for shown, readings in pairs for line in _question(shown, readings))))


def _question(shown: Shown, readings: Readings) -> Iterator[str]:
    yield f'## {shown.question}   [{"one" if shown.single else "all"}]   shown: "{shown.hash}"'
    yield ""
    yield f"  {shown.text}"
    for line in shown.more:
        yield f"  {line}"
    for number, (_, words) in enumerate(shown.labels, 1):
        yield f"    {number}  {words}"
    yield ""
    # Ids are made from the sentences, so that this order is always the same and has nothing to do with that of the file.
    for item in sorted(readings.items, key=lambda item: item.id):
        yield f"  {item.id}: {item.say}"
    yield ""
