// Elements, built without markup in strings, so that nothing a document says can become markup.

/** An element with properties ("on…" are listeners; role, for, "a-b" attributes) and children; null is left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Whether the evidence stands below the answer instead of beside it (the breakpoint of style.css). */
export const isStacked = () => window.matchMedia("(max-width: 59.99rem)").matches;

export const scrollBehaviour = () =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
