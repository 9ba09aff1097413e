import { HOST_MATH } from "../kernels/elementwise/host-math.ts";
import type { Program } from "./lower.ts";

/** Runs a program whose table of addresses is at the address given. */
export type RunFunction = (table: number) => void;

export function instantiate({ code, imports }: Program, memory: WebAssembly.Memory): RunFunction {
  const functions = Object.entries(HOST_MATH).filter(([name]) => imports.includes(name));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), {
    env: { memory, ...Object.fromEntries(functions) },
  });
  const { run } = exports;
  if (!isRunFunction(run)) throw new Error("the module has no run function");
  return run;
}

function isRunFunction(value: WebAssembly.ExportValue | undefined): value is RunFunction {
  return typeof value === "function";
}
