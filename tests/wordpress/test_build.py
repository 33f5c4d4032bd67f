"""The plugin as it is packed: whole, of one version, the panel the shared one, PHP that parses."""

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.wordpress.site import CLIENT

pytestmark = pytest.mark.wordpress


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin's folder as `build.sh` makes it."""
    folder = tmp_path_factory.mktemp("build")
    subprocess.run([str(CLIENT / "build.sh"), str(folder)], check=True, timeout=60, stdout=subprocess.DEVNULL)
    return folder / "veridict"


def test_every_file_parses(built: Path) -> None:
    """PHP finds nothing to complain of in any file, the test site's among them."""
    files = [*built.rglob("*.php"), *CLIENT.glob("test-site/*.php")]
    assert len(files) > 12
    for file in files:
        done = subprocess.run(["php", "-l", str(file)], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout


def test_the_panel_is_the_shared_one(built: Path) -> None:
    """The panel is the browser extension's to the character, but for the versions behind its imports."""
    shared = sorted((CLIENT.parent / "panel").glob("*.*s*"))
    assert [path.name for path in shared] == sorted(path.name for path in (built / "js" / "panel").iterdir())
    for path in shared:
        copy = (built / "js" / "panel" / path.name).read_text(encoding="utf-8")
        assert re.sub(r"\.js\?ver=[\d.]+\"", '.js"', copy) == path.read_text(encoding="utf-8")


def test_it_is_of_one_version(built: Path) -> None:
    """Header, constant, readme and every import name the same version, and each import is of a file that is there."""
    main = (built / "veridict.php").read_text(encoding="utf-8")
    found = re.findall(r"(?:Version: +|const VERSION = ')([\d.]+)", main)
    found += re.findall(r"Stable tag: ([\d.]+)", (built / "readme.txt").read_text(encoding="utf-8"))
    assert len(found) == 3
    for module in (built / "js").rglob("*.js"):
        for name, version in re.findall(
            r'^[^/*].* from "([^"?]+)(?:\?ver=)?([^"]*)"', module.read_text(), re.MULTILINE
        ):
            assert (module.parent / name).is_file()
            found.append(version)
    assert len(found) > 20
    assert set(found) == {found[0]}


def test_the_package_holds_the_plugin(built: Path) -> None:
    """The file to upload has the plugin's folder in it and nothing else."""
    with zipfile.ZipFile(built.parent / "veridict.zip") as package:
        names = [name for name in package.namelist() if not name.endswith("/")]
    assert sorted(names) == sorted(str(path.relative_to(built.parent)) for path in built.rglob("*") if path.is_file())


def test_every_word_of_the_interface_can_be_translated(built: Path) -> None:
    """Each call for a translation names the plugin's text domain."""
    calls = r"(?<![\w$])(?:__|_n|esc_html__)\((?:[^()]|\([^()]*\))*\)"
    for file in [*built.rglob("*.php"), *built.glob("js/*.js")]:
        for call in re.findall(calls, file.read_text(encoding="utf-8")):
            assert re.search(r"""['"]veridict['"] ?\)$""", call), call
