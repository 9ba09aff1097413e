import { existsSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";

/** Everything that shows examples, relative to the repository: README, `docs/` and the packages' sources. */
export function documentationFiles(repository: string): string[] {
  const packages = readdirSync(join(repository, "packages"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return [
    "README.md",
    ...filesIn(repository, "docs").filter((file) => file.endsWith(".md")),
    ...packages.flatMap(({ name }) => [
      ...(existsSync(join(repository, "packages", name, "README.md")) ? [`packages/${name}/README.md`] : []),
      ...filesIn(repository, `packages/${name}/src`).filter(
        (file) => /\.(ts|md)$/.test(file) && !/\.test(-d)?\.ts$/.test(file),
      ),
    ]),
  ];
}

function filesIn(repository: string, folder: string): string[] {
  const path = join(repository, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll(sep, "/")}`)
    .toSorted();
}
