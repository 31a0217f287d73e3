"""The people: they run commands, tap, choose, type and read, and can do nothing that the app would not let them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.doubles.discord.errors import Breach
from tests.doubles.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, Gateway
from tests.doubles.discord.limits import filled_in, text_inputs
from tests.doubles.discord.world import (
    BOT_DM,
    COMMAND,
    COMPONENT,
    MODAL,
    PRIVATE,
    SERVER,
    Channel,
    Interaction,
    Json,
    Message,
    User,
    World,
    interaction_wire,
)


class Person:
    """Somebody with the app open, in the server's channel or (`go_to_dm`) in the direct messages with the bot."""

    def __init__(self, world: World, gateway: Gateway, user: User) -> None:
        self.world = world
        self.user = user
        self.where = world.square
        self.user_install = False
        self.spoils: tuple[str, ...] = ()
        """Fields that are missing in what Discord tells of this person: nothing of the kind is promised, but it happens."""
        self._gateway = gateway

    @property
    def in_dm(self) -> bool:
        return self.where.context == BOT_DM

    def go_to_dm(self) -> None:
        """Open the direct messages with the bot."""
        self.where = self.world.dm(self.user)

    def go_to_server(self) -> None:
        """Open the server's channel."""
        self.where = self.world.square

    def go_elsewhere(self) -> None:
        """Open a private chat that the bot is not in (it is installed by the user)."""
        self.where = Channel(self.world.new_id(), PRIVATE, self.user)
        self.world.channels[self.where.id] = self.where
        self.user_install = True

    def sees(self) -> list[Message]:
        """The messages on the screen, oldest first."""
        mine = [message for message in self.world.messages.values() if message.channel is self.where]
        return [m for m in mine if not m.deleted and m.only_for in (None, self.user.id)]

    async def reads(self, part: str) -> Message:
        """Wait until a message with `part` is on the screen; the newest such."""

        def found() -> list[Message]:
            return [message for message in self.sees() if part in message.content]

        await self.world.until(lambda: bool(found()), lambda: f"{part!r} among {[m.content for m in self.sees()]}")
        return found()[-1]

    async def slash(self, name: str, /, **options: str | int) -> Interaction:
        """Run a command that the bot has registered for this place, with these of its options filled in."""
        command = self.world.commands.get(name)
        if command is None:
            raise Breach(f"/{name} was never registered: {sorted(self.world.commands)}")
        if self.where.context not in command.get("contexts", [SERVER, BOT_DM]):
            raise Breach(f"/{name} is not offered here")
        data: Json = {"id": command["id"], "name": name, "type": 1}
        if options:
            data["options"] = filled_in(command, options)
        return await self._interact(COMMAND, data)

    async def tap(self, message: Message, button: str) -> Interaction:
        """Tap a button by its label or custom id."""
        component = self._component(message, 2, lambda one: button in (one.get("label"), one.get("custom_id")), button)
        return await self._interact(COMPONENT, {"custom_id": component["custom_id"], "component_type": 2}, message)

    async def choose(self, message: Message, *labels: str) -> Interaction:
        """Open the menu that has these options, choose them, close it."""
        menu = self._component(message, 3, lambda one: set(labels) <= {o["label"] for o in one["options"]}, labels)
        if not menu.get("min_values", 1) <= len(set(labels)) <= menu.get("max_values", 1):
            raise Breach(f"the menu does not take {len(labels)} options")
        values = [option["value"] for option in menu["options"] if option["label"] in labels]
        data = {"custom_id": menu["custom_id"], "component_type": 3, "values": values}
        return await self._interact(COMPONENT, data, message)

    async def submit(self, shown: Interaction, text: str) -> Interaction:
        """Fill the one field of the modal that answered `shown`, and send it; once only."""
        if shown.user is not self.user or shown.modal is None or shown.modal_used:
            raise Breach("there is no modal on the screen")
        fields = list(text_inputs(shown.modal))
        field = fields[0][1]
        if len(text) > field.get("max_length", 4000) or (field.get("required", True) and not text):
            raise Breach("the app would not take this text")
        shown.modal_used = True
        value = {"type": 4, "id": 2, "custom_id": field["custom_id"], "value": text}
        data = {"custom_id": shown.modal["custom_id"], "components": [{"type": 18, "id": 1, "component": value}]}
        return await self._interact(MODAL, data, shown.source)

    async def write(self, text: str = "", **extra: Any) -> Message:
        """Write where we are: the bot hears of it in the direct messages only."""
        message = Message(self.world.new_id(), self.where, self.user, content=text, extra=extra)
        self.world.add(message)
        payload: Json = message.wire()
        needs = DIRECT_MESSAGES
        if self.where.context == SERVER:
            needs = GUILD_MESSAGES
            payload |= {"guild_id": "77", "member": {"roles": [], "flags": 0, "joined_at": payload["timestamp"]}}
        if self.where.context != PRIVATE:
            await self._gateway.emit("MESSAGE_CREATE", spoil(payload, self.spoils), needs=needs)
        return message

    async def shout(self, text: str, mention: User) -> Message:
        """What the bot should never hear: a message in the server with a mention, delivered whatever it asked for."""
        message = self.world.add(Message(self.world.new_id(), self.where, self.user, content=text))
        message.extra = {"mentions": [{**mention.wire(), "member": {"roles": [], "flags": 0}}]}
        payload = message.wire() | {"guild_id": "77"}
        await self._gateway.emit("MESSAGE_CREATE", payload)
        return message

    def someone_else(self, name: str) -> Person:
        """Another member of the server."""
        user = User(self.world.new_id(), name)
        self.world.users[user.id] = user
        return Person(self.world, self._gateway, user)

    def _component(self, message: Message, kind: int, fits: Any, wanted: object) -> Json:
        if message not in self.sees():
            raise Breach(f"{self.user.name} cannot see that message")
        here = [one for row in message.components for one in row["components"] if one["type"] == kind]
        for component in here:
            if fits(component) and not component.get("disabled"):
                return dict(component)
        raise Breach(f"{wanted!r} is not on that message: {[one.get('label', one.get('options')) for one in here]}")

    async def _interact(self, kind: int, data: Mapping[str, Any], source: Message | None = None) -> Interaction:
        number = self.world.new_id()
        interaction = Interaction(
            number,
            f"aW50ZXJhY3Rpb246{number}",
            kind,
            self.user,
            source.channel if source else self.where,
            self.world.clock.now(),
            source=source,
            user_install=self.user_install,
        )
        self.world.interactions[number] = interaction
        payload = spoil(interaction_wire(self.world, interaction, data), self.spoils)
        interaction.heard = await self._gateway.emit("INTERACTION_CREATE", payload)
        return interaction

    async def answered(self, interaction: Interaction) -> Interaction:
        """Wait for the first answer."""
        await self.world.until(lambda: interaction.answer is not None, "an answer to the interaction")
        return interaction


def spoil(payload: Json, without: tuple[str, ...]) -> Json:
    """The payload without these fields."""
    return {name: value for name, value in payload.items() if name not in without}
