import type { CommandCounts } from "../measure/count-commands.ts";

/**
 * What was counted from outside, which must be what the backend tells of itself.
 *
 * @throws where they differ: one of them is wrong, and neither is a result.
 */
export function agreed(counted: CommandCounts, told: CommandCounts): CommandCounts {
  if (counted.dispatches === told.dispatches && counted.submissions === told.submissions) return counted;
  throw new Error(`The backend tells of ${words(told)}, but ${words(counted)} were counted.`);
}

function words({ dispatches, submissions }: CommandCounts): string {
  return `${dispatches} dispatches in ${submissions} submissions`;
}
