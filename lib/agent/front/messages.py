"""HTTP/1.1 messages as RFC 9112 frames them. Whatever could be read in two ways is refused."""

import re

NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
REQUEST = re.compile(rb"([A-Z!#$%&'*+\-.^_`|~0-9a-z]+) ([\x21-\x7e\x80-\xff]+) HTTP/1\.([01])")
ANSWER = re.compile(rb"HTTP/1\.([01]) ([1-9]\d\d)(?: ([^\r\n\0]*))?")
PIECE = 64 * 1024
OF_ONE_CONNECTION = {b"connection", b"keep-alive", b"proxy-connection", b"upgrade", b"te", b"expect", b"http2-settings"}
FRAMES = {b"content-length", b"transfer-encoding"}


class Broken(Exception):
    """A message that nobody should act on."""


class Message:
    def __init__(self, parts, headers):
        self.parts = parts
        self.headers = headers
        self.length = self.find_length()
        self.is_chunked = self.all(b"transfer-encoding") != []

    def all(self, wanted):
        return [value for name, value in self.headers if name.lower() == wanted]

    def words(self, wanted):
        return [word.strip().lower() for value in self.all(wanted) for word in value.split(b",")]

    def find_length(self):
        lengths, codings = self.all(b"content-length"), self.words(b"transfer-encoding")
        if codings not in ([], [b"chunked"]) or (codings and lengths) or len(set(lengths)) > 1:
            raise Broken("The length of this message can't be told.")
        if lengths and not re.fullmatch(rb"\d{1,18}", lengths[0]):
            raise Broken("Content-Length is not a number.")
        return int(lengths[0]) if lengths else None

    def end_to_end(self):
        """Without the headers that are about one connection only."""
        dropped = OF_ONE_CONNECTION | (set(self.words(b"connection")) - FRAMES - {b"host"})
        return [(name, value) for name, value in self.headers if name.lower() not in dropped]


async def read_message(reader, pattern):
    head = await reader.readuntil(b"\r\n\r\n")
    while head.startswith(b"\r\n"):
        head = head[2:] or await reader.readuntil(b"\r\n\r\n")
    start, *lines = head[:-4].split(b"\r\n")
    parts = pattern.fullmatch(start)
    if not parts:
        raise Broken("This is no HTTP/1.1.")
    return Message(parts.groups(), [read_header(line) for line in lines])


def read_header(line):
    name, colon, value = line.partition(b":")
    if not colon or not NAME.fullmatch(name) or re.search(rb"[\r\n\0]", value):
        raise Broken("A header of this message is not well formed.")
    return name, value.strip(b" \t")


def write_head(start, headers):
    return b"\r\n".join([start, *(name + b": " + value for name, value in headers), b"", b""])


async def copy_length(reader, writer, length):
    while length:
        piece = await reader.read(min(length, PIECE))
        if not piece:
            raise EOFError
        length -= len(piece)
        writer.write(piece)
        await writer.drain()


async def copy_chunks(reader, writer, keeps_chunks=True):
    while True:
        line = await reader.readuntil(b"\r\n")
        size = re.fullmatch(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n\0]*)?\r\n", line)
        if not size:
            raise Broken("A chunk of this message has no size.")
        length = int(size.group(1), 16)
        if keeps_chunks:
            writer.write(b"%x\r\n" % length)
        if length == 0:
            break
        await copy_length(reader, writer, length)
        if await reader.readexactly(2) != b"\r\n":
            raise Broken("A chunk of this message is longer than it says.")
        if keeps_chunks:
            writer.write(b"\r\n")
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass
    if keeps_chunks:
        writer.write(b"\r\n")
    await writer.drain()


async def copy_all(reader, writer, makes_chunks=False):
    """Up to the end of the connection."""
    while True:
        piece = await reader.read(PIECE)
        if makes_chunks:
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        elif piece:
            writer.write(piece)
        await writer.drain()
        if not piece:
            return
