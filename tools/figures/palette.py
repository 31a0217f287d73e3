"""Colours: calm and few, light card, dark figure; the working muscle is the only red in a picture."""

from __future__ import annotations

from dataclasses import dataclass

CARD, BLOB, FLOOR, FLOOR_LINE, GRAIN = "#EFF4F6", "#DCE9EE", "#C9D6DD", "#A9BAC4", "#B4C4CD"
WALL, WALL_EDGE, WALL_PALE, WOOD, WOOD_DARK, WOOD_LIGHT = (
    "#B9C7D0",
    "#94A6B2",
    "#D3DFE5",
    "#C99A63",
    "#9A7040",
    "#DDB685",
)
MAT, MAT_DARK, ROLLER, ROLLER_DARK = "#8FB8AE", "#6E9A90", "#5C6B7A", "#3E4A57"
ARROW = "#20313F"
MUSCLE, MUSCLE_AT_WORK, MUSCLE_EDGE = "#F08B78", "#E0281F", "#FFF3EE"
INK = "#1F2A33"


@dataclass(frozen=True)
class Look:
    """One person's colours; `far` is the same thing on the side away from us."""

    skin: str
    skin_far: str
    skin_shade: str
    hair: str
    shirt: str
    shirt_far: str
    shirt_shade: str
    shorts: str
    shorts_far: str
    shorts_stripe: str
    sock: str
    sock_far: str
    shoe: str
    shoe_far: str
    shoe_accent: str
    sole: str
    sole_far: str


LOOKS = {
    "ana": Look(
        skin="#E2A982", skin_far="#C48A66", skin_shade="#D0946D", hair="#4A2F2A",
        shirt="#22808A", shirt_far="#196069", shirt_shade="#1C6D76",
        shorts="#2C3A57", shorts_far="#1F2A41", shorts_stripe="#F2B441",
        sock="#FBFBF8", sock_far="#D3D7DA", shoe="#F2B441", shoe_far="#C58C2B", shoe_accent="#FFFFFF",
        sole="#FDFDFD", sole_far="#D8DEE2",
    ),
    "ben": Look(
        skin="#9A6544", skin_far="#784A30", skin_shade="#875638", hair="#231C1D",
        shirt="#5668B5", shirt_far="#414F8F", shirt_shade="#4A5AA2",
        shorts="#333845", shorts_far="#242833", shorts_stripe="#7FD0BE",
        sock="#FBFBF8", sock_far="#D3D7DA", shoe="#35AE9C", shoe_far="#247E71", shoe_accent="#FFFFFF",
        sole="#FDFDFD", sole_far="#D8DEE2",
    ),
}  # fmt: skip


def between(a: str, b: str, share: float) -> str:
    """The colour `share` (0 to 1) of the way from a to b, both `#RRGGBB`."""
    share = min(max(share, 0.0), 1.0)
    parts = [(int(a[at : at + 2], 16), int(b[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * share):02X}" for low, high in parts)
