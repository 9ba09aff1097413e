import { create } from "webgpu";

// Prints what Dawn's adapter is called. A process of its own: Dawn reads the environment once, and may crash on a
// driver that it does not like.
const adapter = await create([]).requestAdapter();
if (adapter === null) {
  console.error("Dawn gives no adapter");
  process.exit(1);
}
const { vendor, architecture, description } = adapter.info;
console.log([description, vendor, architecture].filter((part) => part !== "").join(", "));
process.exit(0);
