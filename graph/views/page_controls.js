// What the reader does: choose, filter, search, read the table, with a pointer or with keys alone.

const byId = (id) => document.getElementById(id);
const panel = byId("evidence");
let cameFrom = null;

// ---------------------------------------------------------------- the panel

function openPanel(title, content) {
  const close = el("button", { type: "button", className: "close", onclick: closePanel }, "Close");
  const heading = el("h2", { tabIndex: -1 }, title);
  panel.replaceChildren(el("div", { className: "head" }, heading, close), ...content.flat().filter(Boolean));
  byId("intro").hidden = true;
  panel.hidden = false;
  byId("panel").scrollTop = 0;
  heading.focus({ preventScroll: matchMedia("(min-width: 56rem)").matches });
}

function closePanel() {
  panel.hidden = true;
  byId("intro").hidden = false;
  markRow(null);
  highlight(null);
  network.unselectAll();
  if (cameFrom?.isConnected) cameFrom.focus();
}

function openLink(index, opener = null) {
  const link = links[index];
  cameFrom = opener;
  markRow(index);
  const ends = [link.start, link.end];
  highlight({ middle: ends, nodes: new Set(ends), edges: [index] });
  if (opener) goToChosen();
  openPanel(linkName(link), linkView(link));
}

function openNode(id, opener = null) {
  const own = links.flatMap((link, index) => (link.start === id || link.end === id ? [index] : []));
  cameFrom = opener;
  markRow(null);
  const around = own.flatMap((index) => [links[index].start, links[index].end]);
  highlight({ middle: [id], nodes: new Set([id, ...around]), edges: own });
  if (opener) goToChosen();
  openPanel(name(id), nodeView(id));
}

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined) openNode(node);
  else if (edge !== undefined) openLink(edge);
  else if (chosen) closePanel();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden) closePanel();
});

// ---------------------------------------------------------------- the table: every drawn link is a row

const COLUMNS = [
  ["Link", (link) => linkName(link)],
  ["Kind", (link) => kinds[link.kind].label],
  ["Commodity", (link) => link.commodity],
  ["Certainty", (link) => certainties[link.certainty].label + (link.disputed ? ", disputed" : "")],
  ["Years", (link) => link.years ?? ""],
  ["Voices", (link) => link.voices],
  ["Claims", (link) => claimsOf(link).length],
  ["Rank score", (link) => (link.score ?? 0).toFixed(2)],
];
const isNumber = (column) => column >= 5;

const rows = links.map((link, index) => {
  const open = el("button", { type: "button" }, linkName(link));
  open.addEventListener("click", () => openLink(index, open));
  const cells = COLUMNS.slice(1).map(([, value], at) => el("td", { className: isNumber(at + 1) ? "number" : "" }, String(value(link))));
  return el("tr", {}, el("th", { scope: "row" }, open), cells);
});
document.querySelector("tbody").append(...rows);

function markRow(index) {
  document.querySelector("tbody [aria-current]")?.removeAttribute("aria-current");
  if (index !== null) rows[index].querySelector("button").setAttribute("aria-current", "true");
}

function sortBy(column, head) {
  const down = head.getAttribute("aria-sort") !== "descending" && (isNumber(column) || head.hasAttribute("aria-sort"));
  const value = COLUMNS[column][1];
  const order = links.map((link, index) => [value(link), index]);
  order.sort(([a, i], [b, j]) => (isNumber(column) ? a - b : String(a).localeCompare(String(b), "en")) * (down ? -1 : 1) || i - j);
  document.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  document.querySelector("tbody").append(...order.map(([, index]) => rows[index]));
}

document.querySelector("thead tr").append(...COLUMNS.map(([title], column) => {
  const head = el("th", { scope: "col", className: isNumber(column) ? "number" : "" });
  head.append(el("button", { type: "button", onclick: () => sortBy(column, head) }, title));
  return head;
}));

document.querySelector("tbody").addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!step) return;
  let row = event.target.closest("tr")[step];
  while (row?.hidden) row = row[step];
  row?.querySelector("button").focus();
  event.preventDefault();
});

