import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

/** A program as a browser gets it: minified. Sizes are in kB of 1000 bytes. */
export interface Bundle {
  /** Gzipped, of all that is loaded before the program can begin. */
  readonly atStart: number;
  /** The same before it is gzipped. */
  readonly minified: number;
  /** Gzipped, of what is loaded when it is used, and never by most programs. */
  readonly later: number;
  /** How many files are loaded before the program can begin. */
  readonly chunksAtStart: number;
  /** The files of which anything is left, relative to the repository: those loaded at the start. */
  readonly filesAtStart: readonly string[];
  /** Those loaded when they are used. */
  readonly filesLater: readonly string[];
}

const here = dirname(fileURLToPath(import.meta.url));
/** Where the repository is. */
export const repository: string = resolve(here, "../../..");

/**
 * Builds a program for browsers as a user of Vite does who has configured nothing.
 *
 * @param program the name of a file of `programs`.
 */
export async function bundle(program: string): Promise<Bundle> {
  const output = await build({
    root: here,
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: `${here}/programs/${program}.ts`,
        preserveEntrySignatures: "allow-extension",
      },
    },
  });
  if (!("output" in output)) throw new Error(`${program} was not built once.`);
  const chunks = output.output.filter((file) => file.type === "chunk");
  const start = new Set<string>();
  const visit = (fileName: string): void => {
    const chunk = chunks.find((one) => one.fileName === fileName);
    if (chunk === undefined || start.has(fileName)) return;
    start.add(fileName);
    chunk.imports.forEach(visit);
  };
  chunks.filter(({ isEntry }) => isEntry).forEach(({ fileName }) => visit(fileName));

  const atStart = chunks.filter(({ fileName }) => start.has(fileName));
  const later = chunks.filter(({ fileName }) => !start.has(fileName));
  return {
    atStart: kilobytes(atStart, gzipped),
    minified: kilobytes(atStart, ({ code }) => Buffer.byteLength(code)),
    later: kilobytes(later, gzipped),
    chunksAtStart: atStart.length,
    filesAtStart: filesOf(atStart),
    filesLater: filesOf(later),
  };
}

function gzipped({ code }: Rolldown.OutputChunk): number {
  return gzipSync(code, { level: 9 }).length;
}

function kilobytes(
  chunks: readonly Rolldown.OutputChunk[],
  bytesOf: (chunk: Rolldown.OutputChunk) => number,
): number {
  return chunks.reduce((sum, chunk) => sum + bytesOf(chunk), 0) / 1000;
}

function filesOf(chunks: readonly Rolldown.OutputChunk[]): readonly string[] {
  return chunks.flatMap(({ modules }) =>
    Object.entries(modules).flatMap(([file, { renderedLength }]) =>
      renderedLength === 0 ? [] : [relative(repository, file)],
    ),
  );
}
