import { ElegyError } from "@elegy/autodiff/spi";

/** There is no WebGPU here, or it has no adapter to offer. */
export class AdapterMissingError extends ElegyError {
  constructor(problem: string, hint: string, cause?: unknown) {
    super("ELEGY_ADAPTER_MISSING", { operation: "webgpu", problem, hint, cause });
  }
}
