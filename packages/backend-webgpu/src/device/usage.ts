/** `GPUBufferUsage` and `GPUMapMode` by the numbers of the specification: Node has no such globals. */
export const usage = {
  mapRead: 0x1,
  copySource: 0x4,
  copyTarget: 0x8,
  uniform: 0x40,
  storage: 0x80,
} as const;
export const mapRead = 0x1;
/** `GPUShaderStage.COMPUTE`. */
export const computeStage = 0x4;
