"""Measures what a parent's phone loads: sizes beside two known chat widgets, and the time until the chat can be written in.

Usage: python -m benchmarks.pages [--runs N]

Sizes are those of bodies as sent, compressed with gzip. The packages are fetched with `npm pack` into a folder that is then removed; their
script is compressed with gzip at its best level. The first view is timed in Chromium as a phone of the middle range: CPU four times slower,
slow 4G (1.6 Mbit/s down, 0.75 up, 150 ms to each answer; connections themselves are not slowed), nothing cached. Usable is when the page's
scripts have run and the field can be written in. Only the gateway runs, since the first view needs no bot.
"""

import argparse
import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Optional

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from bot.settings import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
CPU_SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PHONE = {"width": 412, "height": 823}
# Packages, and the script that their own instructions put on a page.
OTHERS = {"rasa-webchat": "package/lib/index.js", "deep-chat": "package/dist/deepChat.bundle.js"}
USABLE = """
(() => {
  const look = () => {
    const field = document.querySelector("textarea");
    // The scripts say so once they have run.
    if (field && !field.disabled && document.documentElement.classList.contains("ready")) window.usableAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})();
"""
START_SECONDS = 30.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9, help="first views to time")
    chosen = parser.parse_args()
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("chromium is not installed (apt install chromium)")
    with gateway() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        loaded = _first_view(browser, url)
        embed = _sent(f"{url}/embed.js")
        times = sorted(_usable(browser, url) for _ in range(chosen.runs))
        browser.close()
    _report(embed, loaded, {name: _other(name, script) for name, script in OTHERS.items()}, times)


@contextmanager
def gateway() -> Iterator[str]:
    """The gateway alone on a free port of loopback; its address, without a final slash.

    Raises:
        RuntimeError: it did not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "uvicorn", "bot.gateway.app:create", "--factory", "--port", str(port)]
    process = subprocess.Popen([*command, "--ws", "none", "--log-level", "warning"], cwd=ROOT, env=os.environ)
    url = f"http://127.0.0.1:{port}"
    try:
        started = time.monotonic()
        while True:
            try:
                httpx.get(f"{url}/healthz")
                break
            except httpx.HTTPError:
                if process.poll() is not None or time.monotonic() - started > START_SECONDS:
                    raise RuntimeError("the gateway did not start") from None
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


def _sent(url: str) -> int:
    """Bytes of a body as it is sent to a browser that takes gzip."""
    with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as answer:
        return sum(len(chunk) for chunk in answer.iter_raw())


def _first_view(browser: Browser, url: str) -> dict[str, int]:
    """Everything that the first view loads in a fresh browser: addresses and bytes as sent."""
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{url}/?ram=1", wait_until="networkidle")
    page.close()
    return {address: _sent(address) for address in dict.fromkeys(asked) if address.startswith(url)}


def _usable(browser: Browser, url: str) -> float:
    """Milliseconds from the start of the navigation until the chat can be written in, on a slowed phone with an empty cache."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2.625, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    page: Page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    page.add_init_script(USABLE)
    page.goto(url, wait_until="commit")
    # Asked again and again, since the page's policy lets nothing be evaluated within it.
    while not (taken := page.evaluate("window.usableAt")):
        page.wait_for_timeout(100)
    context.close()
    return float(taken)


def _other(name: str, script: str) -> Optional[tuple[str, int]]:
    """Version and compressed size of a package's script; None where it could not be fetched."""
    npm = shutil.which("npm")
    if not npm:
        return None
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([npm, "pack", name, "--silent", "--pack-destination", folder], cwd=folder, capture_output=True, text=True)
        packed = sorted(Path(folder).glob("*.tgz"))
        if done.returncode != 0 or not packed:
            return None
        with tarfile.open(packed[0]) as package:
            member = package.extractfile(script)
            content = member.read() if member else b""
        version = re.search(r"-(\d[^/]*)\.tgz$", packed[0].name)
        return (version.group(1) if version else "?", len(gzip.compress(content, 9)))


def _report(embed: int, loaded: dict[str, int], others: dict[str, Optional[tuple[str, int]]], times: list[float]) -> None:
    def kilobytes(size: int) -> str:
        return f"{size / 1024:.1f}"

    print("\nWhat the first view loads:")
    for address, size in loaded.items():
        print(f"  {kilobytes(size):>6} KB  /{address.split('/', 3)[3]}")
    print("\n| gzipped, KB | on the host page | first view of the chat | both |\n| --- | ---: | ---: | ---: |")
    chat = sum(loaded.values())
    print(f"| Föräldralotsen | {kilobytes(embed)} | {kilobytes(chat)} | {kilobytes(embed + chat)} |")
    for name, found in others.items():
        if found:
            print(f"| {name} {found[0]} | {kilobytes(found[1])} | in the same script | {kilobytes(found[1])} |")
        else:
            print(f"| {name} | could not be fetched with npm | | |")
    print(
        f"\nUntil the chat can be written in, CPU {CPU_SLOWER} times slower, slow 4G (1.6 Mbit/s, 150 ms), {len(times)} runs: "
        f"median {statistics.median(times):.0f} ms, from {times[0]:.0f} to {times[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
