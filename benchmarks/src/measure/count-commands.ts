/** What was given to a device. */
export interface CommandCounts {
  readonly dispatches: number;
  readonly submissions: number;
}

/** Classes of WebGPU, of which the commands are counted. */
export interface CommandClasses {
  readonly GPUComputePassEncoder: { readonly prototype: object };
  readonly GPUQueue: { readonly prototype: object };
}

/**
 * Counts what any library in this process gives to devices from now on: every library is counted at the same place.
 *
 * @returns what was counted so far.
 */
export function countCommands({ GPUComputePassEncoder, GPUQueue }: CommandClasses): () => CommandCounts {
  let dispatches = 0;
  let submissions = 0;
  beforeEach(GPUComputePassEncoder.prototype, "dispatchWorkgroups", () => (dispatches += 1));
  beforeEach(GPUComputePassEncoder.prototype, "dispatchWorkgroupsIndirect", () => (dispatches += 1));
  beforeEach(GPUQueue.prototype, "submit", () => (submissions += 1));
  return () => ({ dispatches, submissions });
}

function beforeEach(holder: object, name: string, note: () => void): void {
  const method: unknown = Reflect.get(holder, name);
  if (typeof method !== "function") throw new TypeError(`WebGPU has no ${name} here.`);
  Reflect.set(holder, name, function (this: unknown, ...values: readonly unknown[]): unknown {
    note();
    return Reflect.apply(method, this, values);
  });
}
