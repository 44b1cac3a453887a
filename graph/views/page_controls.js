// What the reader does: choose, filter, search, move about, with a pointer or with keys alone.

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

// ---------------------------------------------------------------- picture or table

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
document.querySelector(".skip").onclick = (event) => {
  event.preventDefault(); // the browser would go to the table as a whole, not to its first row
  showView("table");
  rows.find((row) => !row.hidden)?.querySelector("button").focus();
};

// ---------------------------------------------------------------- the legend is the filter

const boxes = [...document.querySelectorAll("nav input")];

/** What every facet of the legend has ticked decides: a link by its own words and by the classes of its ends. */
function filter() {
  const ticked = { class: new Set(), kind: new Set(), commodity: new Set(), certainty: new Set() };
  for (const box of boxes) if (box.checked) ticked[box.closest("fieldset").dataset.facet].add(box.value);
  const inside = (id) => ticked.class.has(entities[id].kind);
  const fits = (link) => ["kind", "commodity", "certainty"].every((facet) => ticked[facet].has(link[facet]))
    && inside(link.start) && inside(link.end);

  const shownLinks = new Set([...links.keys()].filter((index) => fits(links[index])));
  const linked = new Set([...shownLinks].flatMap((index) => [links[index].start, links[index].end]));
  const shownNodes = new Set(byDegree.filter((id) => linked.has(id) || (inside(id) && !degree.has(id))));
  show(edges, shownLinks);
  show(nodes, shownNodes);
  rows.forEach((row, index) => { row.hidden = !shownLinks.has(index); });
  const of = (shown, all, word) => (shown === all ? "" : `${shown.toLocaleString("en")} of `) + plural(all, word);
  byId("count").textContent =
    `${of(shownNodes.size, page.nodes.length, "node")}, ${of(shownLinks.size, links.length, "link")}`;
}

/** Hides all of a set but some; only what changes is touched, for each change costs. */
function show(set, shown) {
  placed.key = "";
  const changing = set.get({ fields: ["id", "hidden"], filter: ({ id, hidden }) => hidden === shown.has(id) });
  set.update(changing.map(({ id, hidden }) => ({ id, hidden: !hidden })));
}

document.querySelector("nav").addEventListener("change", filter);
document.querySelector("nav").addEventListener("click", ({ target }) => {
  if (!target.dataset.pick) return;
  for (const box of target.closest("fieldset").querySelectorAll("input")) box.checked = target.dataset.pick === "all";
  filter();
});

// ---------------------------------------------------------------- search

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** The node that a text names best: by its whole name or alias, else its beginning, else any part. */
function search(text) {
  const wanted = folded(text);
  const called = (id) => [name(id), entities[id].about, ...(entities[id].also ?? [])].map(folded);
  const tests = [(word) => word === wanted, (word) => word.startsWith(wanted), (word) => word.includes(wanted)];
  return wanted && tests.map((test) => byDegree.find((id) => called(id).some(test))).find(Boolean);
}

byId("names").append(...page.nodes.map(({ id }) => el("option", { value: entities[id].about })));
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const id = search(byId("find").value);
  byId("found").textContent = id ? "" : "Nothing drawn is called so.";
  if (id) openNode(id, byId("find"));
});
byId("find").addEventListener("input", ({ target }) => {
  byId("found").textContent = "";
  if (byDegree.some((id) => entities[id].about === target.value)) byId("search").requestSubmit();
});

// ---------------------------------------------------------------- zoom, and the first look

byId("zoom-in").onclick = () => zoom(1.4);
byId("zoom-out").onclick = () => zoom(1 / 1.4);
byId("zoom-fit").onclick = showAll;

const byVoices = (a, b) => links[b].voices - links[a].voices || links[b].score - links[a].score;
byId("strongest").append(...[...links.keys()].sort(byVoices).slice(0, 8).map((index) => {
  const { kind, commodity, voices } = links[index];
  const open = el("button", { type: "button", onclick: () => openLink(index, open) }, linkName(links[index]));
  const words = ` ${kinds[kind].label}, ${commodity}, ${plural(voices, "voice")}`;
  return el("li", {}, open, el("span", { className: "soft" }, words));
}));

paintLegend();
filter();
network.once("afterDrawing", () => {
  window.corredor = { network, page };
  window.ready = true;
});
showAll();
