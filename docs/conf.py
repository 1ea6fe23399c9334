"""How the pages become a site: `make site` builds it into build/site, with search; a warning is an error."""

import re
from importlib.metadata import version as installed
from pathlib import Path
from posixpath import dirname, join, normpath

from sphinx.application import Sphinx

DOCS = Path(__file__).parent
FOLDERS = ("tutorials", "howto", "guides", "strategies", "reference", "background")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r"\[([^\]\n]+)\]\(([^)#:\s]+)[^)\s]*\)")
CONTENTS = "\n```{{toctree}}\n:hidden:\n\n{}\n```\n"

project = "retention-sdk"
project_copyright = "the retention-sdk contributors"
release = version = installed("retention-sdk")

extensions = ["myst_parser"]
myst_heading_anchors = 4
smartquotes = False

html_theme = "furo"
html_title = f"retention-sdk {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_favicon = "static/favicon.svg"
html_copy_source = html_show_sourcelink = html_show_sphinx = False
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"


def below(page: str, text: str) -> list[str]:
    """The pages below one in the sidebar: those that the index of a folder links to, in its order, then its others."""
    folder, name = dirname(page), page.rpartition("/")[2]
    if name != "index":
        return []
    if not folder:
        return [f"{one}/index" for one in FOLDERS]
    there = sorted(path.stem for path in (DOCS / folder).glob("*.md") if path.stem != "index")
    linked = (target.removesuffix(".md") for _, target in LINK.findall(text))
    return list(dict.fromkeys([*(one for one in linked if one in there), *there]))


def prepare(_: Sphinx, page: str, source: list[str]) -> None:
    """Leaves out what a page says to its tests alone, names what is not in docs/, and puts the sidebar together."""

    def named(link: re.Match[str]) -> str:
        """The text of a link that leads out of docs/, with the place it leads to."""
        target = normpath(join("docs", dirname(page), link[2]))
        return link[0] if target.startswith("docs/") else f"{link[1]} (`{target}`)"

    pages = below(page, source[0])
    source[0] = LINK.sub(named, COMMENT.sub("", source[0])) + (CONTENTS.format("\n".join(pages)) if pages else "")


def setup(app: Sphinx) -> None:
    """What Sphinx calls first."""
    app.connect("source-read", prepare)
