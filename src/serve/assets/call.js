// Words selected in a turn whose form is open go into the form; without this they are copied by hand.

document.addEventListener("selectionchange", () => {
  const form = document.querySelector("form.adding");
  const selection = document.getSelection();
  if (!form || !selection || selection.isCollapsed) return;
  const words = document.getElementById(`turn-${form.dataset.turn}`)?.querySelector(".words");
  if (!words?.contains(selection.anchorNode) || !words.contains(selection.focusNode)) return;
  // Tags stand among the words and are none of them.
  const copy = selection.getRangeAt(0).cloneContents();
  for (const tag of copy.querySelectorAll(".tag")) tag.remove();
  form.elements.namedItem("words").value = copy.textContent.trim();
});
