"""The namespaces that our words stand beside, by the prefixes that shapes and the JSON-LD context write."""

from corredor.ontology.turtle import BASE, SKOS

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SCHEMA = "https://schema.org/"

NAMESPACES: dict[str, str] = {
    "cor": BASE,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "prov": PROV,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": DCTERMS,
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wgs": WGS,
    "schema": SCHEMA,
    "ftm": "https://schema.followthemoney.tech/#",
}


def short(iri: str) -> str:
    """An IRI by its prefix, `cor:origin`, or whole where it has none."""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
