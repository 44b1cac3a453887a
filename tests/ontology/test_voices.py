"""Whose voice a claim is: on real pairs of speaker and publisher, and over all starter sheets."""

import random
import re
import time
from pathlib import Path

import pytest
import yaml

import corredor.loaders
from corredor.ontology.errors import OntologyError
from corredor.ontology.registry import Entry, shipped_entries
from corredor.ontology.voices import Voice, Voices, shipped_voices, speaker, voices_digest

SHEETS = Path(corredor.loaders.__file__).parent / "starter" / "sheets"

# Read one by one: each could be anyone's office, so that its claims fall to their publisher.
NAMES_NO_INSTITUTION = """
activist who studies cannabis growing | African authorities | African governments
Albanian professor quoted by the report | anonymous security source | arrested couriers | Australian authorities
authorities | authorities of El Salvador | Bahamian officials | Bolivian authorities | Bolivian source
Bosnian police agencies and health bodies | Brazilian authorities | Brazilian officials | British police sources
Canadian authorities | Cape Verdean officials | Chilean authorities | Colombian authorities
Colombian investigator | Colombian investigators | Colombian security forces
commander of the border guards of the province
counter-narcotics authorities, police reports and court documents | counter-narcotics officials | court file
criminal complaint in a US court | Croatian media | detectives, through reports | Dutch officials
Ecuadorian anti-narcotics sources | Ecuadorian authorities and drug traffickers | Emirati authorities
European authorities | European police services | experts | foreign law enforcement | foreign media
French liaison officer | French magistrate | German authorities | head of an addiction institute in Sarajevo
Indian authorities | Indian investigators | Indian official | Indian officials | Indian police commissioner
Indonesian authorities | Indonesian officials | insiders in the town | intelligence officials
intelligence reports | intelligence sources | international team of journalists
investigator of the county sheriff's office | investigators | Iraqi authorities | Iraqi security forces
Irish authorities | Irish investigators | Italian authorities | Jordanian and Western officials
Jordanian authorities | judicial and gendarmerie sources | largest Swiss refiner | law enforcement
law enforcement officials and migrant aid groups | local anti-drugs officer | local drug workers | local media
local sources, one of them a people smuggler | major of the county sheriff's office | media reports
Mexican authorities | migrants | miners | Moroccan officials | Nigerien security forces | officer of a militia
official data | official figures | official statistics | officials | officials and experts
Paraguayan authorities | people smuggler | Peruvian authorities | Peruvian officials | Peruvian security expert
police | police and residents | police informant | police intelligence sources
police intelligence sources and court files | police official | police source | post quoted by the article
preliminary investigation | prosecutors | regional director of customs | reporter of the paper
reports citing sources | residents of Sena | Russian state news agency | Saudi officers | security firm
seizure reports | Singaporean authorities | sources | sources across the border
sources in the public prosecution and the civil police | sources of the US media
sources once close to the government | Spanish agronomist | Spanish anti-narcotics services
Spanish authorities | Spanish investigators | specialists | state media | state media and local officers
State Police sources | supervisor of a drug task force | Tanzanian authorities, through an Indian official
Thai forces | trafficker recorded under cover | Turkish authorities | Turkish media | unnamed estimates
unofficial estimates | Uruguayan authorities | US federal court | US interdiction authorities
US law enforcement and border authorities | US official | US officials | Vietnamese media
Western anti-narcotics officials | Western sanctions lists
"""


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str | None, str]]:
    """Speaker and publisher of every starter claim."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    sheets = [yaml.load(path.read_bytes(), loader) for path in sorted(SHEETS.glob("*.yaml"))]
    assert sheets
    return [(fact.get("said_by"), sheet["source"]["publisher"]) for sheet in sheets for fact in sheet["facts"]]


@pytest.fixture(scope="module")
def speakers(pairs: list[tuple[str | None, str]]) -> set[str]:
    return {said_by for said_by, _ in pairs if said_by}


@pytest.mark.parametrize(
    ("said_by", "publisher", "voice"),
    [
        ("head of DEVIDA", "Gestión", "devida"),
        ("DEVIDA 2024 monitoring report", "Andina", "devida"),
        ("US DEA (National Drug Threat Assessment 2017)", "Los Angeles Times", "us-dea"),
        ("DEA", "WPLG Local 10", "us-dea"),
        ("regional director of the US DEA for the Caribbean", "Dominican Today", "us-dea"),
        ("former head of the US DEA in El Paso", "El Diario de Sonora", "us-dea"),
        ("UNODC (World Drug Report 2010)", "UN Dispatch", "unodc"),
        ("UNDCP", "PBS Wide Angle", "unodc"),
        (None, "4th Pillar Post, on a UNODC report", "unodc"),
        (None, "UNODC and Government of Bolivia", "unodc"),
        ("Europol and UNODC", "InSight Crime", "europol"),
        ("EMCDDA report of 2016", "Reuters, in Business Insider India", "europol"),
        ("EUDA", "Dawn", "europol"),
        (None, "East Coast Daily, on a Europol and EMCDDA report", "europol"),
        ("US State Department (2012 INCSR)", "Bahamas B2B, on a US State Department report", "us-state-department"),
        ("US government (annual drug report 2003)", "Reuters, in Haiti Policy", "us-state-department"),
        ("police sources and INCB", "The Indian Express", "incb"),
        ("International Narcotics Control Board", "Síntesis, on an INCB report", "incb"),
        ("co-author of the GI-TOC report", "RFE/RL, in Vijesti", "gi-toc"),
        (None, "Global Initiative Against Transnational Organized Crime", "gi-toc"),
        ("Australian Crime Commission", "InSight Crime", "acic"),
        ("ACIC", "Daily Mail", "acic"),
        ("Brazil's Federal Police and the paper's own database", "O Povo", "brazilian-federal-police"),
        ("Polícia Federal", "O Povo", "brazilian-federal-police"),
        ("Brazilian Federal Police", "Exame", "brazilian-federal-police"),
        ("Guardia Civil", "Público", "spanish-civil-guard"),
        ("Spanish police", "AFP, in Expatica", "spanish-police"),
        ("minister of government of Ecuador", "Sputnik, in UrduPoint", "ecuadorian-interior-ministry"),
        ("New Zealand Drug Trends Survey", "The New Zealand Herald", "massey-university"),
        ("Portuguese security intelligence service (SIS), through CNN Portugal", "R7", "portuguese-sis"),
        ("Dutch police documents, reported by AD", "NL Times", "dutch-police"),
        ("AD", "NL Times", "algemeen-dagblad"),
        ("police, through El Comercio", "InSight Crime", "el-comercio-ecuador"),
        ("El Comercio", "InSight Crime", "el-comercio-peru"),
        ("investigators, through El Nuevo Herald", "InSight Crime", "el-nuevo-herald"),
        ("OAS", "El Nuevo Diario, on an OAS report", "oas"),
        ("CAN", "TT, in Sweden Herald", "can-sweden"),
        ("SÁÁ", "Vísir", "saa-iceland"),
        ("Elephant Action League", "InSight Crime", "earth-league-international"),
        ("Iran and Hezbollah", "Reuters, in Devdiscourse", "hezbollah"),
        ("Colombian Navy", "El Heraldo", "colombian-navy"),
        ("AFP", "Rudaw", "afp"),
        ("Australian Federal Police", "Daily Cargo News", "australian-federal-police"),
        ("police", "Reuters, in BOL", "reuters"),
        ("Peruvian authorities", "InSight Crime", "insight-crime"),
        ("experts", "Universal Current Affairs", "universal-current-affairs"),
        (None, "NZ Herald", "new-zealand-herald"),
        ("law enforcement", "The New Zealand Herald, on Reuters", "reuters"),
        ("law enforcement", "The New Zealand Herald", "new-zealand-herald"),
        (None, "Havocscope, on a Guardian report", "guardian"),
        (None, "The Guardian (Tanzania)", "guardian-tanzania"),
        (None, "IRIN", "new-humanitarian"),
        (None, "Jane's Intelligence Review, on Geopium", "janes-intelligence-review"),
        (None, "ITAR-TASS", "tass"),
        (None, "Новая газета, in a blog", "новая-газета"),
    ],
)
def test_of_gives_the_voice_of_a_claim(said_by: str | None, publisher: str, voice: str) -> None:
    assert shipped_voices().of(said_by, publisher).id == f"voice/{voice}"


def test_of_leaves_an_unknown_publisher_its_own_name() -> None:
    assert shipped_voices().of(None, "The Hindu, in a copy").name == "The Hindu"
    assert shipped_voices().of("", "  ") == Voice("voice/unnamed", "publisher not named")


def test_of_answers_a_hundred_thousand_known_claims_in_a_second() -> None:
    voices = shipped_voices()
    voices.of("head of DEVIDA", "Gestión")
    begin = time.perf_counter()
    for _ in range(100_000):
        voices.of("head of DEVIDA", "Gestión")
    assert time.perf_counter() - begin < 1


def test_voices_are_equal_by_id() -> None:
    assert len({Voice("voice/milenio", "Milenio"), Voice("voice/milenio", "MILENIO")}) == 1
    assert Voice("voice/milenio", "Milenio") != Voice("voice/reforma", "Milenio")


def test_starter_speakers_name_an_institution_of_the_table_or_were_reviewed(speakers: set[str]) -> None:
    assert {text for text in speakers if not shipped_voices().named(text)} - _reviewed() == set()


def test_reviewed_speakers_name_no_institution(speakers: set[str]) -> None:
    assert {text for text in _reviewed() if shipped_voices().named(text)} == set()
    assert _reviewed() <= speakers


def test_starter_speakers_that_hold_an_alias_get_its_voice(speakers: set[str]) -> None:
    aliases = {text for entry in shipped_entries("voices") for text in _inside(entry)}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, aliases))})(?!\w)")
    holding = {text for text in speakers if pattern.search(text)}
    assert len(holding) > 200
    assert {text for text in holding if not shipped_voices().named(text)} == set()


def test_order_of_the_table_does_not_matter(pairs: list[tuple[str | None, str]]) -> None:
    entries = list(shipped_entries("voices"))
    random.Random(7).shuffle(entries)
    shuffled = Voices(entries)
    assert len(shuffled) == len(entries)
    assert [shuffled.of(*pair) for pair in pairs] == [shipped_voices().of(*pair) for pair in pairs]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"id": "other", "name": "Other", "aliases": ["nórdic Police"]}, "is voice/nordic-police and voice/other"),
        ({"id": "other", "name": "Other", "whole": ["the Nordic police"]}, "is voice/nordic-police and voice/other"),
        ({"id": "nordic-police", "name": "Other"}, "stands twice"),
        ({"id": "Other", "name": "Other"}, "is no id"),
        ({"id": "other", "name": "Other", "aliases": ["–"]}, "no words"),
        ({"id": "other", "name": "Other", "alias": ["Another"]}, "unknown key 'alias'"),
        ({"id": "other"}, "has no name"),
    ],
)
def test_voices_refuses_a_broken_entry(entry: dict[str, object], reason: str) -> None:
    with pytest.raises(OntologyError, match=re.escape(reason)):
        Voices([{"id": "nordic-police", "name": "Nordic police"}, entry])


@pytest.mark.parametrize(
    ("said_by", "voice"),
    [
        ("head of the NORTHERN NAVY", None),
        ("head of the northern návy", "voice/navy"),
        ("head of the Northern Navy's OPS", "voice/navy"),
        ("the North’s Navy", "voice/navy"),
        ("northern navy", "voice/navy"),
        ("the northern navyman", None),
        ("the O.P.S.", "voice/ops"),
        ("the OPS's deputy", "voice/ops"),
        ("ops", None),
        ("head of OPS EAST", "voice/ops-east"),
        ("OPS and the northern navy", "voice/ops"),
        ("an evening paper", None),
        ("the evening paper", None),
        ("Evening", "voice/evening"),
        ("The Evening", "voice/evening"),
        ("sailors, through Evening", "voice/evening"),
        ("sailors, seen by the northern navy", "voice/navy"),
    ],
)
def test_named_matches_whole_words_and_acronyms_as_written(said_by: str, voice: str | None) -> None:
    voices = Voices(
        [
            {"id": "ops", "name": "OPS"},
            {"id": "ops-east", "name": "OPS EAST"},
            {"id": "navy", "name": "Northern navy", "aliases": ["North's navy"]},
            {"id": "evening", "name": "Evening", "whole": ["Evening"]},
        ]
    )
    named = voices.named(said_by)
    assert (named and named.id) == voice


def test_named_finds_nothing_in_an_empty_table() -> None:
    assert Voices([]).named("head of DEVIDA") is None


@pytest.mark.parametrize(
    ("said_by", "parts"),
    [
        ("Tanzanian authorities, through an Indian official", ("Tanzanian authorities", "an Indian official")),
        ("Dutch police documents, reported by AD", ("Dutch police documents", "AD")),
        ("police, through A, through B", ("police", "A, through B")),
        ("Mexican defence ministry, in leaked e-mails", ("Mexican defence ministry, in leaked e-mails", None)),
        ("migrants who came through Libya", ("migrants who came through Libya", None)),
    ],
)
def test_speaker_tells_who_said_it_and_who_passed_it_on(said_by: str, parts: tuple[str, str | None]) -> None:
    assert speaker(said_by) == parts


def test_voices_digest_follows_the_entries_and_not_their_order() -> None:
    one, two = {"id": "radio-uno", "name": "Radio Uno"}, {"id": "radio-dos", "name": "Radio Dos"}
    assert voices_digest([one, two]) == voices_digest([two], [one]) != voices_digest([one])
    assert re.fullmatch("[0-9a-f]{64}", voices_digest())


def _reviewed() -> set[str]:
    return {text.strip() for line in NAMES_NO_INSTITUTION.split("\n") for text in line.split("|")} - {""}


def _inside(entry: Entry) -> set[str]:
    """The texts of an entry that are looked for inside another."""
    return {entry["name"], *entry.get("aliases", [])} - set(entry.get("whole", []))
