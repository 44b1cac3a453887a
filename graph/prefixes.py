"""The prefixes that a query may use without declaring them, and that exports are written with."""

BASE = "https://w3id.org/corredor/"

PREFIXES: dict[str, str] = {
    "cor": BASE,
    "place": BASE + "place/",
    "group": BASE + "group/",
    "route": BASE + "routeTo/",
    "source": BASE + "source/",
    "claim": BASE + "claim/",
    "voice": BASE + "voice/",
    "market": BASE + "market/",
    "commodity": BASE + "commodity/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "schema": "https://schema.org/",
}
