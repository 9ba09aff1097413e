import { type Device, peersOn } from "../peers/peers.ts";
import type { Row } from "./rounds.ts";

/** The columns of the report, in the terminal and in the file alike. */
export const COLUMNS = {
  cpu: ["case", "peer", "median", "p10–p90", "ratio", "spread", "first step", "memory"],
  webgpu: [
    "case",
    "peer",
    "dispatches",
    "submissions",
    "median",
    "p10–p90",
    "ratio",
    "spread",
    "first step",
    "memory",
  ],
} as const satisfies Readonly<Record<Device, readonly string[]>>;

export type FormattedRow = Readonly<Record<(typeof COLUMNS.webgpu)[number], string>>;

/** A row in words: times in ms, memory in MB, and for a peer that failed its error. */
export function formatRow(name: string, row: Row): FormattedRow {
  if ("error" in row) {
    return {
      case: name,
      peer: row.peer,
      dispatches: "",
      submissions: "",
      median: withoutPaths(row.error),
      "p10–p90": "",
      ratio: "–",
      spread: "",
      "first step": "",
      memory: "",
    };
  }
  return {
    case: name,
    peer: row.peer,
    dispatches: count(row.onDevice?.dispatches),
    submissions: count(row.onDevice?.submissions),
    median: `${digits(row.median)} ms`,
    "p10–p90": `${digits(row.p10)}–${digits(row.p90)}`,
    ratio: isSelf(row) ? "1" : digits(row.ratio),
    spread: digits(row.spread),
    "first step": `${digits(row.firstStep)} ms`,
    memory: `${Math.round(row.rss / 2 ** 20)} MB`,
  };
}

function isSelf({ peer }: Row): boolean {
  return Object.values(peersOn).some(([self]) => self === peer);
}

/** Whole where every step is like the others. */
function count(value: number | undefined): string {
  if (value === undefined) return "";
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** At least three digits that count. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** The first line of an error, short, and without the folders of this machine. */
export function withoutPaths(error: string): string {
  const line = error.split("\n")[0] ?? "";
  const plain = line.replace(/ imported from .*/, "").replaceAll(/(?:\/[\w@.-]+){3,}/g, "…");
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}
