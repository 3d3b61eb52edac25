// The page: the question is asked, the answer shown, the evidence opened. The address holds the question.

import { renderAnswer, isOnlyQuotes, spoken } from "./answer.js";
import { ask, deleteDocument, Problem } from "./api.js";
import { Citations } from "./citations.js";
import { renderConsidered } from "./considered.js";
import { Documents } from "./documents.js";
import { byId, h, scrollBehaviour } from "./dom.js";
import { KeyForm } from "./key.js";
import { installKeys } from "./keys.js";
import { renderProblem } from "./problem.js";
import { Progress } from "./progress.js";
import { Viewer } from "./viewer.js";

const form = byId("ask");
const [question, asOf, explain] = [byId("question"), byId("as-of"), byId("explain")];
const result = byId("answer");
let running = null; // AbortController of the question under way
let shownAddress = null; // the part of the address that the page shows: ?q=…

const progress = new Progress(byId("progress"));
const viewer = new Viewer({ onOpen: () => show("page") });
const key = new KeyForm({ load: loadDocuments });
const documents = new Documents({ onOpen: (document) => viewer.open(document, 1), onDelete: removeDocument });
const citations = new Citations({
  onOpen: (citation, options) => viewer.open(citation.document, citation.page, citation, options),
  onDocument: (document) => viewer.open(document, 1),
});

/** "page" or "documents" in the pane beside the answer. */
function show(what) {
  byId("viewer").hidden = what !== "page";
  byId("documents").hidden = what !== "documents";
  byId("show-page").disabled = !viewer.isOpen;
  byId("to-answer").hidden = result.hidden;
  byId("show-page").setAttribute("aria-pressed", String(what === "page"));
  byId("show-documents").setAttribute("aria-pressed", String(what === "documents"));
}

async function answerQuestion({ fresh = false } = {}) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const asked = { question: question.value.trim(), as_of: asOf.value || null, explain: explain.checked };
  busy(true);
  progress.begin();
  try {
    const answer = await ask({ ...asked, fresh }, { signal, onEvent: (event) => progress.hear(event) });
    present(answer);
    byId("status").textContent = spoken(answer);
  } catch (error) {
    if (signal.aborted) return; // a newer question is under way
    if (!(error instanceof Problem)) throw error;
    fail(error, () => answerQuestion({ fresh }));
  } finally {
    if (!signal.aborted) {
      busy(false);
      progress.end();
    }
  }
}

function busy(on) {
  form.classList.toggle("busy", on);
  result.setAttribute("aria-busy", String(on));
  form.querySelector("[type=submit]").textContent = on ? "Asking…" : "Ask";
  if (on) byId("status").textContent = "Looking for the answer.";
}

function present(answer) {
  const onHit = (hit) => viewer.open(hit.document, hit.page, { ...hit, quote: hit.text, className: "passage" });
  const onCitation = (number) => citations.openNumber(number);
  const onExplain = () => explain.click();
  const onFresh = () => answerQuestion({ fresh: true });
  const parts = renderAnswer(answer, { onCitation, onExplain, onFresh });
  result.hidden = false;
  const cards = citations.render(answer.citations);
  result.classList.toggle("only-quotes", isOnlyQuotes(answer));
  result.replaceChildren(...parts, ...(answer.citations.length ? [cards] : []));
  if (answer.explanation) result.append(renderConsidered(answer.explanation, { onHit }));
  document.title = `${answer.question} – Groundwork`;
  if (!answer.citations.length) show("documents");
  const asked = question.value.trim() === answer.question && document.activeElement;
  if (asked && asked.matches("#question, [type=submit], [data-question]")) {
    result.focus({ preventScroll: true }); // so that j and k work at once, and a screen reader reads on from here
  }
}

function fail(problem, again) {
  if (problem.status === 401) return key.ask(again);
  result.replaceChildren(renderProblem(problem, { onRetry: again }));
  result.hidden = false;
}

async function loadDocuments() {
  try {
    const held = await documents.load();
    if (byId("examples")) byId("examples").hidden = !held;
  } catch (problem) {
    if (problem.status === 401) return key.isOpen || key.ask(loadDocuments);
    byId("documents").replaceChildren(h("p", { className: "notice" }, problem.message));
  }
}

async function removeDocument({ id, title }) {
  const question = `Delete “${title}” with its passages, figures and pictures? It stays out until its source changes.`;
  if (!confirm(question)) return;
  try {
    await deleteDocument(id);
    await loadDocuments();
    byId("status").textContent = `Deleted: ${title}`;
    byId("filter")?.focus();
  } catch (problem) {
    if (problem.status === 401) return key.ask(loadDocuments);
    byId("documents").prepend(renderProblem(problem, { onRetry: loadDocuments }));
  }
}

function remember() {
  const address = new URLSearchParams({ q: question.value.trim() });
  if (asOf.value) address.set("as_of", asOf.value);
  if (explain.checked) address.set("explain", "1");
  if (`?${address}` !== location.search) history.pushState(null, "", `?${address}`);
  shownAddress = location.search;
}

/** Fills the form from the address, and asks where it holds a question; jumps within the page change nothing. */
function recall() {
  if (location.search === shownAddress) return;
  shownAddress = location.search;
  const address = new URLSearchParams(location.search);
  question.value = address.get("q") ?? "";
  asOf.value = address.get("as_of") ?? "";
  explain.checked = address.has("explain");
  grow();
  if (question.value.trim()) answerQuestion();
  else result.hidden = true;
}

function grow() {
  question.style.height = "auto";
  question.style.height = `${question.scrollHeight}px`;
}

function submit() {
  if (!form.reportValidity() || !question.value.trim()) return;
  remember();
  answerQuestion();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
question.addEventListener("input", grow);
question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
explain.addEventListener("change", () => !result.hidden && question.value.trim() && submit());
byId("examples")?.addEventListener("click", ({ target }) => {
  if (!target.dataset.question) return;
  question.value = target.dataset.question;
  grow();
  submit();
});
byId("show-page").addEventListener("click", () => show("page"));
byId("show-documents").addEventListener("click", () => show("documents"));
byId("to-answer").addEventListener("click", () => result.scrollIntoView({ behavior: scrollBehaviour() }));
window.addEventListener("popstate", recall);
window.addEventListener("resize", grow);
installKeys({
  "/": () => question.focus(),
  j: () => citations.step(1),
  k: () => citations.step(-1),
  "[": () => viewer.turn(-1),
  "]": () => viewer.turn(1),
  "+": () => viewer.zoom(1),
  "-": () => viewer.zoom(-1),
  0: () => viewer.zoom(0),
});

show("documents");
loadDocuments();
recall();
