import cliProgress from "cli-progress";
import type { OnProgress } from "./data/mnist-download.ts";

/** A bar for each file that is downloaded, in a terminal. */
export function downloadProgress(): { readonly update: OnProgress; stop(): void } {
  const bars = new cliProgress.MultiBar({
    format: "{file} [{bar}] {value}/{total} bytes",
    hideCursor: true,
    clearOnComplete: false,
  });
  const byFile = new Map<string, cliProgress.SingleBar>();
  return {
    update(bytes, total, file) {
      const bar = byFile.get(file) ?? bars.create(total, 0, { file });
      byFile.set(file, bar);
      bar.update(bytes);
    },
    stop: () => bars.stop(),
  };
}
