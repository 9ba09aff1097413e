import { errorFunctions } from "./math/error-functions.ts";
import { exponentials } from "./math/exponentials.ts";
import { hyperbolics } from "./math/hyperbolics.ts";
import { integers } from "./math/integers.ts";
import { powers } from "./math/powers.ts";
import { rounding } from "./math/rounding.ts";
import { specialValues } from "./math/special-values.ts";
import { trigonometry } from "./math/trigonometry.ts";

/**
 * Functions in WGSL by name. The language promises little of its own (`exp`, `tanh` and others may be off by thousands of
 * units in the last place, and NaN may be assumed away), so what has to be exact is written here.
 */
const LIBRARY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...specialValues,
    ...rounding,
    ...integers,
    ...exponentials,
    ...powers,
    ...hyperbolics,
    ...trigonometry,
    ...errorFunctions,
  }),
);

/** The declarations of these functions and of all that they call, each once. */
export function libraryCode(names: Iterable<string>): string {
  const wanted = new Set<string>();
  const open = [...names];
  for (;;) {
    const name = open.pop();
    if (name === undefined) break;
    if (wanted.has(name)) continue;
    wanted.add(name);
    for (const [, called = ""] of codeOf(name).matchAll(/\b(\w+)\(/g)) {
      if (LIBRARY.has(called)) open.push(called);
    }
  }
  return [...LIBRARY]
    .filter(([name]) => wanted.has(name))
    .map(([, code]) => code.trim())
    .join("\n");
}

function codeOf(name: string): string {
  const code = LIBRARY.get(name);
  if (code === undefined) throw new Error(`${name}: no function of the library`);
  return code;
}
