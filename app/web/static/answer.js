// An answer, an abstention or an error, as elements.

import { h } from "./dom.js";
import { duration, figure } from "./format.js";

const WRITERS = {
  facts: "Computed from facts of the documents, no model",
  extractive: "Quoted from the documents, no model",
};

/** What stands above the citations. `onCitation(number)` opens one; `onExplain()` asks for what was considered. */
export function renderAnswer(answer, { onCitation, onExplain }) {
  if (answer.status === "abstained") return [abstention(answer, onExplain), footnote(answer)];
  const shown = answer.value === null ? null : bigFigure(answer);
  const lines = ownLines(answer).map((line) => h("p", { className: "sentence" }, withMarkers(line, onCitation)));
  return [shown, ...lines, outdated(answer), footnote(answer), computation(answer)].filter(Boolean);
}

/** Whether the answer says nothing beyond its quotes, so that the cards are the answer. */
export const isOnlyQuotes = (answer) => answer.status === "answered" && !ownLines(answer).length;

/** One sentence for those who listen. */
export function spoken(answer) {
  if (answer.status === "abstained") return `No answer. ${answer.abstain_reason}`;
  const count = answer.citations.length;
  return `${answer.answer} ${count === 1 ? "1 citation." : `${count} citations.`}`;
}

export function renderProblem(problem, { onRetry }) {
  const faults = problem.errors.map(({ pointer, detail }) => h("li", {}, h("code", {}, pointer), ` ${detail}`));
  return h(
    "div",
    { className: "notice problem", role: "alert" },
    h("h2", {}, problem.title),
    problem.detail ? h("p", {}, problem.detail) : null,
    faults.length ? h("ul", {}, faults) : null,
    problem.mayWorkLater ? h("button", { type: "button", onclick: onRetry }, "Try again") : null,
    problem.requestId ? h("p", { className: "footnote" }, `Request ${problem.requestId}`) : null,
  );
}

function abstention(answer, onExplain) {
  const explain = h("button", { type: "button", onclick: onExplain }, "Show what was considered");
  return h(
    "div",
    { className: "abstention" },
    h("h2", {}, "Not answered"),
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
    if (place % 2 === 0) return part;
    const label = `Citation ${part}`;
    const open = () => onCitation(Number(part));
    return h("button", { type: "button", className: "marker", "aria-label": label, onclick: open }, part);
  });
}

function computation({ computation: worked }) {
  if (!worked?.steps.length) return null;
  const steps = worked.steps.map((step) => h("li", {}, step));
  return h("section", { className: "steps" }, h("h2", {}, "How it was worked out"), h("ol", {}, steps));
}

function footnote(answer) {
  const total = Object.values(answer.timings_ms).reduce((sum, stage) => sum + stage, 0);
  const writer = answer.model && (WRITERS[answer.model] ?? `Written by ${answer.model}`);
  const parts = [writer, `as of ${answer.as_of}`, duration(total)].filter(Boolean);
  return h("p", { className: "footnote" }, parts.join(" · "));
}
