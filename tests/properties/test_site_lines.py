"""The lines of sites follow from the corpus alone, in whatever portions it came and went."""

from __future__ import annotations

import json
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.chain import fingerprint, now, process, rows
from tests.light import LIGHT
from tests.properties.test_change_in_portions import LESS, place

MENU = ("Home", "News", "Sport", "Subscribe now")
SITES = ("one.example", "two.example")

pages = st.tuples(
    st.sampled_from(SITES), st.sets(st.sampled_from(MENU)), st.sampled_from(("", "wire"))
)
contents = st.lists(pages, min_size=1, max_size=3)
deeds = st.lists(
    st.tuples(
        st.sampled_from(("write", "write", "write", "run", "run", "forget")),
        st.integers(0, 4),
        contents,
    ),
    max_size=12,
)


def records(number: int, content: list[tuple[str, set[str], str]]) -> str:
    told = []
    for place_, (site, menu, wire) in enumerate(content):
        own = wire or f"Story {place_} of file {number}."
        text = "\n".join([own, *sorted(menu)])
        url = f"https://{site}/{number}/{place_}"
        told.append(json.dumps({"text": text, "url": url}))
    return "\n".join(told)


@LESS
@given(deeds)
def test_the_lines_of_sites_are_those_of_one_run(
    done: list[tuple[str, int, list[tuple[str, set[str], str]]]],
) -> None:
    with place() as folder:
        first = folder / "in" / "0.jsonl"
        some = [(SITES[0], {MENU[0], MENU[n % 2]}, "") for n in range(6)]
        first.write_text(records(0, some), "utf-8")
        for moment, (deed, number, content) in enumerate(done):
            file = folder / "in" / f"{number}.jsonl"
            if deed == "write":
                file.write_text(records(number, content), "utf-8")
                os.utime(file, (1_500_000_000 + moment, 1_500_000_000 + moment))
            elif deed == "run" and file.exists():
                process([file], folder / "data", stages=LIGHT, batch_size=2)
            elif deed == "forget" and (folder / "data" / "current").exists():
                process([], folder / "data", stages=LIGHT, forget=[file.as_uri()])
        process([folder / "in"], folder / "data", stages=LIGHT)
        process([folder / "in"], folder / "whole", stages=LIGHT)
        assert fingerprint(now(folder / "data")) == fingerprint(now(folder / "whole"))


def arrive(folder: Path, number: int) -> Path:
    file = folder / "in" / f"{number}.jsonl"
    file.write_text(records(number, [(SITES[0], {"Home"}, "")]), "utf-8")
    process([file], folder / "data", stages=LIGHT)
    return file


def test_older_documents_are_read_again_once_their_site_is_known() -> None:
    with place() as folder:
        data = folder / "data"
        for number in range(6):
            arrive(folder, number)
            reasons = {row["reason"] for row in rows(now(data), "blocks")}
            assert len(reasons) == 1, "all documents of the site were told the same"
            assert ("0.75" in reasons.pop()) == (number >= 4)
        (line,) = rows(now(data), "site_lines")
        assert (line["line"], line["documents"], line["of"]) == ("home", 6, 6)
        assert rows(now(data), "runs")[-1]["unchanged"] == 0


def test_a_document_whose_file_is_gone_stays_as_it_was() -> None:
    with place() as folder:
        for number in range(6):
            arrive(folder, number).unlink()
        assert len(rows(now(folder / "data"), "documents")) == 6
