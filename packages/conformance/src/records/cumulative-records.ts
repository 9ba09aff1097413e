import { lax } from "@elegy/autodiff";
import { type OpRecord, record } from "./op-record.ts";
import { awayFromZero, byte, other, real, truth, whole, withZeros, word } from "./operand.ts";

const cumulatives = [
  ["cumsum", lax.cumsum],
  ["cumprod", lax.cumprod],
  ["cummax", lax.cummax],
  ["cummin", lax.cummin],
] as const;

export const CUMULATIVE_RECORDS: readonly OpRecord[] = [
  record("reduceProd", "", (x) => lax.reduceProd(x, [0, 2]), awayFromZero([2, 2, 3])),
  record("reduceProd", "to a scalar", (x) => lax.reduceProd(x, [0, 1]), real([5, 1])),
  record("reduceProd", "with zeros", (x) => lax.reduceProd(x, [1]), withZeros([3, 4])),
  record("reduceProd", "of nothing", (x) => lax.reduceProd(x, [1]), real([2, 0])),
  record("reduceProd", "to nothing", (x) => lax.reduceProd(x, [1]), real([0, 3])),
  record("reduceProd", "integers", (x) => lax.reduceProd(x, [0]), word([5, 2])),
  record("reduceAnd", "", (x) => lax.reduceAnd(x, [1]), word([3, 2])),
  record("reduceAnd", "bool", (x) => lax.reduceAnd(x, [0, 1]), truth([2, 3])),
  record("reduceAnd", "of nothing", (x) => lax.reduceAnd(x, [1]), truth([2, 0])),
  record("reduceOr", "", (x) => lax.reduceOr(x, [0]), whole([3, 5])),
  record("reduceOr", "bool", (x) => lax.reduceOr(x, [1]), truth([2, 3])),
  record("reduceOr", "of nothing", (x) => lax.reduceOr(x, [0]), whole([0, 2])),
  ...cumulatives.flatMap(([name, apply]) => [
    record(name, "", (x) => apply(x, 1), real([2, 5, 3])),
    record(name, "reversed", (x) => apply(x, 0, { reverse: true }), other([6])),
    record(name, "along the last axis", (x) => apply(x, 1), other([3, 4])),
    record(name, "side by side", (x) => apply(x, 0, { reverse: true }), real([3, 9])),
    record(name, "of one", (x) => apply(x, 1), real([3, 1])),
    record(name, "of nothing", (x) => apply(x, 1), real([2, 0, 3])),
    record(name, "integers", (x) => apply(x, 0), word([5, 2])),
  ]),
  record("cumprod", "with zeros", (x) => lax.cumprod(x, 1), withZeros([3, 4])),
  record("cummax", "uint8", (x) => lax.cummax(x, 0), byte([4, 5])),
  record("cummin", "bool", (x) => lax.cummin(x, 1, { reverse: true }), truth([2, 3])),
  record("logaddexp", "running", (x) => lax.cumlogsumexp(x, 1), real([2, 5])),
  record("logaddexp", "running backwards", (x) => lax.cumlogsumexp(x, 0, { reverse: true }), real([4])),
];
