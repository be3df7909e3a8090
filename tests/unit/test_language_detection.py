from tasks.language import detect, detect_document, detect_many


def test_plain_english_is_english() -> None:
    assert (
        detect("The ministers met on Friday to talk about the harvest and its price.").code == "en"
    )


def test_digits_alone_are_unknown_with_a_reason() -> None:
    found = detect("12 / 34 56")
    assert (found.code, found.confidence) == ("und", 0.0)
    assert found.reason


def test_many_are_answered_as_one_by_one() -> None:
    texts = ["", "Der Rat trat gestern in Wien zusammen.", "12:30", "La ville dort encore."]
    assert detect_many(texts) == [detect(text) for text in texts]


def test_a_document_is_what_its_long_blocks_are() -> None:
    blocks = ["Der Rat", "The council met in Vienna on Tuesday and spoke about the new bridge."]
    assert detect_document(blocks).code == "en"
