import { reference } from "@elegy/backend-reference";
import { beforeEach, expect, test } from "vitest";
import { lax, np, setBackend } from "../index.ts";

beforeEach(() => setBackend(reference()));

const x = () => np.zeros([4, 3]);
const vectors = () => np.array([[0], [1]]);
const rows = { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0] };
const toRows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };

test.each<[string, () => unknown, string]>([
  [
    "indices that are no whole numbers",
    () => lax.gather(x(), vectors().astype("float32"), rows, [1, 3]),
    "gather: not defined for float32. Expected int32 or uint32; received f32[2,1].",
  ],
  [
    "indices without index vectors",
    () => lax.gather(x(), np.array([0, 1]), rows, [1, 3]),
    "gather: the indices do not fit. Expected a last axis of 1, one position for each of the operand's axes [0]; received i32[2]. The last axis holds index vectors: indices.expandDims(-1) makes vectors of one.",
  ],
  [
    "a scalar for indices",
    () => lax.gather(x(), np.array(0), rows, [1, 3]),
    "gather: the indices do not fit.",
  ],
  [
    "an axis that is not there",
    () => lax.gather(x(), vectors(), { ...rows, startIndexMap: [2] }, [1, 3]),
    "gather: indexed axes of the operand out of range or repeated. Expected distinct axes below 2; received [2].",
  ],
  [
    "axes that do not add up",
    () => lax.gather(x(), vectors(), { ...rows, collapsedSliceDims: [] }, [1, 3]),
    "gather: the axes of the windows do not add up. Expected 2 axes along the windows, collapsed or batching, as f32[4,3] has; received 1 + 0 + 0.",
  ],
  [
    "windows larger than the operand",
    () => lax.gather(x(), vectors(), rows, [1, 4]),
    "gather: the slice sizes do not fit. Expected one size for each axis, within f32[4,3], 1 at axes [0]; received [1,4].",
  ],
  [
    "batching axes of different sizes",
    () =>
      lax.gather(
        x(),
        vectors(),
        {
          offsetDims: [1],
          collapsedSliceDims: [],
          startIndexMap: [1],
          operandBatchingDims: [0],
          startIndicesBatchingDims: [0],
        },
        [1, 3],
      ),
    "gather: the batching axes differ in size. Expected axes [0] as long as axes [0] of the indices; received f32[4,3] and i32[2,1].",
  ],
  [
    "a batching axis that is indexed too",
    () =>
      lax.gather(
        x(),
        np.zeros([4, 1], { dtype: "int32" }),
        {
          offsetDims: [1],
          collapsedSliceDims: [],
          startIndexMap: [0],
          operandBatchingDims: [0],
          startIndicesBatchingDims: [0],
        },
        [1, 3],
      ),
    "gather: a batching axis has another part.",
  ],
  [
    "updates of another shape",
    () => lax.scatterAdd(x(), vectors(), np.zeros([3, 3]), toRows),
    "scatterAdd: the updates do not fit. Expected f32[2,3], or less along axes [1]; received f32[3,3].",
  ],
  [
    "updates of another dtype",
    () => lax.scatter(x(), vectors(), np.zeros([2, 3], { dtype: "int32" }), toRows),
    "scatter: the updates do not fit. Expected f32[2,3], or less along axes [1]; received i32[2,3].",
  ],
  [
    "updates larger than the operand",
    () => lax.scatterMax(x(), vectors(), np.zeros([2, 4]), toRows),
    "scatterMax: the updates do not fit.",
  ],
  [
    "truth values to add",
    () => lax.scatterAdd(x().astype("bool"), vectors(), np.zeros([2, 3], { dtype: "bool" }), toRows),
    "scatterAdd: not defined for bool.",
  ],
  [
    "too few start indices",
    () => lax.dynamicSlice(x(), [0], [1, 1]),
    "dynamicSlice: the number of start indices differs from the number of axes. Expected 2 indices; received 1.",
  ],
  [
    "a start index between two",
    () => lax.dynamicSlice(x(), [0.5, 0], [1, 1]),
    "dynamicSlice: a start index is not a whole number. Expected whole numbers or scalar tensors of them; received 0.5.",
  ],
  [
    "a start index of floats",
    () => lax.dynamicSlice(x(), [np.array(0.5), 0], [1, 1]),
    "dynamicSlice: not defined for float32. Expected int32 or uint32; received f32[].",
  ],
  [
    "a start index with axes",
    () => lax.dynamicSlice(x(), [np.array([0, 1]), 0], [1, 1]),
    "dynamicSlice: the start indices do not fit. Expected 2 scalars, one for each axis of the operand; received i32[2] and i32[].",
  ],
  [
    "a slice larger than the operand",
    () => lax.dynamicSlice(x(), [0, 0], [5, 1]),
    "dynamicSlice: the slice sizes do not fit. Expected one size for each axis, within f32[4,3]; received [5,1].",
  ],
  [
    "an update larger than the operand",
    () => lax.dynamicUpdateSlice(x(), np.zeros([5, 1]), [0, 0]),
    "dynamicUpdateSlice: the update does not fit. Expected at most f32[4,3], with as many axes and the same dtype; received f32[5,1].",
  ],
  [
    "an axis out of range",
    () => lax.dynamicSliceInDim(x(), 0, 1, 2),
    "dynamicSliceInDim: axis out of range. Expected an axis of -2…1; received 2.",
  ],
])("%s", (_name, run, message) => {
  expect(run).toThrow(message);
});

test("positions along one axis", async () => {
  const matrix = np.arange(12).reshape([4, 3]);
  expect(await lax.dynamicIndexInDim(matrix, -1).array()).toEqual([[9, 10, 11]]);
  expect(await lax.dynamicIndexInDim(matrix, np.array(1), 1, { keepdims: false }).array()).toEqual([
    1, 4, 7, 10,
  ]);
  const updated = lax.dynamicUpdateIndexInDim(matrix, np.zeros([4], { dtype: "int32" }), np.array(-3), 1);
  expect(await updated.sum({ axis: 0 }).array()).toEqual([0, 22, 26]);
  expect(await lax.dynamicSlice(matrix, np.array([1, 1]), [1, 2]).array()).toEqual([[4, 5]]);
});
