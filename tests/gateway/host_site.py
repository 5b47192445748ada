"""A host's website for the tests of the widget: the pages of `hosts/`, from another origin than the chat."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGES = Path(__file__).parent / "hosts"
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8"}
# The two lines that docs/baedda-in.md asks for, and nothing else.
STRICT = "default-src 'none'; script-src {host}; frame-src {host}; require-trusted-types-for 'script'; base-uri 'none'"


class HostSite:
    """The website, served until it is stopped.

    Args:
        port: of loopback.
    """

    def __init__(self, port: int) -> None:
        site = self
        self.chat = ""
        self.url = f"http://127.0.0.1:{port}"

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                file = PAGES / self.path.lstrip("/").partition("?")[0]
                if file.parent != PAGES or not file.is_file():
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Type", TYPES[file.suffix])
                if file.name == "strict.html":
                    self.send_header("Content-Security-Policy", STRICT.format(host=site.chat))
                self.end_headers()
                self.wfile.write(file.read_text(encoding="utf-8").replace("{{HOST}}", site.chat).encode())

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)

    def start(self, chat: str) -> None:
        """Serve, with the chat's address put into the pages.

        Args:
            chat: without a final slash.
        """
        self.chat = chat
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop serving; nothing happens where it was never started."""
        if self.chat:
            self._server.shutdown()
        self._server.server_close()
