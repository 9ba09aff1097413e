import { cases } from "./cases/cases.ts";
import { measure } from "./measure/measure.ts";
import type { Outcome } from "./measure/measurement.ts";
import { isNodePeer, nodePeers } from "./peers/peers.ts";

/** The process that measures one case with one peer: `child.ts <case> <peer> <budget in ms> <steps in a row>`. */
const [name = "", peer = "", budget = "", steps = ""] = process.argv.slice(2);

async function outcome(): Promise<Outcome> {
  try {
    const benchmark = cases.find((one) => one.name === name);
    if (!benchmark || !isNodePeer(peer)) throw new Error(`There is no case ${name} for ${peer}.`);
    return await measure(await nodePeers[peer](), benchmark, {
      budget: Number(budget),
      steps: Number(steps),
    });
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

const line = `\n${JSON.stringify(await outcome())}\n`;
// Workers of a library may hold the process.
process.stdout.write(line, () => process.exit());
