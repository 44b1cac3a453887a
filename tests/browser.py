"""A real browser for the tests of pages: Chromium, off line. Without one they are skipped; in CI they fail."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that CORREDOR_CHROMIUM names, else one of the system, else Playwright's own."""
    with sync_playwright() as playwright:
        path = _executable(playwright)
        if path is None:
            reason = "No Chromium: install it, or name one in CORREDOR_CHROMIUM."
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


def _executable(playwright: Playwright) -> str | None:
    own = playwright.chromium.executable_path
    found = [os.environ.get("CORREDOR_CHROMIUM"), *map(shutil.which, NAMES), own if Path(own).exists() else None]
    return next((path for path in found if path), None)


@contextmanager
def opened(browser: Browser, path: Path, **context: Any) -> Iterator[Page]:
    """The page of a file, ready. Leaving it fails where it asked for anything, or had an error or a message."""
    viewport = {"width": 1440, "height": 880}
    surroundings = browser.new_context(**{"offline": True, "viewport": viewport, "reduced_motion": "reduce", **context})
    page, trouble = surroundings.new_page(), list[str]()
    page.on("console", lambda message: trouble.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: trouble.append(f"request: {request.url}"))
    page.goto(path.as_uri())
    page.wait_for_function("() => window.ready", timeout=20_000)
    yield page
    surroundings.close()
    assert trouble == [f"request: {path.as_uri()}"]
