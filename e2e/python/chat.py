"""A chat client made from the wire contract and python-socketio alone.

Usage: chat.py <server url>. Plays one scenario with a partner and prints one JSON object per line for each step;
where it needs the partner to be done with something it waits for a line on stdin.
"""

import json
import queue
import sys
import uuid
import time
import random

import requests
import socketio

PATIENCE_S = 10


def say(step, **fields):
    print(json.dumps({"step": step, **fields}), flush=True)


def listen():
    line = sys.stdin.readline()
    if not line:
        sys.exit("the partner went away")
    return json.loads(line)


def message_id():
    """A UUIDv7 by hand: 48 bits of milliseconds, then version, variant and chance."""
    value = (int(time.time() * 1000) & (2**48 - 1)) << 80
    value |= 0x7 << 76 | random.getrandbits(12) << 64 | 0b10 << 62 | random.getrandbits(62)
    return str(uuid.UUID(int=value))


class Connection:
    def __init__(self, url, token):
        self.sio = socketio.Client(reconnection=False)
        self.events = {}
        self.sio.on("*", self.keep)
        self.sio.connect(url, auth={"token": token}, transports=["websocket"])
        self.ready = self.next("ready")

    def keep(self, event, data):
        self.of(event).put(data)

    def of(self, event):
        return self.events.setdefault(event, queue.Queue())

    def next(self, event):
        return self.of(event).get(timeout=PATIENCE_S)

    def call(self, event, payload):
        ack = self.sio.call(event, payload, timeout=PATIENCE_S)
        if not ack["ok"]:
            raise RuntimeError(f"{event}: {ack}")
        return ack


def main(url):
    body = {"username": f"py.{uuid.uuid4().hex[:10]}", "password": "correct horse battery"}
    answer = requests.post(f"{url}/auth/register", json=body, timeout=PATIENCE_S)
    answer.raise_for_status()
    user, token = answer.json()["user"], answer.json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    first = Connection(url, token)
    say("signed up", user_id=user["id"], username=user["username"], protocol=first.ready["protocol"])

    partner = listen()["user_id"]
    heard = first.next("message")
    say("heard", content=heard["content"], sender=heard["from"], seq=heard["seq"])
    reply = {"id": message_id(), "type": "direct", "to": partner, "content": "hello from Python, größe 🐍"}
    ack = first.call("send_message", reply)
    twice = first.call("send_message", reply)
    say("replied", seq=ack["seq"], duplicate=twice.get("duplicate"), same_seq=twice["seq"] == ack["seq"])

    made = requests.post(
        f"{url}/groups/", json={"name": "snakes", "members": [partner]}, headers=headers, timeout=PATIENCE_S
    )
    made.raise_for_status()
    group = made.json()["id"]
    ack = first.call("send_message", {"id": message_id(), "type": "group", "to": group, "content": "hiss"})
    say("made a group", group_id=group, seq=ack["seq"])

    first.sio.eio.disconnect(abort=True)
    say("dropped", held=ack["seq"])
    listen()
    second = Connection(url, token)
    entries, held, more = [], ack["seq"], True
    while more:
        synced = second.call("sync", {"account": 0, "conversations": {group: held}})
        conversation = synced["conversations"][0]
        entries += conversation["entries"]
        more = conversation["has_more"]
        held = entries[-1]["seq"] if entries else held
    say("caught up", kinds=[[one["seq"], one["kind"]] for one in entries], unread=conversation["unread"])
    second.call("mark_read", {"conversation": group, "seq": held})
    live = second.next("message")
    say("live again", content=live["content"], seq=live["seq"])
    second.sio.disconnect()


if __name__ == "__main__":
    main(sys.argv[1])
