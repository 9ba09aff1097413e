import { lax } from "@elegy/autodiff";
import { record, type OpRecord } from "./op-record.ts";
import { other, real, whole } from "./operand.ts";

/** Creation and movement. */
export const MOVEMENT_RECORDS: readonly OpRecord[] = [
  record("constant", "", () => lax.constant(3, "float32")),
  record("iota", "vector", () => lax.iota("int32", 4)),
  record("iota", "of a matrix", () => lax.broadcastedIota("float32", [2, 3], 1)),

  record("broadcastInDim", "scalar", (x) => lax.broadcastInDim(x, [2, 3], []), real([])),
  record("broadcastInDim", "new axes", (x) => lax.broadcastInDim(x, [4, 3, 2], [1]), real([3])),
  record("broadcastInDim", "size 1", (x) => lax.broadcastInDim(x, [2, 3, 4], [0, 2]), real([1, 4])),
  record("broadcastInDim", "to nothing", (x) => lax.broadcastInDim(x, [0, 3], [1]), real([3])),
  record("reshape", "", (x) => lax.reshape(x, [3, 4]), real([2, 6])),
  record("reshape", "to a scalar", (x) => lax.reshape(x, []), real([1, 1])),
  record("reshape", "of nothing", (x) => lax.reshape(x, [3, 0]), real([0, 2])),
  record("transpose", "", (x) => lax.transpose(x, [2, 0, 1]), real([2, 3, 4])),
  record("transpose", "of nothing", (x) => lax.transpose(x, [1, 0]), real([0, 2])),
  record("slice", "", (x) => lax.slice(x, [1, 0], [4, 2]), real([5, 3])),
  record("slice", "strided", (x) => lax.slice(x, [1, 0], [7, 4], [3, 2]), real([7, 5])),
  record("slice", "to nothing", (x) => lax.slice(x, [2, 1], [2, 3]), real([3, 4])),
  record(
    "pad",
    "",
    (x, value) =>
      lax.pad(x, value, [
        [1, 2, 0],
        [0, 1, 2],
      ]),
    real([2, 3]),
    other([]),
  ),
  record(
    "pad",
    "cropping",
    (x, value) =>
      lax.pad(x, value, [
        [-1, 2, 1],
        [1, -2, 0],
      ]),
    real([3, 4]),
    other([]),
  ),
  record("pad", "of nothing", (x, value) => lax.pad(x, value, [[1, 2, 1]]), real([0]), other([])),
  record("pad", "integers", (x, value) => lax.pad(x, value, [[1, 0, 0]]), whole([3]), whole([])),
  record(
    "concatenate",
    "",
    (x, y, z) => lax.concatenate([x, y, z], 1),
    real([2, 3]),
    other([2, 0]),
    other([2, 1]),
  ),
  record("concatenate", "one", (x) => lax.concatenate([x], 0), real([3])),
  record("concatenate", "one twice", (x) => lax.concatenate([x, x], 0), real([3])),
  record("reverse", "", (x) => lax.rev(x, [0, 2]), real([2, 3, 4])),
  record("reverse", "of nothing", (x) => lax.rev(x, [0]), real([0, 2])),
];
