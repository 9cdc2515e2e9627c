"""The drawing room: canvas, cards, what the networks see."""
