import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const shaped = (...shape: number[]): Tensor => np.arange(shape.reduce((a, b) => a * b, 1)).reshape(shape);

describe("shapes", () => {
  test.each<[string, () => Tensor, number[]]>([
    ["reshape with −1", () => shaped(2, 6).reshape([3, -1]), [3, 4]],
    ["reshape of nothing with −1", () => np.zeros([0, 4]).reshape([-1, 2]), [0, 2]],
    ["reshape of a scalar", () => np.array(1).reshape([1, 1]), [1, 1]],
    ["ravel", () => shaped(2, 3).ravel(), [6]],
    ["transpose", () => shaped(2, 3, 4).transpose(), [4, 3, 2]],
    ["transpose with axes", () => shaped(2, 3, 4).transpose([1, -1, 0]), [3, 4, 2]],
    ["swapaxes", () => shaped(2, 3, 4).swapaxes(0, -1), [4, 3, 2]],
    ["moveaxis", () => np.moveaxis(shaped(2, 3, 4), 0, -1), [3, 4, 2]],
    ["moveaxis forward", () => np.moveaxis(shaped(2, 3, 4), -1, 0), [4, 2, 3]],
    ["expandDims", () => shaped(2, 3).expandDims(-1), [2, 3, 1]],
    ["expandDims at two places", () => shaped(2, 3).expandDims([0, 2]), [1, 2, 1, 3]],
    ["squeeze", () => shaped(1, 2, 1).squeeze(), [2]],
    ["squeeze one", () => shaped(1, 2, 1).squeeze(-1), [1, 2]],
    ["broadcastTo", () => shaped(3, 1).broadcastTo([2, 3, 4]), [2, 3, 4]],
    ["broadcastTo nothing", () => shaped(1).broadcastTo([0]), [0]],
    ["concatenate", () => np.concatenate([shaped(2, 3), shaped(2, 1)], { axis: -1 }), [2, 4]],
    ["stack at the end", () => np.stack([shaped(2), shaped(2), shaped(2)], { axis: -1 }), [2, 3]],
    [
      "pad",
      () =>
        np.pad(shaped(2, 3), [
          [1, 0],
          [0, 2],
        ]),
      [3, 5],
    ],
  ])("%s", (_name, move, shape) => {
    expect(move().shape).toEqual(shape);
  });
});

describe("elements", () => {
  test.each<[string, () => Tensor, unknown]>([
    [
      "transpose",
      () => shaped(2, 3).transpose(),
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
    ],
    [
      "flip all",
      () => np.flip(shaped(2, 2)),
      [
        [3, 2],
        [1, 0],
      ],
    ],
    [
      "flip an axis",
      () => np.flip(shaped(2, 2), -1),
      [
        [1, 0],
        [3, 2],
      ],
    ],
    [
      "stack",
      () => np.stack([shaped(2), shaped(2)]),
      [
        [0, 1],
        [0, 1],
      ],
    ],
    ["pad with a value", () => np.pad(shaped(2), [[1, 2]], 7), [7, 0, 1, 7, 7]],
    [
      "broadcastTo",
      () => shaped(2, 1).broadcastTo([2, 2]),
      [
        [0, 0],
        [1, 1],
      ],
    ],
    ["concatenate nothing", () => np.concatenate([np.array([]), np.array([1.5])]), [1.5]],
  ])("%s", (_name, move, expected) => {
    expect(values(move())).toEqual(expected);
  });
});

describe("what does not fit", () => {
  test.each<[string, () => Tensor, string]>([
    [
      "reshape",
      () => shaped(2, 3).reshape([4]),
      "reshape: the number of elements differs. Expected a shape of 6 elements; received i32[2,3] to [4] (4 elements).",
    ],
    ["reshape with two −1", () => shaped(4).reshape([-1, -1]), "np.reshape: the size −1 cannot be inferred."],
    [
      "reshape with −1 that does not divide",
      () => shaped(4).reshape([3, -1]),
      "Expected one −1, and other sizes whose product divides 4; received i32[4] to [3,-1].",
    ],
    ["reshape with −2", () => shaped(4).reshape([-2, -2]), "reshape: not a shape."],
    [
      "transpose of fewer axes",
      () => shaped(2, 3).transpose([0]),
      "transpose: not a permutation of the axes. Expected 2 axes for i32[2,3]; received [0].",
    ],
    [
      "transpose with an axis twice",
      () => shaped(2, 3).transpose([0, 0]),
      "permutation out of range or repeated",
    ],
    ["expandDims", () => shaped(2).expandDims(3), "np.expandDims: axis out of range."],
    [
      "expandDims twice at one place",
      () => shaped(2).expandDims([0, 0]),
      "np.expandDims: an axis is named twice.",
    ],
    [
      "squeeze",
      () => shaped(2, 1).squeeze(0),
      "np.squeeze: an axis to drop has more than one element. Expected size 1 at axis 0; received i32[2,1].",
    ],
    [
      "broadcastTo",
      () => shaped(3).broadcastTo([3, 2]),
      "np.broadcastTo: the tensor does not broadcast to the shape. Expected sizes of 1 or those of [3,2], aligned at the last axis; received i32[3].",
    ],
    [
      "concatenate of nothing",
      () => np.concatenate([]),
      "concatenate: nothing to join. Expected at least one tensor; received none.",
    ],
    [
      "concatenate",
      () => np.concatenate([shaped(2, 3), shaped(3, 2)]),
      "concatenate: the tensors do not fit together. Expected one dtype, and one shape but for axis 0; received i32[2,3] and i32[3,2].",
    ],
    ["concatenate of scalars", () => np.concatenate([np.array(1)]), "np.concatenate: axis out of range."],
    ["stack", () => np.stack([shaped(2), shaped(3)]), "the tensors do not fit together"],
    ["pad with a negative width", () => np.pad(shaped(3), [[-1, 0]]), "np.pad: a width is negative."],
    [
      "pad of another rank",
      () =>
        np.pad(shaped(3), [
          [1, 0],
          [0, 1],
        ]),
      "np.pad: the widths do not fit.",
    ],
  ])("%s", (_name, move, message) => {
    expect(move).toThrow(message);
  });

  test("a shape that is no list", () => {
    expect(() => shaped(4).reshape(2 as unknown as number[])).toThrow(
      "np.reshape: not a shape. Expected a list of sizes: [2, 3]; received 2.",
    );
  });
});
