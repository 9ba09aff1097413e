import util from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { nativeModules } from "./node.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("what Node 23 took from util is back, and what is there stays", () => {
  const before = Reflect.get(util, "isArray") as unknown;
  nativeModules.restoreUtil();
  const isNullOrUndefined = Reflect.get(util, "isNullOrUndefined") as (value: unknown) => boolean;
  expect([null, undefined, 0, ""].map(isNullOrUndefined)).toEqual([true, true, false, false]);
  if (before !== undefined) expect(Reflect.get(util, "isArray")).toBe(before);
  Reflect.deleteProperty(util, "isNullOrUndefined");
  nativeModules.restoreUtil();
  expect([null, undefined, 0].map(Reflect.get(util, "isNullOrUndefined") as () => boolean)).toEqual([
    true,
    true,
    false,
  ]);
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
