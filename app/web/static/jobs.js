// The jobs: one row each, kept while its counts move, so that focus and what is unfolded stay.

import { byId, h } from "./dom.js";
import { moment, pages } from "./format.js";
import { renderOutcomes } from "./outcomes.js";

const STATES = {
  queued: "waiting",
  running: "running",
  succeeded: "done",
  failed: "done, some failed",
  broken: "stopped by an error",
  cancelled: "cancelled",
};

export const isUnderWay = ({ state }) => state === "queued" || state === "running";

/** The last part of the path that the job reads. */
export const nameOf = ({ root }) => root.split(/[\\/]/).filter(Boolean).pop() ?? root;

/** One sentence for those who listen. */
export const spokenJob = (job) => `${nameOf(job)}: ${STATES[job.state]}. ${counts(job)}`;

export class Jobs {
  #rows = new Map();

  /** `onUnfold(row)` brings the outcomes, `onCancel(job)` stops it and says whether it could, `onOver(job)` hears of one that has ended. */
  constructor({ onUnfold, onCancel, onOver }) {
    Object.assign(this, { onUnfold, onCancel, onOver });
  }

  /** Shows the jobs, newest first. */
  show(jobs) {
    const rows = jobs.map((job) => this.#rowOf(job));
    this.#rows = new Map(rows.map((row) => [row.job.id, row]));
    const list = byId("jobs");
    rows.forEach(({ element }, place) => {
      if (list.children[place] !== element) list.insertBefore(element, list.children[place] ?? null);
    });
    while (list.children.length > rows.length) list.lastElementChild.remove();
    if (!rows.length) list.replaceChildren(h("li", { className: "footnote" }, "No job yet: upload a document."));
  }

  /** Rows whose outcomes are on show. */
  get unfolded() {
    return [...this.#rows.values()].filter((row) => row.isUnfolded);
  }

  #rowOf(job) {
    const row = this.#rows.get(job.id) ?? new JobRow(job, this);
    if (isUnderWay(row.job) && !isUnderWay(job)) this.onOver(job);
    row.show(job);
    return row;
  }
}

class JobRow {
  #shown = "";

  constructor(job, { onUnfold, onCancel }) {
    const [name, details] = [nameOf(job), `outcomes-${job.id}`];
    const unfold = () => {
      this.details.hidden = !this.details.hidden;
      this.button.setAttribute("aria-expanded", String(this.isUnfolded));
      if (this.isUnfolded) onUnfold(this);
    };
    const cancel = async () => {
      this.cancel.disabled = true;
      this.cancel.disabled = await onCancel(this.job);
    };
    this.button = h("button", {
      type: "button", className: "link name", "aria-expanded": "false", "aria-controls": details, onclick: unfold,
    }, name);
    this.state = h("span", { className: "state" });
    this.bar = h("progress", { "aria-label": `Progress of ${name}` });
    this.counts = h("p", { className: "counts" });
    this.error = h("p", { className: "reason" });
    this.cancel = h("button", { type: "button", "aria-label": `Cancel ${name}`, onclick: cancel }, "Cancel");
    this.details = h("div", { id: details, hidden: true });
    this.element = h("li", {},
      h("div", { className: "head" }, this.button, this.state),
      h("p", { className: "footnote" }, job.root),
      this.bar, this.counts, this.error, this.cancel, this.details,
    );
    this.job = job;
  }

  get isUnfolded() {
    return !this.details.hidden;
  }

  show(job) {
    this.job = job;
    this.element.dataset.state = job.state;
    this.state.textContent = STATES[job.state];
    this.state.classList.toggle("warning", job.state === "failed" || job.state === "broken");
    this.#showBar(job);
    this.counts.textContent = `${counts(job)} · ${moment(job.finished_at ?? job.started_at ?? job.requested_at)}`;
    this.error.textContent = job.error;
    this.error.hidden = !job.error;
    this.cancel.hidden = !isUnderWay(job);
  }

  /** Before it is known how much there is to read, the bar has no value. */
  #showBar(job) {
    this.bar.hidden = !isUnderWay(job) && !job.to_read;
    this.bar.max = Math.max(job.to_read, 1);
    if (job.to_read) this.bar.value = job.indexed + job.failed;
    else this.bar.removeAttribute("value");
  }

  showOutcomes(outcomes) {
    const now = JSON.stringify(outcomes);
    if (now === this.#shown) return;
    this.#shown = now;
    this.details.replaceChildren(...renderOutcomes(outcomes));
  }
}

function counts({ state, to_read, unchanged, indexed, failed, retired, pages: count }) {
  if (state === "queued") return "Waits for its turn";
  const parts = [`${indexed + failed} of ${to_read} read`, `${indexed} indexed`, `${failed} failed`];
  if (unchanged) parts.push(`${unchanged} unchanged`);
  if (retired) parts.push(`${retired} retired`);
  if (count) parts.push(pages(count));
  return parts.join(" · ");
}
