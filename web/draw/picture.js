// Pictures as canvases that can be painted onto others.

import { contextOf } from "./ink.js";

/**
 * A picture as it is.
 *
 * @param {string} dataUrl
 */
export async function pictureOf(dataUrl) {
  const image = new Image();
  image.src = dataUrl;
  await image.decode();
  const picture = document.createElement("canvas");
  picture.width = image.naturalWidth;
  picture.height = image.naturalHeight;
  contextOf(picture).drawImage(image, 0, 0);
  return picture;
}

/**
 * The ink of a grey picture: its levels become the pen's opacity.
 *
 * @param {string} dataUrl
 */
export async function inkOf(dataUrl) {
  const ink = await pictureOf(dataUrl);
  const context = contextOf(ink);
  const levels = context.getImageData(0, 0, ink.width, ink.height);
  for (let start = 0; start < levels.data.length; start += 4) {
    levels.data[start + 3] = levels.data[start];
    levels.data.fill(255, start, start + 3);
  }
  context.putImageData(levels, 0, 0);
  return ink;
}
