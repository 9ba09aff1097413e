/** A buffer that exists by identity alone. */
export class RecordedBuffer {
  readonly size: number;
  readonly usage: number;
  bytes: Uint8Array = new Uint8Array();

  constructor({ size, usage }: GPUBufferDescriptor) {
    this.size = size;
    this.usage = usage;
  }

  /** A binding names either a buffer or a range of one: here each is the other. */
  get buffer(): this {
    return this;
  }
}

/** One dispatch as it would have gone to a device. */
export interface RecordedDispatch {
  readonly label: string;
  readonly code: string;
  /** In the order of their bindings. */
  readonly buffers: readonly RecordedBuffer[];
  readonly workgroups: readonly [x: number, y: number, z: number];
}

interface RecordedModule {
  readonly label: string;
  readonly code: string;
}

/** A device without hardware that writes down what TensorFlow.js asks of it. */
export interface RecordingDevice {
  readonly device: GPUDevice;
  readonly dispatches: readonly RecordedDispatch[];
}

export function recordingDevice(): RecordingDevice {
  const dispatches: RecordedDispatch[] = [];
  let module: RecordedModule | undefined;
  let buffers: readonly RecordedBuffer[] = [];
  const pass = {
    setPipeline: (pipeline: { readonly module: RecordedModule }) => (module = pipeline.module),
    setBindGroup: (_index: number, group: readonly RecordedBuffer[]) => (buffers = group),
    dispatchWorkgroups(x: number, y: number, z: number) {
      if (module === undefined) throw new Error("TensorFlow.js dispatches without a pipeline");
      dispatches.push({ ...module, buffers, workgroups: [x, y, z] });
    },
    end: () => undefined,
  };
  const device = {
    features: new Set<string>(),
    limits: { maxComputeWorkgroupsPerDimension: 65_535 },
    queue: {
      writeBuffer: (buffer: RecordedBuffer, _offset: number, data: ArrayBuffer) => {
        buffer.bytes = new Uint8Array(data.slice(0));
      },
      submit: () => undefined,
    },
    createBuffer: (descriptor: GPUBufferDescriptor) => new RecordedBuffer(descriptor),
    createShaderModule: ({ code, label = "" }: GPUShaderModuleDescriptor): RecordedModule => ({
      code,
      label,
    }),
    createComputePipeline: ({ compute }: { readonly compute: { readonly module: RecordedModule } }) => ({
      module: compute.module,
      getBindGroupLayout: () => ({}),
    }),
    createBindGroup: ({ entries }: { readonly entries: readonly RecordedEntry[] }) =>
      entries.map(({ resource }) => resource.buffer),
    createCommandEncoder: () => ({ beginComputePass: () => pass, finish: () => ({}) }),
  };
  // Of a device, these are the parts that are used.
  return { device: device as unknown as GPUDevice, dispatches };
}

interface RecordedEntry {
  readonly resource: { readonly buffer: RecordedBuffer };
}
