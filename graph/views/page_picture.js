// The picture: vis-network draws nodes and lines; names, marks and what is chosen are drawn over them, always readable.

const dark = matchMedia("(prefers-color-scheme: dark)");
const css = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
const FADE = links.length > 1000 ? 0.4 : links.length > 200 ? 0.65 : 0.9;
const FONT = 12;

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
  return { ...edge, title: `${linkName(link)}\n${linkWords(link)}`, hidden: false, color: { color: line, highlight: line, hover: line, opacity: FADE } };
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
  const lines = chosen.edges.map((id) => network.body.edges[id]).filter((edge) => !edge.options.hidden);
  for (const line of lines) line.draw(context);
  for (const line of lines) line.drawArrows(context);
  for (const id of chosen.nodes) if (!network.body.nodes[id].options.hidden) network.body.nodes[id].draw(context);
}

// ---------------------------------------------------------------- names, of one size at every zoom

const ruler = document.createElement("canvas").getContext("2d");
ruler.font = `${FONT}px system-ui, sans-serif`;
const short = (id) => (name(id).length > 28 ? `${name(id).slice(0, 27)}…` : name(id));
const widths = new Map(page.nodes.map(({ id }) => [id, ruler.measureText(short(id)).width]));
const MARGIN = 35;
const [leftmost, rightmost] = [Math.min, Math.max].map((end) => end(...page.nodes.map((node) => node.x)));
const placed = { key: "", names: [] };

/** Where names fit at this zoom: the best linked first, each on the first of four sides where it covers nothing. */
function placeNames(scale) {
  const shown = byDegree.filter((id) => !network.body.nodes[id].options.hidden && (!chosen || chosen.nodes.has(id)));
  const taken = grid();
  const spot = (id) => {
    const { x, y, options } = network.body.nodes[id];
    return { x: x * scale, y: y * scale, r: (options.size ?? 8) * scale };
  };
  for (const id of shown) {
    const { x, y, r } = spot(id);
    taken.add({ id, left: x - r, right: x + r, top: y - r, bottom: y + r });
  }
  return shown.flatMap((id, rank) => {
    const { x, y, r } = spot(id), half = widths.get(id) / 2 + 2, tall = FONT / 2 + 1;
    const sides = [[x, y + r + tall], [x + r + half, y], [x - r - half, y], [x, y - r - tall]];
    const boxes = sides.map(([middle, line]) => (
      { text: true, x: middle, y: line, left: middle - half, right: middle + half, top: line - tall, bottom: line + tall }));
    const leaves = (box) => box.left < leftmost * scale - MARGIN || box.right > rightmost * scale + MARGIN;
    boxes.sort((a, b) => leaves(a) - leaves(b)); // within the picture, if that can be
    const clear = (box, other) => other.id === id || other.right <= box.left || box.right <= other.left
      || other.bottom <= box.top || box.bottom <= other.top;
    // The best linked are named in any case, over lesser nodes if need be; never over another name.
    const box = boxes.find((box) => taken.near(box).every((other) => clear(box, other)))
      ?? (rank < shown.length / 15 && boxes.find((box) => taken.near(box).every((other) => !other.text || clear(box, other))));
    if (!box) return [];
    taken.add(box);
    return [{ id, x: box.x / scale, y: box.y / scale }];
  });
}

/** Boxes by the cells of a grid that they touch, so that only near ones are compared. */
function grid() {
  const cells = new Map();
  const touched = (box) => {
    const keys = [];
    for (let x = Math.floor(box.left / 80); x <= box.right / 80; x++)
      for (let y = Math.floor(box.top / 24); y <= box.bottom / 24; y++) keys.push(`${x},${y}`);
    return keys;
  };
  return {
    near: (box) => touched(box).flatMap((key) => cells.get(key) ?? []),
    add: (box) => touched(box).forEach((key) => cells.set(key, [...(cells.get(key) ?? []), box])),
  };
}

function drawNames(context, scale) {
  const key = `${scale}`;
  if (placed.key !== key) Object.assign(placed, { key, names: placeNames(scale) });
  context.font = `${FONT / scale}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3.5 / scale;
  context.strokeStyle = css("--paper");
  context.fillStyle = css("--ink");
  for (const { id, x, y } of placed.names) {
    context.strokeText(short(id), x, y);
    context.fillText(short(id), x, y);
  }
}

/** A ring with an unequal sign on the middle of each disputed line: colour alone would not say it. */
function drawDisputes(context, scale) {
  const disputed = links.flatMap((link, id) => (link.disputed && !edges.get(id).hidden ? [id] : []));
  for (const id of chosen ? disputed.filter((id) => chosen.edges.includes(id)) : disputed) {
    const { x, y } = network.body.edges[id].edgeType.getPoint(0.5);
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
  const corners = chosen.middle.map((id) => network.getPosition(id));
  const [x, y] = ["x", "y"].map((axis) => (Math.max(...corners.map((c) => c[axis])) + Math.min(...corners.map((c) => c[axis]))) / 2);
  const { clientWidth, clientHeight } = document.getElementById("canvas");
  if (!clientWidth) return; // the table is shown
  const reach = Math.max(...corners.map((c) => Math.max(Math.abs(c.x - x) / clientWidth, Math.abs(c.y - y) / clientHeight)));
  network.moveTo({ position: { x, y }, scale: Math.min(1, 0.35 / (reach || 0.01)), animation: animation() });
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
