"""A small extension of the Jupyter server, so that a lab's pictures do not wait on their way.

By default the system holds a small message back until the browser has confirmed the one before
it, up to 40 milliseconds: longer than a frame of a lab that plays. Installing the package switches
that off for the connections between browser and kernels (``TCP_NODELAY``). Without it everything
works, only later.
"""


def _jupyter_server_extension_points():
    """Tell the server which module to load."""
    return [{"module": "nnlib.labs.shared.prompt_server"}]


def _load_jupyter_server_extension(serverapp):
    """Let kernels of a server that starts be connected promptly."""
    settings = serverapp.web_app.settings
    usual = settings["kernel_websocket_connection_class"]
    settings["kernel_websocket_connection_class"] = prompt(usual)


def prompt(connection):
    """Make of a class of connections to kernels one whose connections send at once."""

    class PromptConnection(connection):
        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    return PromptConnection
