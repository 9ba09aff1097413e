import { lastLine, type Machine } from "./machine.ts";

const SECONDS = 300;

/**
 * Installs packages of Debian, as root on Debian.
 *
 * @returns why it could not, or nothing.
 */
export async function installPackages(
  machine: Machine,
  packages: readonly string[],
): Promise<string | undefined> {
  const names = packages.join(" ");
  if (machine.platform !== "linux" || !machine.exists("/etc/debian_version"))
    return `only on Debian can it be installed from here`;
  if (!machine.isRoot) return `\`apt-get install ${names}\` needs root`;

  const apt = (...args: readonly string[]) =>
    machine.run("apt-get", args, { env: { DEBIAN_FRONTEND: "noninteractive" }, seconds: SECONDS });
  const install = () => apt("install", "-y", "--no-install-recommends", ...packages);
  if ((await install()).code === 0) return undefined;
  // A fresh system knows no packages yet.
  await apt("update");
  const { code, stderr } = await install();
  return code === 0
    ? undefined
    : `\`apt-get install ${names}\` failed: ${lastLine(stderr) ?? "it took too long"}`;
}
