// Behaviour of the report. Elements are built without markup in strings, so that nothing a document says becomes markup.

const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const stored = (id) => JSON.parse(byId(id).textContent);

const elements = stored("elements");
const factLines = stored("fact-lines");
const sheets = all(".sheet");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function h(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

// ---------------------------------------------------------------------------------------------------------- images

/** A page's image exists only while the page is near: hundreds of decoded pages would fill a small machine. */
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) target.src = target.dataset.src;
      else target.removeAttribute("src");
    }
  },
  { root: byId("sheets"), rootMargin: "150% 0%" },
);
all("img[data-src]").forEach((image) => near.observe(image));

// ------------------------------------------------------------------------------------------------------------ turning

let held = null; // the page that was asked for, until the reader scrolls on: it may not be the one most in view

function current() {
  if (held !== null) return held;
  const pane = byId("sheets").getBoundingClientRect();
  const inView = sheets.map((sheet) => {
    const { top, bottom } = sheet.getBoundingClientRect();
    return Math.min(bottom, pane.bottom) - Math.max(top, pane.top);
  });
  return inView.indexOf(Math.max(...inView));
}

function goTo(place) {
  held = Math.min(Math.max(place, 0), sheets.length - 1);
  setView("pages");
  sheets[held]?.scrollIntoView({ block: "start" });
  showCurrent();
}

function showCurrent() {
  const place = current();
  if (!sheets[place]) return;
  byId("page").value = sheets[place].dataset.page;
  byId("back").disabled = place === 0;
  byId("on").disabled = place === sheets.length - 1;
}

const turn = (step) => goTo(current() + step);

const ZOOMS = [0.6, 0.8, 1, 1.3, 1.7, 2.2, 3];
let zoomed = ZOOMS.indexOf(1);

function zoom(step) {
  const place = current();
  zoomed = Math.min(Math.max(zoomed + step, 0), ZOOMS.length - 1);
  byId("sheets").style.setProperty("--zoom", ZOOMS[zoomed]);
  byId("smaller").disabled = zoomed === 0;
  byId("larger").disabled = zoomed === ZOOMS.length - 1;
  goTo(place);
}

// ------------------------------------------------------------------------------------------------------------- marking

const find = (show) =>
  byId("sheets").querySelector(show.startsWith("f") ? `[data-f~="${show.slice(1)}"]` : `[data-e="${show.slice(1)}"]`);

/** Goes to a page and flashes what `show` names ("e12" an element, "f7" a fact), where the page shows it. */
function jump(page, show) {
  const mark = find(show);
  held = sheets.findIndex((sheet) => sheet.dataset.page === page);
  setView("pages");
  showCurrent();
  if (!mark) return byId(`page-${page}`)?.scrollIntoView({ block: "start" });
  const tall = mark.getBoundingClientRect().height > byId("sheets").clientHeight;
  mark.scrollIntoView({ block: tall ? "start" : "center", inline: "center" });
  choose(mark);
  mark.classList.remove("flash");
  void mark.getBoundingClientRect(); // the animation starts anew
  if (!calm.matches) mark.classList.add("flash");
}

function choose(mark) {
  all(".on").forEach((other) => other.classList.remove("on"));
  mark?.classList.add("on");
  if (mark) describe(placeOf(mark));
}

/** What a mark stands for: {element, row, column, facts}, each as far as it is known. */
function placeOf(mark) {
  const { e = mark.closest("[data-e]")?.dataset.e } = mark.dataset;
  const row = mark.closest("[data-r]")?.dataset.r;
  const column = mark.dataset.c;
  const facts = mark.closest("[data-f]")?.dataset.f ?? factsAt(e, row, column);
  return { element: elements[e], row: toNumber(row), column: toNumber(column), facts: facts ? facts.split(" ") : [] };
}

const toNumber = (text) => (text === undefined ? null : Number(text));

function factsAt(e, row, column) {
  const own = byId("sheets").querySelector(`rect.fact[data-e="${e}"][data-r="${row}"][data-c="${column}"]`);
  return own?.dataset.f;
}

// ---------------------------------------------------------------------------------------------------------- describing

const headingOf = ({ rows, headerRows }, column) =>
  rows.slice(0, headerRows).map((row) => row[column]).filter(Boolean).join(" ");

function kindLine(element) {
  const look = [element.bold ? "bold" : "", element.size ? `${element.size} pt` : ""].filter(Boolean).join(", ");
  const grid = element.rows ? `${element.rows.length} rows × ${element.rows[0]?.length ?? 0} columns` : look;
  return `${element.kind.replace("_", " ")}, page ${element.page}${grid ? ` (${grid})` : ""}`;
}

function cellLine({ element, row, column }) {
  if (!element?.rows || row === null) return null;
  if (column === null) return `row ${row + 1}${row < element.headerRows ? ", header" : ""}`;
  const [label, heading] = [element.rows[row][0], headingOf(element, column)];
  return `row ${row + 1}, column ${column + 1}: “${element.rows[row][column]}” under “${heading}” for “${label}”`;
}

