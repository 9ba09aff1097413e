export interface Token {
  readonly kind: "name" | "number" | "string" | "opaque" | "sign" | "unknown" | "end";
  readonly text: string;
  readonly line: number;
}

const PATTERN: RegExp = new RegExp(
  [
    String.raw`(?<space>\s+|#[^\n]*)`,
    String.raw`(?<string>"(?:[^"\\]|\\.)*")`,
    String.raw`(?<opaque><[\w$#]+>)`,
    String.raw`(?<number>-?(?:Infinity|NaN|\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w$]))`,
    String.raw`(?<name>[A-Za-z_$][\w$]*(?:[./-][\w$]+)*)`,
    String.raw`(?<sign>[{}()[\];:,.=])`,
    String.raw`(?<unknown>[\s\S])`,
  ].join("|"),
  "gy",
);

const KINDS = ["string", "opaque", "number", "name", "sign", "unknown"] as const;

/** The text of a graph in words; comments and white space are left out. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const match of text.matchAll(PATTERN)) {
    const kind = KINDS.find((candidate) => match.groups?.[candidate] !== undefined);
    if (kind !== undefined) tokens.push({ kind, text: match[0], line });
    line += match[0].split("\n").length - 1;
  }
  return tokens;
}
