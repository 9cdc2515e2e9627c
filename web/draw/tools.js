// Undo, redo and clear, by button and by key.

import { find } from "../shared/elements.js";
import { canvasOf } from "./canvas.js";

/**
 * @param {HTMLElement} element
 * @param {import("./drawing.js").Drawing} drawing
 */
export function setUpTools(element, drawing) {
  const tools = {
    undo: { act: drawing.undo, usable: drawing.canUndo },
    redo: { act: drawing.redo, usable: drawing.canRedo },
    clear: { act: drawing.clear, usable: () => !drawing.isBlank() },
  };

  for (const [name, tool] of Object.entries(tools)) {
    const button = find(element, `[data-action=${name}]`, HTMLButtonElement);
    button.addEventListener("click", () => {
      tool.act();
      // A button that has just switched itself off would drop the focus.
      if (button.disabled) canvasOf(element).focus();
    });
    drawing.onChange(() => {
      button.disabled = !tool.usable();
    });
  }

  document.addEventListener("keydown", (event) => {
    const name = toolOf(event);
    if (!name || isTyping(event.target) || !element.checkVisibility()) return;
    event.preventDefault();
    tools[name].act();
  });
}

/** @param {KeyboardEvent} event */
function toolOf(event) {
  if (event.altKey) return null;
  if (event.key === "Delete" || event.key === "Backspace") return "clear";
  if (!event.ctrlKey && !event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === "y") return "redo";
  return key !== "z" ? null : event.shiftKey ? "redo" : "undo";
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox])");
}
