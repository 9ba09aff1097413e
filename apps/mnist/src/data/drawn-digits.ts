import { GLYPHS, type Glyph, type Point } from "./digit-glyphs.ts";
import type { LabelledDigits } from "./labelled-digits.ts";
import { mulberry32 } from "./mulberry32.ts";

const SIZE = 28;
const PIXELS = SIZE * SIZE;

/** How one digit differs from its glyph. Lengths are pixels, angles radians. */
const JITTER = {
  shift: 2.1,
  rotation: 0.22,
  shear: 0.25,
  width: [10, 16],
  height: [16, 21],
  /** How far a point may stray, as a share of the glyph. */
  wobble: 0.05,
  /** How far the page is bent, as a share of the glyph. */
  bend: 0.07,
  thickness: [1.5, 3.7],
  ink: [170, 255],
  /** The standard deviation of the noise, in grey levels. */
  noise: 22,
} as const;

/**
 * Draws digits that look written: strokes with random form, place, slant, thickness and noise.
 *
 * Arguments: `count`: how many; `seed`: an integer, the same seed gives the same digits, to the last byte.
 *
 * Returns `x: u8[count, 28, 28]` (0 is background, 255 is ink) and `y: u8[count]`.
 */
export function drawDigits({ count, seed }: { count: number; seed: number }): LabelledDigits {
  const random = mulberry32(seed);
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  const coverage = new Float64Array(PIXELS);
  for (let i = 0; i < count; i++) {
    const digit = Math.floor(random() * GLYPHS.length);
    const glyph = pick(pick(GLYPHS, digit), Math.floor(random() * pick(GLYPHS, digit).length));
    labels[i] = digit;
    drawStrokes(place(glyph, random), between(random, JITTER.thickness), coverage);
    develop(coverage, random, images.subarray(i * PIXELS, (i + 1) * PIXELS));
  }
  return { x: { shape: [count, SIZE, SIZE], data: images }, y: { shape: [count], data: labels } };
}

/** Bends, slants, turns and shifts a glyph; the points become pixels. */
function place(glyph: Glyph, random: () => number): Glyph {
  const around = (reach: number): number => (2 * random() - 1) * reach;
  const angle = around(JITTER.rotation);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const shear = around(JITTER.shear);
  const width = between(random, JITTER.width);
  const height = between(random, JITTER.height);
  const [shiftX, shiftY] = [around(JITTER.shift), around(JITTER.shift)];
  const [bendX, bendY] = [around(JITTER.bend), around(JITTER.bend)];
  const [phaseX, phaseY] = [around(Math.PI), around(Math.PI)];

  return glyph.map((stroke) =>
    stroke.map(([x, y]): Point => {
      const u = x - 0.5 + bendX * Math.sin(4 * y + phaseX) + around(JITTER.wobble);
      const v = y - 0.5 + bendY * Math.sin(4 * x + phaseY) + around(JITTER.wobble);
      const [slanted, upright] = [width * u - shear * height * v, height * v];
      return [
        SIZE / 2 + shiftX + cos * slanted - sin * upright,
        SIZE / 2 + shiftY + sin * slanted + cos * upright,
      ];
    }),
  );
}

/** Writes to `coverage[28, 28]` the share of each pixel, 0 to 1, that the pen covers. */
function drawStrokes(strokes: Glyph, thickness: number, coverage: Float64Array): void {
  coverage.fill(0);
  for (const stroke of strokes) {
    for (let i = 1; i < stroke.length; i++) {
      drawLine(pick(stroke, i - 1), pick(stroke, i), thickness / 2, coverage);
    }
  }
}

/** A pixel is covered by how far its centre lies inside the pen's edge: coverage = clamp(radius + ½ − distance, 0, 1). */
function drawLine([ax, ay]: Point, [bx, by]: Point, radius: number, coverage: Float64Array): void {
  const reach = radius + 0.5;
  const [dx, dy] = [bx - ax, by - ay];
  const lengthSquared = dx * dx + dy * dy || 1;
  const left = Math.max(0, Math.floor(Math.min(ax, bx) - reach));
  const right = Math.min(SIZE - 1, Math.ceil(Math.max(ax, bx) + reach));
  const top = Math.max(0, Math.floor(Math.min(ay, by) - reach));
  const bottom = Math.min(SIZE - 1, Math.ceil(Math.max(ay, by) + reach));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [px, py] = [column + 0.5 - ax, row + 0.5 - ay];
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared));
      const distance = Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2);
      const covered = Math.min(1, reach - distance);
      const at = row * SIZE + column;
      if (covered > (coverage[at] ?? 0)) coverage[at] = covered;
    }
  }
}

/** Turns coverage into grey levels with noise. */
function develop(coverage: Float64Array, random: () => number, image: Uint8Array): void {
  const ink = between(random, JITTER.ink);
  for (let at = 0; at < PIXELS; at++) {
    // Three uniforms have a variance of 3/12: twice their sum, centred, is close to a standard normal.
    const normal = 2 * (random() + random() + random() - 1.5);
    const grey = ink * (coverage[at] ?? 0) + JITTER.noise * normal;
    image[at] = Math.min(255, Math.max(0, Math.round(grey)));
  }
}

function between(random: () => number, [low, high]: readonly [number, number]): number {
  return low + (high - low) * random();
}

function pick<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} among ${items.length}`);
  return item;
}
