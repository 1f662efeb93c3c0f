// Quicker ways to do what the forms do: keys, dropped files, and waiting without reloading.

const typing = (element) =>
  element.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");

// Whoever speaks to the machine or types by accident turns single keys off.
const keys = document.querySelector("[data-keys-switch] input");
if (keys) {
  keys.closest("[data-keys-switch]").hidden = false;
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
}

// One key for each answer: it presses the button, follows the link or ticks the box that names it.
document.addEventListener("keydown", (event) => {
  if (keys && !keys.checked) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});

// Files dropped on the box are those of its input.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  const over = (is) => (event) => {
    event.preventDefault();
    drop.classList.toggle("over", is);
  };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length > 0) {
      input.files = event.dataTransfer.files;
      drop.requestSubmit();
    }
  });
}

// Waits for what is being done behind the page, and then shows what came of it.
const waiting = document.querySelector("[data-wait]");
if (waiting) {
  const text = waiting.firstChild;
  const look = async () => {
    try {
      const answer = await fetch(waiting.dataset.wait);
      if (answer.status === 204) return location.reload();
      if (answer.ok) text.textContent = `The server is ${await answer.text()}. This page shows what came of it when that is done. `;
    } catch {
      // The server may be restarting; it is asked again.
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 700);
}
