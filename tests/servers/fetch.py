"""Fetches the servers that the tests of stores talk to: `python tests/servers/fetch.py`.

Each goes into a folder of the cache that is called by the hash of its pom, so that a new version is fetched once and an
old one is never mixed in. Where Java or Maven is missing and may be installed, it is.
"""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "corredor-servers"
SERVERS = ("neo4j", "fuseki", "gds")


def folder(name: str) -> Path:
    """Where the jars of a server lie once they are complete."""
    return CACHE / f"{name}-{sha256((HERE / name / 'pom.xml').read_bytes()).hexdigest()[:12]}"


def is_complete(name: str) -> bool:
    """True where the jars of a server were fetched to the last."""
    return (folder(name) / "complete").is_file()


def main() -> None:
    """Fetch what is missing, and say what could not be had."""
    missing = [name for name in SERVERS if not is_complete(name)]
    if missing and not _tools():
        _install_tools()
    for name in missing:
        if not _tools() or not (_fetched(name) or _fetched(name)):
            print(f"{name} could not be had (it needs Java and Maven): its tests will be skipped, or fail in CI.")


def _tools() -> bool:
    return bool(shutil.which("java") and shutil.which("mvn"))


def _install_tools() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Java and Maven for the tests of stores ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "default-jre-headless", "maven"]):
        subprocess.run(["apt-get", *arguments], check=False, stdout=subprocess.DEVNULL, env=environment)


def _fetched(name: str) -> bool:
    print(f"Fetching {name} ...", flush=True)
    target = folder(name)
    shutil.rmtree(target, ignore_errors=True)
    maven = ["mvn", "-B", "-ntp", "-q", "-f", str(HERE / name / "pom.xml"), "dependency:copy-dependencies"]
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={target / 'lib'}"]
    try:
        subprocess.run([*maven, *options], check=True, timeout=600, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return False
    (target / "complete").touch()
    return True


if __name__ == "__main__":
    main()
