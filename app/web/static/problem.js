// What the API refused or could not do, in words.

import { h } from "./dom.js";

/** A Problem as an alert; where it may pass, with a button for `onRetry()`. */
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
