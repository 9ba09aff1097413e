import { describe, expect, it } from "vitest";
import { findTensorFlow } from "./find-tensorflow.ts";
import { madeUpMachine } from "./made-up-machine.test-support.ts";

const TOOL = "/repo/tooling/tensorflow-addon/src/main.ts";
const BUILT = "/cache/addon";
const find = (machine: Parameters<typeof madeUpMachine>[0]) => findTensorFlow(madeUpMachine(machine), TOOL);

describe("findTensorFlow", () => {
  it("takes what the environment names, and builds nothing", async () => {
    const env = { ELEGY_TENSORFLOW_BINDING: "/mine" };
    const machine = madeUpMachine({ env, files: ["/mine", TOOL] });
    expect(await findTensorFlow(machine, TOOL)).toEqual({ binding: "/mine" });
    expect(machine.ran).toEqual([]);
    expect(await find({ env, files: [TOOL] })).toEqual({
      absent: "ELEGY_TENSORFLOW_BINDING is /mine, which does not exist",
    });
  });

  it("takes the folder on the last line of the tool", async () => {
    const run = () => ({ code: 0, stdout: `loading\nbuilding\n${BUILT}\n` });
    expect(await find({ files: [TOOL, BUILT], run })).toEqual({ binding: BUILT });
  });

  it.each([
    [{ code: 1, stdout: "loading\n", stderr: "Python 3.11 is not found\n" }, "Python 3.11 is not found"],
    [{ code: 1, stdout: "loading\nno compiler\n" }, "no compiler"],
    [{ code: 1 }, "building the addon failed"],
    [{}, "building the addon took longer than 10 minutes"],
    [{ code: 0, stdout: "done\n" }, "the addon was built, but its folder is not there: done"],
    [{ code: 0 }, "the addon was built, but its folder is not there: none was printed"],
  ])("says why it is absent: %#", async (outcome, absent) => {
    expect(await find({ files: [TOOL], run: () => outcome })).toEqual({ absent });
  });

  it("is absent without the tool", async () => {
    expect(await find({})).toEqual({ absent: "there is no tool that builds the addon" });
  });
});
