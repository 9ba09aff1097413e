import { cpu } from "@elegy/backend-cpu";
import { setBackend } from "@elegy/core";
import { expect, it } from "vitest";
import { textBatches } from "./text-batches.ts";

setBackend(cpu());

const tokens = Int32Array.from({ length: 10 }, (_, i) => i);

async function rowsOf(seed: number, length = 3): Promise<{ x: number[][]; y: number[][] }> {
  const { value } = await textBatches(tokens, { batchSize: 200, length, seed }).next();
  return { x: (await value.x.array()) as number[][], y: (await value.y.array()) as number[][] };
}

it("begins anywhere, and y is one token later", async () => {
  const { x, y } = await rowsOf(1);
  for (const [i, row] of x.entries()) {
    expect(row).toEqual([row[0], row[0]! + 1, row[0]! + 2]);
    expect(y[i]).toEqual(row.map((token) => token + 1));
  }
  const starts = new Set(x.map(([first]) => first!));
  expect(starts).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
});

it("takes a text of one part whole", async () => {
  const { x, y } = await rowsOf(1, 9);
  expect(x[7]).toEqual(Array.from(tokens.subarray(0, 9)));
  expect(y[7]).toEqual(Array.from(tokens.subarray(1)));
});

it("is the same for the same seed, and goes on with other parts", async () => {
  expect(await rowsOf(1)).toEqual(await rowsOf(1));
  expect(await rowsOf(1)).not.toEqual(await rowsOf(2));
  const batches = textBatches(tokens, { batchSize: 20, length: 3, seed: 1 });
  const [{ value: one }, { value: other }] = [await batches.next(), await batches.next()];
  expect(await one.x.array()).not.toEqual(await other.x.array());
});
