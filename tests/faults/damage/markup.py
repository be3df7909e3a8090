"""HTML that is too deep, too wide, never closed, or that asks a parser to fetch and expand."""

from collections.abc import Iterator
from random import Random

from tests.faults.damage.prose import english, page
from tests.faults.damage.specimen import Sizes, Specimen

NESTED = ("div", "span", "b", "blockquote", "table", "ul", "font", "form", "svg")
UNCLOSED = (
    "<p class='never closed>",
    '<a href="http://example.org/>',
    "<!-- a comment without an end ",
    "<script>var page = '",
    "<style>p { color: ",
    "<title>",
    "<textarea>",
    "<![CDATA[ ",
    "<plaintext>",
    "<noscript><p",
    "<svg><desc>",
    "<template><p>",
    "<select><option>",
    "<",
    "</",
    "<!",
    "<?xml ",
    "&",
    "&#x",
)
REFERENCES = ("&#0;", "&#xD800;", "&#x110000;", "&#99999999999999999999;", "&bogus;", "&amp" * 500)
# Pages that a parser which obeys them would grow without bound, or read other files for.
ENTITIES = {
    "billion-laughs": '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><html><body><p>&a11;</p></body></html>",
    "quadratic-blowup": f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "{"x" * 60_000}">]>'
    f"<html><body><p>{'&a;' * 60_000}</p></body></html>",
    "external-entity": '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM '
    '"file:///etc/passwd">]><html><body><p>Before &a; after</p></body></html>',
    "parameter-entity": '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY % a SYSTEM '
    '"http://127.0.0.1:9/a.dtd"> %a;]><html><body><p>Nothing here is fetched.</p></body></html>',
    "entity-loop": '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    "<html><body><p>&a;</p></body></html>",
    "xinclude": '<html xmlns:xi="http://www.w3.org/2001/XInclude"><body>'
    '<xi:include href="file:///etc/passwd" parse="text"/></body></html>',
    "stylesheet": '<?xml-stylesheet href="file:///etc/passwd" type="text/xsl"?>'
    "<html><body><p>No sheet is read.</p></body></html>",
    "fetchers": "<html><head><base href='file:///etc/'><link rel=import href=passwd><meta "
    "http-equiv=refresh content='0; url=file:///etc/passwd'></head><body><iframe src=passwd>"
    "</iframe><object data=passwd></object><embed src=passwd><p>No link is followed.</p></body>",
}


def specimens(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Pages that strain a parser; most hold an article that a patient one finds."""
    yield from deep(rng, sizes)
    yield from wide(rng, sizes)
    yield from unclosed(rng)
    for name, content in ENTITIES.items():
        for ending in (".html", ".txt"):
            yield Specimen(f"xml-{name}", ending, f"{content}\n<!--{ending}-->".encode(), "either")
    for reference in REFERENCES:
        article = english(rng)
        content = page(article, body=f"<p>A reference: {reference} and more.</p>\n")
        yield Specimen("bad-reference", ".html", content.encode(), "published", article.says)


def deep(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """An article inside `sizes.depth` elements, closed and not closed."""
    for tag in NESTED:
        nested = f"<{tag}>" * sizes.depth
        opened = page(english(rng), body=nested)
        yield Specimen(f"nested-{tag}", ".html", opened.encode(), "either")
    closed = page(english(rng), body="<div>" * sizes.depth + "</div>" * sizes.depth)
    yield Specimen("nested-closed", ".html", closed.encode(), "either")
    article = english(rng)
    ends = page(article, body="</div></b></table>" * 20_000)
    yield Specimen("end-tags-only", ".html", ends.encode(), "either")
    for depth in (50, 200, 250, 300, 1000):
        shallow = page(english(rng), body="<div>" * depth)
        yield Specimen(f"nested-{depth}", ".html", shallow.encode(), "either")


def wide(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Too many attributes, siblings, links; one attribute too long."""
    attributes = " ".join(f"a{n}='{n}'" for n in range(sizes.attributes))
    bodies = {
        "attributes": f"<p {attributes}>One.</p>",
        "same-attribute": "<p " + "class='a' " * sizes.attributes + ">One.</p>",
        "long-attribute": f"<p title='{'a' * sizes.line}'>One.</p>",
        "long-tag-name": f"<{'a' * 200_000}>One.",
        "siblings": "<i></i>" * sizes.attributes,
        "breaks": "<br>" * sizes.attributes,
        "links": "".join(f"<a href='/{n}'>{n}</a> " for n in range(20_000)),
        "data-uri": f"<img src='data:image/png;base64,{'QUJD' * 200_000}'>",
        "metas": "<meta property='og:title' content='x'>" * 20_000,
    }
    for name, body in bodies.items():
        content = page(english(rng), body=body)
        yield Specimen(f"many-{name}", ".html", content.encode(), "either")
    cells = "<table>" + ("<tr>" + "<td colspan=1000 rowspan=1000>1" * 100) * 100
    yield Specimen("many-spans", ".html", page(english(rng), body=cells).encode(), "either")
    two = english(rng).html + english(rng).html
    yield Specimen("two-documents", ".html", two.encode(), "either")
    for shell in (
        "<html></html>",
        "<html><head><title>Only a title</title></head></html>",
        "<body><script>1</script></body>",
        "<!-- only -->",
        "<html><frameset>",
    ):
        yield Specimen("page-without-body", ".html", shell.encode(), "either")


def unclosed(rng: Random) -> Iterator[Specimen]:
    """Something opened before the article, or after it, and never closed."""
    for opening in UNCLOSED:
        before = page(english(rng), body=opening)
        yield Specimen("unclosed-before", ".html", before.encode(), "either")
        article = english(rng)
        after = article.html.replace("</article></body></html>", opening)
        yield Specimen("unclosed-after", ".html", after.encode(), "published", article.says)
