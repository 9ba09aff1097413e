import { describe, expect, it } from "vitest";
import { findChromium } from "./find-chromium.ts";
import { madeUpMachine } from "./made-up-machine.test-support.ts";

const PLAYWRIGHTS = "/cache/playwright/chrome";
const ok = { code: 0 };
const find = (machine: Parameters<typeof madeUpMachine>[0]) =>
  findChromium(madeUpMachine({ env: { PATH: "/bin:/usr/bin" }, ...machine }), PLAYWRIGHTS);

describe("findChromium", () => {
  it("takes what CHROMIUM names before all others", async () => {
    const files = ["/my/chromium", PLAYWRIGHTS];
    expect(await find({ env: { CHROMIUM: "/my/chromium" }, files, run: () => ok })).toEqual({
      path: "/my/chromium",
    });
  });

  it("says so where CHROMIUM names nothing that starts, and takes no other", async () => {
    const env = { CHROMIUM: "/my/chromium" };
    const absent = { absent: "CHROMIUM is /my/chromium, which does not start" };
    expect(await find({ env, files: [PLAYWRIGHTS], run: () => ok })).toEqual(absent);
    expect(await find({ env, files: ["/my/chromium"], run: () => ({ code: 1 }) })).toEqual(absent);
  });

  it("takes Playwright's own before the system's", async () => {
    expect(await find({ files: [PLAYWRIGHTS, "/usr/bin/chromium"], run: () => ok })).toEqual({
      path: PLAYWRIGHTS,
    });
    expect(await find({ files: ["/usr/bin/google-chrome"], run: () => ok })).toEqual({
      path: "/usr/bin/google-chrome",
    });
  });

  it("passes over a program that only says where to get one", async () => {
    const files = ["/usr/bin/chromium-browser", "/usr/bin/chrome"];
    const run = (line: string) => ({ code: line.startsWith("/usr/bin/chromium-browser") ? 1 : 0 });
    expect(await find({ files, run })).toEqual({ path: "/usr/bin/chrome" });
  });

  it("knows where macOS and Windows have it, and opens no window on Windows", async () => {
    const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    expect(await find({ platform: "darwin", files: [mac], run: () => ok })).toEqual({ path: mac });
    const windows = madeUpMachine({
      platform: "win32",
      files: ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"],
    });
    expect(await findChromium(windows, PLAYWRIGHTS)).toHaveProperty("path");
    expect(windows.ran).toEqual([]);
  });

  it("installs it as root on Debian, after an update where the system knows no packages", async () => {
    let updated = false;
    const machine = madeUpMachine({
      env: { PATH: "/usr/bin" },
      isRoot: true,
      files: ["/etc/debian_version"],
      run(line, _, files) {
        if (line === "apt-get update") updated = true;
        else if (line.startsWith("apt-get install") && !updated)
          return { code: 100, stderr: "no such package" };
        else if (line.startsWith("apt-get install")) files.add("/usr/bin/chromium");
        return ok;
      },
    });
    expect(await findChromium(machine, PLAYWRIGHTS)).toEqual({ path: "/usr/bin/chromium" });
    expect(machine.ran.filter((line) => line.startsWith("apt-get"))).toEqual([
      "apt-get install -y --no-install-recommends chromium",
      "apt-get update",
      "apt-get install -y --no-install-recommends chromium",
    ]);
  });

  it.each([
    [{ isRoot: false, files: ["/etc/debian_version"] }, "`apt-get install chromium` needs root"],
    [{ isRoot: true, files: [] }, "only on Debian can it be installed from here"],
    [{ platform: "darwin", isRoot: true }, "only on Debian can it be installed from here"],
    [
      { isRoot: true, files: ["/etc/debian_version"], run: () => ({ code: 1, stderr: "E: no network\n" }) },
      "`apt-get install chromium` failed: E: no network",
    ],
    [{ isRoot: true, files: ["/etc/debian_version"], run: () => ok }, "the installed one does not start"],
  ])("says why it is absent: %#", async (machine, why) => {
    expect(await find(machine)).toEqual({ absent: `no Chromium or Chrome is found, and ${why}` });
  });
});
