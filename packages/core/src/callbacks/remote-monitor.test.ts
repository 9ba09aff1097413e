import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { callbacks } from "../index.ts";

const { RemoteMonitor } = callbacks;

const requests: { readonly request: IncomingMessage; readonly body: string }[] = [];
let server: Server;
let root: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push({ request, body: Buffer.concat(chunks).toString() });
      response.statusCode = request.url === "/full" ? 507 : 200;
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it("sends a form with the logs", async () => {
  await new RemoteMonitor({ root }).onEpochEnd(2, { loss: 0.5, acc: Number.NaN });
  const { request, body } = requests.at(-1)!;
  expect(request).toMatchObject({ method: "POST", url: "/publish/epoch/end/" });
  expect(request.headers["content-type"]).toMatch("application/x-www-form-urlencoded");
  expect(JSON.parse(new URLSearchParams(body).get("data") ?? "")).toEqual({ epoch: 2, loss: 0.5, acc: null });
});

it("sends JSON, with headers", async () => {
  const monitor = new RemoteMonitor({
    root,
    path: "/here",
    sendAsJson: true,
    headers: { authorization: "me" },
  });
  await monitor.onEpochEnd(0, { loss: 1 });
  const { request, body } = requests.at(-1)!;
  expect(request.url).toBe("/here");
  expect(request.headers).toMatchObject({ "content-type": "application/json", authorization: "me" });
  expect(JSON.parse(body)).toEqual({ epoch: 0, loss: 1 });
});

it("does not end training when nobody answers, and says so", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await new RemoteMonitor({ root: "http://127.0.0.1:1" }).onEpochEnd(0, { loss: 1 });
    await new RemoteMonitor({ root, path: "/full" }).onEpochEnd(0, { loss: 1 });
    const lines = written.mock.calls.map(([line]) => String(line));
    expect(lines[0]).toContain(
      "RemoteMonitor: http://127.0.0.1:1/publish/epoch/end/ did not take the logs: ",
    );
    expect(lines[1]).toContain("507 Insufficient Storage. Training goes on.");
  } finally {
    written.mockRestore();
  }
});

it("refuses what is no URL", () => {
  expect(() => new RemoteMonitor({ root: "nowhere" })).toThrow("`root` and `path` make no URL");
  expect(() => new RemoteMonitor({ send_as_json: true } as never)).toThrow("no option `send_as_json`");
});
