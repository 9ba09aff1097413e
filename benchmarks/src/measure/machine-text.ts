import { cpus, loadavg, totalmem } from "node:os";

/** What is measured on, and how busy it was before. */
export function machineText(): string {
  return `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, load ${loadavg()[0]?.toFixed(1)} before the run (above 0: shared with other programs)`;
}
