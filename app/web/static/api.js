// The API as the pages use it: JSON in and out, the caller's key, errors that can be shown.

const KEY = "groundwork.key";

/** What the API refused or could not do: RFC 9457's title, detail and errors. `status` is 0 where no answer came. */
export class Problem extends Error {
  constructor({ status, title, detail, errors = [], request_id = "" }) {
    super(detail || title);
    Object.assign(this, { status, title, detail, errors, requestId: request_id });
  }

  get mayWorkLater() {
    return this.status === 0 || this.status >= 500;
  }
}

export const hasKey = () => Boolean(sessionStorage.getItem(KEY));
export const useKey = (key) => sessionStorage.setItem(KEY, key);
export const forgetKey = () => sessionStorage.removeItem(KEY);

/** An Answer. `question` is {question, as_of, explain, fresh}; `onEvent(event)` hears each event on the way to it. */
export async function ask(question, { signal, onEvent }) {
  const response = await request("/api/v1/query/stream", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
    signal,
  });
  for await (const { event, data } of serverSentEvents(response.body)) {
    if (event === "error") throw new Problem(data);
    if (event === "done") return data.answer;
    onEvent(data);
  }
  throw new Problem({ status: 0, title: "No answer", detail: "The server ended before the answer did. Ask again." });
}

/** {event, data} of each event of a stream; comments, which keep it alive, are passed over. */
async function* serverSentEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const blocks = (text + chunk.value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n").map((line) => line.split(/: (.*)/s));
      const fields = Object.fromEntries(lines.filter(([name]) => name));
      if (fields.data) yield { event: fields.event, data: JSON.parse(fields.data) };
    }
  }
}

export const getDocument = (id) => read(`/api/v1/documents/${id}`);

export const getPage = (id, number) => read(`/api/v1/documents/${id}/pages/${number}`);

/** {documents, next_cursor} */
export const getDocuments = (cursor) =>
  read(`/api/v1/documents?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);

export const deleteDocument = (id) => request(`/api/v1/documents/${id}`, { method: "DELETE" });

const INGESTIONS = "/api/v1/ingestions";

/** The newest jobs first. */
export const getJobs = async () => (await read(`${INGESTIONS}?limit=50`)).jobs;

/** A job with its outcomes. */
export const getJob = (id) => read(`${INGESTIONS}/${id}`);

export const getSources = async () => (await read(`${INGESTIONS}/sources`)).sources;

export const getDeadLetters = async () => (await read(`${INGESTIONS}/dead-letters`)).dead_letters;

/** The jobs that read them again. */
export const retryDeadLetters = async () =>
  (await read(`${INGESTIONS}/dead-letters/retry`, { method: "POST" })).jobs;

export const cancelJob = (id) => read(`${INGESTIONS}/${id}/cancel`, { method: "POST" });

/** The job over a configured source. */
export const startJob = (source) =>
  read(INGESTIONS, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ source }),
  });

/** The job that reads the file. */
export function upload(file) {
  const body = new FormData();
  body.append("file", file);
  return read("/api/v1/documents", { method: "POST", body });
}

/** An address that an <img> and a link can use; with a key, which those cannot send, that of a fetched copy. */
export async function imageAddress(path) {
  if (!hasKey()) return path;
  const response = await request(path);
  return URL.createObjectURL(await response.blob());
}

async function read(path, options) {
  return (await request(path, options)).json();
}

async function request(path, options = {}) {
  const key = sessionStorage.getItem(KEY);
  const headers = { ...options.headers, ...(key ? { Authorization: `Bearer ${key}` } : {}) };
  const response = await fetch(path, { ...options, headers }).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Problem({ status: 0, title: "No connection", detail: "The server cannot be reached. Is it running?" });
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  return new Problem({ title: response.statusText || "Error", detail: "", ...body, status: response.status });
}
