import { convolutionPhases } from "@elegy/autodiff/spi";
import { expect, test } from "vitest";
import { RandomNumbers } from "../../testing/graph-builder.test-support.ts";
import { expectAsReference } from "../../testing/against-reference.test-support.ts";
import { chunking, chunkSizes } from "./chunks.ts";

const dilated = (size: number, dilation: number): number => (size === 0 ? 0 : 1 + (size - 1) * dilation);

function shuffled(random: RandomNumbers, count: number): number[] {
  const axes = Array.from({ length: count }, (_, axis) => axis);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [axes[i], axes[j]] = [axes[j] ?? 0, axes[i] ?? 0];
  }
  return axes;
}

/** Layouts that models use, and any others. */
function layout(random: RandomNumbers, spatial: number, role: "lhs" | "rhs" | "out"): number[] {
  const rank = spatial + 2;
  const inner = Array.from({ length: spatial }, (_, i) => i);
  const kind = random.below(4);
  if (kind === 0) return shuffled(random, rank);
  if (kind === 1) return [rank - 1, 0, ...inner.map((i) => i + 1)];
  if (role === "rhs") return [rank - 1, rank - 2, ...inner];
  return [0, rank - 1, ...inner.map((i) => i + 1)];
}

test.each(Array.from({ length: 300 }, (_, seed) => seed))(
  "convolution %i is that of the reference",
  (seed) => {
    const random = new RandomNumbers(seed * 2654435761 + 1);
    for (let i = 0; i < 8; i++) random.next();
    const spatial = random.below(3) + (random.below(4) === 0 ? 1 : 0);
    const groups = [1, 1, 1, 2, 5][random.below(5)] ?? 1;
    const inBatch = random.below(2) === 0;
    const [batchGroupCount, featureGroupCount] = inBatch ? [groups, 1] : [1, groups];
    const windowSizes = Array.from({ length: spatial }, () => 1 + random.below(4));
    const few = spatial > 2 ? 1 : 2;
    const axes = windowSizes.map((window) => {
      const size = random.below(12) === 0 ? 0 : 1 + random.below(7);
      const [stride, lhsDilation, rhsDilation] = [
        1 + random.below(3),
        1 + random.below(3),
        1 + random.below(3),
      ];
      const base = dilated(size, lhsDilation);
      const [low, high] = [random.below(6) - 2, random.below(6) - 2];
      const padding: [number, number] = base + low + high < 0 ? [0, 0] : [low, high];
      const room = base + padding[0] + padding[1] - dilated(window, rhsDilation);
      return {
        size,
        window,
        stride,
        lhsDilation,
        rhsDilation,
        padding,
        count: room < 0 ? 0 : Math.floor(room / stride) + 1,
      };
    });
    const batch = 1 + random.below(few);
    const inputs = random.below(3) === 0 ? 1 : 1 + random.below(9);
    const outputs = random.below(3) === 0 ? 1 : 1 + random.below(19);
    const specs = {
      lhsSpec: layout(random, spatial, "lhs"),
      rhsSpec: layout(random, spatial, "rhs"),
      outSpec: layout(random, spatial, "out"),
    };
    const place = (spec: readonly number[], sizes: readonly number[]): number[] =>
      spec.map((_, axis) => sizes[spec.indexOf(axis)] ?? 0);
    expectAsReference(
      "convGeneralDilated",
      [
        place(specs.lhsSpec, [
          batch * batchGroupCount,
          inputs * featureGroupCount,
          ...axes.map(({ size }) => size),
        ]),
        place(specs.rhsSpec, [outputs * groups, inputs, ...windowSizes]),
      ],
      place(specs.outSpec, [batch, outputs * groups, ...axes.map(({ count }) => count)]),
      {
        ...specs,
        windowStrides: axes.map(({ stride }) => stride),
        padding: axes.map(({ padding }) => padding),
        lhsDilation: axes.map(({ lhsDilation }) => lhsDilation),
        rhsDilation: axes.map(({ rhsDilation }) => rhsDilation),
        batchGroupCount,
        featureGroupCount,
      },
      seed % 5 === 0 ? "int32" : seed % 5 === 1 ? "uint32" : "float32",
    );
  },
);

