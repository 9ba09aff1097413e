import { expect, it } from "vitest";
import { THIS_MACHINE } from "./this-machine.ts";

const node = (script: string, seconds?: number) =>
  THIS_MACHINE.run(process.execPath, ["-e", script], {
    ...(seconds !== undefined && { seconds }),
    env: { SAY: "so" },
  });

it("runs a command in an environment, and tells how it ended", async () => {
  expect(await node("console.log(process.env.SAY); console.error('e'); process.exitCode = 3")).toEqual({
    code: 3,
    stdout: "so\n",
    stderr: "e\n",
  });
});

it("ends a command that takes too long", async () => {
  expect(await node("setInterval(() => {}, 1000)", 0.5)).toEqual({ stdout: "", stderr: "" });
});

it("throws nothing where there is no such program", async () => {
  const { code, stderr } = await THIS_MACHINE.run("elegy-has-no-such-program", []);
  expect(code).toBeUndefined();
  expect(stderr).toContain("ENOENT");
});

it("lists nothing where there is no such folder", () => {
  expect(THIS_MACHINE.list("/elegy/has/no/such/folder")).toEqual([]);
});
