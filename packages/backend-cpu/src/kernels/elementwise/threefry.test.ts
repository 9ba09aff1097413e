import { expect, it } from "vitest";
import { evaluate, GraphBuilder } from "../../testing/graph-builder.test-support.ts";

/** Known answers of the Random123 distribution: key, counter, result. */
const KNOWN = [
  [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
  [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
] as const;

it("gives the known answers", () => {
  const builder = new GraphBuilder();
  const inputs = [0, 1, 2, 3].map(() => builder.input([3], "uint32"));
  const spec = { shape: [3], dtype: "uint32" } as const;
  const outputs = builder.nodes("threefry2x32", inputs, [spec, spec], {});
  const data = [0, 1, 2, 3].map((column) => Uint32Array.from(KNOWN, (row) => row[column] ?? 0));
  const [first, second] = evaluate(builder.graph(...outputs), data);
  expect([...(first ?? [])]).toEqual(KNOWN.map((row) => row[4]));
  expect([...(second ?? [])]).toEqual(KNOWN.map((row) => row[5]));
});
