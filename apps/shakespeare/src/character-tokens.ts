import { ArgumentInvalidError } from "@elegy/core";

/** Characters as whole numbers, in the order of their code points. */
export interface CharacterTokens {
  readonly size: number;
  /** @throws ArgumentInvalidError for a character that the text did not have. */
  encode(text: string): Int32Array;
  decode(tokens: Iterable<number>): string;
}

/** The characters of a text. */
export function characterTokens(text: string): CharacterTokens {
  const characters = [...new Set(text)].sort();
  const tokens = new Map(characters.map((character, token) => [character, token]));
  const tokenOf = (character: string): number => {
    const token = tokens.get(character);
    if (token !== undefined) return token;
    throw new ArgumentInvalidError({
      operation: "characterTokens",
      problem: "a character does not occur in the text",
      expected: `one of ${JSON.stringify(characters.join(""))}`,
      received: JSON.stringify(character),
      hint: "Use a prompt of characters of the text that the model is trained on.",
    });
  };
  return {
    size: characters.length,
    encode: (part) => Int32Array.from(Array.from(part, tokenOf)),
    decode: (part) => Array.from(part, (token) => characters[token] ?? "").join(""),
  };
}
