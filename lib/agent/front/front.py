"""Hands every request to the instance of the release that is live when it comes. The port is a socket that systemd holds
and gives as file descriptor 3. Runs on the server's own Python, from 3.7 on; front.mjs does the same."""

import asyncio
import os
import signal
import socket
import sys
import time

from messages import ANSWER, REQUEST, Broken, copy_all, copy_chunks, copy_length, read_message, write_head

SERVICE = sys.argv[1]
PATIENCE = 3
DRAIN = 10
IDLE = 75
LIMIT = 64 * 1024
WORDS = b"No instance of this app answers right now. It may be starting: try again in a moment.\n"
leaving = None


async def main():
    global leaving
    leaving = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, leaving.set)
    clients = set()

    async def admit(reader, writer):
        clients.add(asyncio.current_task())
        try:
            await serve(reader, writer)
        finally:
            clients.discard(asyncio.current_task())

    server = await asyncio.start_server(admit, sock=socket.socket(fileno=3), limit=LIMIT, backlog=4096)
    await leaving.wait()
    # Connections that come from now on wait at systemd's socket for the next front.
    server.close()
    if clients:
        await asyncio.wait(clients, timeout=DRAIN)


async def serve(reader, writer):
    try:
        while await exchange(reader, writer):
            pass
        writer.close()
    except Broken as broken:
        say(writer, b"400 Bad Request", str(broken).encode() + b"\n")
        writer.close()
    except asyncio.LimitOverrunError:
        say(writer, b"431 Request Header Fields Too Large", b"")
        writer.close()
    except (OSError, EOFError):
        writer.transport.abort()


async def exchange(reader, writer):
    """One request and its answer. True when the connection may carry another."""
    request = await next_request(reader)
    if request is None:
        return False
    if request.parts[2] == b"1" and len(request.all(b"host")) != 1:
        raise Broken("A request has one Host.")
    if request.parts[0] == b"CONNECT":
        return say(writer, b"405 Method Not Allowed", b"")
    instance = await connect(reader)
    if instance is None:
        return say(writer, b"502 Bad Gateway", WORDS)
    try:
        return await hand_over(request, reader, writer, *instance)
    finally:
        instance[1].transport.abort()


