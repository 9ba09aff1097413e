import { deviceFinder } from "@elegy/device-tests/find-devices";
import type { Absent } from "@elegy/device-tests/finding";
import { THIS_MACHINE } from "@elegy/device-tests/this-machine";
import { fileURLToPath } from "node:url";

/** A WebGPU device for Node, and how it is had. */
export interface FoundWebgpu {
  /** For the end of the line about the machine. */
  readonly description: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The best WebGPU device that Dawn gives here: a graphics card before a program that plays one. `VK_ICD_FILENAMES` names another. */
export async function findWebgpu(): Promise<FoundWebgpu | Absent> {
  const find = deviceFinder(THIS_MACHINE, fileURLToPath(new URL("../../..", import.meta.url)));
  const found = await find("dawn");
  if ("absent" in found) return found;
  const { device, env, hardware } = found;
  const kind = hardware ? "" : " (software: the counts hold, the times say nothing about a graphics card)";
  return { description: `; WebGPU device: ${device}${kind}`, env };
}
