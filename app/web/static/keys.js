// The keyboard. Single keys act outside of fields only, and can be switched off (WCAG 2.1.4).

import { byId } from "./dom.js";

const SWITCH = "groundwork.shortcuts";

/** `actions` maps a key to what it does. */
export function installKeys(actions) {
  const box = byId("shortcuts");
  box.checked = localStorage.getItem(SWITCH) !== "off";
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || !box.checked || isModified(event) || isField(event.target)) return;
    event.preventDefault();
    action();
  });
  arrowsBetweenCitations(actions);
}

/** Arrows act where the focus is among the citations, switched off or not. */
function arrowsBetweenCitations(actions) {
  const arrows = { ArrowDown: actions.j, ArrowUp: actions.k };
  byId("answer").addEventListener("keydown", (event) => {
    if (!arrows[event.key] || isModified(event) || !event.target.closest(".citations")) return;
    event.preventDefault();
    arrows[event.key]();
  });
}

const isModified = (event) => event.ctrlKey || event.metaKey || event.altKey;
const isField = (element) => element.closest("input:not([type=checkbox]), textarea, select") !== null;
