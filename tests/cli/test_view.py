"""`corredor view` and `corredor demo`."""

from pathlib import Path

from click.testing import CliRunner

from corredor.cli.main import cli


def test_view_prints_the_path_of_the_page_that_it_wrote(starter_path: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "peru.html"
    args = ["--store", str(starter_path), "view", "--commodity", "cocaine", "--around", "Peru", "-o", str(page)]
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{page}\n"
    text = page.read_text(encoding="utf-8")
    assert "around Peru, 1 step; commodity cocaine" in text
    assert "VRAEM" not in text or "Bolivia" in text


def test_view_draws_only_what_is_near(starter_path: Path, tmp_path: Path) -> None:
    sizes = []
    for hops in ("1", "2"):
        page = tmp_path / f"{hops}.html"
        args = ["--store", str(starter_path), "view", "--around", "Callao", "--hops", hops, "-o", str(page)]
        assert CliRunner().invoke(cli, args).exit_code == 0
        sizes.append(page.stat().st_size)
    assert sizes[0] < sizes[1]


def test_view_of_nothing_ends_with_3(starter_path: Path, tmp_path: Path) -> None:
    args = ["--store", str(starter_path), "view", "--since", "2099", "-o", str(tmp_path / "none.html")]
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 3
    assert "Nothing to draw" in result.stderr
    assert not (tmp_path / "none.html").exists()


def test_demo_answers_the_showcase_questions(tmp_path: Path) -> None:
    args = ["--store", str(tmp_path / "store"), "demo", "--folder", str(tmp_path / "demo")]
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 0, result.stderr
    for shown in (
        "3,088 claims, 712 sources",
        "Routes from VRAEM to Rotterdam",
        "Routes from Afghanistan to Germany",
        "Routes from Peru to Russia",
        "South America > Europe",
        "The ten ports with the most partners",
        "The ten countries of highest betweenness",
        "route:cocaine+",
        "no probabilities",
    ):
        assert shown in result.stdout
    page = Path(result.stdout.split("Open in a browser: ")[1].strip())
    assert page.is_file()
