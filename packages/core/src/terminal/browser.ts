import type { LiveText, ProgressBar } from "./progress-bar.ts";

export type { LiveText, ProgressBar } from "./progress-bar.ts";

/** A console has no bars: a line per epoch is printed instead. */
export function openProgressBar(): ProgressBar | null {
  return null;
}

/** A console keeps what was printed. */
export function openLiveText(): LiveText | null {
  return null;
}

/** In browsers nothing interrupts a page but closing it. */
export function onInterrupt(): () => void {
  return () => {};
}

export function printLine(line: string): void {
  console.log(line);
}
