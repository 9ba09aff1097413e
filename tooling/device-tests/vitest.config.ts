import { join } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { chromiumArguments } from "./src/chromium-arguments.ts";
import { ISOLATED } from "./src/isolated.ts";
import { programInPage } from "./src/page-command.ts";
import { SUITES, type Suite, suiteFiles } from "./src/suites.ts";

const root = join(import.meta.dirname, "../..");
const { ELEGY_CHROMIUM: executablePath, ELEGY_HARDWARE: hardware } = process.env;

/** What the files import is looked for anew: found while they run, it would reload the page under a test. */
const SCANNED = { force: true };

const BROWSER = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  instances: [{ browser: "chromium" as const }],
  commands: { programInPage },
  provider: playwright({
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [...chromiumArguments(hardware === "1")],
    },
  }),
};

function project(suite: Suite): TestProjectInlineConfiguration {
  const { name } = suite;
  const inBrowser = name === "chromium";
  return {
    root,
    ...(inBrowser && { server: { headers: ISOLATED }, optimizeDeps: SCANNED }),
    test: {
      name,
      root,
      include: [...suiteFiles(root, suite)],
      // A driver reads the environment of its process only.
      ...(inBrowser ? { browser: BROWSER } : { environment: "node", pool: "forks" }),
      // One device for all.
      fileParallelism: false,
      // A limit for what hangs: a device that a program plays is slow.
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
}

const projects = SUITES.filter((suite) => suiteFiles(root, suite).length > 0).map(project);

/** Run it by `npm run devices`, which finds the devices. */
export default defineConfig({ test: { projects } });
