// How far an answer is, while it is made: what was understood, where it is being looked for, its first words.

import { h } from "./dom.js";

const PATIENCE_MS = 250; // an answer that comes sooner is shown without stages
const PAGES_NAMED = 3;

export class Progress {
  #element;
  #timer = 0;
  #stage = "";
  #found = [];
  #text = "";

  constructor(element) {
    this.#element = element;
  }

  begin() {
    [this.#stage, this.#found, this.#text] = ["Understanding the question", [], ""];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(), PATIENCE_MS);
  }

  /** Takes an event of POST /query/stream. */
  hear({ type, hits, text, guardrail }) {
    if (type === "meta") this.#stage = "Looking for pages";
    if (type === "retrieval") {
      this.#stage = `Reading ${hits.length === 1 ? "1 page" : `${hits.length} pages`}`;
      this.#found = hits.slice(0, PAGES_NAMED).map((hit) => `${hit.document.title}, p. ${hit.page}`);
    }
    if (type === "guardrail") this.#found = [guardrail.detail];
    if (type === "token") this.#text += text;
    if (!this.#element.hidden) this.#show();
  }

  end() {
    clearTimeout(this.#timer);
    this.#element.hidden = true;
  }

  #show() {
    this.#element.hidden = false;
    this.#element.replaceChildren(
      this.#text ? h("p", { className: "sentence" }, this.#text) : h("p", { className: "stage" }, `${this.#stage} …`),
      h("ul", {}, this.#text ? [] : this.#found.map((page) => h("li", {}, page))),
    );
  }
}
