"""A page as a person meets it: what can be done there and what can be seen."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver.chromium.webdriver import ChromiumDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import alert_is_present
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE_SECONDS = 30

# Text that is on show, its colour and the first opaque background behind it; what is disabled is exempt (WCAG 1.4.3).
FAINT_TEXT = """
const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
const luminance = ([r, g, b]) => [r, g, b]
  .map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
const ground = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const colour = channels(getComputedStyle(e).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return channels(getComputedStyle(document.body).backgroundColor);
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const faint = [];
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || !element.checkVisibility() || element.closest(":disabled, .sr, noscript")) continue;
  const [a, b] = [channels(getComputedStyle(element).color), ground(element)].map(luminance);
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${node.data.trim().slice(0, 40)}`);
}
return faint;
"""


class AskPage:
    def __init__(self, browser: ChromiumDriver, address: str, artifacts: Path) -> None:
        self._browser, self._address, self._artifacts = browser, address, artifacts

    def open(
        self, *, width: int = 1280, height: int = 900, scheme: str = "light", path: str = "/", **query: str
    ) -> None:
        """``query`` is the address's own: q, as_of, explain."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self._browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        self._browser.get(f"{self._address}{path}?{urlencode(query)}")

    def forget(self) -> None:
        """Leaves no key and no setting to the next test."""
        self.run("sessionStorage.clear(); localStorage.clear();")

    def wait(self, css: str, text: str = "") -> WebElement:
        """The first visible element that matches and holds ``text``, once it is there."""

        def found(_: ChromiumDriver) -> WebElement | Literal[False]:
            return next((each for each in self.all(css) if each.is_displayed() and text in each.text), False)

        waiting = WebDriverWait(self._browser, PATIENCE_SECONDS, ignored_exceptions=[StaleElementReferenceException])
        try:
            return waiting.until(found)
        except TimeoutException:
            pytest.fail(f"no {css} with {text!r}; the page reads:\n{self.find('body').text}")

    def wait_until_gone(self, css: str) -> None:
        WebDriverWait(self._browser, PATIENCE_SECONDS).until(lambda _: not self.all(css))

    def find(self, css: str) -> WebElement:
        return self._browser.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self._browser.find_elements(By.CSS_SELECTOR, css)

    def press(self, *keys: str) -> None:
        """Keys, one after the other, to whatever has the focus."""
        ActionChains(self._browser).send_keys(*keys).perform()

    def run(self, script: str) -> Any:
        return self._browser.execute_script(script)

    def run_module(self, script: str, given: Any) -> None:
        """Runs a script that may import the page's modules; it finds its argument in ``given``."""
        run = f"(async () => {{ {script} }})().then(() => done(null), (error) => done(String(error)))"
        failure = self._browser.execute_async_script(f"const [given, done] = arguments; {run}", given)
        assert failure is None, failure

    def answer_dialog(self, *, accept: bool) -> None:
        dialog = WebDriverWait(self._browser, PATIENCE_SECONDS).until(alert_is_present())
        assert dialog
        (dialog.accept if accept else dialog.dismiss)()

    @property
    def focused(self) -> WebElement:
        return self._browser.switch_to.active_element

    def box(self, css: str) -> dict[str, float]:
        """left, top, right, bottom in the window, in pixels."""
        box: dict[str, float] = self.run(f"return document.querySelector({css!r}).getBoundingClientRect().toJSON()")
        return box

    def settle(self, css: str) -> None:
        """Waits until an element has stopped moving."""
        seen: list[dict[str, float]] = []

        def rests(_: ChromiumDriver) -> bool:
            seen.append(self.box(css))
            return len(seen) > 1 and seen[-1] == seen[-2]

        WebDriverWait(self._browser, PATIENCE_SECONDS, poll_frequency=0.2).until(rests)

    def foreign_requests(self) -> list[str]:
        addresses = self.run("return performance.getEntries().map((entry) => entry.name)")
        loaded = [address for address in addresses if "://" in address]
        return [address for address in loaded if not address.removeprefix("blob:").startswith(self._address)]

    def complaints(self) -> list[str]:
        """Errors and warnings of the console; the API's own refusals (401) are shown on the page and expected."""
        return [
            entry["message"]
            for entry in self._browser.get_log("browser")  # type: ignore[no-untyped-call]
            if entry["level"] in ("SEVERE", "WARNING") and "status of 401" not in entry["message"]
        ]

    def faint_text(self) -> list[str]:
        """Visible text with a contrast under WCAG AA's 4.5, with its contrast."""
        faint: list[str] = self.run(FAINT_TEXT)
        return faint

    def overflows(self) -> bool:
        return bool(self.run("return document.documentElement.scrollWidth > window.innerWidth"))

    def save(self, name: str) -> Path:
        self._artifacts.mkdir(exist_ok=True)
        path = self._artifacts / f"{name}.png"
        self._browser.save_screenshot(str(path))
        return path
