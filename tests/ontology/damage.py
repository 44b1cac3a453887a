"""What can be wrong with an export: for each damage an update that does it, and what the shapes say."""

DAMAGE: dict[str, tuple[str, str]] = {
    "a route without its origin": (
        "DELETE { ?c cor:origin ?o } WHERE { ?c a cor:Route ; cor:origin ?o }",
        "A claim that has originText has origin, or the key of the field under unresolved.",
    ),
    "a name that is not kept as written": (
        "DELETE { ?c cor:whereActiveText ?t } WHERE { ?c a cor:Partnership ; cor:whereActiveText ?t }",
        "A claim that has whereActive has whereActiveText, the name as written.",
    ),
    "a certainty of no list": (
        "DELETE { ?c cor:certainty ?w } INSERT { ?c cor:certainty cor:sea } WHERE { ?c cor:certainty ?w ; cor:low ?l }",
        "A claim has exactly one certainty: one of stated, attributed, believed, alleged, denied.",
    ),
    "a claim of no certainty": (
        "DELETE { ?c cor:certainty ?w } WHERE { ?c a cor:Control ; cor:certainty ?w }",
        "A claim has exactly one certainty: one of stated, attributed, believed, alleged, denied.",
    ),
    "a claim of no source": (
        "DELETE { ?c prov:wasDerivedFrom ?s } WHERE { ?c a cor:Control ; prov:wasDerivedFrom ?s }",
        "A claim has exactly one source: the name (IRI) of a source that the export describes.",
    ),
    "two voices": (
        "INSERT { ?c cor:voice <urn:v> . <urn:v> a cor:Voice ; rdfs:label 'V' } WHERE { ?c a cor:Control }",
        "A claim has exactly one voice: the name (IRI) of a voice that the export describes.",
    ),
    "a seizure without a place": (
        "DELETE { ?c cor:place ?p ; cor:placeText ?t } WHERE { ?c a cor:Seizure ; cor:place ?p ; cor:placeText ?t }",
        "A seizure claim has exactly one place as written: a text.",
    ),
    "two destinations": (
        "INSERT { ?c cor:destination place:AA } WHERE { ?c a cor:Route }",
        "A route claim has at most one destination: the name (IRI) of a place that the export describes.",
    ),
    "a literal where a place belongs": (
        "DELETE { ?c cor:place ?p } INSERT { ?c cor:place 'Peru' } WHERE { ?c a cor:MarketClaim ; cor:place ?p }",
        "A market claim has at most one place: the name (IRI) of a place that the export describes.",
    ),
    "a group where a place belongs": (
        "DELETE { ?c cor:place ?p } INSERT { ?c cor:place group:g } WHERE { ?c a cor:Control ; cor:place ?p }",
        "A control claim has at most one place: the name (IRI) of a place that the export describes.",
    ),
    "a place that nothing describes": (
        "DELETE WHERE { place:port-bb-q a ?class }",
        "A seizure claim has at most one place: the name (IRI) of a place that the export describes.",
    ),
    "a group where a place or a commodity belongs": (
        "DELETE { ?c cor:over ?o } INSERT { ?c cor:over group:g } WHERE { ?c a cor:Rivalry ; cor:over ?o }",
        "A rivalry claim has at most one over: the name (IRI) of a place or a commodity that the export describes.",
    ),
    "a negative amount": (
        "DELETE { ?c cor:quantity ?q } INSERT { ?c cor:quantity '-1.5'^^xsd:decimal } WHERE { ?c cor:quantity ?q }",
        "A seizure claim has exactly one quantity: a number above 0.",
    ),
    "an amount that is a text": (
        "DELETE { ?c cor:hectares ?q } INSERT { ?c cor:hectares '1.5' } WHERE { ?c cor:hectares ?q }",
        "A production claim has at most one hectares: a number above 0.",
    ),
    "a quantity without a unit": (
        "DELETE WHERE { ?c cor:quantityUnit ?u }",
        "A claim that has quantity has quantityUnit.",
    ),
    "a share above 100": (
        "DELETE { ?c cor:share ?q } INSERT { ?c cor:share 101.0 } WHERE { ?c cor:share ?q }",
        "A route claim has at most one share: a number above 0 and up to 100.",
    ),
    "a price without a figure": (
        "DELETE { ?c cor:low ?l ; cor:high ?h } WHERE { ?c a cor:Price ; cor:low ?l ; cor:high ?h }",
        "A price claim has a low or high.",
    ),
    "a low above the high": (
        "DELETE { ?c cor:low ?l } INSERT { ?c cor:low 90.0 } WHERE { ?c cor:low ?l }",
        "A price claim has at most one low: a number above 0, not above high.",
    ),
    "a currency of four letters": (
        "DELETE { ?c cor:currency ?l } INSERT { ?c cor:currency 'EURO' } WHERE { ?c cor:currency ?l }",
        "A price claim has exactly one currency: three capital letters.",
    ),
    "a bound of nothing": (
        "DELETE { ?c cor:share ?s ; cor:shareText ?t } WHERE { ?c a cor:Route ; cor:share ?s ; cor:shareText ?t }",
        "A route claim has a bound only beside share.",
    ),
    "a mode that is a text": (
        "INSERT { ?c cor:mode 'sea' } WHERE { ?c a cor:Seizure }",
        "Each mode of a seizure claim is one of air, sea, land, river, rail, parcel, person.",
    ),
    "a partnership of three": (
        "INSERT { ?c cor:memberText 'i' } WHERE { ?c a cor:Partnership }",
        "A partnership claim has exactly 2 values of between as written: a text.",
    ),
    "a field of another kind": (
        "INSERT { ?c cor:users 5 } WHERE { ?c a cor:Seizure }",
        "A seizure claim says nothing but what its fields are for.",
    ),
    "an unresolved field of another kind": (
        "INSERT { ?c cor:unresolved 'via' } WHERE { ?c a cor:Control }",
        "Each unresolved field of a control claim is one of group, place, commodity.",
    ),
    "a period of words": (
        "DELETE { ?c cor:period ?p } INSERT { ?c cor:period 'last spring' } WHERE { ?c a cor:Route ; cor:period ?p }",
        "A route claim has at most one period: a date or a span such as 2018, 2016/.. or 2014/2018.",
    ),
    "an end before the beginning": (
        "DELETE { ?c cor:ends ?e } INSERT { ?c cor:ends '1999-01-01'^^xsd:date } WHERE { ?c cor:ends ?e ; cor:via ?v }",
        "A claim has at most one begins: a day, not after the one that it ends on.",
    ),
    "words that start and do not end": ("DELETE WHERE { ?c cor:end ?e }", "A claim that has start has end."),
    "words that end and do not start": ("DELETE WHERE { ?c cor:start ?e }", "A claim that has end has start."),
    "words that end before they start": (
        "DELETE { ?c cor:end ?e } INSERT { ?c cor:end 2 } WHERE { ?c cor:end ?e }",
        "A claim has at most one start: a whole number from 0, below its end.",
    ),
    "a score above 1": (
        "DELETE { ?c cor:score ?e } INSERT { ?c cor:score 1.5e0 } WHERE { ?c cor:score ?e }",
        "A claim has at most one score: a number from 0 to 1.",
    ),
    "attributed to nobody": (
        "DELETE { ?c cor:saidBy ?s } WHERE { ?c a cor:Route ; cor:saidBy ?s }",
        "A claim that is attributed says by whom it is said.",
    ),
    "relayed and said by nobody": (
        "INSERT { ?c cor:relayedBy 'Peru 21' } WHERE { ?c a cor:Price }",
        "A claim that has relayedBy has saidBy.",
    ),
    "a route without legs": (
        "DELETE WHERE { ?c cor:leg ?l . ?l a cor:Leg ; cor:order ?o ; cor:legFrom ?f ; cor:legTo ?t }",
        "A route claim has at least one leg: the name (IRI) of a leg that the export describes.",
    ),
    "a leg of no claim": (
        "INSERT DATA { <urn:leg> a cor:Leg ; cor:order 1 }",
        "A leg has exactly one claim that it is a leg of: the name (IRI) of a claim.",
    ),
    "a leg out of order": (
        "DELETE { ?l cor:order 2 } INSERT { ?l cor:order 0 } WHERE { ?l cor:order 2 }",
        "A leg has exactly one order: a whole number from 1.",
    ),
    "a source that was published in words": (
        "DELETE { ?s dcterms:issued ?d } INSERT { ?s dcterms:issued 'in May' } WHERE { ?s dcterms:issued ?d }",
        "A source has exactly one date of publication: "
        "a day (xsd:date), a month (xsd:gYearMonth) or a year (xsd:gYear).",
    ),
    "a source without a title": (
        "DELETE WHERE { ?s dcterms:title ?t }",
        "A source has exactly one title: a text.",
    ),
    "a source with a key that means nothing": (
        "INSERT { ?s cor:sourse 'x' } WHERE { ?s a cor:Source }",
        "A source says nothing but what its properties are for.",
    ),
    "a judgement of no act": (
        "DELETE { ?j cor:act ?a } INSERT { ?j cor:act 'forget' } WHERE { ?j cor:act ?a }",
        "A judgement has exactly one act: accept, reject, retract or undo.",
    ),
    "a judgement about nothing": (
        "DELETE WHERE { ?j cor:about ?a }",
        "A judgement has exactly one about: the name (IRI) of a claim, a source or a judgement.",
    ),
    "a judgement of no time": (
        "DELETE WHERE { ?j prov:endedAtTime ?a }",
        "A judgement has exactly one time: an xsd:dateTime.",
    ),
    "a place beyond the pole": (
        "DELETE { place:AA wgs:lat ?l } INSERT { place:AA wgs:lat 90.5 } WHERE { place:AA wgs:lat ?l }",
        "A place has exactly one latitude: from -90 to 90.",
    ),
    "a place in two": (
        "INSERT DATA { place:port-bb-q cor:within place:AA }",
        "A place has at most one lies in: the name (IRI) of a place that the export describes.",
    ),
    "a place in the country of a port": (
        "INSERT DATA { place:AA cor:inCountry place:port-bb-q }",
        "Each in country of a place is the name (IRI) of a country that the export describes.",
    ),
    "a group of no kind": (
        "DELETE WHERE { group:g cor:groupKind ?k }",
        "A group has exactly one kind of group: one of "
        "cartel, mafia, clan, gang, guerrilla, network, collective, state-embedded.",
    ),
    "a voice without a name": (
        "DELETE { ?v rdfs:label ?l } WHERE { ?v a cor:Voice ; rdfs:label ?l }",
        "A voice has at least one label: a text.",
    ),
    "a market of a group": (
        "DELETE { ?m cor:inPlace ?p } INSERT { ?m cor:inPlace group:g } WHERE { ?m cor:inPlace ?p }",
        "A market has exactly one in place: the name (IRI) of a place that the export describes.",
    ),
    "an edge from a group": (
        "INSERT DATA { group:g cor:routeTo place:AA }",
        "What the edge route to leaves from is a place.",
    ),
}
