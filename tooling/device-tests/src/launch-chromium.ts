import { type Browser, chromium } from "playwright";
import { chromiumArguments } from "./chromium-arguments.ts";
import { findChromium } from "./find-chromium.ts";
import type { Absent } from "./finding.ts";
import { THIS_MACHINE } from "./this-machine.ts";

/** Starts a browser of its own, headless. */
export async function launchChromium(): Promise<Browser | Absent> {
  const found = await findChromium(THIS_MACHINE, chromium.executablePath());
  if ("absent" in found) return found;
  return chromium.launch({ executablePath: found.path, args: [...chromiumArguments(false)] });
}
