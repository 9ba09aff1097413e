import { join } from "node:path";
import type { BrowserCommand } from "vitest/node";
import { buildProgram } from "./build-program.ts";
import { type PageOptions, type PageRun, runInPage } from "./run-in-page.ts";

declare module "vitest/browser" {
  interface BrowserCommands {
    /** Builds a program, and runs it in a page of its own: see {@link runInPage}. The file is named from the root of the repository. */
    programInPage(file: string, options: PageOptions): Promise<PageRun>;
  }
}

/** What a test in the browser asks of the process that started it. */
export const programInPage: BrowserCommand<[file: string, options: PageOptions]> = async (
  { context, project },
  file,
  options,
) => runInPage(context, await buildProgram(join(project.config.root, file)), options);
