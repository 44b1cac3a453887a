"""Spellings of one name made one: case, accents, apostrophes, dashes, a leading "the"."""

import re
import unicodedata
from collections.abc import Collection

# Letters that Unicode does not take apart, marks that people leave out, and a sign that they write out.
_PLAIN: dict[int, int | str | None] = {
    **str.maketrans("ıłøđðħə", "iloddhe", ".'`’‘ʼʻʿʾ′"),
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("þ"): "th",
    ord("&"): " and ",
}


def fold(text: str) -> str:
    """The form in which two spellings of a name are compared; empty where nothing of it can be read.

    >>> fold("The Côte d’Ivoire"), fold("N'drangheta"), fold("Bà Rịa-Vũng Tàu"), fold("U.S.")
    ('cote divoire', 'ndrangheta', 'ba ria vung tau', 'us')
    """
    return re.sub("^(the )+", "", _words(text))


def slug(text: str) -> str:
    """A name as it stands in an id: small letters, digits and hyphens.

    >>> slug("'Ndrangheta"), slug("São Paulo-Guarulhos")
    ('ndrangheta', 'sao-paulo-guarulhos')
    """
    return _words(text).replace(" ", "-")


def alike(text: str, known: Collection[str]) -> list[str]:
    """Of folded names, those that look most like a text: nearly spelled so first, then those that hold its words.

    >>> alike("Rotterdm", ["rotterdam", "amsterdam"]), alike("Congo", ["the lower congo river", "chad"])
    (['rotterdam'], ['the lower congo river'])
    """
    import difflib

    wanted = fold(text)[:60]
    near = difflib.get_close_matches(wanted, known, n=12, cutoff=0.75)
    words = set(wanted.split())
    if not any(len(word) > 3 for word in words):  # "in" would find too much
        return near
    return near + [name for name in known if name not in near and words <= set(name.split())]


def _words(text: str) -> str:
    if not text.isascii():
        text = _without_accents(text)
    return re.sub(r"[\W_]+", " ", text.casefold().translate(_PLAIN)).strip()


def _without_accents(text: str) -> str:
    # The lone accent is used as an apostrophe; taken apart it would leave a gap in the word.
    apart = unicodedata.normalize("NFKD", text.replace("´", "'"))
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))
