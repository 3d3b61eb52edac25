// An answer or an abstention, as elements.

import { h } from "./dom.js";
import { duration, figure, since } from "./format.js";

const WRITERS = {
  facts: "Computed from facts of the documents, no model",
  extractive: "Quoted from the documents, no model",
};

/** What stands above the citations. `onCitation(number)` opens one; `onExplain()` asks for what was considered,
 *  `onFresh()` for an answer made anew. */
export function renderAnswer(answer, { onCitation, onExplain, onFresh }) {
  if (answer.status !== "answered") return [abstention(answer, onExplain), ...notices(answer), footnote(answer, onFresh)];
  const shown = answer.value === null ? null : bigFigure(answer);
  const lines = ownLines(answer).map((line) => h("p", { className: "sentence" }, withMarkers(line, onCitation)));
  const worked = computation(answer, onCitation);
  return [shown, ...lines, outdated(answer), ...notices(answer), footnote(answer, onFresh), worked].filter(Boolean);
}

/** Whether the answer says nothing beyond its quotes, so that the cards are the answer. */
export const isOnlyQuotes = (answer) => answer.status === "answered" && !ownLines(answer).length;

/** One sentence for those who listen. */
export function spoken(answer) {
  if (answer.status !== "answered") return `No answer. ${answer.abstain_reason}`;
  const count = answer.citations.length;
  return `${answer.answer} ${count === 1 ? "1 citation." : `${count} citations.`}`;
}

function abstention(answer, onExplain) {
  const explain = h("button", { type: "button", onclick: onExplain }, "Show what was considered");
  return h(
    "div",
    { className: "abstention" },
    h("h2", {}, answer.status === "blocked" ? "Refused" : "Not answered"),
    h("p", { className: "sentence" }, answer.abstain_reason ?? ""),
    answer.explanation ? null : explain,
  );
}

function bigFigure(answer) {
  const { number, unit } = figure(answer.value, answer.unit);
  return h("p", { className: "figure" }, h("data", { value: String(answer.value) }, number), unit ? ` ${unit}` : null);
}

/** A figure looks final: where what it rests on has been superseded, that is said beside it, not on the card alone. */
function outdated({ value, citations }) {
  if (value === null || citations.every((citation) => citation.is_current)) return null;
  return h("p", { className: "superseded" }, "This figure rests on a superseded document.");
}

/** The lines of the text without those that only repeat a citation's quote: its card shows them. */
function ownLines({ answer, citations }) {
  const quotes = new Set(citations.map(({ number, quote }) => `“${quote}” [${number}]`));
  return (answer ?? "").split("\n").filter((line) => line.trim() && !quotes.has(line));
}

/** "… rose [1]" with the marker as a button. */
function withMarkers(line, onCitation) {
  return line.split(/\[(\d+)\]/).map((part, place) => {
    return place % 2 === 0 ? part : markerTo(Number(part), onCitation);
  });
}

function markerTo(number, onCitation) {
  const label = `Citation ${number}`;
  const open = () => onCitation(number);
  return h("button", { type: "button", className: "marker", "aria-label": label, onclick: open }, String(number));
}

/** The steps; one that tells a figure it started from leads to the citation that the figure stands in. */
function computation({ computation: worked }, onCitation) {
  if (!worked?.steps.length) return null;
  const figures = worked.operands ?? [];
  const formula = worked.steps.findIndex((step, place) => place >= figures.length && step.includes(" = "));
  const told = (place) => figures[place] && worked.steps[place]?.includes(figures[place].label);
  const steps = worked.steps.map((step, place) => {
    const marker = told(place) && figures[place].citation ? markerTo(figures[place].citation, onCitation) : null;
    return h("li", { className: place === formula ? "formula" : "" }, step, marker && " ", marker);
  });
  const others = figures.filter((_, place) => !told(place));
  const heading = h("h2", {}, "How it was worked out");
  return h("section", { className: "steps" }, heading, h("ol", {}, steps), operands(others, onCitation));
}

/** Figures that it started from and that no step tells, each beside the citation that it stands in. */
function operands(figures, onCitation) {
  if (!figures.length) return null;
  const rows = figures.map(({ label, value, unit, citation, ...period }) => {
    const shown = figure(value, unit);
    const name = h("th", { scope: "row" }, label, " ", citation ? markerTo(citation, onCitation) : null);
    return h("tr", {}, name, h("td", {}, periodName(period)), h("td", {}, `${shown.number} ${shown.unit}`.trim()));
  });
  return h("div", { className: "wide" }, h("table", { "aria-label": "Figures used" }, h("tbody", {}, rows)));
}

function periodName({ fiscal_year: year, fiscal_quarter: quarter, period_end: end }) {
  if (!year) return end;
  return quarter ? `Q${quarter} ${year}` : String(year);
}

/** What was out of reach while the answer was made, and the checks that acted. */
const notices = ({ degraded, guardrails = [] }) =>
  [...degraded, ...guardrails.map(({ detail }) => detail)].map((text) => h("p", { className: "superseded" }, text));

function footnote(answer, onFresh) {
  const total = Object.values(answer.timings_ms).reduce((sum, stage) => sum + stage, 0);
  const writer = answer.model && (WRITERS[answer.model] ?? `Written by ${answer.model}`);
  const sure = typeof answer.confidence === "number" && `confidence ${Math.round(answer.confidence * 100)}%`;
  const parts = [writer, sure, `as of ${answer.as_of}`, duration(total)].filter(Boolean);
  return h("p", { className: "footnote" }, parts.join(" · "), kept(answer.cache, onFresh));
}

/** That it was answered before, how long ago, and a way to have it answered anew. */
function kept(cache, onFresh) {
  if (!cache || cache.status === "miss") return null;
  const alike = cache.status === "semantic" ? " to a question that asks the same" : "";
  const saved = cache.saved_cost_usd ? `, ${cache.saved_cost_usd.toFixed(4)} USD saved` : "";
  const button = h("button", { type: "button", className: "link", onclick: onFresh }, "Answer anew");
  return [` · answered ${since(cache.age_seconds)}${alike}${saved} · `, button];
}
