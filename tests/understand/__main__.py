"""Print how well the development set is read: `python -m tests.understand [--wrong] [--aside]`."""

from __future__ import annotations

import sys

from flows.library import load_library
from flows.understand import load_lexicon
from tests.understand.score import FLAGS, Score, messages, score


def main(arguments: list[str]) -> None:
    """Both parts, the tuned and the kept-aside."""
    lexicon = load_lexicon(options=load_library().plan.atoms)
    everything = messages()
    for title, aside in (("tuned on", False), ("kept aside", True)):
        part = tuple(one for one in everything if one.aside is aside)
        result = score(lexicon, part)
        _show(f"{len(part)} messages {title}", result)
        if "--wrong" in arguments and (not aside or "--aside" in arguments):
            for one in result.wrong:
                heard = ", ".join(f"{h.sign}({h.words}; {h.status})" for h in one.got.heard)
                _say(f"  {one.kind}: {one.message.say!r}")
                _say(
                    f"      wanted {[*one.message.flags, *one.message.ask]} {one.message.intent} {one.message.about}; got {[*one.got.red_flags]} ?{[*one.got.unsure_flags]} {one.got.intent} {one.got.about} {heard}"
                )


def _show(title: str, result: Score) -> None:
    _say(f"\n{title}")
    _say(
        f"  danger noticed            {_share(result.noticed, result.danger)}   (at once {_share(result.found_sure, result.danger)}, the rest asked about)"
    )
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
