"""Discord's rules for what a bot may send; `invalid` is raised for whatever breaks one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.doubles.discord.errors import Breach, empty_message, invalid

Json = Mapping[str, Any]

_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
_EMBED_LIMITS = {"title": 256, "description": 4096}
BUTTON, STRING_SELECT, TEXT_INPUT, LABEL, ROW = 2, 3, 4, 18, 1
OPTION_TEXT, OPTION_INTEGER = 3, 4


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _at_most(path: str, value: Any, limit: int, least: int = 0) -> None:
    if not isinstance(value, str):
        raise invalid(path, "Could not be read as a string.")
    if not least <= _length(value) <= limit:
        raise invalid(path, f"Must be between {least} and {limit} in length; it is {_length(value)}.")


def check_message(body: Json, before: Json | None = None) -> None:
    """A new message, or with `before` an edit of that one."""
    merged = {**(before or {}), **body}
    content = merged.get("content") or ""
    _at_most("content", content, 2000)
    _check_embeds(merged.get("embeds") or [])
    check_components(merged.get("components") or [])
    if not content.strip() and not any(merged.get(part) for part in ("embeds", "components", "attachments")):
        raise empty_message()


def _check_embeds(embeds: Sequence[Json]) -> None:
    if len(embeds) > 10:
        raise invalid("embeds", "Must be 10 or fewer in length.")
    total = 0
    for number, embed in enumerate(embeds):
        path = f"embeds.{number}"
        fields = embed.get("fields") or []
        if len(fields) > 25:
            raise invalid(f"{path}.fields", "Must be 25 or fewer in length.")
        texts = [(name, embed.get(name) or "", limit) for name, limit in _EMBED_LIMITS.items()]
        texts.append(("footer.text", (embed.get("footer") or {}).get("text") or "", 2048))
        texts += [("fields.name", field.get("name") or "", 256) for field in fields]
        texts += [("fields.value", field.get("value") or "", 1024) for field in fields]
        for name, text, limit in texts:
            _at_most(f"{path}.{name}", text, limit)
            total += _length(text)
    if total > 6000:
        raise invalid("embeds", "Embed size exceeds maximum size of 6000")


def check_components(rows: Sequence[Json]) -> None:
    """The rows under a message."""
    if len(rows) > 5:
        raise invalid("components", "Must be 5 or fewer in length.")
    seen: set[str] = set()
    for number, row in enumerate(rows):
        path = f"components.{number}"
        if row.get("type") != ROW:
            raise invalid(path, "Only action rows are allowed here.")
        inside = row.get("components") or []
        if not 1 <= len(inside) <= 5:
            raise invalid(f"{path}.components", "Must be between 1 and 5 in length.")
        for place, component in enumerate(inside):
            here = f"{path}.components.{place}"
            if component.get("type") == BUTTON:
                _check_button(here, component)
            elif component.get("type") == STRING_SELECT:
                if len(inside) > 1:
                    raise invalid(here, "The specified component exceeds the maximum width")
                _check_select(here, component)
            else:
                raise invalid(here, f"Component type {component.get('type')} is not allowed here.")
            custom_id = component.get("custom_id")
            if custom_id in seen:
                raise invalid(f"{here}.custom_id", "Component custom id cannot be duplicated")
            if custom_id:
                seen.add(custom_id)


def _check_button(path: str, button: Json) -> None:
    _at_most(f"{path}.label", button.get("label") or "", 80)
    if not button.get("label") and not button.get("emoji"):
        raise invalid(path, "A button must have a label or an emoji.")
    if button.get("style") == 5:
        _at_most(f"{path}.url", button.get("url"), 512, least=1)
    elif button.get("style") in (1, 2, 3, 4):
        _at_most(f"{path}.custom_id", button.get("custom_id"), 100, least=1)
    else:
        raise invalid(f"{path}.style", "Unknown style.")


def _check_select(path: str, select: Json) -> None:
    _at_most(f"{path}.custom_id", select.get("custom_id"), 100, least=1)
    _at_most(f"{path}.placeholder", select.get("placeholder") or "", 150)
    options = select.get("options") or []
    if not 1 <= len(options) <= 25:
        raise invalid(f"{path}.options", "Must be between 1 and 25 in length.")
    for number, option in enumerate(options):
        _at_most(f"{path}.options.{number}.label", option.get("label"), 100, least=1)
        _at_most(f"{path}.options.{number}.value", option.get("value"), 100, least=1)
    if len({option["value"] for option in options}) < len(options):
        raise invalid(f"{path}.options", "The specified option value is already used")
    low, high = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= low <= high <= len(options):
        raise invalid(f"{path}.max_values", "Must be no more than the number of options.")
    if sum(bool(option.get("default")) for option in options) > high:
        raise invalid(f"{path}.options", "More options are chosen beforehand than may be chosen.")


def check_modal(modal: Json) -> None:
    """A modal of text inputs."""
    _at_most("data.title", modal.get("title"), 45, least=1)
    _at_most("data.custom_id", modal.get("custom_id"), 100, least=1)
    inputs = list(text_inputs(modal))
    if not 1 <= len(modal.get("components") or []) <= 5 or not inputs:
        raise invalid("data.components", "Must be between 1 and 5 in length.")
    for label, field in inputs:
        _at_most("data.components.label", label, 45, least=1)
        _at_most("data.components.custom_id", field.get("custom_id"), 100, least=1)
        if not 1 <= field.get("max_length", 4000) <= 4000:
            raise invalid("data.components.max_length", "Must be between 1 and 4000.")


def text_inputs(modal: Json) -> Iterator[tuple[str, Json]]:
    """The fields of a modal: (label, input)."""
    for outer in modal.get("components") or []:
        if outer.get("type") == LABEL:
            yield outer.get("label") or "", outer["component"]
        else:
            for field in outer.get("components") or []:
                yield field.get("label") or "", field


def check_commands(commands: Sequence[Json]) -> None:
    """A list of application commands."""
    if len(commands) > 100:
        raise invalid("commands", "Maximum number of application commands reached (100)")
    names: set[str] = set()
    for number, command in enumerate(commands):
        name = str(command.get("name", ""))
        if not _COMMAND_NAME.fullmatch(name) or name != name.lower():
            raise invalid(f"{number}.name", "Command name is invalid")
        if name in names:
            raise invalid(f"{number}.name", "Application command names must be unique")
        names.add(name)
        _at_most(f"{number}.description", command.get("description"), 100, least=1)
        _check_options(f"{number}.options", command.get("options") or [])


def _check_options(path: str, options: Sequence[Json]) -> None:
    """The options of one command: words or numbers, the required ones first."""
    if len(options) > 25:
        raise invalid(path, "Must be 25 or fewer in length.")
    names = [str(option.get("name", "")) for option in options]
    if len(set(names)) < len(names):
        raise invalid(path, "Option names must be unique")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        raise invalid(path, "Required options must be placed before non-required options")
    for number, (name, option) in enumerate(zip(names, options, strict=True)):
        here = f"{path}.{number}"
        if not _COMMAND_NAME.fullmatch(name) or name != name.lower():
            raise invalid(f"{here}.name", "Option name is invalid")
        if option.get("type") not in (OPTION_TEXT, OPTION_INTEGER):
            raise invalid(f"{here}.type", "The double knows options of words and of whole numbers only.")
        _at_most(f"{here}.description", option.get("description"), 100, least=1)
        if not 1 <= option.get("max_length", 1) <= 6000:
            raise invalid(f"{here}.max_length", "Must be between 1 and 6000.")


def filled_in(command: Json, given: Mapping[str, Any]) -> list[Json]:
    """`given` as the app sends it behind a command; `Breach` for what the app would not let anybody fill in."""
    known = {option["name"]: option for option in command.get("options") or []}
    if unknown := set(given) - set(known):
        raise Breach(f"/{command['name']} has no {sorted(unknown)}, only {sorted(known)}")
    if missing := {name for name, option in known.items() if option.get("required")} - set(given):
        raise Breach(f"/{command['name']} needs {sorted(missing)}")
    for name, value in given.items():
        text = known[name]["type"] == OPTION_TEXT
        fits = isinstance(value, str if text else int) and len(str(value)) <= known[name].get("max_length", 6000)
        if not fits:
            raise Breach(f"the app would not take {value!r} for {name}")
    return [{"name": name, "type": known[name]["type"], "value": value} for name, value in given.items()]
