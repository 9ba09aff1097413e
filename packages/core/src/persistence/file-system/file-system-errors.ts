import { ElegyError, type ErrorParts } from "@elegy/autodiff";

/** Files that a browser, or the way it is used, does not allow. */
export class FileSystemUnavailableError extends ElegyError {
  constructor(parts: ErrorParts) {
    super("ELEGY_FILE_SYSTEM_UNAVAILABLE", parts);
  }
}

/** A folder to be replaced holds something else than what replaces it. */
export class FolderOccupiedError extends ElegyError {
  constructor(path: string, foreign: readonly string[], names: readonly string[]) {
    super("ELEGY_FOLDER_OCCUPIED", {
      operation: "save",
      problem: `\`${path}\` holds something else, which saving would delete`,
      expected: `a new or empty folder, or one with only ${names.join(" and ")}`,
      received: foreign.length === 0 ? "a file" : foreign.slice(0, 5).join(", "),
      hint: "Save to another folder.",
    });
  }
}