function showView(view) {
  for (const other of ["picture", "table"]) {
    byId(other).hidden = other !== view;
    byId(`show-${other}`).setAttribute("aria-pressed", String(other === view));
  }
  if (view === "table") return;
  network.redraw();
  if (chosen) goToChosen();
}
byId("show-picture").onclick = () => showView("picture");
byId("show-table").onclick = () => showView("table");
document.querySelector(".skip").onclick = () => { showView("table"); rows.find((row) => !row.hidden)?.querySelector("button").focus(); };

// ---------------------------------------------------------------- the legend is the filter

const boxes = [...document.querySelectorAll("nav input")];

function filter() {
  const on = { class: new Set(), kind: new Set(), commodity: new Set(), certainty: new Set() };
  for (const box of boxes) if (box.checked) on[box.closest("fieldset").dataset.facet].add(box.value);
  const inside = (id) => on.class.has(entities[id].kind);
  const visible = links.map((link) => on.kind.has(link.kind) && on.commodity.has(link.commodity)
    && on.certainty.has(link.certainty) && inside(link.start) && inside(link.end));
  const linked = new Set(links.flatMap((link, index) => (visible[index] ? [link.start, link.end] : [])));
  setHidden(edges, links.flatMap((_, id) => (edges.get(id).hidden === !visible[id] ? [] : [{ id, hidden: !visible[id] }])));
  setHidden(nodes, page.nodes.flatMap(({ id }) => {
    const hidden = !inside(id) || (degree.has(id) && !linked.has(id));
    return nodes.get(id).hidden === hidden ? [] : [{ id, hidden }];
  }));
  rows.forEach((row, index) => { row.hidden = !visible[index]; });
  tell(visible.filter(Boolean).length, page.nodes.filter(({ id }) => !nodes.get(id).hidden).length);
}

function setHidden(set, changes) {
  placed.key = "";
  if (changes.length) set.update(changes);
}

function tell(shownLinks, shownNodes) {
  const of = (shown, all, word) => (shown === all ? plural(all, word) : `${shown.toLocaleString("en")} of ${plural(all, word)}`);
  byId("count").textContent = `${of(shownNodes, page.nodes.length, "node")}, ${of(shownLinks, links.length, "link")}`;
}

document.querySelector("nav").addEventListener("change", filter);
document.querySelector("nav").addEventListener("click", ({ target }) => {
  if (!target.dataset.pick) return;
  for (const box of target.closest("fieldset").querySelectorAll("input")) box.checked = target.dataset.pick === "all";
  filter();
});

// ---------------------------------------------------------------- search

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
const ids = page.nodes.map((node) => node.id);

function search(text) {
  const wanted = folded(text);
  const called = (id) => [name(id), entities[id].about, ...(entities[id].also ?? [])].map(folded);
  const tests = [(word) => word === wanted, (word) => word.startsWith(wanted), (word) => word.includes(wanted)];
  return wanted && tests.map((test) => byDegree.find((id) => called(id).some(test))).find(Boolean);
}

byId("names").append(...ids.map((id) => el("option", { value: entities[id].about })));
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const id = search(byId("find").value);
  byId("found").textContent = id ? "" : "Nothing drawn is called so.";
  if (id) openNode(id, byId("find"));
});
byId("find").addEventListener("input", ({ target }) => {
  byId("found").textContent = "";
  if (ids.some((id) => entities[id].about === target.value)) byId("search").requestSubmit();
});

// ---------------------------------------------------------------- zoom, and the first look

byId("zoom-in").onclick = () => zoom(1.4);
byId("zoom-out").onclick = () => zoom(1 / 1.4);
byId("zoom-fit").onclick = showAll;

const strongest = links.map((_, index) => index).sort((a, b) => links[b].voices - links[a].voices || (links[b].score ?? 0) - (links[a].score ?? 0));
byId("strongest").append(...strongest.slice(0, 8).map((index) => {
  const open = el("button", { type: "button" }, linkName(links[index]));
  open.onclick = () => openLink(index, open);
  return el("li", {}, open, el("span", { className: "soft" }, ` ${kinds[links[index].kind].label}, ${links[index].commodity}, ${plural(links[index].voices, "voice")}`));
}));

paintLegend();
filter();
network.once("afterDrawing", () => {
  window.corredor = { network, page };
  window.ready = true;
});
showAll();
