"""The embedded engine seen from our process: a child that is asked in lines of JSON and can be killed at any moment."""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

CHUNK = 250  # rows in one answer to a statement of ours; fewer are the last
LOCKED = 75  # the exit code of a child where another process is in the way
GOODBYE_S = 5.0  # between the last word of a child and its end, which tells why
_INHERITED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT")  # to find itself


class Ended(Exception):
    """The child is no more. `overdue`: it was killed because its time was up; else `code` says how it ended."""

    def __init__(self, code: int, overdue: bool) -> None:
        super().__init__(code)
        self.code = code
        self.overdue = overdue


class Child:
    """A process for a folder, with a heap of so many megabytes, that writes or only reads.

    It first waits so many seconds (`patience`) for others to leave the folder; else it ends with the code LOCKED.
    """

    def __init__(self, path: Path, heap_mb: int, *, writes: bool, patience: float) -> None:
        self.heap_mb = heap_mb
        mode = "write" if writes else "read"
        module = "corredor.graph.stores.arcadedb_process"
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(path.absolute()), mode, str(heap_mb), str(patience)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            start_new_session=True,  # Ctrl-C is for us; the child ends when we close its stdin
        )

    def send(self, do: str, *, within: float | None = None, **what: Any) -> dict[str, Any]:
        """What the child answers. Raises Ended if it ends instead, or is killed after `within` seconds."""
        with self._turn, _Deadline(within, self._process) as deadline:
            try:
                return self._exchange(json.dumps({"do": do, **what}).encode() + b"\n")
            except (OSError, EOFError) as error:
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(GOODBYE_S)
                self.kill()
                raise Ended(self._process.returncode, deadline.passed) from error
            except BaseException:  # Ctrl-C, say: the lines are out of step from here on
                self.kill()
                raise

    def _exchange(self, line: bytes) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line)
        self._process.stdin.flush()
        if not (answer := self._process.stdout.readline()).endswith(b"\n"):
            raise EOFError
        reply: dict[str, Any] = json.loads(answer)
        return reply

    def close(self) -> None:
        """Let it close its database and end."""
        if self._process.returncode is None:
            try:
                self.send("close", within=60)
            except Ended:
                return
            self._process.wait()
            self._shut()

    def kill(self) -> None:
        """End it at once; a transaction that was open never was."""
        self._process.kill()
        self._process.wait()
        self._shut()

    def _shut(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            assert stream
            with suppress(OSError):  # what it never read
                stream.close()


class _Deadline:
    """Kills a process unless the block ends in time."""

    def __init__(self, seconds: float | None, process: "subprocess.Popen[bytes]") -> None:
        self.passed = False
        self._process = process
        self._clock = threading.Timer(seconds, self._end) if seconds else None

    def _end(self) -> None:
        self.passed = True
        self._process.kill()

    def __enter__(self) -> "_Deadline":
        if self._clock:
            self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._clock:
            self._clock.cancel()
