"""Where Massive is. Apart from all else, since the settings read it at every start."""

URL = "https://api.massive.com"
WS_URL = "wss://socket.massive.com"
DELAYED_WS_URL = "wss://delayed.massive.com"
OWN_DOMAINS = ("massive.com", "polygon.io")
