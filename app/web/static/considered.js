// What was considered: how the question was understood, and every page found with the reasons for its rank.

import { h } from "./dom.js";
import { score } from "./format.js";

const COLUMNS = [
  ["dense", "dense_rank", "Rank by meaning"],
  ["sparse", "sparse_rank", "Rank by words (BM25)"],
  ["fused", "fused", "The two ranks fused"],
  ["recency", "recency", "Factor for the document's age"],
  ["boost", "boost", "Added for the kind of passage asked for"],
  ["final", "final", "fused × recency + boost"],
  ["page", "page", "final of the page's best passage, and a share of its further ones"],
];

/** `onHit(hit)` opens the page of a hit. */
export function renderConsidered({ notes, search, period, hits }, { onHit }) {
  return h(
    "details",
    { className: "considered", open: true },
    h("summary", {}, "What was considered"),
    h("ul", {}, notes.map((note) => h("li", {}, note))),
    h("dl", {}, pair("Searched for", search.map((text) => `“${text}”`).join(", ")), pair("Period", period)),
    hits.length ? table(hits, onHit) : h("p", { className: "footnote" }, "No page was looked up."),
  );
}

const pair = (term, value) => [h("dt", {}, term), h("dd", {}, value)];

function table(hits, onHit) {
  const heads = COLUMNS.map(([name, , meaning]) => h("th", { scope: "col", title: meaning }, name));
  const rows = hits.map((hit) => h("tr", {}, h("th", { scope: "row" }, place(hit, onHit)), numbers(hit.scores)));
  return h(
    "div",
    { className: "wide", role: "region", "aria-label": "Pages found", tabIndex: 0 },
    h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "page"), heads)), h("tbody", {}, rows)),
  );
}

const numbers = (scores) => COLUMNS.map(([, field]) => h("td", {}, score(scores[field])));

function place(hit, onHit) {
  const title = [hit.document.title, ...hit.section].join(" › ");
  const open = () => onHit(hit);
  return h("button", { type: "button", className: "link", title, onclick: open }, `${hit.source}, p. ${hit.page}`);
}
