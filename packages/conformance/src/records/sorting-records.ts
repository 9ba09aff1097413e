import { lax, random, type Tensor, vmap } from "@elegy/autodiff";
import { type OpRecord, record } from "./op-record.ts";
import { byte, other, real, truth, whole, word } from "./operand.ts";

export const SORTING_RECORDS: readonly OpRecord[] = [
  record("sort", "", (x) => lax.sort(x, { dimension: 1 }), real([2, 5, 3])),
  record("sort", "first dimension", (x) => lax.sort(x, { dimension: 0 }), real([6, 2])),
  record("sort", "by a key", (x, y) => lax.sort([x, y])[1], real([2, 5]), other([2, 5])),
  record("sort", "by whole keys", (x, y) => lax.sort([x, y])[1], whole([9]), other([9])),
  record(
    "sort",
    "by two keys",
    (x, y, z) => lax.sort([x, y, z], { numKeys: 2 })[2],
    truth([7]),
    real([7]),
    other([7]),
  ),
  record("sort", "words", (x) => lax.sort(x), word([2, 7])),
  record("sort", "bool", (x) => lax.sort(x), truth([7])),
  record("sort", "uint8", (x) => lax.sort(x), byte([3, 5])),
  record("sort", "of nothing", (x) => lax.sort(x), real([3, 0])),
  record("sort", "nothing", (x) => lax.sort(x), real([0, 3])),
  record("topK", "", (x) => lax.topK(x, 3)[0], real([2, 6])),
  record("topK", "places", (x) => lax.topK(x, 2)[1], real([2, 6])),
  record("topK", "none", (x) => lax.topK(x, 0)[0], real([2, 6])),
  record("topK", "integers", (x) => lax.topK(x, 4)[0], whole([7])),
  record("topK", "words", (x) => lax.topK(x, 4)[0], word([7])),
  record("topK", "uint8", (x) => lax.topK(x, 4)[1], byte([7])),
  record("topK", "of nothing", (x) => lax.topK(x, 2)[0], real([0, 3])),
  record("randomBits", "", (k) => random.bits(k, [2, 3]), word([2])),
  record("randomBits", "several keys", (k) => vmap((key: Tensor) => random.bits(key, [4]))(k), word([3, 2])),
  record("randomBits", "none", (k) => random.bits(k, [0]), word([2])),
];
