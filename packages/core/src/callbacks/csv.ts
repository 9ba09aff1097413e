/** A row of a CSV file, quoted as RFC 4180 says. */
export function csvRow(cells: readonly string[], separator: string): string {
  const quoted = cells.map((cell) =>
    cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(separator)}\n`;
}

/** The cells of the first row of a CSV file, and the text that follows it. */
export function firstCsvRow(text: string, separator: string): { cells: readonly string[]; rest: string } {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[at++];
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === separator) {
      cells.push(cell);
      cell = "";
    } else if (character === "\n") return { cells: [...cells, cell], rest: text.slice(at + 1) };
    else if (character !== "\r") cell += character;
  }
  return { cells: [...cells, cell], rest: "" };
}
