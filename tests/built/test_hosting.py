"""Read the Docs: the last command of .readthedocs.yaml as it stands, and every address under the host's base path."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import lxml.html
import pytest
import yaml
from lxml import etree

from site_build import ROOT

BASE = "https://x.readthedocs.io/zh-cn/latest/"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as Read the Docs builds it for a project whose language is Chinese."""
    output = tmp_path_factory.mktemp("hosted") / "_readthedocs"
    commands = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text("utf-8"))["build"]["commands"]
    result = subprocess.run(
        commands[-1], shell=True, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "READTHEDOCS_OUTPUT": str(output),
            "READTHEDOCS_CANONICAL_URL": BASE,
        },
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    return output / "html"


def addresses(site: Path) -> Iterator[tuple[str, str]]:
    """Every page with each address that it names; the page of errors is read where nothing is."""
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        if name.startswith(("assets/", "pagefind/")):
            continue
        own = BASE + ("no/such/page/" if name == "404.html" else name.removesuffix("index.html"))
        for _, attribute, address, _ in lxml.html.document_fromstring(path.read_bytes()).iterlinks():
            if attribute in ("href", "src"):
                yield name, urljoin(own, address)


def is_there(site: Path, address: str) -> bool:
    path = unquote(urldefrag(address)[0].partition("?")[0].removeprefix(BASE))
    return (site / (f"{path}index.html" if path.endswith("/") or not path else path)).is_file()


def test_every_address_lies_under_the_base_path(hosted: Path) -> None:
    own = [(name, address) for name, address in addresses(hosted) if address.startswith("https://x.readthedocs.io")]
    assert len(own) > 1000
    assert [each for each in own if not (each[1].startswith(BASE) and is_there(hosted, each[1]))] == []


def test_the_sitemap_and_the_canonical_addresses_name_it(hosted: Path) -> None:
    sitemap = etree.parse(hosted / "sitemap.xml")
    named = sitemap.xpath("//*[local-name()='loc']/text() | //*[local-name()='link']/@href")
    assert named
    assert [address for address in named if not (address.startswith(BASE) and is_there(hosted, address))] == []
    for path in ("index.html", "en/index.html", "models/palm/index.html", "en/models/palm/index.html"):
        page = lxml.html.document_fromstring((hosted / path).read_bytes())
        assert page.xpath("//link[@rel='canonical']/@href") == [BASE + path.removesuffix("index.html")]
