// Citations as numbered cards: where a statement stands, in which words, how old it is, what has replaced it.

import { getDocument } from "./api.js";
import { h } from "./dom.js";
import { age, isEstimated } from "./format.js";

export class Citations {
  #cards = [];
  #current = -1;

  /** `onOpen(citation, {follow})` shows the evidence; `onDocument(document)` opens a document that replaced another. */
  constructor({ onOpen, onDocument }) {
    Object.assign(this, { onOpen, onDocument });
  }

  /** Boxes of the other citations of the same page. */
  #boxesBeside({ number, document, page }) {
    const isBeside = (other) => other.number !== number && other.document.id === document.id && other.page === page;
    return this.#cards.map((card) => card.citation).filter(isBeside).flatMap(({ boxes }) => boxes);
  }

  /** The list of cards, the first of them opened. */
  render(citations) {
    this.#cards = citations.map((citation, place) => this.#card(citation, place));
    this.#current = -1;
    if (citations.length) this.open(0, { follow: false });
    return h("ol", { className: "citations", "aria-label": "Citations" }, this.#cards.map((card) => card.element));
  }

  /** Opens the card at `place`; `focus` moves the keyboard there as well. */
  open(place, { follow = true, focus = false } = {}) {
    const card = this.#cards[place];
    if (!card) return;
    this.#cards[this.#current]?.button.removeAttribute("aria-current");
    this.#current = place;
    card.button.setAttribute("aria-current", "true");
    if (focus) {
      card.button.focus({ preventScroll: true });
      card.element.scrollIntoView({ block: "nearest" });
    }
    this.onOpen({ ...card.citation, others: this.#boxesBeside(card.citation) }, { follow });
  }

  openNumber(number) {
    this.open(this.#cards.findIndex((card) => card.citation.number === number));
  }

  /** The next (1) or previous (-1) citation, for the keyboard. */
  step(by) {
    this.open(Math.min(Math.max(this.#current + by, 0), this.#cards.length - 1), { follow: false, focus: true });
  }

  #card(citation, place) {
    const button = h(
      "button",
      { type: "button", className: "title", onclick: () => this.open(place) },
      h("span", { className: "number", "aria-hidden": "true" }, String(citation.number)),
      h("span", { className: "sr" }, `Citation ${citation.number}: `),
      citation.document.title,
    );
    const element = h(
      "li",
      { className: "card", onclick: (event) => isPlainClick(event) && this.open(place) },
      button,
      h("p", { className: "where", title: citation.section.join(" › ") }, where(citation)),
      h("blockquote", {}, citation.quote),
      h("p", { className: "dated" }, dated(citation)),
      citation.is_current ? null : this.#superseded(citation),
    );
    return { citation, button, element };
  }

  #superseded(citation) {
    const note = h("p", { className: "superseded" }, "Superseded by a newer document.");
    if (citation.superseded_by) this.#nameSuccessor(note, citation.superseded_by);
    return note;
  }

  async #nameSuccessor(note, id) {
    const newer = await getDocument(id).catch(() => null);
    if (!newer) return;
    const link = h("button", { type: "button", className: "link", onclick: () => this.onDocument(newer) }, newer.title);
    note.replaceChildren("Superseded by ", link);
  }
}

/** A click that neither selects text nor belongs to a button. */
const isPlainClick = (event) => !event.target.closest("button, a") && window.getSelection().isCollapsed;

const where = ({ page, section }) => [`Page ${page}`, section.at(-1)].filter(Boolean).join(" · ");

function dated({ document, age_days }) {
  if (!document.dated) return "Undated";
  const date = h("time", { dateTime: document.dated }, document.dated);
  const estimate = isEstimated(document) ? h("abbr", { title: "The document does not state it" }, " estimated") : null;
  return ["Dated ", date, estimate, age_days === null ? null : ` · ${age(age_days)}`].filter(Boolean);
}
