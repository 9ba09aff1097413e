import type { Absent } from "./finding.ts";
import { lastLine, type Machine } from "./machine.ts";

export interface TensorFlow {
  /** The folder of a module that is the native binding of TensorFlow. */
  readonly binding: string;
}

/** It may load a library of 300 MB and compile an addon. */
const SECONDS = 600;

/**
 * Finds the native binding of TensorFlow: the environment variable `ELEGY_TENSORFLOW_BINDING`, or what
 * `tooling/tensorflow-addon` builds. That tool prints the folder on its last line, or exits with a status and says why.
 *
 * @param tool - the main program of that tool.
 */
export async function findTensorFlow(machine: Machine, tool: string): Promise<TensorFlow | Absent> {
  const named = machine.env["ELEGY_TENSORFLOW_BINDING"];
  if (named !== undefined && named !== "") {
    if (machine.exists(named)) return { binding: named };
    return { absent: `ELEGY_TENSORFLOW_BINDING is ${named}, which does not exist` };
  }
  if (!machine.exists(tool)) return { absent: "there is no tool that builds the addon" };

  const { code, stdout, stderr } = await machine.run(process.execPath, ["--import", "tsx", tool], {
    seconds: SECONDS,
  });
  const said = lastLine(stdout);
  if (code === undefined) return { absent: `building the addon took longer than ${SECONDS / 60} minutes` };
  if (code !== 0) return { absent: lastLine(stderr) ?? said ?? "building the addon failed" };
  if (said !== undefined && machine.exists(said)) return { binding: said };
  return { absent: `the addon was built, but its folder is not there: ${said ?? "none was printed"}` };
}
