// Pictures from outside: chosen, photographed, pasted or dropped anywhere on the page.
//
// Whoever has a picture of a digit, as a data URL of a PNG, puts its ink onto the canvas
// with one event; undo and clear take it away again:
//
//   document.querySelector(".page").dispatchEvent(new CustomEvent("bring", { detail: dataUrl }));

const LONGEST = 640; // pixels, of a picture that is sent: more than the server looks at

async function bring(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file); // turned as its camera says
  } catch {
    status.textContent = "This picture cannot be opened: choose a JPEG or PNG.";
    return;
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const shrunk = document.createElement("canvas");
  shrunk.width = Math.max(1, Math.round(scale * bitmap.width));
  shrunk.height = Math.max(1, Math.round(scale * bitmap.height));
  const context = shrunk.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, shrunk.width, shrunk.height);
  page.dispatchEvent(new CustomEvent("bring", { detail: shrunk.toDataURL("image/png") }));
}

for (const name of ["picture", "photo"]) {
  const input = element.querySelector("[data-input=" + name + "]");
  element
    .querySelector("[data-action=" + name + "]")
    .addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    if (input.files[0]) bring(input.files[0]);
    input.value = ""; // the same file may be chosen again
  });
}

document.addEventListener("paste", (event) => {
  const file = event.clipboardData.files[0];
  if (!file) return;
  event.preventDefault();
  bring(file);
});

document.addEventListener("dragover", (event) => {
  if (event.dataTransfer.types.includes("Files")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const file = event.dataTransfer.files[0];
  if (!file) return;
  event.preventDefault();
  bring(file);
});
