import type { Backend } from "@elegy/core";

/** What the app computes on, as its option names it. */
export const BACKENDS = ["cpu", "webgpu", "cuda", "reference"] as const;

export type BackendName = (typeof BACKENDS)[number];

/** Makes a backend; its package is loaded only then, for its device may be absent. */
export async function makeBackend(name: BackendName): Promise<Backend> {
  switch (name) {
    case "cpu":
      return (await import("@elegy/backend-cpu")).cpu();
    case "reference":
      return (await import("@elegy/backend-reference")).reference();
    case "webgpu":
      return (await import("@elegy/backend-webgpu")).webgpu();
    case "cuda":
      return (await import("@elegy/backend-cuda")).cuda();
  }
}
