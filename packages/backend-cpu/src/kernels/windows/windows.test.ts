import { expect, test } from "vitest";
import { evaluateNode, RandomNumbers } from "../../testing/graph-builder.test-support.ts";
import { expectAsReference } from "../../testing/against-reference.test-support.ts";

const dilated = (size: number, dilation: number): number => (size === 0 ? 0 : 1 + (size - 1) * dilation);

test.each(Array.from({ length: 150 }, (_, seed) => seed))("windows %i are those of the reference", (seed) => {
  const random = new RandomNumbers(seed * 40503 + 5);
  for (let i = 0; i < 8; i++) random.next();
  const rank = random.below(4);
  const axes = Array.from({ length: rank }, () => {
    const size = random.below(15) === 0 ? 0 : 1 + random.below(9);
    const plain = random.below(3) === 0;
    const window = plain ? 1 : 1 + random.below(random.below(8) === 0 ? 7 : 3);
    const stride = plain ? 1 : 1 + random.below(3);
    const [baseDilation, windowDilation] =
      random.below(3) === 0 ? [1 + random.below(3), 1 + random.below(3)] : [1, 1];
    const base = dilated(size, baseDilation);
    const [low, high] = random.below(2) === 0 ? [random.below(5) - 1, random.below(5) - 1] : [0, 0];
    const padding: [number, number] = base + low + high < 0 ? [0, 0] : [low, high];
    const room = base + padding[0] + padding[1] - dilated(window, windowDilation);
    const count = room < 0 ? 0 : Math.floor(room / stride) + 1;
    return { size, window, stride, baseDilation, windowDilation, padding, count };
  });
  const shape = axes.map(({ size }) => size);
  const windows = axes.map(({ count }) => count);
  const params = {
    windowDimensions: axes.map(({ window }) => window),
    windowStrides: axes.map(({ stride }) => stride),
    padding: axes.map(({ padding }) => padding),
    baseDilation: axes.map(({ baseDilation }) => baseDilation),
    windowDilation: axes.map(({ windowDilation }) => windowDilation),
  };
  for (const dtype of ["float32", "int32", "uint32"] as const) {
    expectAsReference("reduceWindowSum", [shape], windows, params, dtype);
    expectAsReference("reduceWindowMax", [shape], windows, params, dtype);
    expectAsReference("reduceWindowMin", [shape], windows, params, dtype);
  }
  for (const select of ["ge", "le"] as const) {
    expectAsReference("selectAndGatherAdd", [shape, shape], windows, { ...params, select });
    expectAsReference("selectAndScatterAdd", [windows, shape], shape, { ...params, select });
  }
});

test("of rank 8", () => {
  const params = {
    windowDimensions: [1, 2, 1, 2, 1, 2, 1, 2],
    windowStrides: [1, 1, 1, 2, 1, 1, 1, 1],
    padding: Array.from({ length: 8 }, (): [number, number] => [0, 1]),
    baseDilation: Array.from({ length: 8 }, () => 1),
    windowDilation: Array.from({ length: 8 }, () => 1),
  };
  const shape = [2, 1, 2, 3, 1, 2, 1, 3];
  const windows = [3, 1, 3, 2, 2, 2, 2, 3];
  expectAsReference("reduceWindowMax", [shape], windows, params);
  expectAsReference("selectAndScatterAdd", [windows, shape], shape, { ...params, select: "le" });
});

test("extremes of windows side by side tell NaN and zeros as those of one window do", () => {
  const special = [NaN, 0, -0, 1, -1, Infinity, -Infinity];
  const triples = special.flatMap((a) => special.flatMap((b) => special.map((c) => [a, b, c])));
  const windows = triples.length;
  const params = {
    windowDimensions: [3, 1],
    windowStrides: [1, 1],
    padding: [0, 1].map((): [number, number] => [0, 0]),
    baseDilation: [1, 1],
    windowDilation: [1, 1],
  };
  const columns = Float32Array.from(
    { length: 3 * windows },
    (_, i) => triples[i % windows]?.[Math.floor(i / windows)] ?? 0,
  );
  for (const [name, extreme] of [
    ["reduceWindowMax", Math.max],
    ["reduceWindowMin", Math.min],
  ] as const) {
    const operand = { data: columns, shape: [3, windows] };
    const actual = evaluateNode(name, [operand], { shape: [1, windows] }, params);
    expect(actual).toEqual(triples.map((some) => extreme(...some)));
  }
});
