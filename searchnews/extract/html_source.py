"""An HTML page read once: its tree, what it says to machines, its address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from searchnews.extract.html_labels import publisher_name
from searchnews.extract.html_outline import Outline, outline_of
from searchnews.extract.html_tree import parse, settle
from searchnews.extract.identity import canonical_url, is_home, publisher_of
from searchnews.extract.jsonld import LinkedArticle, read_json_ld
from searchnews.extract.metadata import Claim, Metadata, read_metadata
from searchnews.models import Page

_DESCRIPTIONS = ("og:description", "description", "twitter:description")


@dataclass(frozen=True, slots=True)
class Source:
    """A page's tree, and what it says to machines."""

    page: Page
    outline: Outline
    meta: Metadata
    linked: LinkedArticle | None
    address: Claim | None  # canonical; None where the page has none
    publisher: Claim | None
    scripted: bool  # whether the page has scripts, which may fill in its text

    @property
    def url(self) -> str:
        """The canonical address, "" where there is none."""
        return self.address.value if self.address else ""

    @property
    def site(self) -> Claim | None:
        """The site's name, or its host."""
        if self.publisher or not self.url:
            return self.publisher
        return Claim(publisher_of(self.url), "url", "host of the page's address", 0.6)

    @property
    def site_name(self) -> str:
        """The site's name or host as text, "" where there is neither."""
        return self.site.value if self.site else ""

    @property
    def descriptions(self) -> tuple[str, ...]:
        """The summaries meant for machines."""
        linked = self.linked.description if self.linked else ""
        return tuple(filter(None, (linked, *(self.meta.get(name) for name in _DESCRIPTIONS))))

    @property
    def language(self) -> str:
        """The language the page claims: its html element, meta elements or JSON-LD."""
        tree = self.outline.tree
        claimed = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
        return (
            claimed
            or self.meta.get("og:locale", "content-language", "language", "dc.language")
            or (self.linked.language if self.linked else "")
        )


def read_source(page: Page) -> Source:
    """Parse a page once; raises InputRefused for one that is empty or nested beyond reason."""
    tree = parse(page.content)
    meta = read_metadata(tree)
    linked = read_json_ld(tree, page.url or "")
    scripted = tree.find(".//script") is not None
    settle(tree)
    address = _address(page, tree, meta, linked)
    return Source(page, outline_of(tree), meta, linked, address, publisher_name(meta, linked), scripted)


def _address(page: Page, tree: etree._Element, meta: Metadata, linked: LinkedArticle | None) -> Claim | None:
    """The page's canonical address: what the page itself calls canonical, else where it was found."""
    given = page.url or ""
    links = [link for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    claims = [Claim(link.get("href") or "", "canonical", "link canonical") for link in links]
    claims += [
        Claim(meta.get("og:url"), "meta", "meta og:url"),
        Claim(linked.url if linked else "", "json-ld", "JSON-LD url"),
    ]
    for claim in (*claims, Claim(given, "fetched", "where the page was found")):
        try:
            address = canonical_url(urljoin(given, claim.value)) if claim.value else ""
        except ValueError:
            continue
        # A template that calls the home page canonical would make one article of a whole site.
        if address and not (is_home(address) and claim.rule != "fetched"):
            return Claim(address, claim.rule, claim.place, claim.confidence)
    return None
