// Figures, ages and places as people read them.

const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 6 });
export const plural = (count, noun) => `${numbers.format(count)} ${noun}${count === 1 ? "" : "s"}`;

/** {number, unit}: "38,230" and "USD thousands"; a percent sign belongs to its number. */
export function figure(value, unit) {
  const number = numbers.format(value).replace("-", "−");
  return unit === "percent" ? { number: `${number}%`, unit: "" } : { number, unit: unit ?? "" };
}

/** "19 months old"; days up to two months, then months up to two years. */
export function age(days) {
  if (days < 1) return "of the same day";
  if (days < 61) return `${plural(days, "day")} old`;
  if (days < 730) return `${plural(Math.round(days / 30.44), "month")} old`;
  return `${numbers.format(Math.round(days / 36.525) / 10)} years old`;
}

/** "just now", "5 minutes ago" */
export function since(seconds) {
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${plural(Math.round(seconds / 60), "minute")} ago`;
  return `${plural(Math.round(seconds / 3600), "hour")} ago`;
}

const moments = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

/** "Nov 24, 2026, 3:45 PM", in the reader's own zone. */
export const moment = (iso) => moments.format(new Date(iso));

/** Whether the domain marks the date as an estimate: the field that holds it has a sibling "…_estimated". */
export function isEstimated(document) {
  const fields = Object.entries(document.metadata);
  return fields.some(([name, value]) => value === document.dated && document.metadata[`${name}_estimated`] === true);
}

/** "14 documents"; "200+ documents" where there are more. */
export const documentsHeld = (count, more) =>
  more ? `${numbers.format(count)}+ documents` : plural(count, "document");

export const pages = (count) => plural(count, "page");

/** "67 ms", "1.2 s" */
export const duration = (milliseconds) =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/** A score in three significant digits; nothing where there is none. */
export const score = (value) => (value === null ? "" : Number(value.toPrecision(3)).toString());
