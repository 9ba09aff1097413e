import type { Backend } from "@elegy/core";

/** What the app computes on, as its option names it. */
export const BACKENDS = ["cpu", "webgpu", "cuda", "reference"] as const;

export type BackendName = (typeof BACKENDS)[number];

type Make = () => Backend | Promise<Backend>;

/** Makes a backend; its package is loaded only then, for its device may be absent. */
export async function makeBackend(name: BackendName): Promise<Backend> {
  switch (name) {
    case "cpu":
      return (await import("@elegy/backend-cpu")).cpu();
    case "reference":
      return (await import("@elegy/backend-reference")).reference();
    case "webgpu": {
      const { webgpu }: { webgpu?: Make } = await import("@elegy/backend-webgpu");
      return made(name, webgpu);
    }
    case "cuda": {
      const { cuda }: { cuda?: Make } = await import("@elegy/backend-cuda");
      return made(name, cuda);
    }
  }
}

function made(name: BackendName, make: Make | undefined): Backend | Promise<Backend> {
  if (make === undefined) throw new BackendExportMissingError(name);
  return make();
}

/** The package of a backend is of a version that has not what makes it. */
class BackendExportMissingError extends Error {
  readonly code = "MNIST_BACKEND_EXPORT_MISSING";

  constructor(name: BackendName) {
    super(
      `@elegy/backend-${name} has no export named ${name}. Install the version that belongs to this app.`,
    );
    this.name = "BackendExportMissingError";
  }
}
