// Shows what becomes of the drawing before a network sees it.

import { onReply, page } from "./reader.js";

const ALTERNATIVES = {
  exact: ["Your ink, cut out", "The ink in 20×20 pixels", "Your digit in 28×28 pixels"],
  whole: ["", "", "The whole canvas in 28×28 pixels"],
};

const switched = element.querySelector("[name=whole-canvas]");
const stagePictures = [...element.querySelectorAll(".stages img")];

switched.addEventListener("change", () => page.classList.toggle("whole", switched.checked));

onReply((reply) => {
  const alternatives = ALTERNATIVES[switched.checked ? "whole" : "exact"];
  stagePictures.forEach((picture, index) => {
    const source = reply?.stages?.[index];
    picture.alt = source ? alternatives[index] : "";
    if (source) picture.src = source;
    else picture.removeAttribute("src");
  });
});
