import { cpu } from "@elegy/backend-cpu";
import { jit, np, setBackend, type Tensor } from "@elegy/core";
import type { OperationCase } from "../cases/benchmark-case.ts";
import { inputArray } from "../data/case-data.ts";
import { agreed } from "./agreed-counts.ts";
import { elegyAlgebra } from "./elegy-algebra.ts";
import { dawn } from "./dawn.ts";
import { tensor } from "./elegy-tensor.ts";
import { train } from "./elegy-train.ts";
import type { PeerRunner, Work } from "./peer-runner.ts";

/** This project: layers of `@elegy/nn`, one compiled program for a step, its state donated. */
export function elegy(threads = 1): PeerRunner {
  setBackend(cpu({ threads }));
  return { version: "workspace", train, operation };
}

/** This project on WebGPU. */
export async function elegyWebgpu(): Promise<PeerRunner> {
  const device = await dawn();
  const { webgpu } = await import("@elegy/backend-webgpu");
  const backend = await webgpu({ powerPreference: "high-performance" });
  setBackend(backend);
  return {
    version: "workspace",
    device: { name: device.name, counts: () => agreed(device.counts(), backend.statistics()) },
    train,
    operation,
  };
}

function operation(benchmark: OperationCase): Work {
  const inputs = benchmark.inputs.map((spec, seed) => tensor(inputArray(spec, seed)));
  const compute = jit((...tensors: Tensor[]) => benchmark.compute(elegyAlgebra, tensors));
  let last: Tensor | null = null;
  return {
    // The CPU backend has finished when the program returns.
    step() {
      last?.dispose();
      last = compute(...inputs);
    },
    value: () => np.mean(np.abs(last!)).item(),
  };
}
