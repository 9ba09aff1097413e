import { expect, test } from "vitest";
import { recordName } from "./records/op-record.ts";
import { OP_RECORDS } from "./records/op-records.ts";

/** What kernels of TensorFlow.js get wrong, and the records under which a backend that used them would fail. */
const defects: readonly (readonly [defect: string, ...records: readonly string[]])[] = [
  [
    "products of transposed matrices add the bias once per block",
    "dotGeneral transposed, a long sum, and a row added",
  ],
  [
    "the gradient of a maximum over windows below 0 is lost",
    "reduceWindowMax below zero",
    "reduceWindowMax below zero, three axes",
  ],
  [
    "the gradient of a mean over windows divides by what is not there",
    "reduceWindowSum means of what is there",
  ],
  [
    "the gradients of depthwise convolutions ignore dilation",
    "convGeneralDilated depthwise, window dilated, SAME",
    "convGeneralDilated depthwise, window dilated, VALID",
  ],
  ["the gradients of convolutions along three axes stop early", "convGeneralDilated three axes, strided"],
  [
    "cumulative operations in reverse keep the first length they met",
    "cumsum reversed, of two lengths",
    "cumprod reversed, of two lengths",
  ],
  [
    "int32 and bool are transposed to nothing",
    "transpose integers",
    "transpose bool",
    "reduceSum integers, the first axes",
    "reduceMax integers, the first axes",
  ],
  [
    "int32 above 2²⁴ is rounded, computed with or moved",
    ...[
      "add",
      "sub",
      "mul",
      "max",
      "select",
      "broadcastInDim",
      "concatenate",
      "slice",
      "pad",
      "reverse",
      "gather",
    ].map((name) => `${name} large integers`),
  ],
  [
    "products with a weight that was written in place are those with the weight before",
    "dotGeneral with a weight that changes",
    "convGeneralDilated with a weight that changes",
  ],
  ["products broadcast one side of the batch only", "dotGeneral batches repeat each other"],
  ["int32 products lose low bits", "mul large integers"],
  ["gathering in batches", "gather batching"],
  [
    "slices of integers, reversed truth, conversion to truth",
    "slice large integers",
    "reverse bool",
    "convert to bool",
  ],
  ["a condition of one axis chooses one element again and again", "select by a row"],
  ["of equal elements any is the greatest", "argmax the first of equals", "argmin the first of equals"],
  ["long sums are added in any order", "dotGeneral a very long sum", "scatterAdd many meet"],
];

test.each(defects)("%s: there are records for it", (_defect, ...records) => {
  const names = OP_RECORDS.map(recordName);
  expect(names).toEqual(expect.arrayContaining(records));
});
