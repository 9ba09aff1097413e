import { RecordedBuffer } from "./tfjs-recording-device.ts";

/** What TensorFlow.js looks for among the globals while it sets up a program, and never uses but for comparison. */
const STAND_INS: Readonly<Record<string, object>> = {
  GPUBuffer: RecordedBuffer,
  GPUBufferUsage: { MAP_READ: 1, MAP_WRITE: 2, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 },
};

/** Runs `body` where the globals of WebGPU seem to be there; those that are not are gone again afterwards. */
export function withWebGpuGlobals<T>(body: () => T): T {
  const undo = Object.entries(STAND_INS).map(([name, value]) => standIn(globalThis, name, value));
  undo.push(standIn(globalThis, "navigator", {}));
  undo.push(standIn(globalThis.navigator, "gpu", {}));
  try {
    return body();
  } finally {
    for (const restore of undo.toReversed()) restore();
  }
}

function standIn(holder: object, name: string, value: object): () => void {
  if (Reflect.get(holder, name) !== undefined) return () => undefined;
  Object.defineProperty(holder, name, { value, configurable: true });
  return () => Reflect.deleteProperty(holder, name);
}
