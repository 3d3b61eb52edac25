// The caller's key, asked for once the server wants it.

import { forgetKey, hasKey, useKey } from "./api.js";
import { byId } from "./dom.js";

export class KeyForm {
  #refused = null; // what to do again once a key is given

  /** `load()` brings what the page shows, and asks here again where the key is not taken. */
  constructor({ load }) {
    this.load = load;
    byId("key-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#use();
    });
  }

  get isOpen() {
    return this.#refused !== null;
  }

  ask(again) {
    this.#refused = again;
    byId("key-note").textContent = hasKey()
      ? "The server did not take this key. Check it, or ask the operator for another."
      : "This server answers those who have its key. It stays in this tab until you close it.";
    forgetKey();
    byId("key-form").hidden = false;
    byId("key").focus();
  }

  async #use() {
    useKey(byId("key").value);
    byId("key").value = "";
    byId("key-form").hidden = true;
    const again = this.#refused;
    this.#refused = null;
    await this.load();
    if (this.#refused) this.#refused = again; // this key was not taken either
    else if (again !== this.load) again();
  }
}
