import { jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu, CpuBackend } from "../cpu.ts";
import { countMeetings } from "./count-meetings.test-support.ts";

const backend = cpu({ threads: 3 });

/** What a user's page does, until threads take part or, without shared memory, three times. */
export async function run(): Promise<{ value: number; met: boolean }> {
  setBackend(backend);
  const total = jit((x: Tensor) => x.exp().sum());
  const x = np.zeros([1000, 1000]);
  const meetings = backend instanceof CpuBackend ? countMeetings(backend) : () => 0;
  let value = Number.NaN;
  for (let i = 0; i < (globalThis.crossOriginIsolated ? 500 : 3) && meetings() === 0; i++) {
    value = await total(x).item();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { value, met: meetings() > 0 };
}

export function dispose(): void {
  backend.dispose();
}
