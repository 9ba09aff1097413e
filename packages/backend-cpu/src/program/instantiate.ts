import type { Program } from "./lower.ts";

/** Runs a program whose table of addresses is at the address given; of a cooperative one, the share of a thread. */
export type RunFunction = (table: number, thread: number) => void;

export interface Instance {
  readonly module: WebAssembly.Module;
  readonly run: RunFunction;
}

/** @param watch what the first of several threads calls while it waits for the others. */
export function instantiate(
  { code }: Program,
  memory: WebAssembly.Memory,
  watch: (meetings: number) => void,
): Instance {
  const module = new WebAssembly.Module(code);
  const { exports } = new WebAssembly.Instance(module, { env: { memory, watch } });
  const { run } = exports;
  if (!isRunFunction(run)) throw new Error("the module has no run function");
  return { module, run };
}

function isRunFunction(value: WebAssembly.ExportValue | undefined): value is RunFunction {
  return typeof value === "function";
}