test("operands larger than the patches made at a time", () => {
  const conv = { lhsSpec: [0, 3, 1, 2], rhsSpec: [3, 2, 0, 1], outSpec: [0, 3, 1, 2] };
  const plain = { lhsDilation: [1, 1], rhsDilation: [1, 1], batchGroupCount: 1, featureGroupCount: 1 };
  expectAsReference(
    "convGeneralDilated",
    [
      [1, 34, 31, 8],
      [3, 3, 8, 2],
    ],
    [1, 34, 31, 2],
    {
      ...conv,
      ...plain,
      windowStrides: [1, 1],
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
  );
  // The gradient of that window.
  expectAsReference(
    "convGeneralDilated",
    [
      [1, 34, 31, 8],
      [1, 34, 31, 2],
    ],
    [3, 3, 8, 2],
    {
      ...plain,
      lhsSpec: [3, 0, 1, 2],
      rhsSpec: [3, 0, 1, 2],
      outSpec: [2, 3, 0, 1],
      windowStrides: [1, 1],
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
  );
});

test("small examples, some of them at a time", () => {
  const plain = {
    lhsDilation: [1, 1],
    rhsDilation: [1, 1],
    batchGroupCount: 1,
    featureGroupCount: 1,
    windowStrides: [1, 1],
    padding: [
      [1, 1],
      [1, 1],
    ] as const,
  };
  expectAsReference(
    "convGeneralDilated",
    [
      [30, 4, 4, 3],
      [3, 3, 3, 5],
    ],
    [30, 4, 4, 5],
    { ...plain, lhsSpec: [0, 3, 1, 2], rhsSpec: [3, 2, 0, 1], outSpec: [0, 3, 1, 2] },
  );
  // The gradient of that window.
  expectAsReference(
    "convGeneralDilated",
    [
      [30, 4, 4, 3],
      [30, 4, 4, 5],
    ],
    [3, 3, 3, 5],
    { ...plain, lhsSpec: [3, 0, 1, 2], rhsSpec: [3, 0, 1, 2], outSpec: [2, 3, 0, 1] },
  );
});

test.each(["float32", "int32"] as const)("long sums of a depthwise gradient in %s", (dtype) => {
  const params = {
    lhsSpec: [3, 0, 1, 2],
    rhsSpec: [3, 0, 1, 2],
    outSpec: [2, 3, 0, 1],
    windowStrides: [1, 1],
    padding: [
      [1, 0],
      [0, 0],
    ] as const,
    lhsDilation: [1, 1],
    rhsDilation: [1, 1],
    batchGroupCount: 5,
    featureGroupCount: 1,
  };
  expectAsReference(
    "convGeneralDilated",
    [
      [3, 17, 16, 5],
      [3, 16, 15, 5],
    ],
    [3, 2, 1, 5],
    params,
    dtype,
  );
});

test("long sums of a depthwise convolution in phases", () => {
  expectAsReference(
    "convGeneralDilated",
    [
      [1, 8, 8, 5],
      [48, 48, 1, 5],
    ],
    [1, 4, 4, 5],
    {
      lhsSpec: [0, 3, 1, 2],
      rhsSpec: [3, 2, 0, 1],
      outSpec: [0, 3, 1, 2],
      windowStrides: [1, 1],
      padding: [
        [18, 18],
        [18, 18],
      ],
      lhsDilation: [2, 2],
      rhsDilation: [1, 1],
      batchGroupCount: 1,
      featureGroupCount: 5,
    },
  );
});

test("a dilated operand is met in phases, none of which reads a hole", () => {
  const phases = convolutionPhases({
    size: 4,
    window: 3,
    count: 8,
    stride: 1,
    low: 1,
    lhsDilation: 2,
    rhsDilation: 1,
  });
  expect(phases).toMatchObject([
    { start: 0, step: 2, count: 4, tapStart: 1, taps: 1, first: 0, stride: 1 },
    { start: 1, step: 2, count: 4, tapStart: 0, taps: 2, first: 0, stride: 1, dilation: 1 },
  ]);
});

test("a walk is cut where it must be", () => {
  const axes = [5, 7, 3].map((size) => ({ size, strides: [1] }));
  expect(chunkSizes(chunking(axes, 1000))).toEqual([105]);
  expect(chunkSizes(chunking(axes, 50))).toEqual([42, 21]);
  expect(chunkSizes(chunking(axes, 12))).toEqual([12, 9]);
  expect(chunkSizes(chunking(axes, 2))).toEqual([2, 1]);
});
