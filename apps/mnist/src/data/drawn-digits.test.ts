import { describe, expect, it } from "vitest";
import { drawDigits } from "./drawn-digits.ts";
import type { LabelledDigits } from "./labelled-digits.ts";

/** Softmax regression by plain gradient descent, one digit at a time; returns the share of `test` it gets right. */
function linearAccuracy(train: LabelledDigits, test: LabelledDigits): number {
  const weights = new Float64Array(785 * 10);
  const logits = new Float64Array(10);
  const forward = ({ x }: LabelledDigits, i: number): void => {
    logits.set(weights.subarray(7840));
    for (let pixel = 0; pixel < 784; pixel++) {
      const value = (x.data[i * 784 + pixel] ?? 0) / 255;
      for (let k = 0; k < 10; k++) logits[k]! += value * weights[pixel * 10 + k]!;
    }
  };
  for (let epoch = 0; epoch < 8; epoch++) {
    for (let i = 0; i < train.y.data.length; i++) {
      forward(train, i);
      const top = Math.max(...logits);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
      const step = logits.map((z, k) => 0.01 * (Math.exp(z - top) / total - Number(k === train.y.data[i])));
      for (let pixel = 0; pixel <= 784; pixel++) {
        const value = pixel === 784 ? 1 : train.x.data[i * 784 + pixel]! / 255;
        for (let k = 0; k < 10; k++) weights[pixel * 10 + k]! -= value * step[k]!;
      }
    }
  }
  const right = test.y.data.filter((label, i) => {
    forward(test, i);
    return logits.indexOf(Math.max(...logits)) === label;
  });
  return right.length / test.y.data.length;
}

describe("drawDigits", () => {
  it("draws as many as asked for", () => {
    const { x, y } = drawDigits({ count: 7, seed: 1 });
    expect(x.shape).toEqual([7, 28, 28]);
    expect(x.data).toHaveLength(7 * 784);
    expect(y.shape).toEqual([7]);
    expect(y.data).toHaveLength(7);
  });

  it("draws the same digits for the same seed, and others for another", () => {
    const digits = drawDigits({ count: 50, seed: 3 });
    expect(drawDigits({ count: 50, seed: 3 })).toEqual(digits);
    expect(drawDigits({ count: 50, seed: 4 })).not.toEqual(digits);
  });

  it("draws all ten digits about equally often, no two alike", () => {
    const { x, y } = drawDigits({ count: 1_000, seed: 5 });
    for (let digit = 0; digit < 10; digit++) {
      const times = y.data.filter((label) => label === digit).length;
      expect(times).toBeGreaterThan(60);
      expect(times).toBeLessThan(150);
    }
    const images = Array.from({ length: 1_000 }, (_, i) => x.data.subarray(i * 784, (i + 1) * 784).join());
    expect(new Set(images).size).toBe(1_000);
  });

  it("keeps the ink on the page: the border is noise only", () => {
    const { x } = drawDigits({ count: 500, seed: 6 });
    let bright = 0;
    for (let i = 0; i < 500; i++) {
      for (let row = 0; row < 28; row++) {
        for (const column of [0, 27]) bright += Number(x.data[i * 784 + row * 28 + column]! > 120);
      }
    }
    expect(bright / 500).toBeLessThan(0.1);
  });

  it("draws 10,000 in less than 3 seconds", () => {
    const start = performance.now();
    drawDigits({ count: 10_000, seed: 28 });
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it("draws digits that a linear classifier learns, but not all of them", { timeout: 30_000 }, () => {
    const accuracy = linearAccuracy(
      drawDigits({ count: 4_000, seed: 1 }),
      drawDigits({ count: 1_000, seed: 2 }),
    );
    expect(accuracy).toBeGreaterThan(0.82);
    expect(accuracy).toBeLessThan(0.96);
  });
});
