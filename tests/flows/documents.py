"""Small documents for the tests of flows, every one of them different."""

from __future__ import annotations

from pathlib import Path

TOWNS = ("Arden", "Belmont", "Corinth", "Dunsinane", "Elsinore", "Fife", "Glamis", "Harfleur")


def story(number: int) -> str:
    """Return the page of a story as a text."""
    town = TOWNS[number % len(TOWNS)]
    return (
        f"Council of {town} agrees on budget number {number}\n\n"
        f"{1 + number % 28} March 2021\n\n"
        f"The council of {town} agreed on Tuesday to spend {number + 3} million on bridges. "
        f"Mayor Rosalind Oliver said that work on bridge {number} would begin next month.\n\n"
        "The opposition had asked for a later date, because the river is high in spring.\n"
    )


def landing(folder: Path, numbers: range) -> Path:
    """Write the stories with these numbers into `folder`; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"story-{number:04d}.txt").write_text(story(number), "utf-8")
    return folder
