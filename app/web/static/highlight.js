// Where the evidence stands: boxes over a page's image, marks in a page's text.

const MARGIN = 1; // points around a box, so that it frames the letters instead of touching them
const NARROW = 0.4; // of the page's width: such a box is a cell, not a line

/** Elements over the image of `page` (width and height in points), in percent of it: the boxes, and where the evidence
 *  is cells, a guide across the page for each, so that the eye finds the line's label. */
export function boxesOver(page, boxes, className = "highlight") {
  if (!page.width || !page.height) return [];
  const areCells = className === "highlight" && boxes.every(([x0, , x1]) => x1 - x0 < page.width * NARROW);
  return boxes.flatMap(([x0, y0, x1, y1]) => {
    const [left, right] = [Math.max(0, x0 - MARGIN), Math.min(page.width, x1 + MARGIN)];
    const [top, bottom] = [Math.max(0, y0 - MARGIN), Math.min(page.height, y1 + MARGIN)];
    const line = { top: percent(top, page.height), height: percent(bottom - top, page.height) };
    const across = { left: percent(left, page.width), width: percent(right - left, page.width) };
    const box = placed(className, { ...line, ...across });
    return areCells ? [placed("guide", line), box] : [box];
  });
}

function placed(className, position) {
  const element = document.createElement("div");
  element.className = className;
  Object.assign(element.style, position);
  return element;
}

const percent = (length, whole) => `${(100 * length) / whole}%`;

/** Marks the first place of `quote` in the text of `root`, white space aside, across its elements; the marks made. */
export function markQuote(root, quote) {
  const wanted = quote.replace(/\s+/g, "");
  const letters = lettersOf(root);
  const start = wanted ? letters.text.indexOf(wanted) : -1;
  if (start < 0) return [];
  const first = letters.places[start];
  const last = letters.places[start + wanted.length - 1];
  const nodes = letters.nodes.slice(letters.nodes.indexOf(first.node), letters.nodes.indexOf(last.node) + 1);
  return nodes.map((node) =>
    wrap(node, node === first.node ? first.offset : 0, node === last.node ? last.offset + 1 : node.length),
  );
}

/** The text of `root` without white space, and for each of its characters the text node and offset it stands at. */
function lettersOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const [nodes, places, kept] = [[], [], []];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push(node);
    for (let offset = 0; offset < node.length; offset++) {
      if (/\s/.test(node.data[offset])) continue;
      kept.push(node.data[offset]);
      places.push({ node, offset });
    }
  }
  return { text: kept.join(""), places, nodes };
}

function wrap(node, start, end) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  const mark = document.createElement("mark");
  range.surroundContents(mark);
  return mark;
}