/** The panel with the element in full; a table as the grid that was read. */
function describe(place) {
  const { element, facts } = place;
  if (!element && !facts.length) return;
  const body = byId("details-body");
  body.replaceChildren(
    ...(element
      ? [
          h("h3", {}, kindLine(element)),
          h("p", { className: "path" }, element.section.join(" › ") || "under no section"),
          element.labels.length ? h("p", {}, h("small", {}, `labels: ${element.labels.join(", ")}`)) : "",
          element.rows ? "" : h("p", {}, element.text),
        ].filter(Boolean)
      : []),
    ...facts.map((fact) => h("p", {}, h("b", {}, "fact "), factLines[fact])),
    ...(element?.rows ? [h("div", { className: "wide" }, grid(place))] : []),
  );
  byId("details").hidden = false;
  body.scrollTop = 0;
  body.querySelector("td.on")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function grid({ element, row, column }) {
  const cell = (text, r, c) => h("td", { className: r === row && c === column ? "on" : "" }, text);
  const line = (cells, r) =>
    h("tr", { className: r < element.headerRows ? "head" : "" }, cells.map((text, c) => cell(text, r, c)));
  return h("table", {}, h("tbody", {}, element.rows.map(line)));
}

function closeDetails() {
  byId("details").hidden = true;
  choose(null);
}

/** A few lines beside the pointer. */
function hint(event) {
  const mark = event.pointerType === "touch" ? null : event.target.closest("[data-e], rect[data-f]") && event.target;
  const box = byId("hint");
  box.hidden = !mark;
  if (!mark) return;
  const place = placeOf(mark);
  const { element, facts } = place;
  const lines = [
    element && h("p", {}, h("b", {}, kindLine(element))),
    element?.section.length ? h("p", {}, element.section.slice(-2).join(" › ")) : null,
    element?.labels.length ? h("p", {}, element.labels.join(", ")) : null,
    element && cellLine(place) ? h("p", {}, cellLine(place)) : null,
    element?.text ? h("p", {}, element.text.length > 200 ? `${element.text.slice(0, 200)} …` : element.text) : null,
    ...facts.map((fact) => h("p", {}, h("b", {}, "fact "), factLines[fact])),
  ];
  box.replaceChildren(...lines.filter(Boolean));
  const { width, height } = box.getBoundingClientRect();
  const [x, y] = [event.clientX + 14, event.clientY + 16];
  box.style.left = `${Math.max(4, Math.min(x, window.innerWidth - width - 8))}px`;
  box.style.top = `${y + height > window.innerHeight ? Math.max(4, event.clientY - height - 12) : y}px`;
}

// ------------------------------------------------------------------------------------------------------------ findings

const tabs = all("[role=tab]");

function select(tab, { focus = false } = {}) {
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    byId(other.getAttribute("aria-controls")).hidden = !chosen;
  }
  if (focus) tab.focus();
}

function filterFacts() {
  const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const { row, text } of factRows) {
    row.hidden = !words.every((word) => text.includes(word));
    left += row.hidden ? 0 : 1;
  }
  const of = words.length ? `${left.toLocaleString("en")} of ` : "";
  byId("matches").textContent = `${of}${factRows.length.toLocaleString("en")} facts`;
}

const factRows = all("#fact-table tbody tr").map((row) => ({ row, text: row.textContent.toLowerCase() }));

/** On a phone either the pages or the findings are seen. */
function setView(view) {
  document.body.dataset.view = view;
  all(".views button").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === view)));
}

// ----------------------------------------------------------------------------------------------------------- listeners

byId("back").addEventListener("click", () => turn(-1));
byId("on").addEventListener("click", () => turn(1));
byId("smaller").addEventListener("click", () => zoom(-1));
byId("larger").addEventListener("click", () => zoom(1));
byId("close").addEventListener("click", closeDetails);
byId("filter").addEventListener("input", filterFacts);
byId("page").addEventListener("change", (event) =>
  goTo(sheets.findIndex((sheet) => sheet.dataset.page === event.target.value)),
);
all(".views button").forEach((button) => button.addEventListener("click", () => setView(button.dataset.view)));
all("[data-layer]").forEach((box) =>
  box.addEventListener("change", () => byId("sheets").classList.toggle(`no-${box.dataset.layer}`, !box.checked)),
);

let waiting = false;
byId("sheets").addEventListener("scroll", () => {
  byId("hint").hidden = true;
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    showCurrent();
  });
});
for (const moved of ["wheel", "pointerdown", "touchmove", "keydown"]) {
  const release = (event) => (held = KEYS[event.key] ? held : null);
  byId("sheets").addEventListener(moved, release, { passive: true });
}
byId("sheets").addEventListener("pointermove", hint);
byId("sheets").addEventListener("pointerleave", () => (byId("hint").hidden = true));
byId("sheets").addEventListener("click", (event) => {
  if (event.target.closest("[data-e], rect[data-f]")) choose(event.target);
});

byId("findings").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-page]") ?? event.target.closest("#fact-table tr")?.querySelector("a[data-page]");
  if (!link) return;
  event.preventDefault();
  jump(link.dataset.page, link.dataset.show);
});

tabs.forEach((tab, place) => {
  tab.addEventListener("click", () => select(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    select(tabs[(place + step + tabs.length) % tabs.length], { focus: true });
  });
});

const KEYS = {
  j: () => turn(1),
  k: () => turn(-1),
  ArrowRight: () => turn(1),
  ArrowLeft: () => turn(-1),
  "+": () => zoom(1),
  "-": () => zoom(-1),
  Escape: closeDetails,
  "/": () => {
    setView("findings");
    select(byId("tab-facts"));
    byId("filter").focus();
  },
};
document.addEventListener("keydown", (event) => {
  const isField = event.target.closest("input:not([type=checkbox]), select") && event.key !== "Escape";
  if (!KEYS[event.key] || isField || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  KEYS[event.key]();
});

setView("findings");
showCurrent();
