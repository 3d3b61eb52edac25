// The page beside the answer: its image with the evidence highlighted, or its text with the quote marked.

import { getPage, imageAddress } from "./api.js";
import { byId, h, isStacked, scrollBehaviour } from "./dom.js";
import { boxesOver, markQuote } from "./highlight.js";

const ZOOMS = [100, 125, 150, 200, 300]; // per cent of the pane's width
const NARROW_ZOOM = 200; // to begin with on a phone, where a whole page is too small to read

export class Viewer {
  #place = null; // {document, page, evidence | null}
  #shown = null; // the page of #place as the API returned it; null until it has come
  #address = null; // of the image on show
  #zoom = isStacked() ? NARROW_ZOOM : ZOOMS[0];
  #asText = false;

  /** `onOpen()` runs when a page is about to be shown. */
  constructor({ onOpen }) {
    this.onOpen = onOpen;
    byId("page-back").addEventListener("click", () => this.turn(-1));
    byId("page-on").addEventListener("click", () => this.turn(1));
    byId("zoom-out").addEventListener("click", () => this.zoom(-1));
    byId("zoom-in").addEventListener("click", () => this.zoom(1));
    byId("zoom-fit").addEventListener("click", () => this.zoom(0));
    byId("as-text").addEventListener("click", () => {
      this.#asText = !this.#asText;
      if (this.#shown) this.#show();
    });
  }

  get isOpen() {
    return this.#place !== null;
  }

  /** Shows a page. `evidence` ({page, quote, section, boxes, others?, className?}) is highlighted on its own page,
   *  and fainter the boxes of `others`. */
  async open(document, page, evidence = null, { follow = true } = {}) {
    this.#place = { document, page, evidence };
    this.onOpen();
    if (follow && isStacked()) byId("viewer").scrollIntoView({ behavior: scrollBehaviour(), block: "start" });
    await this.#load();
  }

  turn(step) {
    if (!this.#place) return;
    const page = this.#place.page + step;
    if (page < 1 || page > this.#place.document.pages) return;
    this.#place = { ...this.#place, page };
    this.#load();
  }

  /** One step in (1) or out (-1), or back to the width of the pane (0). */
  zoom(step) {
    if (byId("zoom").hidden) return;
    const place = step ? ZOOMS.indexOf(this.#zoom) + step : 0;
    this.#zoom = ZOOMS[Math.min(Math.max(place, 0), ZOOMS.length - 1)];
    this.#fit();
    this.#scrollToEvidence();
  }

  async #load() {
    const place = this.#place;
    this.#shown = null;
    this.#describe();
    byId("paper").setAttribute("aria-busy", "true");
    try {
      const shown = await getPage(place.document.id, place.page);
      const address = shown.image && (await imageAddress(shown.image));
      if (place !== this.#place) return release(address); // another page was opened meanwhile
      release(this.#address);
      [this.#shown, this.#address] = [shown, address];
      await this.#show();
    } catch (problem) {
      if (place === this.#place) byId("paper").replaceChildren(h("p", { className: "notice" }, problem.message));
    } finally {
      if (place === this.#place) byId("paper").removeAttribute("aria-busy");
    }
  }

  #describe() {
    const { document, page, evidence } = this.#place;
    byId("viewer-title").textContent = document.title;
    byId("viewer-where").textContent = evidence?.page === page ? evidence.section.join(" › ") : "";
    byId("page-number").textContent = `${page} / ${document.pages}`;
    byId("page-number").setAttribute("aria-label", `Page ${page} of ${document.pages}`);
    byId("page-back").disabled = page === 1;
    byId("page-on").disabled = page === document.pages;
  }

  async #show() {
    const asImage = Boolean(this.#address) && !this.#asText;
    for (const id of ["zoom", "open-image"]) byId(id).hidden = !asImage;
    byId("as-text").hidden = !this.#address;
    byId("as-text").setAttribute("aria-pressed", String(this.#asText));
    const shown = this.#shown;
    const sheet = asImage ? await this.#image() : this.#text();
    if (shown !== this.#shown) return; // while the image was decoded, another page was opened
    byId("paper").replaceChildren(sheet);
    this.#fit();
    this.#scrollToEvidence();
  }

  async #image() {
    const { document, page } = this.#place;
    const image = h("img", { src: this.#address, alt: `Page ${page} of ${document.title}, as printed` });
    byId("open-image").href = this.#address;
    await image.decode();
    const { boxes = [], others = [], className } = this.#evidence ?? {};
    const around = boxesOver(this.#shown, others, "passage");
    return h("div", { className: "sheet" }, image, around, boxesOver(this.#shown, boxes, className));
  }

  #text() {
    const lines = this.#shown.text.split("\n").filter((line) => line.trim());
    const text = h("div", { className: "sheet text" }, lines.map((line) => h("p", {}, line)));
    if (this.#evidence) markQuote(text, this.#evidence.quote);
    return text;
  }

  /** The evidence where its page is the one on show. */
  get #evidence() {
    const { evidence, page } = this.#place;
    return evidence?.page === page ? evidence : null;
  }

  #fit() {
    const sheet = byId("paper").querySelector(".sheet");
    if (!sheet) return;
    sheet.style.width = sheet.classList.contains("text") ? "" : `${this.#zoom}%`;
    byId("zoom-fit").textContent = `${this.#zoom}%`;
    byId("zoom-fit").setAttribute("aria-label", `${this.#zoom}%, fit the width`);
    byId("zoom-out").disabled = this.#zoom === ZOOMS[0];
    byId("zoom-in").disabled = this.#zoom === ZOOMS.at(-1);
  }

  /** A third from the top of the pane and, of a wider page, to its right: a figure's label stands left of it. */
  #scrollToEvidence() {
    const paper = byId("paper");
    const target = paper.querySelector(".highlight, mark") ?? paper.querySelector(".passage");
    if (!target) return paper.scrollTo({ top: 0, left: 0 });
    const [pane, box] = [paper.getBoundingClientRect(), target.getBoundingClientRect()];
    const left = Math.min(box.left - pane.left - pane.width / 8, box.right - pane.left - pane.width * 0.8);
    paper.scrollBy({ top: box.top - pane.top - pane.height / 3, left });
  }
}

function release(address) {
  if (address?.startsWith("blob:")) URL.revokeObjectURL(address);
}
