import util from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { nativeModules } from "./node.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const restored = (name: string): unknown => {
  nativeModules.restoreUtil();
  return Reflect.get(util, name);
};

test("what Node 23 took from util is back, and what is there stays", () => {
  const mine = (): string => "mine";
  Reflect.set(util, "isArray", mine);
  Reflect.deleteProperty(util, "isNullOrUndefined");
  const isNullOrUndefined = restored("isNullOrUndefined") as (value: unknown) => boolean;
  expect([null, undefined, 0, ""].map((value) => isNullOrUndefined(value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(restored("isArray")).toBe(mine);
  Reflect.deleteProperty(util, "isArray");
  expect(restored("isArray")).toBe(Array.isArray);
});

test("settings of the user's stay", () => {
  vi.stubEnv("ELEGY_SET", "mine");
  vi.stubEnv("ELEGY_UNSET", undefined);
  nativeModules.setDefaults({ ELEGY_SET: "default", ELEGY_UNSET: "default" });
  expect([process.env["ELEGY_SET"], process.env["ELEGY_UNSET"]]).toEqual(["mine", "default"]);
});

test("a package that is not there is told by its code", async () => {
  await expect(nativeModules.importPackage("@elegy/no-such-package")).rejects.toThrow(
    expect.objectContaining({ code: "ERR_MODULE_NOT_FOUND" }),
  );
});
