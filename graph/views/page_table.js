// The table: every drawn link is a row, and a row opens what its line opens. Nothing in it needs a pointer.

const COLUMNS = [
  ["Link", linkName],
  ["Kind", (link) => kinds[link.kind].label],
  ["Commodity", (link) => link.commodity],
  ["Certainty", (link) => certainties[link.certainty].label + (link.disputed ? ", disputed" : "")],
  ["Years", (link) => link.years ?? ""],
  ["Voices", (link) => link.voices],
  ["Claims", (link) => claimsOf(link).length],
  ["Rank score", (link) => link.score.toFixed(2)],
];
const isNumber = (column) => column >= 5;
const body = document.querySelector("tbody");

const rows = links.map((link, index) => {
  const open = el("button", { type: "button", onclick: () => openLink(index, open) }, linkName(link));
  const cells = COLUMNS.map(([, value], column) =>
    column > 0 && el("td", { className: isNumber(column) ? "number" : "" }, String(value(link))));
  return el("tr", {}, el("th", { scope: "row" }, open), cells);
});
body.append(...rows);

document.querySelector("thead tr").append(...COLUMNS.map(([title], column) => {
  const head = el("th", { scope: "col", className: isNumber(column) ? "number" : "" });
  head.append(el("button", { type: "button", onclick: () => sortBy(column, head) }, title));
  return head;
}));

/** Words from A to Z first, numbers from the greatest; the other way round when asked again. */
function sortBy(column, head) {
  const first = isNumber(column) ? "descending" : "ascending";
  const second = isNumber(column) ? "ascending" : "descending";
  const order = head.getAttribute("aria-sort") === first ? second : first;
  document.querySelector("thead [aria-sort]")?.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", order);
  const values = links.map(COLUMNS[column][1]);
  const compare = isNumber(column) ? (a, b) => a - b : (a, b) => a.localeCompare(b, "en");
  const sign = order === "ascending" ? 1 : -1;
  const sorted = [...links.keys()].sort((i, j) => sign * compare(values[i], values[j]) || i - j);
  body.append(...sorted.map((index) => rows[index]));
}

/** Marks the row of the link whose evidence is open; null: none is. */
function markRow(index) {
  body.querySelector("[aria-current]")?.removeAttribute("aria-current");
  if (index !== null) rows[index].querySelector("button").setAttribute("aria-current", "true");
}

body.addEventListener("keydown", (event) => {
  const next = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!next) return;
  let row = event.target.closest("tr")[next];
  while (row?.hidden) row = row[next];
  row?.querySelector("button").focus();
  event.preventDefault();
});
