// Draws media/glyphs: a tile with two letters per framework and runtime, one drawing for light and one for dark themes.
// The letters are strokes of our own, so that they look the same on every machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const target = join(dirname(fileURLToPath(import.meta.url)), "../media/glyphs");

/** Strokes in a box from 0 to 7, baseline at 7; and the width. */
const LETTERS = {
  C: [4.1, "M4.1 1.4A2.4 3.5 0 1 0 4.1 5.6"],
  D: [4.2, "M0 0V7H1.2A3 3.5 0 0 0 1.2 0Z"],
  E: [3.7, "M3.7 0H0V7H3.7M0 3.4H3.1"],
  F: [3.7, "M3.7 0H0V7M0 3.5H3.1"],
  G: [4.4, "M4.2 1.4A2.4 3.5 0 1 0 4.4 5.4V3.9H2.7"],
  J: [3.2, "M3.2 0V5A1.6 2 0 0 1 0 5"],
  K: [4, "M0 0V7M3.9 0L0 4.3M1.4 2.9L4 7"],
  M: [5, "M0 7V0L2.5 4.2L5 0V7"],
  N: [4.1, "M0 7V0L4.1 7V0"],
  P: [3.8, "M0 7V0H1.9A1.95 1.95 0 0 1 1.9 3.9H0"],
  S: [3.9, "M3.7 1.2A2 1.75 0 0 0 1.9 0A1.8 1.75 0 0 0 1.9 3.5A1.9 1.75 0 0 1 1.9 7A2.1 1.75 0 0 1 0 5.8"],
  a: [3.2, "M3.2 4.7A1.6 2.3 0 1 0 0 4.7A1.6 2.3 0 1 0 3.2 4.7M3.2 2.4V7"],
  c: [3, "M3 3.2A1.7 2.3 0 1 0 3 6.2"],
  e: [3.2, "M0 4.7H3.2A1.6 2.3 0 1 0 2.8 6.2"],
  h: [3, "M0 0V7M0 4.1A1.5 1.7 0 0 1 3 4.1V7"],
  i: [0.2, "M.1 2.5V7M.1 0V.5"],
  j: [1.2, "M1.2 2.5V7.3A1.2 1.2 0 0 1 0 8.4M1.2 0V.5"],
  l: [0.2, "M.1 0V7"],
  o: [3.2, "M3.2 4.7A1.6 2.3 0 1 0 0 4.7A1.6 2.3 0 1 0 3.2 4.7"],
  p: [3.2, "M0 2.4V8.8M0 4.7A1.6 2.3 0 1 1 3.2 4.7A1.6 2.3 0 1 1 0 4.7"],
  t: [2.4, "M.9 .8V5.6A1.4 1.4 0 0 0 2.4 7M0 2.6H2.3"],
  x: [3.1, "M0 2.4L3.1 7M3.1 2.4L0 7"],
  y: [3.2, "M0 2.4L1.7 6.6M3.2 2.4L1.5 7.4L.5 8.6"],
};

/** Letters, tile in dark themes, tile in light themes. White letters have a contrast of at least 4.5 on both. */
const TILES = {
  django: ["Dj", "#1f7a55", "#14573c"],
  express: ["Ex", "#5f6773", "#3f4650"],
  fastapi: ["Fa", "#0b7f74", "#06635a"],
  fastify: ["Fy", "#4a5bc4", "#33429e"],
  flask: ["Fl", "#2f6f9f", "#1f567f"],
  go: ["Go", "#0b7a9b", "#075d77"],
  gochi: ["Ch", "#7a5ab8", "#5f4399"],
  goecho: ["Ec", "#0f77a8", "#0a5a80"],
  gofiber: ["Fi", "#8a4fae", "#6e3a8e"],
  gogin: ["Gi", "#1f6fb2", "#15568c"],
  java: ["Ja", "#b3562a", "#8f421e"],
  koa: ["Ko", "#6b6f76", "#474b51"],
  medusa: ["Me", "#7c5cc4", "#5e41a3"],
  nestjs: ["Ne", "#bf3b52", "#9c2b40"],
  nextjs: ["Nx", "#555b66", "#30343b"],
  node: ["No", "#3f7d3a", "#2f622b"],
  python: ["Py", "#38699e", "#28507c"],
  springboot: ["Sp", "#4b7d1f", "#3a6216"],
  starlette: ["St", "#5a6a9e", "#43527f"],
};

/** A box, for a project of no known framework. */
const BOX = "M8 1.9L13.4 4.9V11.1L8 14.1L2.6 11.1V4.9ZM2.8 5L8 8L13.2 5M8 8V14";

mkdirSync(target, { recursive: true });
for (const [name, [letters, dark, light]] of Object.entries(TILES)) {
  writeFileSync(join(target, `${name}-dark.svg`), tile(letters, dark));
  writeFileSync(join(target, `${name}-light.svg`), tile(letters, light));
}
writeFileSync(join(target, "project-dark.svg"), drawing(stroke(BOX, "#c5c5c5", 1.1)));
writeFileSync(join(target, "project-light.svg"), drawing(stroke(BOX, "#424242", 1.1)));

function tile(letters, fill) {
  const gap = 1.8;
  const parts = [...letters].map((letter) => LETTERS[letter]);
  const width = parts.reduce((sum, [each]) => sum + each, 0) + gap * (parts.length - 1);
  let x = (16 - width) / 2;
  const strokes = parts.map(([each, path]) => {
    const placed = `<g transform="translate(${round(x)} 4.5)">${stroke(path, "#fff", 1.35)}</g>`;
    x += each + gap;
    return placed;
  });
  return drawing(`<rect x=".75" y=".75" width="14.5" height="14.5" rx="3.25" fill="${fill}"/>${strokes.join("")}`);
}

function stroke(path, color, width) {
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

function drawing(body) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${body}</svg>\n`;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
