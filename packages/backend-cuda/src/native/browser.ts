import type { NativeModules } from "./native-modules.ts";

/** A browser has no native modules. */
export const nativeModules: NativeModules = {
  isSupported: false,
  importPackage: () => Promise.reject(new Error("A browser imports no packages.")),
  setDefaults: () => {},
  restoreUtil: () => {},
  hasDriver: () => false,
};
