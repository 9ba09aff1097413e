import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BenchmarkCase } from "../cases/benchmark-case.ts";
import { isNodePeer, type Peer } from "../peers/peers.ts";
import type { Effort, Outcome } from "./measurement.ts";

/** The variables that keep native libraries to one thread. */
const ONE_THREAD = {
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
};

/** What a process finds around it. */
export interface Surroundings {
  /** The Python that runs peers of Python. */
  readonly python: string | null;
  /** Variables by which a device is had. */
  readonly env: Readonly<Record<string, string>>;
}

/** Measures one case with one peer in a fresh process. */
export function runChild(
  benchmark: BenchmarkCase,
  peer: Peer,
  { budget, steps, timeout }: Effort,
  { python, env: found }: Surroundings,
): Promise<Outcome> {
  const [command, args, env] = isNodePeer(peer)
    ? [
        process.execPath,
        [
          "--import",
          import.meta.resolve("tsx"),
          script("../child.ts"),
          benchmark.name,
          peer,
          String(budget),
          String(steps),
        ],
        { ...process.env, ...found },
      ]
    : [
        python ?? "python3",
        [script("../../python/measure_peer.py"), peer, JSON.stringify(benchmark), String(budget)],
        { ...process.env, ...ONE_THREAD },
      ];
  return new Promise((resolve) => {
    const options = { env, timeout, killSignal: "SIGKILL", maxBuffer: 2 ** 26 } as const;
    execFile(command, args, options, (error, stdout, stderr) => {
      const line = stdout.trim().split("\n").at(-1) ?? "";
      if (line.startsWith("{")) resolve(JSON.parse(line));
      else if (error?.killed) resolve({ error: `No result within ${timeout / 1000} s.` });
      else resolve({ error: stderr.trim().split("\n").at(-1) || (error?.message ?? "No result.") });
    });
  });
}

function script(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
