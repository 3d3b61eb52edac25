// The page of ingestion: jobs as they go, what could not be read, and the ways to bring documents in.

import {
  cancelJob, getDeadLetters, getJob, getJobs, getSources, Problem, retryDeadLetters, startJob, upload,
} from "./api.js";
import { byId, h } from "./dom.js";
import { isUnderWay, Jobs, spokenJob } from "./jobs.js";
import { KeyForm } from "./key.js";
import { renderDeadLetter } from "./outcomes.js";
import { renderProblem } from "./problem.js";
import { installUpload } from "./upload.js";

const BUSY_MS = 1000; // between two looks while a job is under way
const IDLE_MS = 15000; // others, and the clock, start jobs too
let timer = 0;

const key = new KeyForm({ load });
const jobs = new Jobs({
  onUnfold: (row) => attempt(() => bringOutcomes(row)),
  onCancel: (job) => attempt(() => cancelJob(job.id).then(look)),
  onOver: (job) => {
    byId("status").textContent = spokenJob(job);
    attempt(showDeadLetters);
  },
});

/** Does it; what the API refuses is shown in its own words. Whether it was done. */
async function attempt(action) {
  try {
    await action();
    return true;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 401 && !key.isOpen) key.ask(load);
    if (problem.status !== 401) byId("problem").replaceChildren(renderProblem(problem, { onRetry: () => renew(action) }));
    return false;
  }
}

/** Does what a person asked for; the problem of the attempt before is gone. */
function renew(action) {
  byId("problem").replaceChildren();
  return attempt(action);
}

async function load() {
  await renew(() => Promise.all([look(), showSources(), showDeadLetters()]));
}

/** Shows the jobs as they are, and looks again after a while. */
async function look() {
  clearTimeout(timer);
  let under = false;
  try {
    const newest = await getJobs();
    under = newest.some(isUnderWay);
    const moving = jobs.unfolded.filter((row) => isUnderWay(row.job));
    jobs.show(newest);
    await Promise.all(moving.map(bringOutcomes));
  } finally {
    clearTimeout(timer);
    if (!key.isOpen) timer = setTimeout(() => attempt(look), under ? BUSY_MS : IDLE_MS);
  }
}

async function bringOutcomes(row) {
  row.showOutcomes((await getJob(row.job.id)).outcomes);
}

async function showDeadLetters() {
  const letters = await getDeadLetters();
  byId("retry").hidden = !letters.length;
  const none = h("li", { className: "footnote" }, "Nothing: all that was given has been read.");
  byId("dead-letters").replaceChildren(...(letters.length ? letters.map(renderDeadLetter) : [none]));
}

async function showSources() {
  const sources = await getSources();
  const where = h("code", {}, "ingestion.sources");
  const none = h("li", { className: "footnote" }, "None. Name them under ", where, " in the configuration.");
  byId("sources").replaceChildren(...(sources.length ? sources.map(sourceRow) : [none]));
}

function sourceRow({ name, path, feed, every_minutes }) {
  const start = () => renew(() => startJob(name).then(look));
  const about = [path ?? `feed ${feed}`, every_minutes ? `every ${every_minutes} min` : ""].filter(Boolean).join(" · ");
  return h("li", {},
    h("div", { className: "head" },
      h("span", { className: "name" }, name),
      h("button", { type: "button", "aria-label": `Read ${name} now`, onclick: start }, "Read now"),
    ),
    h("p", { className: "footnote" }, about),
  );
}

/** One after the other; one that is refused stops the rest. */
async function send(files) {
  byId("problem").replaceChildren();
  const limit = Number(byId("drop").dataset.maxMb);
  for (const file of files) {
    byId("sending").textContent = `Sending ${file.name} …`;
    const sent = await attempt(() => sendOne(file, limit));
    byId("sending").textContent = sent ? `Sent ${file.name}; its job is in the list.` : `${file.name} was not taken.`;
    if (!sent) return;
    await attempt(look);
  }
}

function sendOne(file, limit) {
  const detail = `${file.name} is over ${limit} MB. Split it, or raise ingestion.max_file_mb in the configuration.`;
  if (file.size > limit * 1024 * 1024) throw new Problem({ status: 413, title: "Too large", detail });
  return upload(file);
}

installUpload({ onFiles: send });
byId("retry").addEventListener("click", () =>
  renew(async () => {
    await retryDeadLetters();
    await look();
    byId("jobs").focus({ preventScroll: true }); // the button goes with the last of them
  }),
);
load();
