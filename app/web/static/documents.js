// What the store holds: a list to filter and to read from; where it is empty, what to do.

import { getDocuments } from "./api.js";
import { byId, h } from "./dom.js";
import { documentsHeld, pages } from "./format.js";

export class Documents {
  #held = [];
  #cursor = null;
  #filter = "";

  /** `onOpen(document)` shows a document, `onDelete(document)` asks whether to delete it. */
  constructor({ onOpen, onDelete }) {
    Object.assign(this, { onOpen, onDelete });
  }

  /** Loads the newest documents. Throws Problem. */
  async load() {
    this.#held = [];
    this.#cursor = null;
    await this.#more();
    byId("documents").replaceChildren(...(this.#held.length ? this.#panel() : empty()));
    this.#list();
    return this.#held.length;
  }

  async #more() {
    const { documents, next_cursor } = await getDocuments(this.#cursor);
    this.#held.push(...documents);
    this.#cursor = next_cursor;
    byId("held").textContent = this.#held.length ? documentsHeld(this.#held.length, this.#cursor) : "";
  }

  #panel() {
    const type = (event) => {
      this.#filter = event.target.value;
      this.#list();
    };
    return [
      h("label", { className: "sr", for: "filter" }, "Filter the documents"),
      h("input", { id: "filter", type: "search", placeholder: "Filter by title, kind, date", oninput: type }),
      h("p", { className: "footnote", id: "filtered", role: "status" }),
      h("ul", { className: "list", id: "document-list" }),
    ];
  }

  #list() {
    if (!byId("document-list")) return;
    const words = this.#filter.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.#held.filter((document) => words.every((word) => searchable(document).includes(word)));
    byId("document-list").replaceChildren(...found.map((document) => this.#row(document)), ...this.#moreButton());
    byId("filtered").textContent = words.length ? `${found.length} of ${this.#held.length}` : "Newest first";
  }

  #row(document) {
    const about = [document.kind, document.dated ?? "undated", pages(document.pages)].join(" · ");
    return h(
      "li",
      {},
      h("button", { type: "button", onclick: () => this.onOpen(document) }, h("span", {}, document.title)),
      h("span", { className: "about" }, about, " ", this.#deleteButton(document)),
      document.warnings.length ? h("span", { className: "about warning" }, document.warnings.join(" ")) : null,
    );
  }

  #deleteButton(document) {
    const properties = { type: "button", className: "link", "aria-label": `Delete ${document.title}` };
    return h("button", { ...properties, onclick: () => this.onDelete(document) }, "Delete");
  }

  #moreButton() {
    if (!this.#cursor) return [];
    const load = async () => {
      await this.#more();
      this.#list();
    };
    return [h("li", { className: "more" }, h("button", { type: "button", onclick: load }, "Show more"))];
  }
}

const searchable = ({ title, kind, dated, source }) => [title, kind, dated, source].join(" ").toLowerCase();

function empty() {
  return [
    h("div", { className: "empty" },
      h("h2", {}, "The store is empty"),
      h("p", {}, "Put documents in, then reload this page:"),
      h("pre", {}, h("code", {}, "rag ingest run PATH")),
      h("p", {}, "PATH is a file or a folder. ", h("code", {}, "rag demo"), " brings in the samples."),
      h("p", {}, "Or ", h("a", { href: "/ingestion" }, "upload documents"), "."),
    ),
  ];
}
