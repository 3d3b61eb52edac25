// What became of a source: its stage, the reason and the remedy, and where the time went.

import { h } from "./dom.js";
import { duration, pages, plural } from "./format.js";

const NOTHING = "Nothing to tell: no source was read, or a later job read it again.";

/** The outcomes of a job as a list; bars share one scale, the slowest source fills its own. */
export function renderOutcomes(outcomes) {
  if (!outcomes.length) return [h("p", { className: "footnote" }, NOTHING)];
  const slowest = Math.max(...outcomes.map(total));
  const row = (outcome) => h("li", {}, ...about(outcome), ...time(outcome, slowest));
  return [h("ul", { className: "outcomes" }, outcomes.map(row))];
}

/** One source that could not be read. */
export const renderDeadLetter = (letter) => h("li", {}, ...about(letter));

function about({ name, stage, reason, remedy, transient, pages: count, chunks }) {
  const read = stage === "indexed";
  const said = read ? `${pages(count)}, ${plural(chunks, "passage")}` : "";
  return [
    h("div", { className: "head" },
      h("span", { className: "name" }, name),
      h("span", { className: reason ? "state warning" : "state" }, reason ? `failed: ${stage}` : stage),
    ),
    said ? h("p", { className: "footnote" }, said) : null,
    reason ? h("p", { className: "reason" }, reason) : null,
    remedy ? h("p", { className: "remedy" }, h("strong", {}, "What to do: "), remedy) : null,
    transient ? h("p", { className: "footnote" }, "The same attempt may succeed later.") : null,
  ].filter(Boolean);
}

/** A bar whose parts are the stages, and the same in words. */
function time(outcome, slowest) {
  const stages = Object.entries(outcome.seconds);
  if (!stages.length || !total(outcome)) return [];
  const parts = stages.map(([, seconds]) => part(seconds / slowest));
  const words = stages.map(([stage, seconds]) => h("li", {}, `${stage} ${duration(1000 * seconds)}`));
  return [
    h("div", { className: "bar", "aria-hidden": "true" }, parts),
    h("ul", { className: "legend", "aria-label": "Time by stage" }, words),
  ];
}

function part(share) {
  const element = h("span", { className: "part" });
  element.style.width = `${100 * share}%`;
  return element;
}

const total = ({ seconds }) => Object.values(seconds).reduce((sum, each) => sum + each, 0);
