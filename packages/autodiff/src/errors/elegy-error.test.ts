import { reference } from "@elegy/backend-reference";
import { expect, test } from "vitest";
import { ElegyError, np, setBackend, ShapeMismatchError, type Tensor } from "../index.ts";

test("says operation, problem, expected, received, hint, in this order", () => {
  const parts = { operation: "fit", problem: "no data" };
  expect(new ElegyError("E", parts).message).toBe("fit: no data.");
  expect(new ElegyError("E", { ...parts, expected: "x" }).message).toBe("fit: no data. Expected x.");
  expect(new ElegyError("E", { ...parts, received: "y" }).message).toBe("fit: no data. Received y.");
  expect(new ElegyError("E", { ...parts, hint: "Do z.", received: "y", expected: "x" }).message).toBe(
    "fit: no data. Expected x; received y. Do z.",
  );
});

test("has a stable code, the name of its class, and a cause", () => {
  const cause = new RangeError("deep");
  const error = new ShapeMismatchError({ operation: "dot", problem: "no", cause });
  expect(error).toBeInstanceOf(ElegyError);
  expect(error).toMatchObject({ code: "ELEGY_SHAPE_MISMATCH", name: "ShapeMismatchError", cause });
});

test("a tensor of another copy of the package is told from a tensor", () => {
  setBackend(reference());
  const foreign = {
    [Symbol.for("@elegy/tensor")]: true,
    spec: { shape: [2], dtype: "float32" },
    shape: [2],
    dtype: "float32",
    ndim: 1,
  };
  expect(() => np.ones([2]).add(foreign as unknown as Tensor)).toThrow(
    "tensor: the tensor was made by another copy of @elegy/autodiff. Received f32[2]. Two versions are installed: run `npm ls @elegy/autodiff` and make them one.",
  );
});
