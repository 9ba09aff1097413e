import { vi } from "vitest";

/** Exact accounts: nothing is freed by the garbage collector, only by what a test says. To be imported before all else. */
class NeverFinalized {
  register(): void {}
  unregister(): boolean {
    return false;
  }
}

vi.stubGlobal("FinalizationRegistry", NeverFinalized);
