import { hostArray, numbersOf, roundToHalf } from "@elegy/autodiff/spi";
import { expect, test } from "vitest";
import { evaluate, GraphBuilder, RandomNumbers } from "../testing/graph-builder.test-support.ts";

const ALL_BITS = Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits);

test("every half float is widened to the number it stands for, and narrowed to its own bits again", () => {
  const builder = new GraphBuilder();
  const halves = builder.input([1 << 16], "float16");
  const wide = builder.node("convert", [halves], [1 << 16], "float32", { dtype: "float32" });
  const [numbers = []] = evaluate(builder.graph(wide), [ALL_BITS]);
  const expected = numbersOf(ALL_BITS, "float16");
  expect(ALL_BITS.findIndex((_, i) => !Object.is(numbers[i], expected[i]))).toBe(-1);

  const round = new GraphBuilder();
  const input = round.input([1 << 16], "float32");
  const narrow = round.node("convert", [input], [1 << 16], "float16", { dtype: "float16" });
  const [bits = []] = evaluate(round.graph(narrow), [Float32Array.from(numbers)]);
  const isNumber = (i: number): boolean => !Number.isNaN(numbers[i]);
  expect(ALL_BITS.findIndex((own, i) => isNumber(i) && own !== bits[i])).toBe(-1);
  // NaN stays NaN.
  const back = numbersOf(
    hostArray("float16", 1 << 16).map((_, i) => bits[i] ?? 0),
    "float16",
  );
  expect(ALL_BITS.findIndex((_, i) => !isNumber(i) && !Number.isNaN(back[i]))).toBe(-1);
});

test("float32 is rounded to the nearest half float, ties to even, at every magnitude", () => {
  const random = new RandomNumbers(3);
  const ties = Array.from(numbersOf(ALL_BITS.subarray(0, 0x7bff), "float16"), (number, i) => {
    const next = numbersOf(ALL_BITS.subarray(i + 1, i + 2), "float16")[0] ?? 0;
    const middle = (number + next) / 2;
    return [middle, middle * (1 - 2 ** -23), middle * (1 + 2 ** -23)];
  }).flat();
  const scales = Array.from({ length: 5000 }, () => (random.next() - 0.5) * 2 ** (random.below(60) - 40));
  const edges = [0, -0, 65504, 65519.996, 65520, -65520, 1e38, Infinity, -Infinity, 1e-45, 2 ** -25];
  const numbers = Float32Array.from([...ties, ...scales, ...edges]);

  const builder = new GraphBuilder();
  const input = builder.input([numbers.length]);
  const halves = builder.node("convert", [input], [numbers.length], "float16", { dtype: "float16" });
  // Once stored, once in registers only.
  const wide = builder.node("convert", [halves], [numbers.length], "float32", { dtype: "float32" });
  const [bits = new Uint16Array(), inRegisters = []] = evaluate(builder.graph(halves, wide), [numbers]);
  const stored = numbersOf(bits, "float16");
  for (const [i, number] of numbers.entries()) {
    if (Object.is(stored[i], roundToHalf(number)) && Object.is(inRegisters[i], stored[i])) continue;
    expect.fail(`${number}: ${stored[i]} stored, ${inRegisters[i]} in registers, not ${roundToHalf(number)}`);
  }
});
