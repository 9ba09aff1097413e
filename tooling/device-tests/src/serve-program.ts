import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build, type Rolldown } from "vite";

/** A page that has a program as `globalThis.program`. */
export interface ServedProgram {
  readonly url: string;
  close(): void;
}

/**
 * Builds a program as a user of Vite does who has configured nothing, and serves a page of it.
 *
 * @param file a module; what it exports is the program.
 */
export async function serveProgram(
  file: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ServedProgram> {
  const chunks = await chunksOf(file);
  const entry = chunks.find(({ isEntry }) => isEntry)?.fileName;
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module">
import * as program from "./${entry}";
globalThis.program = program;
</script>`;
  const scripts = new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]));
  const server = createServer(({ url = "/" }, response) => {
    const script = scripts.get(url);
    response.writeHead(200, {
      ...headers,
      "Content-Type": script === undefined ? "text/html; charset=utf-8" : "text/javascript; charset=utf-8",
    });
    response.end(script ?? page);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  // It listens at a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

async function chunksOf(input: string): Promise<readonly Rolldown.OutputChunk[]> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input, preserveEntrySignatures: "strict" },
    },
  });
  if (!("output" in output)) throw new Error(`${input} was not built once.`);
  return output.output.filter((one) => one.type === "chunk");
}
