"""Pages that are one file: scripts, styles and data inside, a policy that forbids all else, nothing ever fetched."""

import json
import os
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from corredor.graph.errors import GraphError

VIS = "lib/vis-9.1.2/vis-network.min.js"
VIS_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"


def offline_page(template: str, *, style: str, scripts: Sequence[str], data: Any, **values: Any) -> str:
    """The template of this folder, rendered with every value escaped.

    It gets `style` and `scripts` as they are (they are ours), `data` as JSON that cannot end its element, and `policy`:
    of all scripts and styles in the world the page runs these.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(own_file(template)).render(
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data=Markup(inert_json(data)),
        policy=_policy(style, scripts),
        **values,
    )


def write_page(path: Path, html: str) -> None:
    """The page as UTF-8, in one step: who opens the path finds the old file or the whole new one. Raises OSError."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html)
        Path(draft).chmod(0o644)  # a draft is for its owner alone, a page is for readers
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def own_file(name: str) -> str:
    """The text of a file that lies beside this one."""
    return files(__package__).joinpath(name).read_text("utf-8")


def vis_network() -> str:
    """vis-network, out of pyvis. Raises GraphError where it is not the release that our pages are written for."""
    script = files("pyvis").joinpath(VIS).read_bytes()
    if sha256(script).hexdigest() != VIS_SHA256:
        raise GraphError("The installed pyvis has another vis-network than 9.1.2. Install pyvis==0.3.2.")
    # A browser hashes what it read, and it reads a line's end as \n.
    code = script.decode("utf-8").replace("\r\n", "\n").partition("//# sourceMappingURL")[0]
    return code.replace("</script", "<\\/script")


def inert_json(value: Any) -> str:
    r"""JSON that is safe inside a script element, whatever its texts hold.

    >>> inert_json("</script><b>&")
    '"\\u003c/script\\u003e\\u003cb\\u003e\\u0026"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def _policy(style: str, scripts: Sequence[str]) -> str:
    allowed = " ".join(map(_digest, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
