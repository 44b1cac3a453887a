"""One file for each kind of refusal, and the very line that a user sees for it."""

from pathlib import Path

import pytest

from corredor.loaders import sheets
from corredor.loaders.errors import LoadError
from corredor.ontology.names import Names

LINES = """\
alias.yaml: source.publisher: uses the alias "*name" (line 4, column 14); write the value out; quote a text that begins so
alias_bomb.yaml: a: uses the anchor "&a" (line 1, column 4); write the value out; quote a text that begins so
amount_negative.yaml: fact 1: quantity.amount: "-3" is no figure above 0; write a figure such as 12 or 1.5
amount_with_comma.yaml: fact 1: quantity.amount: "1,500" is no number; write a figure such as 12 or 1.5
attributed_without_said_by.yaml: fact 2: said_by: is missing beside attributed; say by office who said it, or write stated
between_three.yaml: fact 1: between: names 3; name 2
bound_without_figure.yaml: fact 1: bound: stands without its figure; add users or share, or take bound out
certainty_missing.yaml: fact 1: certainty: is missing; add it: one of stated, attributed, believed, alleged, denied
certainty_unknown.yaml: fact 1: certainty: "probable" is no certainty; write one of: stated, attributed, believed, alleged, denied
commodity_by_another_name.yaml: fact 1: commodity: "marijuana" is no commodity; did you mean cannabis?
commodity_unknown.yaml: fact 1: commodity: "cocane" is no commodity; did you mean cocaine?
control_character.yaml: source.publisher: holds the control character U+0007 (line 4, column 14); take it out
currency.yaml: fact 1: currency: "euro" is no currency; write its three-letter code, such as USD
date_after_publication.yaml: fact 1: date: is later than the publication; mend one of the two, or write published_guess: true
date_bad.yaml: fact 1: date: '2018-13' has no month 13; write a date such as '2018-03-12' or '2018', or a span such as '2014/2018' or '2016/..'
deep.yaml: source.id: is nested deeper than 30 levels (line 2, column 36); look for a bracket that was left open
empty.yaml: is empty; write a source and its facts into it
fact_twice.yaml: fact 2: says the same as fact 1; take one of them out
fact_without_kind.yaml: fact 1: has no kind; write one of: route, partnership, rivalry, presence, control, production, market, price, seizure
facts_empty.yaml: facts: is no list with a fact in it; write each fact after a hyphen
key_missing_in_source.yaml: source.publisher: is missing; add it: who published the text
key_outside_braces.yaml: fact 1: commodity: means nothing here; move it into the braces of route
key_twice.yaml: fact 1: from: stands twice (line 10, column 37); keep one of the two
kind_unknown.yaml: fact 2: rout: is no kind of fact; did you mean route?
kinds_two.yaml: fact 1: presence: is a second kind, beside route; write a fact for each
latin_1.yaml: is not UTF-8: byte 0xed at position 46, line 3; save it as UTF-8
list_empty.yaml: fact 1: via: is an empty list; fill it, or leave the key out
list_for_a_text.yaml: fact 1: from: is a list; write one text
list_names_twice.yaml: fact 1: actors: names "Pcc" twice; name each once
low_above_high.yaml: fact 1: low: 40000 is above high, 30000; swap the two
mode_unknown.yaml: fact 1: mode: "plane" is no mode; write one of: air, sea, land, river, rail, parcel, person
no_yaml.yaml: fact 1: route: is no YAML: did not find expected ',' or '}' (line 11, column 14); mend it there; put a text that holds one of : # , [ ] { } in quotes
note_of_two_lines.yaml: fact 1: note: holds a line break or a tab; write it in one line
nul.yaml: line 10 holds the control character U+0000; save it as plain text in UTF-8
price_up_to_with_bound.yaml: fact 1: bound: at-most stands beside a price; write high alone for up to, low alone for from
price_without_figure.yaml: fact 1: low: is missing; write at least one of: low, high
published_bad.yaml: source.published: 'March 2020' is no year, month or day such as 2018, 2018-03 or 2018-03-12; write a date such as '2018-10-18' or '2018'
python_tag.yaml: source.publisher: uses the tag "tag:yaml.org,2002:python/object/apply:os.system" (line 4, column 14); take it out; quote a text that begins so
quantity_no_number.yaml: fact 2: quantity.amount: "many" is no number; write a figure such as 12 or 1.5
quantity_plain.yaml: fact 1: quantity: has no amount and unit; write {amount: 35, unit: kg}
rank_not_whole.yaml: fact 1: rank: "1.5" is no whole number; write a figure such as 12
role_missing.yaml: fact 1: to: is missing; add it: where it goes to
role_unknown.yaml: fact 1: form: means nothing here; did you mean from? (and 1 more)
route_to_itself.yaml: fact 1: to: the stop "Brazil" comes right after itself; name each stop once
said_by_beside_stated.yaml: fact 1: certainty: is stated beside said_by; write attributed, or take said_by out
share_above_100.yaml: fact 1: share: "120" is more than 100 per cent; write a figure up to 100
share_of_without_share.yaml: fact 1: share_of: stands without share; add share, or take share_of out
source_flag_false.yaml: source.weak: is "false"; write true, or leave the key out
source_id_with_spaces.yaml: source.id: "Example 2020" is no id; write small letters, digits and hyphens, as publisher-year-topic
source_kind_unknown.yaml: source.kind: "blog" is no kind of source; write one of: news, report, dataset, court, press-release, academic
text_only.yaml: is no fact sheet; write source: with what it is, and facts: with what it says
two_documents.yaml: holds a second document (line 12, column 1); write each sheet in a file of its own
two_problems.yaml: fact 1: mode: "plane" is no mode; write one of: air, sea, land, river, rail, parcel, person (and 1 more)
unit_unknown.yaml: fact 1: quantity.unit: "tons" is no unit; write one of: kg, t, g, lb, l, pills, packages, pieces
url_no_address.yaml: source.url: "example.org/port" is no web address; write it with http:// or https://, and %20 for a space
url_withheld_with_path.yaml: source.url: is more than a home page beside url_withheld; write the publisher's home page
""".splitlines()  # noqa: E501


def refused(path: Path, names: Names) -> LoadError:
    with pytest.raises(LoadError) as caught:
        sheets.parse(path.read_bytes(), path.name, names)
    return caught.value


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.partition(".")[0])
def test_bad_sheet_gives_exactly_this_line(line: str, bad_sheets: Path, names: Names) -> None:
    assert str(refused(bad_sheets / line.partition(":")[0], names)) == line


def test_bad_sheets_are_all_told(bad_sheets: Path) -> None:
    assert [line.partition(":")[0] for line in LINES] == sorted(path.name for path in bad_sheets.iterdir())


def test_bad_sheet_gives_its_line_as_data(bad_sheets: Path, names: Names) -> None:
    error = refused(bad_sheets / "two_problems.yaml", names)
    assert (error.path, error.fact, error.key, error.more) == ("two_problems.yaml", 1, "mode", 1)
    assert error.reason == '"plane" is no mode'
    assert error.advice == "write one of: air, sea, land, river, rail, parcel, person"
