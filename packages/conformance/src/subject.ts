import { type DType, getBackend, isFloat, setBackend } from "@elegy/autodiff";
import type { Backend } from "@elegy/autodiff/spi";
import { reference } from "@elegy/backend-reference";
import { type Tolerance, toleranceOf, type Tolerances } from "./tolerance.ts";

/** What is tested, and what it is measured against. */
export interface Subject {
  readonly backend: Backend;
  /** Computes in `float64`. */
  readonly oracle: Backend;
  /** The dtype of the operands that are floats of any kind. */
  readonly dtype: DType;
  /** For results of a dtype; derivatives are given more times of it. */
  tolerance(dtype: DType, times?: number): Tolerance;
}

export function subjectOf(backend: Backend, dtype: DType, tolerances: Tolerances): Subject {
  return {
    backend,
    oracle: reference(),
    dtype,
    tolerance: (result, times) => toleranceOf(result, tolerances, times),
  };
}

/** The float dtypes of a backend, the widest first. */
export function floatsOf({ dtypes }: Backend): DType[] {
  const order: readonly DType[] = ["float64", "float32", "float16"];
  return order.filter((dtype) => isFloat(dtype) && dtypes.has(dtype));
}

/** Computes with another backend in between. */
export function onBackend<R>(backend: Backend, f: () => R): R {
  const before = getBackend();
  setBackend(backend);
  try {
    return f();
  } finally {
    setBackend(before);
  }
}
