import { expect } from "vitest";
import { show } from "./show.ts";

/** Spaces do not count: `[1, 2]` is `[1,2]`. */
export async function assertShown(value: unknown, expected: string, place: string): Promise<void> {
  const shown = await show(value);
  expect(withoutSpaces(shown), `${place}: shown as ${shown}`).toBe(withoutSpaces(expected));
}

function withoutSpaces(text: string): string {
  return text.replaceAll(/\s/g, "");
}
