import { type CommandClasses, countCommands } from "../measure/count-commands.ts";
import type { MeasuredDevice } from "./peer-runner.ts";

/**
 * WebGPU over Dawn at the place where libraries for browsers look for it, its commands counted. It must be there before a library is loaded.
 *
 * @throws where Dawn gives no adapter.
 */
export async function dawn(): Promise<MeasuredDevice> {
  // Who computes on the processor goes without it.
  const { create, globals } = await import("webgpu");
  const counts = countCommands(Object.assign(globalThis, globals) as CommandClasses);
  const gpu = create([]);
  // Node has had a navigator since version 21.
  if (globalThis.navigator === undefined) {
    Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Node" }, configurable: true });
  }
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true });
  // As the peers ask.
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new Error("Dawn gives no adapter.");
  const { description, vendor, architecture } = adapter.info;
  return { name: description || `${vendor} ${architecture}`.trim(), counts };
}
