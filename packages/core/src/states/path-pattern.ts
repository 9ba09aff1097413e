/**
 * Names tensors of a tree by their paths, `encoder.linear.w`: a path with everything below it, in which `*` stands for one
 * key and `**` for any number of them; or what paths look like.
 */
export type PathPattern = string | RegExp;

/** Tells whether a path is named. */
export function pathMatcher(pattern: PathPattern): (path: string) => boolean {
  if (typeof pattern !== "string") return (path) => new RegExp(pattern).test(path);
  if (pattern === "") return () => true;
  const keys = pattern.split(".").map((key) => {
    if (key === "**") return String.raw`(?:[^.]+\.)*`;
    const literal = key.replaceAll(/[+?^${}()|[\]\\]/g, String.raw`\$&`);
    return String.raw`${key === "*" ? "[^.]+" : literal}\.`;
  });
  const whole = new RegExp(`^${keys.join("")}`);
  // Every key ends with a dot, so that half a key is none.
  return (path) => whole.test(`${path}.`);
}
