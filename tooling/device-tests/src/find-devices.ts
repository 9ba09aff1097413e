import { join } from "node:path";
import { chromium as playwright } from "playwright";
import { type Adapter, type AskDawn, findAdapter } from "./find-adapter.ts";
import { type Chromium, findChromium } from "./find-chromium.ts";
import { findTensorFlow } from "./find-tensorflow.ts";
import type { Absent } from "./finding.ts";
import { lastLine, type Machine } from "./machine.ts";
import type { Suite } from "./suites.ts";

/** Where a suite runs, and the environment that its tests need for it. */
export interface Device {
  readonly device: string;
  /** Of a WebGPU adapter: whether it is a device, and not a program that plays one. */
  readonly hardware?: boolean;
  readonly env: Readonly<Record<string, string>>;
}

/** Finds what the suites need; each thing is looked for once, and only when a suite asks. */
export function deviceFinder(
  machine: Machine,
  root: string,
): (suite: Suite["name"]) => Promise<Device | Absent> {
  let chromium: Promise<Chromium | Absent> | undefined;
  let adapter: Promise<Adapter | Absent> | undefined;
  const theChromium = () => (chromium ??= findChromium(machine, playwright.executablePath()));
  const theAdapter = () =>
    (adapter ??= theChromium().then((found) =>
      findAdapter(machine, askDawn(machine, root), "path" in found ? found.path : undefined),
    ));

  return async (suite) => {
    switch (suite) {
      case "chromium": {
        const found = await theChromium();
        if ("absent" in found) return found;
        const webgpu = await theAdapter();
        const hardware = "hardware" in webgpu && webgpu.hardware ? { ELEGY_HARDWARE: "1" } : {};
        return { device: found.path, env: { ELEGY_CHROMIUM: found.path, ...hardware } };
      }
      case "dawn": {
        const found = await theAdapter();
        if ("absent" in found) return found;
        return { device: found.description, hardware: found.hardware, env: found.env };
      }
      case "tensorflow": {
        const tool = join(root, "tooling/tensorflow-addon/src/main.ts");
        const found = await findTensorFlow(machine, tool);
        if ("absent" in found) return found;
        return { device: found.binding, env: { ELEGY_TENSORFLOW_BINDING: found.binding } };
      }
    }
  };
}

function askDawn(machine: Machine, root: string): AskDawn {
  const probe = join(root, "tooling/device-tests/src/probe-adapter.ts");
  return async (env) => {
    const { code, stdout, stderr } = await machine.run(process.execPath, ["--import", "tsx", probe], { env });
    const said = lastLine(stdout);
    if (code === 0 && said !== undefined) return { description: said };
    return { absent: lastLine(stderr) ?? "Dawn crashed or did not answer" };
  };
}
