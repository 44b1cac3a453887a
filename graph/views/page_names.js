// The names in the picture: of one size at every zoom, the best linked first, never one on another.

const FONT = 12;
const ruler = document.createElement("canvas").getContext("2d");
ruler.font = `${FONT}px system-ui, sans-serif`;
const short = (id) => (name(id).length > 28 ? `${name(id).slice(0, 27)}…` : name(id));
const widths = new Map(page.nodes.map(({ id }) => [id, ruler.measureText(short(id)).width]));
const MARGIN = 35;
const [leftmost, rightmost] = [Math.min, Math.max].map((end) => end(...page.nodes.map((node) => node.x)));

/** The names of the zoom that they were last placed for; an empty key has them placed anew. */
const placed = { key: "", names: [] };

/** Where names fit at this zoom: the best linked first, each on the first of four sides where it covers nothing. */
function placeNames(scale) {
  const shown = byDegree.filter((id) => isShown(network.body.nodes[id]) && (!chosen || chosen.nodes.has(id)));
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
    const boxes = sides.map(([middle, line]) => ({
      text: true, x: middle, y: line,
      left: middle - half, right: middle + half, top: line - tall, bottom: line + tall,
    }));
    const leaves = (box) => box.left < leftmost * scale - MARGIN || box.right > rightmost * scale + MARGIN;
    boxes.sort((a, b) => leaves(a) - leaves(b)); // within the picture, if that can be
    const clear = (box, other) => other.id === id || other.right <= box.left || box.right <= other.left
      || other.bottom <= box.top || box.bottom <= other.top;
    // The best linked are named in any case, over lesser nodes if need be; never over another name.
    const fits = (box) => taken.near(box).every((other) => clear(box, other));
    const fitsOverNodes = (box) => taken.near(box).every((other) => !other.text || clear(box, other));
    const box = boxes.find(fits) ?? (rank < shown.length / 15 ? boxes.find(fitsOverNodes) : undefined);
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
