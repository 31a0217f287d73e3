"""Print how well the development set is read: `python -m tests.understand [--wrong] [--aside]`."""

from __future__ import annotations

import sys

from flows.talk.library import load_library
from flows.understand.load import load_lexicon
from tests.understand.score import FLAGS, Score, Wrong, messages, score


def main(arguments: list[str]) -> None:
    """Both parts, the tuned and the kept-aside."""
    lexicon = load_lexicon(options=load_library().check.plan.atoms)
    everything = messages()
    for title, aside in (("tuned on", False), ("kept aside", True)):
        part = tuple(one for one in everything if one.aside is aside)
        result = score(lexicon, part)
        _show(f"{len(part)} messages {title}", result)
        if "--wrong" in arguments and (not aside or "--aside" in arguments):
            for one in result.wrong:
                _say_wrong(one)


def _say_wrong(one: Wrong) -> None:
    wanted, got = one.message, one.got
    _say(f"  {one.kind}: {wanted.say!r}")
    _say(f"      wanted {[*wanted.flags, *wanted.ask]} {wanted.intent} {wanted.about}")
    _say(f"      got {[*got.red_flags]} ?{[*got.unsure_flags]} {got.intent} {got.about}")
    _say(f"      heard {', '.join(f'{heard.sign} ({heard.words}: {heard.status})' for heard in got.heard)}")


def _show(title: str, result: Score) -> None:
    _say(f"\n{title}")
    at_once = f"at once {_share(result.found_sure, result.danger)}, the rest asked about"
    _say(f"  danger noticed            {_share(result.noticed, result.danger)}   ({at_once})")
    _say(f"  left in peace             {_share(result.peace, result.calm)}   (of these asked about: {result.asked})")
    _say(f"  intent                    {_share(result.right_intents, result.intents)}")
    _say(f"  whom it is about          {_share(result.right_abouts, result.abouts)}")
    _say(f"  findings and denials      {_share(result.right_finds, result.finds)}")
    _say("  flag                  recall          precision")
    for flag in FLAGS:
        hit, missed, false = result.hit[flag], result.missed[flag], result.false[flag]
        _say(f"  {flag:20}  {_share(hit, hit + missed)}  {_share(hit, hit + false)}")
    for (wanted, got), count in sorted(result.confusion.items(), key=lambda one: -one[1]):
        _say(f"  intent {wanted} read as {got}: {count}")


def _share(count: int, of: int) -> str:
    return f"{count:3d}/{of:3d} {100 * count / of:5.1f} %" if of else "  -/  -     - "


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
