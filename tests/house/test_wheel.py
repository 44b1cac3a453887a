"""The wheel installs `corredor/` alone and whole."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    archive = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in archive.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(path.read_bytes())
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(build, capture_output=True, check=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_corredor_alone(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"corredor"}


def test_wheel_holds_every_module_and_every_file_of_data(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    rooms = ("ontology/", "graph/", "loaders/", "cli/")
    wanted = {f"corredor/{name}" for name in tracked.splitlines() if name.startswith(rooms)}
    assert wanted <= held, sorted(wanted - held)[:5]
    assert "corredor/loaders/starter/LICENSE" in held


def test_wheel_works_where_nothing_else_of_ours_is(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    # -S leaves out the site's .pth files, and with them the editable installation of this checkout.
    paths = [str(tmp_path / "site"), sysconfig.get_paths()["purelib"]]
    code = f"import sys; sys.path[:0] = {paths!r}; from corredor.cli.main import main; main()"
    for args in (["load", "starter"], ["routes", "VRAEM", "Rotterdam", "--commodity", "cocaine", "--csv"]):
        command = [sys.executable, "-S", "-c", code, *args]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
    assert "Callao" in run.stdout
