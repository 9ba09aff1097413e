/**
 * How Chromium is started.
 *
 * @param hardware - whether the machine has a device for WebGPU: without, SwiftShader plays one.
 */
export function chromiumArguments(hardware: boolean): readonly string[] {
  return [
    "--no-sandbox",
    "--enable-unsafe-webgpu",
    ...(hardware && process.platform === "linux"
      ? ["--enable-features=Vulkan", "--ignore-gpu-blocklist"]
      : []),
    // Nothing leaves the machine.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
}
