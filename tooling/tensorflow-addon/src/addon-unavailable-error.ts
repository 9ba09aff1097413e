/** Why the addon cannot be had here, in one line. */
export class AddonUnavailableError extends Error {
  override readonly name = "AddonUnavailableError";
}
