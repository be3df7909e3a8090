"""On a page of several stories a short one keeps its body beside a long one."""

from __future__ import annotations

from tasks.boilerplate import extract_text

LONG = "\n".join(
    f"The repairs of the harbour at Northport, the mayor Anna Bell said in week {week}, go on as "
    f"planned, and the ferries to the islands leave from the eastern pier until the old one can "
    f"carry them again; the council pays a third of the nine million that the work costs."
    for week in ("one", "two", "three", "four", "five", "six", "seven", "eight")
)
SHORT = (
    "Schoolgirl Beats the Chess Champion in Twenty Moves",
    "Coast Press, Oct 28, 2016",
    "A girl of twelve has beaten the national chess champion, who had not lost a game in two "
    "years, in an open tournament in the town of Weston on Friday evening.",
    "She said afterwards that she had seen the winning knight move only when her opponent looked "
    "at the clock, and that she would like to go on playing against grown-ups.",
    "The champion congratulated her and asked for another game, which ended in a draw after some "
    "four hours, when both players agreed that it was time for bed.",
)


def test_a_short_story_behind_a_long_one_is_kept_whole() -> None:
    head = "Northport Rebuilds Its Harbour\nCoast Press, Oct 27, 2016\n"
    page = extract_text(head + LONG + "\n\n" + "\n".join(SHORT))
    assert [story.title for story in page.stories] == ["Northport Rebuilds Its Harbour", SHORT[0]]
    assert page.stories[1].text == "\n\n".join(SHORT[2:])
    alone = extract_text("\n".join(SHORT))
    assert alone.stories[0].text == page.stories[1].text
