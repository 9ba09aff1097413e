import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A place where `*.device.test.ts` files run. */
export interface Suite {
  readonly name: "chromium" | "dawn" | "tensorflow";
  /** Whether the files of a package run there. */
  holds(packageName: string): boolean;
}

/** Which file runs where: the package that it is in says it. */
export const SUITES: readonly Suite[] = [
  { name: "chromium", holds: (name) => name !== "backend-cuda" },
  { name: "dawn", holds: (name) => name === "backend-webgpu" },
  { name: "tensorflow", holds: (name) => name === "backend-cuda" },
];

/** The test files of a suite, from the root of the repository. */
export function suiteFiles(root: string, suite: Suite): readonly string[] {
  return readdirSync(join(root, "packages"))
    .filter((name) => suite.holds(name))
    .flatMap((name) => deviceTests(root, `packages/${name}/src`));
}

function deviceTests(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".device.test.ts"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .sort();
}
