// The picture: vis-network draws nodes and lines; names, marks and what is chosen are drawn over them.
// What is taken from its `body` is no public interface: the page carries the one release that it was written for.

const dark = matchMedia("(prefers-color-scheme: dark)");
const css = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
const FADE = links.length > 1000 ? 0.4 : links.length > 200 ? 0.65 : 0.9;

/** A colour of the vocabulary as it is; lighter where the ground is dark. */
function shade(hex) {
  if (!dark.matches) return hex;
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${parts.map((part) => Math.round(part + (255 - part) * 0.35)).join()})`;
}

function nodeLook({ label, color, ...node }) {
  const solid = { background: shade(color), border: css("--ink") };
  const fill = entities[node.id].collective ? { background: css("--paper"), border: shade(color) } : solid;
  const box = node.shape === "box" ? { widthConstraint: 26, heightConstraint: 10, margin: 2, font: { size: 1 } } : {};
  return { ...node, ...box, label: box.font ? " " : undefined, title: entities[node.id].about, hidden: false,
    borderWidth: fill === solid ? 1 : 1.6, color: { ...fill, highlight: fill, hover: fill } };
}

function edgeLook({ color, ...edge }) {
  const line = shade(color);
  const link = links[edge.id];
  const title = `${linkName(link)}\n${linkWords(link)}`;
  return { ...edge, title, hidden: false, color: { color: line, highlight: line, hover: line, opacity: FADE } };
}

const nodes = new vis.DataSet(page.nodes.map(nodeLook));
const edges = new vis.DataSet(page.edges.map(edgeLook));
const network = new vis.Network(document.getElementById("canvas"), { nodes, edges }, page.options);
document.querySelector(".vis-network").tabIndex = -1; // the table is for the keyboard
const degree = new Map();
for (const link of links) for (const end of [link.start, link.end]) degree.set(end, (degree.get(end) ?? 0) + 1);
const byDegree = page.nodes.map((node) => node.id).sort((a, b) => (degree.get(b) ?? 0) - (degree.get(a) ?? 0));

// ---------------------------------------------------------------- what is chosen stands out

/** What stands out while the rest is veiled: a set of nodes, those amid them, edges. Null: nothing is chosen. */
let chosen = null;

const isShown = (drawn) => !drawn.options.hidden;

function highlight(choice) {
  chosen = choice;
  placed.key = "";
  network.redraw();
}

function veil(context) {
  const from = network.DOMtoCanvas({ x: -9, y: -9 });
  const to = network.DOMtoCanvas({ x: context.canvas.clientWidth + 9, y: context.canvas.clientHeight + 9 });
  context.globalAlpha = 0.7;
  context.fillStyle = css("--paper");
  context.fillRect(from.x, from.y, to.x - from.x, to.y - from.y);
  context.globalAlpha = 1;
  const lines = chosen.edges.map((id) => network.body.edges[id]).filter(isShown);
  for (const line of lines) line.draw(context);
  for (const line of lines) line.drawArrows(context);
  for (const node of [...chosen.nodes].map((id) => network.body.nodes[id]).filter(isShown)) node.draw(context);
}

/** A ring with an unequal sign on the middle of each disputed line: colour alone would not say it. */
function drawDisputes(context, scale) {
  const marked = (id) => links[id].disputed && (!chosen || chosen.edges.includes(id));
  const lines = [...links.keys()].filter(marked).map((id) => network.body.edges[id]);
  for (const line of lines.filter(isShown)) {
    const { x, y } = line.edgeType.getPoint(0.5);
    const radius = Math.max(6, Math.min(8, 10 * scale)) / scale;
    context.lineWidth = 1.4 / scale;
    context.strokeStyle = context.fillStyle = css("--ink");
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
    context.fillStyle = css("--ground");
    context.fill();
    context.fillStyle = css("--ink");
    context.font = `${radius * 1.75}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText("≠", x, y);
  }
}

network.on("afterDrawing", (context) => {
  const scale = network.getScale();
  if (chosen) veil(context);
  drawNames(context, scale);
  drawDisputes(context, scale);
});
network.on("dragEnd", () => { placed.key = ""; });

// ---------------------------------------------------------------- moving about

const still = matchMedia("(prefers-reduced-motion: reduce)");
const animation = () => !still.matches && { duration: 350, easingFunction: "easeInOutQuad" };

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: animation() });
}

/** All in view, with room at the sides for names. */
function showAll() {
  network.fit({ minZoomLevel: 0.01, maxZoomLevel: 1.6 });
  network.moveTo({ scale: network.getScale() * 0.9 });
}

/** What is chosen in the middle, with what is around it. */
function goToChosen() {
  const { clientWidth, clientHeight } = document.getElementById("canvas");
  if (!clientWidth) return; // the table is shown
  const ends = chosen.middle.map((id) => network.getPosition(id)); // of one node, or of the two ends of a link
  const [a, b] = [ends.at(0), ends.at(-1)];
  const reach = Math.max(Math.abs(a.x - b.x) / clientWidth, Math.abs(a.y - b.y) / clientHeight);
  const position = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  network.moveTo({ position, scale: Math.min(1, 0.7 / (reach || 0.01)), animation: animation() });
}

function paintLegend() {
  for (const look of document.querySelectorAll("[data-colour]")) look.style.color = shade(look.dataset.colour);
}

function repaint() {
  paintLegend();
  nodes.update(page.nodes.map((node) => ({ id: node.id, color: nodeLook(node).color })));
  edges.update(page.edges.map((edge) => ({ id: edge.id, color: edgeLook(edge).color })));
}
dark.addEventListener("change", repaint);
