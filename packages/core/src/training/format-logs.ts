import type { LogValues } from "./callback.ts";

/** Values in a line: `loss 0.1234  accuracy 0.9000`. */
export function formatLogs(logs: LogValues): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${formatValue(value)}`)
    .join("  ");
}

export function formatValue(value: number): string {
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)
    ? value.toExponential(3)
    : value.toFixed(4);
}
