import { dirname, join } from "node:path";
import type { Absent } from "./finding.ts";
import { installPackages } from "./install-packages.ts";
import type { Machine } from "./machine.ts";

/** A WebGPU adapter that Dawn gives, and how it is had. */
export interface Adapter {
  readonly description: string;
  /** Whether it is a device, and not a program that plays one. */
  readonly hardware: boolean;
  /** The environment in which Dawn gives it. */
  readonly env: Readonly<Record<string, string>>;
}

/** Asks Dawn for an adapter in some environment: what it is called, or why there is none. */
export type AskDawn = (env: Readonly<Record<string, string>>) => Promise<{ description: string } | Absent>;

const DRIVER_FOLDERS = ["/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/usr/share/vulkan/icd.d"];
const CHROMIUM_FOLDERS = ["/usr/lib/chromium", "/usr/lib/chromium-browser", "/opt/google/chrome"];
const SWIFTSHADER = "vk_swiftshader_icd.json";
const SOFTWARE = /lvp|lavapipe|llvmpipe|swiftshader/i;

/**
 * Finds a WebGPU adapter for Node: a device before a software driver, Mesa's lavapipe before Chromium's SwiftShader, which
 * is slower. On Linux, Dawn takes the Vulkan drivers that `VK_ICD_FILENAMES` names.
 *
 * @param chromium - the path of Chromium, which brings SwiftShader along.
 */
export async function findAdapter(
  machine: Machine,
  ask: AskDawn,
  chromium?: string,
): Promise<Adapter | Absent> {
  const first = await firstAdapter(environments(machine, chromium), ask);
  if (!("absent" in first) || machine.platform !== "linux") return first;

  const missing = await missingPackages(machine, chromium);
  if (missing.length === 0) return first;
  const problem = await installPackages(machine, missing);
  if (problem !== undefined) return { absent: `${first.absent}, and ${problem}` };
  return firstAdapter(environments(machine, chromium), ask);
}

/** The environments to ask Dawn in, the best first. */
export function environments(
  machine: Machine,
  chromium?: string,
): readonly Readonly<Record<string, string>>[] {
  // Elsewhere Dawn has the system's own interface; and who names drivers, means them.
  if (machine.platform !== "linux" || machine.env["VK_ICD_FILENAMES"] !== undefined) return [{}];
  const files = driverFiles(machine, chromium);
  const devices = files.filter((file) => !SOFTWARE.test(file));
  const software = files.filter((file) => SOFTWARE.test(file));
  return [devices, ...software.map((file) => [file])]
    .filter((group) => group.length > 0)
    .map((group) => ({ VK_ICD_FILENAMES: group.join(":") }));
}

function driverFiles(machine: Machine, chromium?: string): readonly string[] {
  const drivers = DRIVER_FOLDERS.flatMap((folder) =>
    machine
      .list(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name)),
  );
  const beside = chromium === undefined ? [] : [dirname(chromium)];
  const swiftShader = [...beside, ...CHROMIUM_FOLDERS]
    .map((folder) => join(folder, SWIFTSHADER))
    .find((file) => machine.exists(file));
  return swiftShader === undefined ? drivers : [...drivers, swiftShader];
}

async function firstAdapter(
  environments: readonly Readonly<Record<string, string>>[],
  ask: AskDawn,
): Promise<Adapter | Absent> {
  let reason = "no Vulkan driver is found";
  for (const env of environments) {
    const answer = await ask(env);
    if (!("absent" in answer)) {
      const { description } = answer;
      return { description, hardware: !SOFTWARE.test(description), env };
    }
    reason = answer.absent;
  }
  return { absent: reason };
}

async function missingPackages(machine: Machine, chromium?: string): Promise<readonly string[]> {
  const { stdout } = await machine.run("/sbin/ldconfig", ["-p"]);
  const loader = stdout.includes("libvulkan.so.1") ? [] : ["libvulkan1"];
  const driver = driverFiles(machine, chromium).some((file) => SOFTWARE.test(file)) ? [] : ["chromium"];
  return [...loader, ...driver];
}
