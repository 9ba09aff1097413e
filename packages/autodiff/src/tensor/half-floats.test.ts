import { expect, test } from "vitest";
import { halfBits, halfNumbers, roundToHalf } from "./half-floats.ts";

const EVERY = Array.from({ length: 1 << 16 }, (_, bits) => bits);

test.each([
  // bits, number: IEEE 754-2019, binary16
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3555, 0.333251953125],
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65504],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7e00, NaN],
])("%i are the bits of %s", (bits, number) => {
  expect(halfNumbers([bits])[0]).toBe(number);
  expect(halfBits(number)).toBe(bits);
});

test("all bits come back", () => {
  const numbers = halfNumbers(EVERY);
  const changed = EVERY.filter((bits) => {
    const number = numbers[bits] ?? 0;
    return Number.isNaN(number) ? (bits & 0x7fff) <= 0x7c00 : halfBits(number) !== bits;
  });
  expect(changed).toEqual([]);
});

test("a number goes to the nearest, in the middle to the even one", () => {
  const numbers = halfNumbers(EVERY);
  for (let bits = 0; bits < 0x7bff; bits++) {
    const [low = 0, high = 0] = numbers.subarray(bits, bits + 2);
    const middle = (low + high) / 2;
    const even = bits % 2 === 0 ? low : high;
    const all = [roundToHalf(middle), roundToHalf(middle - 2 ** -40), roundToHalf(middle + 2 ** -40)];
    // A double does not tell a large middle from its neighbours at this distance, and need not.
    expect(all).toEqual(middle < 2 ** 12 ? [even, low, high] : [even, even === low ? low : all[1], all[2]]);
  }
});

test.each([
  [65519.999, 65504],
  [65520, Infinity],
  [-1e300, -Infinity],
  [2 ** -25, 0],
  [-(2 ** -25), -0],
  [2 ** -25 * 1.0001, 2 ** -24],
  // Not by way of float32, where it would be the middle.
  [1 + 2 ** -11 + 2 ** -40, 1 + 2 ** -10],
])("%s is rounded to %s", (number, half) => {
  expect(roundToHalf(number)).toBe(half);
});
