"""What is copied from the design system's package."""

from pathlib import Path

import pytest

from runner import frontend


@pytest.fixture
def package(tmp_path: Path) -> Path:
    dist = tmp_path / "dist"
    for name in (*frontend.NAMED, "fonts/a.woff2", "img/b.svg", "fonts/unused.ttf"):
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_text(name)
    (dist / frontend.CSS).write_text(
        "@font-face{src:url(../fonts/a.woff2?v=1#iefix)}"
        'a{background:url("../img/b.svg")}b{background:url(data:image/gif;base64,R0)}'
        "\n/*# sourceMappingURL=dkfds.min.css.map */\n"
    )
    return dist


def test_what_the_style_sheet_names_comes_along_and_nothing_else(package, tmp_path):
    frontend.copy(package, tmp_path / "out")

    copied = {
        str(path.relative_to(tmp_path / "out"))
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert copied == {*frontend.NAMED, "fonts/a.woff2", "img/b.svg"}
    assert "sourceMappingURL" not in (tmp_path / "out" / frontend.CSS).read_text()


def test_a_file_that_is_missing_fails_before_anything_is_replaced(package, tmp_path):
    frontend.copy(package, tmp_path / "out")
    (package / "img/b.svg").unlink()

    with pytest.raises(FileNotFoundError):
        frontend.copy(package, tmp_path / "out")

    assert (tmp_path / "out" / "img/b.svg").exists()
