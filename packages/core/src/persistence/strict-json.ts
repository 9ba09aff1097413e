/**
 * `JSON.parse`, which also refuses an object that has a key twice: of such an object `JSON.parse` silently
 * keeps the last value.
 *
 * @throws SyntaxError
 */
export function parseJsonStrictly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  refuseRepeatedKeys(text);
  return value;
}

/** Walks over the brackets and strings of text that is known to be JSON. */
function refuseRepeatedKeys(text: string): void {
  const keysAround: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{") keysAround.push(new Set());
    else if (character === "[") keysAround.push(null);
    else if (character === "}" || character === "]") keysAround.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      const keys = keysAround.at(-1);
      if (keys && isFollowedByColon(text, end)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) throw new SyntaxError(`the key ${JSON.stringify(key)} stands twice in one object`);
        keys.add(key);
      }
      at = end - 1;
    }
  }
}

/** The position after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function isFollowedByColon(text: string, position: number): boolean {
  let at = position;
  while (" \t\n\r".includes(text[at] ?? "-")) at++;
  return text[at] === ":";
}
