import * as autodiff from "@elegy/autodiff";
import { expect, it, vi } from "vitest";
import * as core from "../index.ts";

/** The namespaces of an entry and those inside of them, by what is imported: `@elegy/core/np/linalg`. */
function namespacesOf(
  entry: object,
  path: string,
): readonly (readonly [subpath: string, namespace: object])[] {
  return Object.entries(entry).flatMap(([name, value]: [string, unknown]) =>
    isNamespace(value)
      ? [[`${path}/${name}`, value] as const, ...namespacesOf(value, `${path}/${name}`)]
      : [],
  );
}

function isNamespace(value: unknown): value is object {
  return typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === "Module";
}

const namespaces = [...namespacesOf(autodiff, "@elegy/autodiff"), ...namespacesOf(core, "@elegy/core")];

it("finds the namespaces", () => {
  const subpaths = namespaces.map(([subpath]) => subpath);
  expect(subpaths).toEqual(
    expect.arrayContaining(["@elegy/autodiff/np", "@elegy/core/np/linalg", "@elegy/core/losses"]),
  );
});

it.each(namespaces)("%s is the namespace of the entry", async (subpath, namespace) => {
  const alone: object = await import(subpath);
  expect(Object.entries(alone)).toEqual(Object.entries(namespace));
});

it.each(namespaces)("%s alone gives tensors their methods", async (subpath) => {
  vi.resetModules();
  await import(subpath);
  const { TensorObject } = await import("../../../autodiff/src/tensor/tensor-object.ts");
  expect(TensorObject.prototype).toHaveProperty("add");
});
