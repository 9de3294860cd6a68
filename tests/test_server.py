"""The small extension of the Jupyter server: installed, and sending without delay."""

import asyncio
import json
import socket

from jupyter_core.paths import jupyter_config_path
from jupyter_server.extension.config import ExtensionConfigManager
from jupyter_server.extension.manager import ExtensionPackage
from tornado import httpserver, netutil, web, websocket

from nnlib.labs.shared.prompt_server import prompt

NAME = "nnlib.labs.shared.prompt_server"


def test_the_extension_is_installed_and_loads():
    """As `jupyter server extension list` finds it, which also loads all the others."""
    configured = ExtensionConfigManager(read_config_path=jupyter_config_path())
    assert configured.get_jpserver_extensions().get(NAME) is True
    assert ExtensionPackage(name=NAME, enabled=True).validate()


class Connection:
    def __init__(self, websocket_handler):
        self.websocket_handler = websocket_handler

    def connect(self):
        return "connected"


def test_a_connection_sends_at_once():
    """Over real sockets: the option is off by default, and on in a prompt connection."""
    seen = asyncio.run(connect(Connection)), asyncio.run(connect(prompt(Connection)))
    assert seen == (["connected", 0], ["connected", 1])


async def connect(kind):
    class Handler(websocket.WebSocketHandler):
        def open(self):
            answer = kind(self).connect()
            stream = self.ws_connection.stream
            option = stream.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            self.write_message(json.dumps([answer, min(option, 1)]))

    server = httpserver.HTTPServer(web.Application([("/", Handler)]))
    sockets = netutil.bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    port = sockets[0].getsockname()[1]
    client = await websocket.websocket_connect(f"ws://127.0.0.1:{port}/")
    answer = json.loads(await client.read_message())
    client.close()
    server.stop()
    await server.close_all_connections()
    return answer
