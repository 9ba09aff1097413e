import { existsSync } from "node:fs";
import util from "node:util";
import type { NativeModules } from "./native-modules.ts";

/** Where the driver shows itself on Linux and on Windows. */
const DRIVER_FILES = ["/proc/driver/nvidia/version", "C:\\Windows\\System32\\nvcuda.dll"];

export const nativeModules: NativeModules = {
  isSupported: true,
  importPackage: (name) => import(name),
  setDefaults(settings) {
    for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
  },
  restoreUtil() {
    const removed = {
      isArray: Array.isArray,
      isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
    };
    for (const [name, value] of Object.entries(removed)) {
      if (!(name in util)) Object.assign(util, { [name]: value });
    }
  },
  hasDriver: () => DRIVER_FILES.some((file) => existsSync(file)),
};