async def next_request(reader):
    reading = asyncio.ensure_future(read_message(reader, REQUEST))
    stop = asyncio.ensure_future(leaving.wait())
    try:
        await asyncio.wait({reading, stop}, timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
        if stop.done():
            # What is on its way already is still answered.
            await asyncio.wait({reading}, timeout=0.2)
        return reading.result() if reading.done() else None
    finally:
        reading.cancel()
        stop.cancel()


async def connect(client):
    """A connection to the live instance. Refused, it is tried again: a switch or a restart may be under way."""
    until = time.monotonic() + PATIENCE
    while True:
        for host in ("127.0.0.1", "::1"):
            try:
                return await asyncio.open_connection(host, find_port(), limit=LIMIT)
            except (OSError, ValueError):
                pass
        if time.monotonic() > until or client.at_eof():
            return None
        await asyncio.sleep(0.05)


def find_port():
    """The link is read for each request: its flip is the switch."""
    release = os.path.basename(os.readlink(os.path.join(SERVICE, "project/current")))
    with open(os.path.join(SERVICE, "releases", release, "port"), encoding="ascii") as port:
        return int(port.read())


async def hand_over(request, reader, writer, upstream, upstream_writer):
    is_websocket = b"websocket" in request.words(b"upgrade") and b"upgrade" in request.words(b"connection")
    upstream_writer.write(ask(request, writer, is_websocket))
    if b"100-continue" in request.words(b"expect"):
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    sending = asyncio.ensure_future(send_body(request, reader, upstream_writer, is_websocket))
    answering = asyncio.ensure_future(read_answer(upstream))
    try:
        answer = await await_answer(sending, answering, reader)
        if answer is None:
            return say(writer, b"502 Bad Gateway", WORDS)
        if answer.parts[1] == b"101":
            writer.write(write_head(b"HTTP/1.1 101 Switching Protocols", answer.headers))
            return await join(reader, writer, upstream, upstream_writer)
        return await give_back(request, answer, reader, upstream, writer, lambda: sending.done() and not is_websocket)
    finally:
        for task in (sending, answering):
            task.cancel() or task.exception()


def ask(request, writer, is_websocket):
    method, target, _ = request.parts
    address = (writer.get_extra_info("peername") or ["unknown"])[0].replace("::ffff:", "", 1)
    way = b", ".join([*request.all(b"x-forwarded-for"), address.encode()])
    headers = [(name, value) for name, value in request.end_to_end() if name.lower() != b"x-forwarded-for"]
    headers.append((b"X-Forwarded-For", way))
    if not request.all(b"x-forwarded-proto"):
        headers.append((b"X-Forwarded-Proto", b"http"))
    if not request.all(b"host"):
        headers.append((b"Host", b"localhost"))
    if is_websocket:
        headers = [header for header in headers if header[0].lower() not in (b"content-length", b"transfer-encoding")]
        headers += [(b"Connection", b"Upgrade"), (b"Upgrade", b"websocket")]
    else:
        headers.append((b"Connection", b"close"))
    return write_head(b"%b %b HTTP/1.1" % (method, target), headers)


async def send_body(request, reader, upstream_writer, is_websocket):
    try:
        if is_websocket:
            return
        if request.is_chunked:
            await copy_chunks(reader, upstream_writer)
        else:
            await copy_length(reader, upstream_writer, request.length or 0)
    except OSError:
        # The instance wants no more of it. It may have answered.
        await asyncio.Event().wait()


async def read_answer(upstream):
    while True:
        answer = await read_message(upstream, ANSWER)
        if answer.parts[1] == b"101" or not answer.parts[1].startswith(b"1"):
            return answer


async def await_answer(sending, answering, reader):
    """None when the instance went without one. Fails when the client did."""
    while not answering.done():
        await asyncio.wait({task for task in (sending, answering) if not task.done()}, timeout=1, return_when=asyncio.FIRST_COMPLETED)
        if sending.done():
            sending.result()
            if not answering.done() and reader.at_eof():
                raise EOFError
    try:
        return answering.result()
    except (OSError, EOFError, Broken, asyncio.LimitOverrunError):
        return None


async def give_back(request, answer, reader, upstream, writer, may_stay):
    is_modern, has_body = request.parts[2] == b"1", request.parts[0] != b"HEAD" and answer.parts[1] not in (b"204", b"304")
    headers = [header for header in answer.end_to_end() if header[0].lower() != b"transfer-encoding"]
    is_open = has_body and answer.length is None
    stays = is_modern and b"close" not in request.words(b"connection") and not leaving.is_set() and may_stay()
    if is_open and is_modern:
        headers.append((b"Transfer-Encoding", b"chunked"))
    if not stays:
        headers.append((b"Connection", b"close"))
    writer.write(write_head(b"HTTP/1.1 %b %b" % (answer.parts[1], answer.parts[2] or b""), headers))
    await writer.drain()
    if has_body:
        await while_there(reader, give_back_body(answer, upstream, writer, is_modern))
    return stays


async def give_back_body(answer, upstream, writer, is_modern):
    try:
        if answer.is_chunked:
            await copy_chunks(upstream, writer, keeps_chunks=is_modern)
        elif answer.length is None:
            await copy_all(upstream, writer, makes_chunks=is_modern)
        else:
            await copy_length(upstream, writer, answer.length)
    except (Broken, asyncio.LimitOverrunError) as error:
        raise EOFError from error


async def while_there(reader, work):
    """Fails when the client leaves before the work is done."""
    working = asyncio.ensure_future(work)
    try:
        while not working.done():
            await asyncio.wait({working}, timeout=1)
            if not working.done() and reader.at_eof():
                raise EOFError
        return working.result()
    finally:
        working.cancel()


async def join(reader, writer, upstream, upstream_writer):
    """A WebSocket stays with its instance until one of the two ends it."""

    async def pass_on(source, target):
        await copy_all(source, target)
        target.write_eof()

    await asyncio.gather(pass_on(reader, upstream_writer), pass_on(upstream, writer))
    return False


def say(writer, status, words):
    headers = [(b"Content-Type", b"text/plain; charset=utf-8"), (b"Content-Length", b"%d" % len(words)), (b"Connection", b"close")]
    writer.write(write_head(b"HTTP/1.1 " + status, headers) + words)
    return False


asyncio.run(main())
