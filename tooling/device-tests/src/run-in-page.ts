import type { BrowserContext } from "playwright";
import type { BuiltProgram } from "./build-program.ts";
import { ISOLATED } from "./isolated.ts";
import { serveProgram } from "./serve-program.ts";

/** A program that is run in a page of its own. */
export interface PageProgram {
  run(argument: string): Promise<unknown>;
  /** Ends what it has started. */
  dispose(): void;
}

export interface PageRun {
  /** What `run` gave. */
  readonly result: unknown;
  readonly warnings: readonly string[];
  /** How many workers the page had when it had run, and some time after `dispose`. */
  readonly workers: number;
  readonly workersLeft: number;
}

export interface PageOptions {
  readonly isolated: boolean;
  /** For `run`. */
  readonly argument?: string;
}

/** What {@link serveProgram} makes of a page. */
interface Page {
  readonly program: PageProgram;
}

/** How long a worker may take to end, in milliseconds. */
const PATIENCE = 5000;

/** Runs a program, which exports what a {@link PageProgram} has, in a page of its own, cross-origin isolated or not. */
export async function runInPage(
  context: BrowserContext,
  program: BuiltProgram,
  { isolated, argument = "" }: PageOptions,
): Promise<PageRun> {
  const served = await serveProgram(program, isolated ? ISOLATED : {});
  const page = await context.newPage();
  try {
    const warnings: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "warning") warnings.push(message.text());
    });
    await page.goto(served.url);
    const result = await page.evaluate(
      (given) => (globalThis as unknown as Page).program.run(given),
      argument,
    );
    const workers = page.workers().length;
    await page.evaluate(() => (globalThis as unknown as Page).program.dispose());
    const end = performance.now() + PATIENCE;
    while (page.workers().length > 0 && performance.now() < end) await page.waitForTimeout(20);
    return { result, warnings, workers, workersLeft: page.workers().length };
  } finally {
    await page.close();
    served.close();
  }
}
