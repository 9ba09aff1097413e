import type { ElegyError } from "@elegy/autodiff/spi";
import { computeStage, usage } from "../device/usage.ts";
import type { Health } from "../device/health.ts";
import { DeviceOutOfMemoryError } from "../errors/device-out-of-memory-error.ts";
import { ShaderInvalidError } from "../errors/shader-invalid-error.ts";

/** A compute pipeline and how buffers are bound to it. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  /** Why the device does not take it: it says so later than it is asked. */
  failure: ElegyError | null;
}

/** So many pipelines are kept for programs to come; programs that are there hold their own. */
const KEPT = 4096;

/** Pipelines by their code: equal code is compiled once. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #health: Health;
  readonly #byCode = new Map<string, Pipeline>();
  readonly #uniforms = new Map<string, GPUBuffer>();

  constructor(device: GPUDevice, health: Health) {
    this.#device = device;
    this.#health = health;
  }

  get size(): number {
    return this.#byCode.size;
  }

  /** The device says later whether it likes the code; `health` then tells. */
  of(code: string, label: string, operation: string): Pipeline {
    const known = this.#byCode.get(code);
    if (known !== undefined) return known;
    const made = this.#make(code, label, operation);
    this.#byCode.set(code, made);
    if (this.#byCode.size > KEPT) {
      const [oldest = ""] = this.#byCode.keys();
      this.#byCode.delete(oldest);
    }
    return made;
  }

  /** A buffer with contents that never change: equal contents are one buffer. */
  uniform(bytes: Uint8Array): GPUBuffer {
    const key = bytes.join();
    const known = this.#uniforms.get(key);
    if (known !== undefined) return known;
    const size = Math.ceil(bytes.byteLength / 16) * 16;
    const buffer = this.#device.createBuffer({ size, usage: usage.uniform, mappedAtCreation: true });
    new Uint8Array(buffer.getMappedRange()).set(bytes);
    buffer.unmap();
    this.#uniforms.set(key, buffer);
    return buffer;
  }

  dispose(): void {
    for (const buffer of this.#uniforms.values()) buffer.destroy();
    this.#uniforms.clear();
    this.#byCode.clear();
  }

  #make(code: string, label: string, operation: string): Pipeline {
    const device = this.#device;
    const make = (): Pipeline & { readonly module: GPUShaderModule } => {
      const module = device.createShaderModule({ label, code });
      const layout = device.createBindGroupLayout({ label, entries: entriesOf(code) });
      const pipeline = device.createComputePipeline({
        label,
        layout: device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: "main" },
      });
      return { module, pipeline, layout, failure: null };
    };
    const made = this.#health.watch(operation, make, async (failure, words) => {
      if (failure === null) return;
      this.#byCode.delete(code);
      made.failure =
        failure instanceof DeviceOutOfMemoryError
          ? failure
          : await shaderFailure(made.module, code, label, operation, words);
      this.#health.report(made.failure);
    });
    return made;
  }
}

/** @param words what the device said where it knows no line. */
async function shaderFailure(
  module: GPUShaderModule,
  code: string,
  label: string,
  operation: string,
  words: string,
): Promise<ShaderInvalidError> {
  const messages = await module.getCompilationInfo().then(
    (info) => info.messages,
    () => [],
  );
  const worst = messages.find(({ type }) => type === "error");
  const line = worst === undefined ? "" : (code.split("\n")[worst.lineNum - 1] ?? "").trim();
  return new ShaderInvalidError(operation, label, worst?.message ?? words, line);
}

/** The bindings that a module declares. */
function entriesOf(code: string): GPUBindGroupLayoutEntry[] {
  const declared = code.matchAll(
    /@binding\((\d+)\)\s*var<\s*(uniform|storage)\s*(?:,\s*(read_write|read)\s*)?>/g,
  );
  return [...declared].map(([, binding, space, access]) => {
    const stored = access === "read_write" ? "storage" : "read-only-storage";
    return {
      binding: Number(binding),
      visibility: computeStage,
      buffer: { type: space === "uniform" ? "uniform" : stored },
    };
  });
}
