import { requestDevice } from "./device/request-device.ts";

/** A device that can be made to fail as devices do: its errors are its own, as far as it can be brought to them. */
export interface FailingDevice {
  readonly device: GPUDevice;
  /** Whether buffers of at least so many bytes find no room from now on. */
  fullFor(bytes: number): void;
  /** Whether shaders are refused from now on. */
  refuseShaders(refuses: boolean): void;
}

export async function failingDevice(): Promise<FailingDevice> {
  const device = await requestDevice(undefined);
  const tooLarge = (await hasRoomForLargest(device)) ? pretendedFailure(device) : largestOf(device);
  let most = Infinity;
  let refuses = false;
  const createBuffer = device.createBuffer.bind(device);
  const createShaderModule = device.createShaderModule.bind(device);
  device.createBuffer = (descriptor) =>
    descriptor.size < most ? createBuffer(descriptor) : tooLarge(descriptor);
  device.createShaderModule = (descriptor) =>
    createShaderModule(
      refuses ? { ...descriptor, code: `${descriptor.code}\nlet x = nonsense;` } : descriptor,
    );
  return {
    device,
    fullFor: (bytes) => void (most = bytes),
    refuseShaders: (refused) => void (refuses = refused),
  };
}

type CreateBuffer = GPUDevice["createBuffer"];

/** A device that is software has less room than it admits. */
async function hasRoomForLargest(device: GPUDevice): Promise<boolean> {
  device.pushErrorScope("out-of-memory");
  const buffer = largestOf(device)({ size: 0, usage: 0x80 });
  const error = await device.popErrorScope();
  buffer.destroy();
  return error === null;
}

function largestOf(device: GPUDevice): CreateBuffer {
  const createBuffer = device.createBuffer.bind(device);
  return (descriptor) => createBuffer({ ...descriptor, size: device.limits.maxBufferSize });
}

/** A buffer that is invalid for another reason, and the error that there would be if it were for want of room. */
function pretendedFailure(device: GPUDevice): CreateBuffer {
  const [createBuffer, push, pop] = [
    device.createBuffer.bind(device),
    device.pushErrorScope.bind(device),
    device.popErrorScope.bind(device),
  ];
  const scopes: { readonly kind: GPUErrorFilter; isFull: boolean }[] = [];
  device.pushErrorScope = (kind) => {
    scopes.push({ kind, isFull: false });
    push(kind);
  };
  device.popErrorScope = async () => {
    const { isFull } = scopes.pop() ?? { isFull: false };
    const error = await pop();
    return isFull ? { message: "there is no room" } : error;
  };
  return (descriptor) => {
    push("validation");
    const buffer = createBuffer({ ...descriptor, size: device.limits.maxBufferSize + 4 });
    void pop();
    const scope = scopes.findLast(({ kind }) => kind === "out-of-memory");
    if (scope !== undefined) scope.isFull = true;
    return buffer;
  };
}
