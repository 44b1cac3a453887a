// The evidence panel: links, nodes and claims as elements. Texts of sources only ever become text nodes.

const page = JSON.parse(document.getElementById("data").textContent);
const { links, claims, sources, entities, kinds, certainties } = page;
const NO_PROBABILITY = "The rank score orders links by how many voices say it and how surely; it is no probability.";
const WITHHELD = "The address leads to the publisher; the text's own names a person.";

/** An element with properties and children; children are elements or texts, and what is empty is left out. */
function el(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
const name = (id) => entities[id].name;
const claimsOf = (link) => [link.denials, link.disputes, link.claims, link.silent].flatMap((ids) => ids ?? []);
const linkName = (link) => `${name(link.start)} ${kinds[link.kind].symmetric ? "–" : "→"} ${name(link.end)}`;

/** What a link is, in a few words: "route · cocaine · attributed · 3 voices · disputed". */
function linkWords(link) {
  const { label } = certainties[link.certainty];
  const words = [kinds[link.kind].label, link.commodity, label, plural(link.voices, "voice")];
  return (link.disputed ? [...words, "disputed"] : words).join(" · ");
}

function linkView(link) {
  const chips = [
    kinds[link.kind].label, link.commodity, certainties[link.certainty].label, plural(link.voices, "voice"),
    link.years, link.status, `rank score ${link.score.toFixed(2)}`,
  ];
  return [
    el("p", { className: "soft" }, `${entities[link.start].about} and ${entities[link.end].about}`),
    el("ul", { className: "chips" },
      link.disputed && el("li", { className: "loud" }, "disputed"),
      chips.filter(Boolean).map((text) => el("li", {}, text))),
    link.voices === 1 && el("p", {}, "One voice alone says this."),
    link.modes && el("p", {}, `By ${link.modes.join(", ")}, of the whole journey that a claim tells.`),
    link.actors && el("p", {}, `Named as moving it: ${link.actors.join("; ")}.`),
    el("p", { className: "soft" }, NO_PROBABILITY),
    cards(link),
  ];
}

function nodeView(id) {
  const own = links.filter((link) => link.start === id || link.end === id);
  own.sort((a, b) => b.score - a.score || b.voices - a.voices);
  const count = new Set(own.flatMap(claimsOf)).size;
  return [
    el("p", { className: "soft" }, entities[id].about),
    entities[id].note && el("p", { className: "soft" }, entities[id].note),
    el("h3", {}, `${plural(own.length, "link")}, ${plural(count, "claim")}`),
    own.length === 0 && el("p", {}, "None of its links is drawn; narrow the question to see them."),
    own.map((link) => fold(link, own.length <= 3)),
  ];
}

/** A link of a node, its claims built when it is first opened: a busy country has hundreds. */
function fold(link, open) {
  const summary = el("summary", {}, linkName(link), el("span", { className: "soft" }, linkWords(link)));
  const details = el("details", {}, summary);
  details.addEventListener("toggle", () => details.childElementCount > 1 || details.append(...cards(link)));
  details.open = open;
  return details;
}

/** All claims about a link, under what they do to it; denials stand first. */
function cards(link) {
  const parts = [
    ["denials", "Denied", "Denies this"],
    ["disputes", "Denied as part of a longer route", "Denies a longer route through here"],
    ["claims", "Said", ""],
    ["silent", "Said of what is over", "Over: lends this link no support"],
  ];
  return parts.filter(([key]) => link[key]).flatMap(([key, title, tag]) => [
    el("h3", {}, `${title} (${plural(link[key].length, "claim")})`),
    ...link[key].map((id) => card(claims[id], key, tag)),
  ]);
}

function card(claim, part, tag) {
  const certainty = certainties[claim.certainty];
  const denies = part === "denials" || part === "disputes";
  const facts = [
    ["Said by", claim.speaker ?? "the source itself"], ["Through", claim.relayed], ["Voice", claim.voice],
    ["Time", claim.time], ["As written", claim.written?.join("; ")], ["Where", claim.where], ["Note", claim.note],
  ];
  return el("article", { className: `claim ${denies ? "denies" : part}` },
    tag && el("p", { className: "tag" }, tag),
    el("p", { className: "sentence" }, claim.sentence),
    claim.exact && el("blockquote", {}, `“${claim.exact}”`),
    el("p", { className: "soft" }, el("strong", {}, certainty.label), ` ${certainty.means}`),
    claim.pending !== undefined &&
      el("p", { className: "tag" }, `Read by machine, reviewed by nobody yet (score ${claim.pending})`),
    el("dl", { className: "facts" },
      facts.filter(([, text]) => text).map(([label, text]) => [el("dt", {}, label), el("dd", {}, text)])),
    sourceLine(sources[claim.source]));
}

function sourceLine(source) {
  const dated = source.guess ? `${source.published} (date read from the context)` : source.published;
  return el("p", { className: "source" },
    /^https?:\/\//i.test(source.url ?? "")
      ? el("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.title)
      : [source.title, source.url && ` (${source.url})`],
    el("br"),
    el("span", { className: "soft" }, [source.publisher, dated, source.kind].filter(Boolean).join(" · ")),
    source.weak && [el("br"), el("strong", {}, "Not relied on alone.")],
    source.withheld && [el("br"), el("span", { className: "soft" }, WITHHELD)]);
}
