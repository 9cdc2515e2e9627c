// Undo, redo and clear, by button and by key.

import { canRedo, canUndo, clear, onChange, redo, strokes, undo } from "./drawing.js";

const TOOLS = {
  undo: { act: undo, usable: canUndo },
  redo: { act: redo, usable: canRedo },
  clear: { act: clear, usable: () => strokes().length > 0 },
};

function toolOf(event) {
  if (event.altKey) return null;
  if (event.key === "Delete" || event.key === "Backspace") return TOOLS.clear;
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return null;
  return event.shiftKey ? TOOLS.redo : TOOLS.undo;
}

function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox])");
}

for (const [name, tool] of Object.entries(TOOLS)) {
  const button = element.querySelector(`[data-action=${name}]`);
  button.addEventListener("click", () => {
    tool.act();
    // A button that has just switched itself off would drop the focus.
    if (button.disabled) element.querySelector("[data-testid=sketchpad]").focus();
  });
  onChange(() => {
    button.disabled = !tool.usable();
  });
}

document.addEventListener("keydown", (event) => {
  const tool = toolOf(event);
  if (!tool || isTyping(event.target) || !element.checkVisibility()) return;
  event.preventDefault();
  tool.act();
});
