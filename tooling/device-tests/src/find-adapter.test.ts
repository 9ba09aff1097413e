import { describe, expect, it } from "vitest";
import { type AskDawn, environments, findAdapter } from "./find-adapter.ts";
import { madeUpMachine } from "./made-up-machine.test-support.ts";

const DRIVERS = "/usr/share/vulkan/icd.d";
const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";
const LOADER = { stdout: "\tlibvulkan.so.1 (libc6,x86-64) => /usr/lib/libvulkan.so.1\n", code: 0 };

/** Dawn, where some drivers have an adapter. */
const dawn =
  (adapters: Readonly<Record<string, string>>): AskDawn =>
  ({ VK_ICD_FILENAMES: files = "the system's" }) => {
    const adapter = files.split(":").flatMap((file) => adapters[file] ?? [])[0];
    return Promise.resolve(
      adapter === undefined ? { absent: "Dawn gives no adapter" } : { description: adapter },
    );
  };

describe("environments", () => {
  it("has the devices' drivers together, then each software driver", () => {
    const files = ["intel.json", "lvp_icd.json", "nvidia.json", "README"].map((name) => `${DRIVERS}/${name}`);
    expect(environments(madeUpMachine({ files: [...files, SWIFTSHADER] }))).toEqual([
      { VK_ICD_FILENAMES: `${DRIVERS}/intel.json:${DRIVERS}/nvidia.json` },
      { VK_ICD_FILENAMES: `${DRIVERS}/lvp_icd.json` },
      { VK_ICD_FILENAMES: SWIFTSHADER },
    ]);
  });

  it("has SwiftShader from beside the Chromium that was found", () => {
    const machine = madeUpMachine({ files: ["/cache/chrome/vk_swiftshader_icd.json", SWIFTSHADER] });
    expect(environments(machine, "/cache/chrome/chrome")).toEqual([
      { VK_ICD_FILENAMES: "/cache/chrome/vk_swiftshader_icd.json" },
    ]);
  });

  it("changes nothing where drivers are named, or where there is no Vulkan", () => {
    const files = [`${DRIVERS}/lvp_icd.json`];
    expect(environments(madeUpMachine({ files, env: { VK_ICD_FILENAMES: "/my.json" } }))).toEqual([{}]);
    expect(environments(madeUpMachine({ files, platform: "darwin" }))).toEqual([{}]);
  });
});

describe("findAdapter", () => {
  const files = [`${DRIVERS}/lvp_icd.json`, `${DRIVERS}/radeon.json`, SWIFTSHADER];

  it("prefers a device to a program that plays one", async () => {
    const ask = dawn({ [`${DRIVERS}/radeon.json`]: "AMD Radeon", [`${DRIVERS}/lvp_icd.json`]: "llvmpipe" });
    expect(await findAdapter(madeUpMachine({ files }), ask)).toEqual({
      description: "AMD Radeon",
      hardware: true,
      env: { VK_ICD_FILENAMES: `${DRIVERS}/radeon.json` },
    });
  });

  it("goes on where Dawn refuses a driver, such as an old lavapipe", async () => {
    expect(await findAdapter(madeUpMachine({ files }), dawn({ [SWIFTSHADER]: "SwiftShader 5.0" }))).toEqual({
      description: "SwiftShader 5.0",
      hardware: false,
      env: { VK_ICD_FILENAMES: SWIFTSHADER },
    });
  });

  it("takes the system's own where that is not Vulkan, and installs nothing there", async () => {
    const mac = madeUpMachine({ platform: "darwin", isRoot: true });
    expect(await findAdapter(mac, dawn({ "the system's": "Apple M3" }))).toMatchObject({
      env: {},
      hardware: true,
    });
    expect(await findAdapter(mac, dawn({}))).toEqual({ absent: "Dawn gives no adapter" });
    expect(mac.ran).toEqual([]);
  });

  it("installs what is missing as root on Debian", async () => {
    let installed = false;
    const machine = madeUpMachine({
      isRoot: true,
      files: ["/etc/debian_version"],
      run(line, _, made) {
        if (!line.startsWith("apt-get install")) return { code: 0 };
        installed = true;
        made.add(SWIFTSHADER);
        return { code: 0 };
      },
    });
    const ask: AskDawn = (env) =>
      installed ? dawn({ [SWIFTSHADER]: "SwiftShader" })(env) : Promise.resolve({ absent: "no loader" });
    expect(await findAdapter(machine, ask)).toMatchObject({ description: "SwiftShader" });
    expect(machine.ran).toContain("apt-get install -y --no-install-recommends libvulkan1 chromium");
  });

  it("says why it is absent", async () => {
    const refused = madeUpMachine({ files, run: () => LOADER });
    expect(await findAdapter(refused, dawn({}))).toEqual({ absent: "Dawn gives no adapter" });
    expect(refused.ran).toEqual(["/sbin/ldconfig -p"]);
    expect(await findAdapter(madeUpMachine({ files: ["/etc/debian_version"] }), dawn({}))).toEqual({
      absent: "no Vulkan driver is found, and `apt-get install libvulkan1 chromium` needs root",
    });
  });
});
