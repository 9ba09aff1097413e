import type { Device } from "../peers/peers.ts";

/** The sections of `RESULTS.md`, in order. */
const HEADINGS: Readonly<Record<Device | "firstStep", string>> = {
  cpu: "## On the processor",
  firstStep: "## The first step",
  webgpu: "## On WebGPU",
};

/** The text of `RESULTS.md` with one section written anew, the others as they were. */
export function withSection(previous: string, name: keyof typeof HEADINGS, text: string): string {
  const known = previous.split(/^(?=## )/m);
  const sections = Object.values(HEADINGS).map((heading) =>
    heading === HEADINGS[name]
      ? `${heading}\n\n${text}`
      : known.find((section) => section.startsWith(`${heading}\n`))?.trim(),
  );
  return `${["# Results", ...sections.filter((section) => section !== undefined)].join("\n\n")}\n`;
}
