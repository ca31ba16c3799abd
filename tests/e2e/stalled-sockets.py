"""Sockets of a stream that are let in and then read nothing: stalled-sockets.py PORT PATH TOKEN COUNT.

Says "open" once all are let in. Each line on standard input, a number of events, makes the first, the middle and the last
socket read until they have that many, and is answered by one line of JSON: the cursors each of them has, in order. A
window and segments of the smallest size keep the system from taking megabytes for each socket in the server's place.
"""

import json
import socket
import sys

RECEIVE_BYTES = 4096
SEGMENT_BYTES = 536
TEXT = 0x81
LENGTH_IN_TWO_BYTES = 126

port, path, token, count = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
UPGRADE = (
    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2FsbHlwb3J0LXN0YWxsZQ==\r\n\r\n"
).encode()


class Stalled:
    """One socket, and what it has read."""

    def __init__(self):
        self.cursors = []
        self.unread = b""
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT_BYTES)
        self.socket.settimeout(30)
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(UPGRADE)
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.receive()
        if not head.startswith(b"HTTP/1.1 101 "):
            sys.exit(head.decode())

    def receive(self):
        """What has arrived, at least a byte."""
        received = self.socket.recv(65536)
        if not received:
            sys.exit("the server closed a socket")
        return received

    def take(self, size):
        """So many bytes of the stream."""
        while len(self.unread) < size:
            self.unread += self.receive()
        taken, self.unread = self.unread[:size], self.unread[size:]
        return taken

    def read(self, events):
        """Reads frames (RFC 6455 section 5.2) until it has that many events."""
        while len(self.cursors) < events:
            kind, size = self.take(2)
            if size == LENGTH_IN_TWO_BYTES:
                size = int.from_bytes(self.take(2), "big")
            content = self.take(size)
            if kind == TEXT:
                self.cursors.append(json.loads(content)["cursor"])


stalled = [Stalled() for _ in range(count)]
print("open", flush=True)
for line in sys.stdin:
    resumed = [stalled[0], stalled[count // 2], stalled[-1]]
    for each in resumed:
        each.read(int(line))
    print(json.dumps([each.cursors for each in resumed]), flush=True)
