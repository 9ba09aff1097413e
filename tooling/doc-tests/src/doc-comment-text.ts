/** The text of all doc comments, each line where it was and everything else blank. */
export function docCommentText(file: string, source: string): string {
  let inside = false;
  let exampleAt: number | undefined;
  const requireFence = (): void => {
    if (exampleAt === undefined) return;
    throw new Error(`${file}:${exampleAt}: an @example needs a block fenced as \`ts\`, so that it runs.`);
  };

  const lines = source.split("\n").map((line, index) => {
    if (!inside && /^\s*\/\*\*/.test(line)) inside = true;
    if (!inside) return "";
    const text = line.replace(/^\s*(\/\*\*|\*(?!\/)) ?/, "").replace(/\s*\*\/.*$/, "");
    if (text.startsWith("```ts")) exampleAt = undefined;
    if (text.startsWith("@")) requireFence();
    if (text.startsWith("@example")) exampleAt = index + 1;
    if (line.includes("*/")) {
      requireFence();
      inside = false;
    }
    return text;
  });
  return lines.join("\n");
}
