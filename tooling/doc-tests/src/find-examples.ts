import { docCommentText } from "./doc-comment-text.ts";
import type { Example } from "./example.ts";

const FENCE = /^\s*```(\S*)\s*(.*?)\s*$/;
const TESTS = /\btest$/;
/** Would look like an example and never run. */
const MISSPELLED = new Set(["typescript", "mts", "js", "javascript", "mjs"]);

/**
 * The examples of a Markdown file or, in a TypeScript file, of its doc comments: every block fenced as `ts`.
 * `ts continue` runs after the blocks above it, back to the last plain one; `ts test` and `ts continue test` declare tests of
 * their own; `ts signature` is not run.
 */
export function findExamples(file: string, text: string): Example[] {
  const lines = (file.endsWith(".ts") ? docCommentText(file, text) : text).split("\n");
  const examples: Example[] = [];
  let fence: { language: string; info: string; start: number } | undefined;

  for (const [index, line] of lines.entries()) {
    const [, language = "", info = ""] = FENCE.exec(line) ?? [];
    if (!FENCE.test(line)) continue;
    if (fence === undefined) {
      fence = { language, info, start: index + 1 };
      checkFence(`${file}:${index + 1}`, language, info);
      continue;
    }
    if (fence.language === "ts" && fence.info !== "signature") {
      const code = lines.slice(fence.start, index).join("\n");
      const declaresTests = TESTS.test(fence.info) && { declaresTests: true };
      examples.push({
        file,
        line: fence.start + 1,
        code: join(examples, fence, file, code),
        ...declaresTests,
      });
    }
    fence = undefined;
  }
  if (fence !== undefined) throw new Error(`${file}:${fence.start}: this code block is never closed.`);
  return examples;
}

function join(
  above: readonly Example[],
  fence: { info: string; start: number },
  file: string,
  code: string,
): string {
  if (!fence.info.startsWith("continue")) return code;
  const previous = above.at(-1);
  if (previous === undefined) throw new Error(`${file}:${fence.start}: there is no block above to continue.`);
  return `${previous.code}\n${code}`;
}

function checkFence(place: string, language: string, info: string): void {
  if (MISSPELLED.has(language)) {
    throw new Error(`${place}: fence examples as \`ts\`, so that they run; received \`${language}\`.`);
  }
  if (language === "ts" && !["", "continue", "test", "continue test", "signature"].includes(info)) {
    throw new Error(
      `${place}: expected \`ts\`, \`ts continue\`, \`ts test\` or \`ts signature\`; received \`ts ${info}\`.`,
    );
  }
}
