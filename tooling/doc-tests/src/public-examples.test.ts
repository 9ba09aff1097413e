import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { publicEntries, publicFunctions } from "./public-functions.ts";

const repository = join(import.meta.dirname, "../../..");

/** Without the types of browsers, which cost most of the time and say nothing about examples. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  types: [],
};

it("finds an example of every public function and class", () => {
  const functions = publicFunctions(publicEntries(repository), OPTIONS);
  expect(functions.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "@elegy/autodiff: np.linalg.norm",
      "@elegy/core: Model",
      "@elegy/backend-cpu: cpu",
    ]),
  );
  const missing = functions.filter(({ hasExample }) => !hasExample).map(({ name }) => name);
  expect(missing, "public, but their doc comments have no @example").toEqual([]);
});

const EXAMPLE = "@example\n * ```ts\n * 1; // => 1\n * ```";

it.each<[what: string, source: string, missing: readonly string[]]>([
  ["functions", `/** Told. */\nexport function a(): void {}`, ["a"]],
  ["functions with an example", `/**\n * ${EXAMPLE}\n */\nexport function a(): void {}`, []],
  [
    "functions that a factory makes",
    `const make = (): (() => void) => () => {};\nexport const a = make();`,
    ["a"],
  ],
  ["classes", `export class A {}`, ["A"]],
  ["errors", `class Base extends Error {}\nexport class AError extends Base {}`, []],
  ["types and other values", `export interface A {}\nexport const a = 1;\nexport const b = Symbol("b");`, []],
  ["classes exported as types", `class A {}\nexport type { A };`, []],
  ["two names of one function", `function a(): void {}\nexport { a, a as b };`, ["a"]],
  [
    "links",
    `/**\n * ${EXAMPLE}\n */\nexport function a(): void {}\n/** {@link a}. */\nexport const b = (): void => a();`,
    [],
  ],
  [
    "links to no example",
    `export function a(): void {}\n/** {@link a}. */\nexport const b = (): void => a();`,
    ["a", "b"],
  ],
  [
    "links with a difference, which an example shows",
    `/**\n * ${EXAMPLE}\n */\nexport function a(): void {}\n/** {@link a} along one axis. */\nexport const b = (): void => a();`,
    ["b"],
  ],
  [
    "links in a circle",
    `/** {@link b}. */\nexport function a(): void {}\n/** {@link a}. */\nexport function b(): void {}`,
    ["a", "b"],
  ],
])("judges %s", (_, source, missing) => {
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile } = host;
  host.getSourceFile = (file, target, ...rest) =>
    file === "made.ts" ? ts.createSourceFile(file, source, target) : getSourceFile(file, target, ...rest);
  const found = publicFunctions(new Map([["made", "made.ts"]]), { ...OPTIONS, lib: ["lib.es5.d.ts"] }, host);
  expect(found.filter(({ hasExample }) => !hasExample).map(({ name }) => name)).toEqual(
    missing.map((name) => `made: ${name}`),
  );
});
