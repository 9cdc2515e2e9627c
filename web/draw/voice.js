// What a screen reader says. It does not chatter: a sentence waits until nothing newer comes.

const PAUSE = 700; // milliseconds
const voice = element.querySelector(".voice");
let speaking = 0;

export function say(text, delay = 0) {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    voice.textContent = text;
  }, delay);
}

export function sayAtRest(text) {
  say(text, PAUSE);
}
