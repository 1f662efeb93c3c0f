// Keys and small comforts of every page; all of them work without.

const SWITCH = "verbatim-keys";

/** Whether somebody types into this element, so that letters are letters. */
export const isTyping = (element) =>
  element instanceof Element && element.closest("input, textarea, select, [contenteditable]") !== null;

/** Whether single letters are keys: whoever speaks to the machine, or hits keys by mistake, can switch them off. */
export const keysAreOn = () => {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
};

export const switchKeys = (isOn) => {
  try {
    localStorage.setItem(SWITCH, isOn ? "on" : "off");
  } catch {
    // Without a memory the switch holds until the page is left; nothing else is lost.
  }
};

/** Says something to everybody, also to those who listen to the page. */
export const tell = (text) => {
  const told = document.getElementById("told");
  if (!told) return;
  told.textContent = text;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => (told.textContent = ""), 4000);
};

/** Shows how many quotes are in the basket; a page without the count is as good. */
const countBasket = async () => {
  const shown = document.getElementById("basket-count");
  if (!shown) return;
  try {
    const answer = await fetch("/basket/count", { headers: { Accept: "text/plain" } });
    const count = answer.ok ? Number.parseInt(await answer.text(), 10) : 0;
    shown.hidden = !(count > 0);
    shown.textContent = count > 0 ? String(count) : "";
  } catch {
    shown.hidden = true;
  }
};

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || !keysAreOn()) return;
  const box = document.getElementById("q");
  if (box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

document.addEventListener("htmx:after:request", (event) => {
  const { request, response } = event.detail.ctx ?? {};
  if (!request?.action?.startsWith("/basket/")) return;
  tell(response?.status < 400 ? "The basket is up to date." : "The basket could not be changed.");
  countBasket();
});

document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail.ctx?.response?.status;
  tell(status === 503 || status === 429 ? "Too many ask at once; try again in a second." : "The server could not answer that.");
});

countBasket();
