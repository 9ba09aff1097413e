import { SELF } from "../peers/peers.ts";
import type { Row } from "./rounds.ts";

/** The columns of the report, in the terminal and in the file alike. */
export const COLUMNS = [
  "case",
  "peer",
  "median",
  "p10–p90",
  "ratio",
  "spread",
  "first step",
  "memory",
] as const;

export type FormattedRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** A row in words: times in ms, memory in MB, and for a peer that failed its error. */
export function formatRow(name: string, row: Row): FormattedRow {
  if ("error" in row) {
    return {
      case: name,
      peer: row.peer,
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
    median: `${digits(row.median)} ms`,
    "p10–p90": `${digits(row.p10)}–${digits(row.p90)}`,
    ratio: row.peer === SELF ? "1" : digits(row.ratio),
    spread: digits(row.spread),
    "first step": `${digits(row.firstStep)} ms`,
    memory: `${Math.round(row.rss / 2 ** 20)} MB`,
  };
}

/** At least three digits that count. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** The first line of an error, short, and without the folders of this machine. */
export function withoutPaths(error: string): string {
  const line = error.split("\n")[0] ?? "";
  const plain = line.replace(/ imported from .*/, "").replaceAll(/(?:\/[\w@.-]+){3,}/g, "…");
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}
