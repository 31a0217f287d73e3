"""The wire by itself: what goes over it, and what each way to fail is called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.adapters.telegram.api.wire import NOT_SENT, Wire

LATE = b'{"ok": true, "result": "late"}'


class Server:
    """Answers `/echo` with what it got; holds `/slow` until let go; hangs up on `/cut`."""

    def __init__(self) -> None:
        self.url = ""
        self.release = asyncio.Event()
        self.arrived = asyncio.Semaphore(0)
        self.most = self.now = 0

    async def echo(self, request: web.Request) -> web.Response:
        form = await request.post()
        seen = {
            name: f"{value.filename} {value.content_type} {value.file.read().decode()}"
            if isinstance(value, web.FileField)
            else str(value)
            for name, value in form.items()
        }
        return web.json_response({"result": seen})

    async def slow(self, _request: web.Request) -> web.Response:
        self.now += 1
        self.most = max(self.most, self.now)
        self.arrived.release()
        await self.release.wait()
        self.now -= 1
        return web.Response(text=LATE.decode())

    async def cut(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server, app = Server(), web.Application()
    app.router.add_post("/echo", server.echo)
    app.router.add_post("/slow", server.slow)
    app.router.add_post("/cut", server.cut)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    server.release.set()
    await runner.cleanup()


@pytest.fixture
async def wire(server: Server) -> AsyncIterator[Wire]:
    async with Wire(server.url, connect=5, read=5) as wire:
        yield wire


def data(**fields: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in fields.items()])


async def test_fields_travel_as_a_form_and_nested_ones_as_json(wire: Wire, server: Server) -> None:
    status, body = await wire.do_request(f"{server.url}/echo", "POST", data(chat_id=5, text="a & ü", rows=[["x"]]))
    assert (status, body) == (200, b'{"result": {"chat_id": "5", "text": "a & \\u00fc", "rows": "[[\\"x\\"]]"}}')


async def test_a_file_travels_with_its_name_and_kind(wire: Wire, server: Server) -> None:
    sent = data(chat_id=5, photo=InputFile(b"picture", filename="calf.png"))
    _, body = await wire.do_request(f"{server.url}/echo", "POST", sent)
    assert b'"photo": "calf.png image/png picture"' in body
    assert b'"chat_id": "5"' in body


async def test_an_answer_that_does_not_come_has_timed_out(wire: Wire, server: Server) -> None:
    with pytest.raises(TimedOut) as caught:
        await wire.do_request(f"{server.url}/slow", "POST", read_timeout=0.05)
    assert not isinstance(caught.value.__cause__, NOT_SENT)


async def test_a_line_cut_in_mid_call_may_have_arrived(wire: Wire, server: Server) -> None:
    with pytest.raises(NetworkError) as caught:
        await wire.do_request(f"{server.url}/cut", "POST")
    assert not isinstance(caught.value.__cause__, NOT_SENT)
    assert server.url not in str(caught.value)


async def test_a_call_that_finds_nobody_has_not_left(wire: Wire, closed_port: int) -> None:
    with pytest.raises(NetworkError) as caught:
        await wire.do_request(f"http://127.0.0.1:{closed_port}/secret", "POST")
    assert isinstance(caught.value.__cause__, NOT_SENT)
    assert "secret" not in str(caught.value)


async def test_slow_calls_keep_no_quick_one_waiting(wire: Wire, server: Server) -> None:
    calls = [asyncio.create_task(wire.do_request(f"{server.url}/slow", "POST")) for _ in range(200)]
    for _ in calls:
        await server.arrived.acquire()
    status, _ = await wire.do_request(f"{server.url}/echo", "POST", data(text="quick"))
    assert status == 200
    server.release.set()
    assert [body for _, body in await asyncio.gather(*calls)] == [LATE] * 200


async def test_a_closed_wire_says_so_and_opens_again(server: Server) -> None:
    wire = Wire(server.url, connect=5, read=5)
    with pytest.raises(RuntimeError):
        await wire.do_request(f"{server.url}/echo", "POST")
    async with wire:
        assert (await wire.do_request(f"{server.url}/echo", "POST"))[0] == 200


async def test_a_proxy_of_the_machine_is_used_unless_the_address_is_excepted(
    server: Server, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "")
    beyond = f"http://127.0.0.1:{closed_port}"
    async with Wire(beyond, connect=5, read=5) as wire:
        # The server is no proxy, but it is asked, and finds the path.
        assert (await wire.do_request(f"{beyond}/echo", "POST", data(chat_id=5)))[1] == b'{"result": {"chat_id": "5"}}'
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    async with Wire(beyond, connect=5, read=5) as wire:
        with pytest.raises(NetworkError):
            await wire.do_request(f"{beyond}/echo", "POST")
