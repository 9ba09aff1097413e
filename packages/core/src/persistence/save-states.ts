import type { ModelInfo } from "./model-folder.ts";
import { statesOnHost } from "./states-on-host.ts";

/** Writes the states of this moment to a folder; what is needed for that is loaded meanwhile. */
export async function saveStates(states: unknown, path: string, info: ModelInfo): Promise<void> {
  const [{ saveModelFolder }, saved] = await Promise.all([
    import("../loaded-later.ts"),
    statesOnHost(states),
  ]);
  await saveModelFolder(path, saved, info);
}
