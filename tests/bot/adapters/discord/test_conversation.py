"""The conversation as a person meets it: in a server, where only they see it, and in the direct messages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.base.clock import HandClock
from bot.ports import Delivery
from flows.base.events import Chose, Command, SentFile, Typed
from flows.base.replies import Reply
from flows.content.words import Words
from tests.bot.adapters.discord.talk import LONG
from tests.bot.passage import NotedPassage
from tests.doubles.discord.driver import Driver, plain
from tests.doubles.discord.errors import Breach
from tests.doubles.discord.gateway import DIRECT_MESSAGES, GUILDS
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import EPHEMERAL

HELLO = (
    "Hi. I help runners.\n\n"
    "Only you can see this. What you write in the channel, others can read and I cannot: use Type instead."
)
FIRST = "Your leg\n\nSafety first. Have you had any of these?"
SECOND = "Your leg\n\nWhich leg hurts?"
THIRD = "Your leg\n\nHow did it start?"


async def test_the_whole_way_in_a_server(driver: Driver, ann: Person) -> None:
    await driver.start()
    assert await driver.settled() == [HELLO, FIRST]
    assert driver.buttons() == [
        "Chest pain", "Fainted or nearly fainted", "Coughing up blood",
        "None of these", "Not sure",
        "Back", "Why do you ask?", "Type instead", "Move to DM",
    ]  # fmt: skip

    await driver.tap("None of these")
    assert await driver.settled() == ["Safety first. Have you had any of these?\n→ none", SECOND]
    await driver.tap("Left leg only")
    assert await driver.settled() == ["Which leg hurts?\n→ Left leg only", THIRD]
    await driver.tap("Way number 4")
    closed, card = await driver.settled()
    assert closed == "How did it start?\n→ Way number 4"
    assert card.split("\n\n") == [
        "GET SEEN TODAY",
        "It can fit a clot in the leg. Only a scan can tell.",
        "Why:\n- left calf swollen\n- no injury",
        "Do now: Call 111",
        "Information, not a diagnosis.",
        'Say this\nMy "left" calf is swollen, with no injury.',
    ]
    assert driver.buttons() == ["Why this advice?"]
    assert all(message.flags & EPHEMERAL for message in ann.sees())


async def test_nobody_else_in_the_server_sees_anything(driver: Driver, discord: DiscordDouble) -> None:
    await driver.start()
    await driver.tap("None of these")
    assert discord.person("Bob").sees() == []


async def test_only_the_intents_that_need_no_permission(house: House, discord: DiscordDouble) -> None:
    assert discord.gateway.intents == GUILDS | DIRECT_MESSAGES


async def test_commands_say_where_they_can_be_used(house: House, discord: DiscordDouble) -> None:
    assert set(discord.world.commands) == {
        "calf", "start", "check", "routine", "aid", "plan", "log", "progress", "summary", "reminders", "learn", "sources",
        "stop", "restart", "last", "help", "privacy", "forget", "about",
    }  # fmt: skip
    for command in discord.world.commands.values():
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]
        assert command["description"]


async def test_commands_reach_the_conversation_by_their_name(driver: Driver, house: House) -> None:
    for name in ("calf", "help", "privacy"):
        await driver.start(name)
    assert [intake.event for intake in house.turns.intakes] == [Command("check"), Command("help"), Command("privacy")]


async def test_what_is_filled_in_behind_a_command(house: House, driver: Driver, ann: Person, words: Words) -> None:
    offered = {name: command["options"] for name, command in ann.world.commands.items() if command["options"]}
    assert {name: option["name"] for name, (option,) in offered.items()} == {
        "routine": "what",
        "log": "value",
        "learn": "what",
        "sources": "what",
    }
    for name, (option,) in offered.items():
        assert (option["type"], option["required"]) == (3, False)
        assert option["description"] == words.text("en", f"discord.option_{name}")
    await driver.start("routine warmup")
    await driver.start("log 3")
    await driver.start("log")
    await driver.start("plan")
    ann.go_to_dm()
    await driver.say("/routine warmup")
    await driver.say("/Log  3 ")
    assert [intake.event for intake in house.turns.intakes] == [
        Command("routine", "warmup"),
        Command("log", "3"),
        Command("log"),
        Command("plan"),
        Command("routine", "warmup"),
        Command("log", "3"),
    ]
    with pytest.raises(Breach, match="has no"):
        await ann.slash("aid", what="ice")


async def test_a_multi_select_sends_all_ticks_at_once(driver: Driver, house: House) -> None:
    await driver.start()
    await driver.settled()
    await driver.tick(["Chest pain", "Coughing up blood"])
    assert await driver.settled() == [
        "Safety first. Have you had any of these?\n→ Chest pain; Coughing up blood",
        SECOND,
    ]
    chosen = house.turns.intakes[-1].event
    assert isinstance(chosen, Chose)
    assert chosen.token.endswith(".1.pick")
    assert set(chosen.values) == {"chest_pain", "cough_blood"}


async def test_typing_in_a_server_goes_through_a_modal(driver: Driver, house: House, discord: DiscordDouble) -> None:
    await driver.start()
    await driver.tap("None of these")
    await driver.settled()
    await driver.say("Left leg only")
    assert house.turns.intakes[-1].event == Typed("Left leg only")
    assert await driver.settled() == ["Which leg hurts?\n→ Left leg only", THIRD]
    (modal,) = [call for call in discord.sent("POST", "/callback") if call.body["type"] == 9]
    assert modal.body["data"]["title"] == "Type instead"


async def test_why_leaves_the_question_open(driver: Driver) -> None:
    await driver.start()
    await driver.settled()
    await driver.tap("Why do you ask?")
    assert await driver.settled() == ["Because it cannot wait."]
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND


async def test_direct_messages_are_an_ordinary_chat(driver: Driver, house: House, ann: Person) -> None:
    ann.go_to_dm()
    await driver.say("hello")
    assert await driver.settled() == ["hello", "Hi. I help runners.", FIRST]
    assert driver.buttons()[-2:] == ["Why do you ask?", "Type instead"]
    await driver.tap("None of these")
    await driver.say("Left leg only")
    assert (await driver.settled())[-1] == THIRD
    assert not any(message.flags & EPHEMERAL for message in ann.sees())
    intake = house.turns.intakes[-1]
    assert intake.home["kind"] == "dm"
    assert intake.home["user"] == ann.user.id


async def test_what_comes_by_itself_never_comes_to_a_server(
    driver: Driver, house: House, ann: Person, clock: HandClock
) -> None:
    await driver.start()
    home = house.turns.intakes[-1].home
    assert (home["kind"], home["user"]) == ("home", ann.user.id)
    reminder = Reply("message", paragraphs=("Were you seen?",))
    await house.port.send(Delivery(1, f"dc:{ann.user.id}", reminder, home, clock.now()), NotedPassage())
    assert "Were you seen?" not in [message.content for message in ann.sees()]
    ann.go_to_dm()
    assert [message.content for message in ann.sees()] == ["Were you seen?"]


async def test_a_typed_command_in_a_direct_message(driver: Driver, house: House, ann: Person) -> None:
    ann.go_to_dm()
    await driver.say("/restart now please")
    await driver.say("/shrug")
    said = [intake.event for intake in house.turns.intakes]
    assert said == [Command("restart", "now please"), Typed("/shrug")]


async def test_files_and_stickers_in_a_direct_message(house: House, ann: Person) -> None:
    ann.go_to_dm()
    picture = {"id": "5", "filename": "calf.png", "size": 3, "url": "x", "proxy_url": "x", "content_type": "image/png"}
    sticker = {"id": "6", "name": "wave", "format_type": 1}
    message = await ann.write("", attachments=[picture])
    await house.turns.saw(f"dc:{message.id}")
    message = await ann.write("", sticker_items=[sticker])
    await house.turns.saw(f"dc:{message.id}")
    assert [intake.event for intake in house.turns.intakes] == [SentFile("image"), SentFile("sticker")]


async def test_move_to_dm(driver: Driver, house: House, ann: Person) -> None:
    await driver.start()
    await driver.settled()
    await driver.tap("Move to DM")
    assert await driver.settled() == [FIRST, "I have sent you a direct message. We can go on there."]
    assert driver.buttons() == [], "the question is asked once, over there"
    ann.go_to_dm()
    assert await driver.settled() == ["Let us go on here. Only you and I can see this chat.", FIRST]
    assert house.turns.intakes[-1].event == Command("start")
    assert house.turns.intakes[-1].home["user"] == ann.user.id
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND


async def test_move_to_closed_direct_messages(driver: Driver, house: House, ann: Person) -> None:
    ann.user.dms_open = False
    await driver.start()
    await driver.settled()
    await driver.tap("Move to DM")
    (said,) = await driver.settled()
    assert said.startswith("I can't write to you: open direct messages.")
    assert [intake.event for intake in house.turns.intakes] == [Command("check")]
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND


async def test_a_promise_made_in_a_server_is_repeated_where_it_will_be_kept(driver: Driver, ann: Person) -> None:
    await driver.start()
    for _ in range(2):
        await driver.start("log promise")
    assert sum(text.startswith("Agreed. I ask tomorrow.") for text in await driver.settled()) == 2
    ann.go_to_dm()
    assert await driver.settled() == ["This is where I will write to you, as agreed. Only you and I can see this chat."]


async def test_a_promise_that_cannot_be_kept_is_told_at_once(driver: Driver, ann: Person) -> None:
    ann.user.dms_open = False
    await driver.start()
    await driver.start("log promise")
    assert "your direct messages are closed to me" in (await driver.settled())[-1]


async def test_elsewhere_by_user_install(driver: Driver, ann: Person, house: House) -> None:
    ann.go_elsewhere()
    await driver.start()
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND
    assert all(message.flags & EPHEMERAL for message in ann.sees())
    assert house.turns.intakes[-1].home["kind"] == "home"


async def test_another_persons_button_is_refused_kindly(driver: Driver, ann: Person, discord: DiscordDouble) -> None:
    await driver.start()
    await driver.settled()
    bob = discord.person("Bob")
    with pytest.raises(Breach):
        await bob.tap(ann.sees()[-1], "None of these")  # not even visible
    ann.sees()[-1].only_for = None
    act = await bob.tap(ann.sees()[-1], "None of these")
    await bob.answered(act)
    (said,) = [plain(message.content) for message in bob.sees() if message.only_for == bob.user.id]
    assert said == "That button belongs to someone else. Use /calf for your own check. Only you will see it."
    assert await driver.settled() == []


async def test_what_is_written_in_a_server_never_arrives(house: House, ann: Person, discord: DiscordDouble) -> None:
    await ann.write("my calf hurts")
    ann.go_to_dm()
    message = await ann.write("hello")
    await house.turns.saw(f"dc:{message.id}")
    assert [intake.event for intake in house.turns.intakes] == [Typed("hello")]
    assert not [
        call for call in discord.calls if "/messages" in call.path and str(discord.world.square.id) in call.path
    ]


async def test_other_bots_are_not_talked_to(house: House, discord: DiscordDouble) -> None:
    robot = discord.person("Robot")
    robot.user.bot = True
    robot.go_to_dm()
    await robot.write("hello")
    ann = discord.person("Ann")
    ann.go_to_dm()
    message = await ann.write("hello")
    await house.turns.saw(f"dc:{message.id}")
    assert [intake.person for intake in house.turns.intakes] == [f"dc:{ann.user.id}"]


async def test_a_long_reply_comes_in_parts(driver: Driver, ann: Person) -> None:
    ann.go_to_dm()
    await driver.say("hello")
    await driver.settled()
    await driver.say("long")
    asked, *parts = await driver.settled()
    assert asked == "long"
    assert len(parts) > 1
    assert "\n\n".join(parts).split() == LONG.split()


async def test_words_are_shown_as_they_are(driver: Driver, ann: Person) -> None:
    ann.go_to_dm()
    await driver.say("hello")
    await driver.settled()
    odd = "*bold* _it_ ~~no~~ `code` ||secret|| # title <@123> [x](y) > quote \\ @everyone"
    await driver.say(odd)
    assert (await driver.settled())[-1] == f"I heard: {odd}"
    message = ann.sees()[-1]
    assert "**bold" not in message.content
    assert message.content.count("\\") > 10


async def test_nobody_is_ever_pinged(driver: Driver, discord: DiscordDouble, ann: Person) -> None:
    ann.go_to_dm()
    await driver.say("@everyone")
    sent = [call.body for call in discord.sent("POST", "/messages")]
    assert sent
    assert all(body["allowed_mentions"] == {"parse": []} for body in sent)


async def test_a_restart_in_mid_conversation(driver: Driver, house: House) -> None:
    await driver.start()
    await driver.settled()
    await house.restart()
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND


async def test_a_mention_gets_the_way_to_a_private_chat_only(driver: Driver, house: House, ann: Person) -> None:
    """Such a message is not even asked for; if one comes all the same, nothing in it is taken up."""
    await ann.shout("my calf is swollen", mention=ann.world.bot)
    message = await ann.reads("In private, please.")
    assert message.only_for is None
    assert driver.buttons() == ["Check my calf"]
    assert house.turns.intakes == []

    bob = Driver(ann.someone_else("Bob"), house)
    await bob.settled()
    await bob.tap("Check my calf")
    assert await bob.settled() == [HELLO, FIRST]
    assert house.turns.intakes[-1].event == Command("start")
    assert [m.only_for for m in ann.sees()] == [None, None]


async def test_a_mention_is_answered_once_a_minute(house: House, ann: Person, clock: HandClock) -> None:
    bob = ann.someone_else("Bob")

    async def answers() -> int:
        """How many there are once all that came before is handled."""
        ann.go_to_dm()
        message = await ann.write("hello")
        await house.turns.saw(f"dc:{message.id}")
        await house.settle()
        ann.go_to_server()
        return sum("In private, please." in message.content for message in ann.sees())

    ann.world.square.closed = True  # nothing can be written there, so nothing is spent on it
    await ann.shout("hey", mention=ann.world.bot)
    assert await answers() == 0
    ann.world.square.closed = False
    await ann.shout("hey", mention=ann.world.bot)
    await bob.shout("you too", mention=ann.world.bot)
    assert await answers() == 1
    clock.move(timedelta(seconds=61))
    await bob.shout("and now?", mention=ann.world.bot)
    assert await answers() == 2


async def test_the_app_counts_down_by_itself(house: House, driver: Driver, ann: Person, clock: HandClock) -> None:
    await driver.start()
    ann.go_to_dm()
    await driver.say("/routine hold")
    unix = int(clock.now().timestamp()) + 30
    message = await ann.reads("Hold.")
    assert message.content == f"Hold.\n\nEnds <t:{unix}:R>"
    version = message.version
    clock.move(timedelta(seconds=40))
    await house.settle()
    assert message.version == version, "nothing is edited for it"
