import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { runBounded } from "./run-bounded.ts";

const folder = mkdtempSync(join(tmpdir(), "elegy-bounded-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (script: string, limitSeconds = 60) =>
  runBounded({
    args: ["-e", script],
    cwd: folder,
    env: { FILE: join(folder, "beats") },
    limitSeconds,
    graceSeconds: 0.2,
  });

describe("runBounded", () => {
  it("gives the exit status", async () => {
    expect(await run("process.exitCode = process.env.FILE === undefined ? 4 : 3")).toBe(3);
  });

  // Windows has no groups of processes: what was started there ends when its pipes close.
  it.runIf(process.platform !== "win32")("ends what does not listen, and what that has started", async () => {
    const beat = `setInterval(() => require("node:fs").appendFileSync(process.env.FILE, "."), 20)`;
    const script = `
      process.on("SIGTERM", () => {});
      require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(beat)}]);
      setInterval(() => {}, 1000);`;
    expect(await run(script, 2)).toBeUndefined();
    const beats = statSync(join(folder, "beats")).size;
    expect(beats).toBeGreaterThan(0);
    await sleep(300);
    expect(statSync(join(folder, "beats")).size).toBe(beats);
  });
});
