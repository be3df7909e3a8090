"""Good articles that carry something which must stay data wherever it is shown."""

import html
import json
from collections.abc import Iterator
from random import Random

from tests.faults.damage.prose import Article, english
from tests.faults.damage.specimen import Sizes, Specimen

PAYLOADS = {
    "bidi-override": "\u202etxt.exe\u202c and \u2067isolated\u2069 and \u202dforced",
    "bidi-unclosed": "\u202e\u202e\u2066\u2067\u2068 never popped",
    "terminal-colour": "\x1b[31;1mred\x1b[0m",
    "terminal-clear": "\x1b[2J\x1b[H\x1b]0;new window title\x07",
    "terminal-link": "\x1b]8;;http://127.0.0.1:9/\x07press here\x1b]8;;\x07",
    "terminal-c1": "\x9b2J\x9d0;title\x9c",
    "backspaces": "true\x08\x08\x08\x08false\r\x1b[K",
    "formula-command": "=cmd|' /C calc'!A0",
    "formula-link": '=HYPERLINK("http://127.0.0.1:9/","press")',
    "formula-plus": "+1+1",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula-tab": "\t=1+1",
    "markup-script": "<script>alert(1)</script>",
    "markup-image": "<img src=x onerror=alert(1)>",
    "markup-closing": "</title></td></table></pre><h1>out",
    "markdown-table": "| a | b |\n|---|---|\n| `c` | [d](javascript:alert(1)) |",
    "rich-markup": "[bold red]red[/bold red] [link=http://127.0.0.1:9/]x[/link] [/] [/nothing]",
    "format-string": "{0.__class__} %s %n {run_id} ${HOME} $(id) `id`",
    "template": "{{ 7 * 7 }} {% include '/etc/passwd' %} <%= 7 * 7 %>",
    "sql": "'); DROP TABLE documents; --",
    "path": "../../../../etc/passwd",
    "lookup": "${jndi:ldap://127.0.0.1:9/a}",
    "pickle": "cos\nsystem\n(S'id'\ntR.",
    "newline-log": "end\n2017-01-01 00:00:00 | INFO | everything is published",
    "quotes": "''\"\"``\u2018\u201c\u00ab\u201e '\" \\' \\\" \\\\",
    "null-words": "NULL None nan NaN N/A inf -inf true",
    "tags-characters": "".join(chr(0xE0000 + ord(letter)) for letter in "hidden words"),
}


def specimens(rng: Random, sizes: Sizes) -> Iterator[Specimen]:
    """Each payload in a text, in a page and in the fields of a line."""
    del sizes  # None of these is large.
    for name, payload in PAYLOADS.items():
        for ending, maker in ((".txt", _text), (".html", _page), (".jsonl", _line)):
            article = english(rng)
            content = maker(article, payload).encode()
            yield Specimen(f"hostile-{name}", ending, content, "published", article.says)


def _text(article: Article, payload: str) -> str:
    first, *others = article.paragraphs
    return "\n\n".join((f"{payload} {article.title}", first, f"He wrote {payload} twice.", *others))


def _page(article: Article, payload: str) -> str:
    safe = html.escape(payload)
    paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in article.paragraphs)
    return (
        f"<html><head><title>{safe} {article.title}</title>\n"
        f'<meta name="author" content="{safe}"><link rel="canonical" href="{safe}"></head>\n'
        f"<body><article><h1>{safe} {article.title}</h1>\n{paragraphs}</article></body></html>\n"
    )


def _line(article: Article, payload: str) -> str:
    record = {"title": payload, "url": payload, "text": article.text, payload: payload}
    return json.dumps(record) + "\n"
