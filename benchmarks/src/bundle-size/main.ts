import { Table } from "console-table-printer";
import budgets from "./budgets.json" with { type: "json" };
import { bundle } from "./bundle.ts";

const PEERS = ["jax-js", "tfjs-wasm", "tfjs-cpu"];

const table = new Table({
  title: "Bundles for browsers, kB of 1000 bytes",
  columns: [
    { name: "program", title: "Program", alignment: "left" },
    { name: "minified", title: "Minified", alignment: "right" },
    { name: "atStart", title: "Gzipped", alignment: "right" },
    { name: "budget", title: "Budget", alignment: "right" },
    { name: "later", title: "Loaded later", alignment: "right" },
  ],
  shouldDisableColors: true,
});
const rows = [...Object.entries(budgets), ...PEERS.map((peer) => [peer, ""] as const)];
for (const [program, budget] of rows) {
  const { minified, atStart, later } = await bundle(program);
  table.addRow({
    program,
    budget,
    minified: minified.toFixed(1),
    atStart: atStart.toFixed(1),
    later: later.toFixed(1),
  });
}
table.printTable();
