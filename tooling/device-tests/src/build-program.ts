import { build, type Rolldown } from "vite";

/** A program for browsers and Node. */
export interface BuiltProgram {
  /** Name of the script that exports what the program does. */
  readonly entry: string;
  /** The text of each script by its name. */
  readonly scripts: ReadonlyMap<string, string>;
}

/**
 * Builds a program as a user of Vite does who has configured nothing.
 *
 * @param file a module.
 */
export async function buildProgram(file: string): Promise<BuiltProgram> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: file, preserveEntrySignatures: "strict" },
    },
  });
  if (!("output" in output)) throw new Error(`${file} was not built once.`);
  const chunks = output.output.filter((one): one is Rolldown.OutputChunk => one.type === "chunk");
  return {
    entry: chunks.find(({ isEntry }) => isEntry)?.fileName ?? "",
    scripts: new Map(chunks.map(({ fileName, code }) => [fileName, code])),
  };
}
