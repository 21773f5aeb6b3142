from __future__ import annotations

import pytest

from searchnews.formats.charset import decode

TEXT = "Zürich: “Ça va”, said Łukasz – naïvely…"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_all_its_forms(name: str) -> None:
    assert decode(TEXT.encode(name)) == TEXT


def test_windows_1252() -> None:
    text = "Zürich: “Ça va”, said the naïve minister – and left…"
    assert decode(text.encode("cp1252")) == text


def test_other_code_pages_are_told_by_what_they_would_be_in_this_one() -> None:
    polish = "Wałęsa pojechał do Łodzi, żeby się spotkać z górnikami; rozmowy trwały całą noc. " * 5
    assert decode(polish.encode("cp1250")) == polish
    russian = "Жители города вышли на площадь, чтобы встретить первый поезд. " * 5
    assert decode(russian.encode("cp1251")) == russian


def test_a_declared_charset_is_believed_where_it_fits() -> None:
    page = '<html><meta charset="windows-1251"><p>Жители города вышли на площадь</p>'
    assert decode(page.encode("cp1251"), html=True) == page


def test_a_wrong_declaration_is_not() -> None:
    page = '<meta charset="iso-8859-1"><p>Zürich – “naïve”</p>'
    assert decode(page.encode("utf-8"), html=True) == page
    assert decode('<?xml version="1.0" encoding="no-such-thing"?><p>Zürich</p>'.encode("cp1252"), html=True).endswith(
        "Zürich</p>"
    )


def test_windows_accidents_inside_utf8() -> None:
    data = "Zürich and Łódź: ".encode() + "“quoted”".encode("cp1252") + " – naïve".encode()
    assert decode(data) == "Zürich and Łódź: “quoted” – naïve"


def test_windows_read_as_latin_1() -> None:
    assert decode("a \x93quoted\x94 word".encode()) == "a “quoted” word"


def test_utf8_read_as_windows_1252_is_put_right_where_all_of_it_is() -> None:
    assert decode("It’s – naïve".encode().decode("cp1252").encode()) == "It’s – naïve"
    honest = "Ã is a letter, and so are ü, ö and é"
    assert decode(honest.encode()) == honest


def test_no_bytes_fail() -> None:
    assert decode(bytes(range(256)))
    assert decode(b"") == ""
