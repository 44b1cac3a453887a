#!/bin/sh
# Finds a Chromium for the tests of pages, or installs one: by the system's packages, else by Playwright.
set -eu
for name in chromium chromium-browser google-chrome chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ -n "${CORREDOR_CHROMIUM:-}" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the tests of pages ..."
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; then exit 0; fi
fi
"$1/playwright" install chromium || echo "No Chromium could be had: the tests of pages will be skipped, or fail in CI."
