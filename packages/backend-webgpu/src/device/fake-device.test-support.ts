type Kind = GPUErrorFilter;

interface Scope {
  readonly kind: Kind;
  error: GPUError | null;
}

/** A device without hardware: it computes nothing, and writes down what it is asked for. */
export interface FakeDevice {
  readonly device: GPUDevice;
  /** Calls that make or move something, in order. */
  readonly calls: string[];
  /** How many bytes buffers may have before there is no room for one. */
  room: number;
  /** Lets what is mapped be read. */
  map(): void;
}

/** Valid, or in the words of WebGPU an invalid object: what is made with it is invalid, too. */
interface Part {
  readonly isValid: boolean;
}

/** It judges as devices do: an error goes to the innermost scope of its kind, and an invalid part makes the whole invalid. */
export function fakeDevice(): FakeDevice {
  const scopes: Scope[] = [];
  const calls: string[] = [];
  let [waiting, isOpen] = [[] as (() => void)[], false];
  const raise = (kind: Kind, message: string): void => {
    const scope = scopes.findLast((one) => one.kind === kind);
    if (scope === undefined) throw new Error(`nobody watches: ${message}`);
    scope.error ??= { message } as GPUError;
  };
  const require = (part: Part, name: string): void => {
    if (!part.isValid) raise("validation", `${name} is invalid`);
  };
  const made = (name: string, ...parts: readonly Part[]): Part => {
    calls.push(name);
    const isValid = parts.every((part) => part.isValid);
    if (!isValid) raise("validation", `${name} of something invalid`);
    return { isValid };
  };
  const fake: FakeDevice = {
    calls,
    room: Infinity,
    device: undefined as never,
    map() {
      isOpen = true;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
  const buffer = ({ size }: GPUBufferDescriptor): object => {
    const isValid = size <= fake.room;
    if (!isValid) raise("out-of-memory", `no room for ${size} bytes`);
    calls.push("createBuffer");
    return {
      isValid,
      size,
      destroy: () => undefined,
      unmap: () => undefined,
      getMappedRange: (_offset?: number, bytes: number = size) => new ArrayBuffer(bytes),
      mapAsync() {
        calls.push("mapAsync");
        require({ isValid }, "buffer");
        if (isOpen) return Promise.resolve();
        return new Promise<void>((resolve) => waiting.push(resolve));
      },
    };
  };
  const encoder = (): object => {
    const parts: Part[] = [];
    return {
      beginComputePass: () => ({
        setPipeline: (part: Part) => parts.push(part),
        setBindGroup: (_: number, part: Part) => parts.push(part),
        dispatchWorkgroups: () => undefined,
        end: () => undefined,
      }),
      copyBufferToBuffer: (from: Part, _: number, to: Part) => parts.push(from, to),
      finish: () => made("finish", ...parts),
    };
  };
  const device = {
    features: new Set<string>(),
    limits: {
      maxBufferSize: 2 ** 28,
      maxStorageBufferBindingSize: 2 ** 27,
      maxStorageBuffersPerShaderStage: 8,
      maxComputeInvocationsPerWorkgroup: 256,
    },
    lost: new Promise<never>(() => undefined),
    queue: {
      writeBuffer(part: Part) {
        calls.push("writeBuffer");
        require(part, "buffer");
      },
      submit([commands]: readonly [Part]) {
        calls.push("submit");
        require(commands, "command buffer");
      },
    },
    addEventListener: () => undefined,
    pushErrorScope: (kind: Kind) => void scopes.push({ kind, error: null }),
    async popErrorScope() {
      const error = scopes.pop()?.error ?? null;
      // A device tells later.
      await new Promise((resolve) => setTimeout(resolve, 0));
      return error;
    },
    createBuffer: buffer,
    createShaderModule: () => made("createShaderModule"),
    createBindGroupLayout: () => made("createBindGroupLayout"),
    createPipelineLayout: () => made("createPipelineLayout"),
    createComputePipeline: () => made("createComputePipeline"),
    createBindGroup: ({ entries }: { readonly entries: readonly { resource: { buffer: Part } }[] }) =>
      made("createBindGroup", ...entries.map(({ resource }) => resource.buffer)),
    createCommandEncoder: encoder,
    destroy: () => undefined,
  };
  // Of a device, these are the parts that are used.
  return Object.assign(fake, { device: device as unknown as GPUDevice });
}
