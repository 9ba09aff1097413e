import { cpu } from "@elegy/backend-cpu";
import * as core from "@elegy/core";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, expect, it } from "vitest";
import { documentationFiles } from "./documentation-files.ts";
import { findExamples } from "./find-examples.ts";
import { recorded, type RecordedCall } from "./recorded-calls.ts";

const repository = join(import.meta.dirname, "../../..");
const { lax, nn, np, random } = core;
const calls: RecordedCall[] = [];

/** Examples of np, where a call of each function is to be found; those of random numbers take too long. */
const FILES = /^packages\/autodiff\/src\/np\/(?!at|unique|linalg)/;

beforeAll(async () => {
  core.setBackend(cpu());
  const record = (call: RecordedCall): number => calls.push(call);
  const scope = { ...core, lax, nn, random, np: recorded("np", np, record) };
  for (const file of documentationFiles(repository).filter((name) => FILES.test(name))) {
    for (const { code } of findExamples(file, readFileSync(join(repository, file), "utf8"))) {
      await run(code, scope);
    }
  }
});

async function run(code: string, scope: Readonly<Record<string, unknown>>): Promise<void> {
  const { outputText } = ts.transpileModule(code.replaceAll(/^import .*$/gm, ""), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  // An example sees the names of the packages as if it had imported them.
  const example: unknown = Reflect.construct(Function, [
    ...Object.keys(scope),
    `return (async () => {${outputText}})()`,
  ]);
  if (typeof example === "function") await Reflect.apply(example, undefined, Object.values(scope));
}

/** Values of every kind, one of which is wrong in any place. */
const KINDS: readonly unknown[] = [{ axis: 0 }, "1", () => 1, Number.NaN, 1.5, ["a"], 1];

function kindOf(value: unknown): string {
  if (core.isTensor(value)) return "tensor";
  return Array.isArray(value) ? "list" : typeof value;
}

/** What a call throws that is no error of ours; `undefined` if it works or says clearly what is wrong. */
function rawError({ name, apply }: RecordedCall, args: readonly unknown[]): string | undefined {
  try {
    apply(...args);
  } catch (error) {
    if (error instanceof core.ElegyError) return undefined;
    return `${name}(${args.map(kindOf).join(", ")}): ${String(error)}`;
  }
  return undefined;
}

it("no function of np throws a raw error for an argument of another kind", () => {
  expect(calls.length).toBeGreaterThan(300);
  const raw = calls.flatMap((call) =>
    call.args.flatMap((arg, i) =>
      KINDS.filter((kind) => kindOf(kind) !== kindOf(arg)).flatMap(
        (kind) => rawError(call, call.args.with(i, kind)) ?? [],
      ),
    ),
  );
  expect([...new Set(raw)]).toEqual([]);
});

it("no function of np overlooks an option that it does not have", () => {
  const overlooked = calls.flatMap(({ name, apply, args }) => {
    const last = args.at(-1);
    if (kindOf(last) !== "object" || last === null) return [];
    try {
      apply(...args.slice(0, -1), { ...Object(last), misspelt: 1 });
    } catch {
      return [];
    }
    return [name];
  });
  expect([...new Set(overlooked)]).toEqual([]);
});
