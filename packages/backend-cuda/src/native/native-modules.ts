/** What a native module needs of the place where it runs. */
export interface NativeModules {
  /** `false` where there are none. */
  readonly isSupported: boolean;
  /** Imports a package by name. */
  importPackage(name: string): Promise<unknown>;
  /** Settings that TensorFlow reads when it is loaded; those that are there stay. */
  setDefaults(settings: Readonly<Record<string, string>>): void;
  /** Gives Node back what the package calls and newer versions have no more. */
  restoreUtil(): void;
  /** Whether an NVIDIA driver is installed. */
  hasDriver(): boolean;
}
