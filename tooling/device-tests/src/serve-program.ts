import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BuiltProgram } from "./build-program.ts";

/** A page that has a program as `globalThis.program`. */
export interface ServedProgram {
  readonly url: string;
  close(): void;
}

/** Serves a page of a program. */
export async function serveProgram(
  { entry, scripts }: BuiltProgram,
  headers: Readonly<Record<string, string>>,
): Promise<ServedProgram> {
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module">
import * as program from "./${entry}";
globalThis.program = program;
</script>`;
  const server = createServer(({ url = "/" }, response) => {
    const script = scripts.get(url.slice(1));
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
