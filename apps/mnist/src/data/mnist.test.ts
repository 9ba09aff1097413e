import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { idxFile } from "./idx-fixture.ts";
import { defaultCacheDir, loadMnist, type LoadMnistOptions, type Mnist } from "./mnist.ts";
import type { Fetch, MnistFile, OnProgress } from "./mnist-download.ts";

function labels(count: number): Uint8Array {
  return idxFile(
    [count],
    Array.from({ length: count }, (_, i) => i % 10),
  );
}

const published = new Map<string, Uint8Array<ArrayBuffer>>([
  ["train-images.gz", new Uint8Array(gzipSync(idxFile([20, 28, 28])))],
  ["train-labels.gz", new Uint8Array(gzipSync(labels(20)))],
  ["test-images.gz", new Uint8Array(gzipSync(idxFile([5, 28, 28])))],
  ["test-labels.gz", new Uint8Array(gzipSync(labels(5)))],
]);

function file(name: string): MnistFile {
  const bytes = published.get(name) ?? new Uint8Array();
  return { name, bytes: bytes.length, md5: createHash("md5").update(bytes).digest("hex") };
}

const files = [
  file("train-images.gz"),
  file("train-labels.gz"),
  file("test-images.gz"),
  file("test-labels.gz"),
] as const;
const mirrors = ["https://one.test/mnist/", "https://two.test/mnist/"];

/** A mirror that has everything. */
const serve: Fetch = async (url) => {
  const name = new URL(url).pathname.split("/").at(-1) ?? "";
  return new Response(published.get(name) ?? null, { status: published.has(name) ? 200 : 404 });
};

const offline: Fetch = () => Promise.reject(new TypeError("fetch failed", { cause: "offline" }));

/** Rejects once the download is given up, as a request without an answer does. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** The first mirror answers in this way; the second has everything. */
function firstMirror(answer: Fetch): Fetch {
  return (url, init) => (url.startsWith("https://one.test/") ? answer(url, init) : serve(url, init));
}

let dir = "";
let logged: string[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mnist-cache-"));
  logged = [];
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

function load(options: Partial<LoadMnistOptions>): Promise<Mnist> {
  return loadMnist({
    cacheDir: join(dir, "cache"),
    files,
    mirrors,
    stallMs: 30,
    log: (message) => logged.push(message),
    ...options,
  });
}

describe("loadMnist with a folder", () => {
  it("reads the folder and does not use the network", async () => {
    await writeFile(join(dir, "t10k-images-idx3-ubyte"), idxFile([5, 28, 28]));
    await writeFile(join(dir, "t10k-labels-idx1-ubyte"), labels(5));
    const fetch = vi.fn<Fetch>(serve);
    const { source, train, test } = await load({ dir, fetch });
    expect([source, train.y.shape, test.y.shape]).toEqual(["folder", [4], [1]]);
    expect(fetch).not.toHaveBeenCalled();
    expect(logged).toEqual([]);
  });

  it("does not fall back to other digits where the folder is missing", async () => {
    await expect(load({ dir: join(dir, "nowhere"), fetch: serve })).rejects.toMatchObject({
      code: "MNIST_FOLDER_MISSING",
    });
  });
});

describe("loadMnist without a folder", () => {
  it("downloads, reports progress and keeps the files, under their own names only", async () => {
    const onProgress = vi.fn<OnProgress>();
    const { source, train, test, description } = await load({ fetch: serve, onProgress });
    expect([source, train.x.shape, test.x.shape]).toEqual(["download", [20, 28, 28], [5, 28, 28]]);
    expect(train.y.data).toHaveLength(20);
    expect(description).toContain("MNIST");
    for (const { name, bytes } of files) expect(onProgress).toHaveBeenCalledWith(bytes, bytes, name);
    expect((await readdir(join(dir, "cache"))).toSorted()).toEqual([...published.keys()].toSorted());
    expect(logged).toEqual([]);
  });

  it("takes the second run from the cache", async () => {
    const first = await load({ fetch: serve });
    const fetch = vi.fn<Fetch>(serve);
    expect(await load({ fetch })).toEqual(first);
    expect(fetch).not.toHaveBeenCalled();
  });

  it("downloads a damaged file again, that one alone, and says so", async () => {
    await load({ fetch: serve });
    const path = join(dir, "cache", "test-labels.gz");
    await writeFile(path, "damaged");
    const fetch = vi.fn<Fetch>(serve);
    expect((await load({ fetch })).source).toBe("download");
    expect(fetch.mock.calls.map(([url]) => url)).toEqual(["https://one.test/mnist/test-labels.gz"]);
    expect(logged).toEqual([expect.stringContaining(`${path} is damaged`)]);
    expect(new Uint8Array(await readFile(path))).toEqual(published.get("test-labels.gz"));
  });

  it("downloads a file again that cannot be read, and says so", async () => {
    await mkdir(join(dir, "cache", "test-labels.gz"), { recursive: true });
    expect((await load({ fetch: serve })).source).toBe("download");
    expect(logged[0]).toContain("Cannot read");
  });

  it("goes on without a cache where it cannot write one, and says so", async () => {
    await writeFile(join(dir, "cache"), "a file in the place of the folder");
    expect((await load({ fetch: serve })).source).toBe("download");
    expect(logged).toContainEqual(expect.stringContaining("Cannot keep train-images.gz"));
  });

  it("asks a dead mirror once, not once per file", async () => {
    const dead = vi.fn<Fetch>(() => Promise.reject(new TypeError("fetch failed")));
    expect((await load({ fetch: firstMirror(dead) })).source).toBe("download");
    expect(dead).toHaveBeenCalledTimes(1);
  });

  it.each<[string, Fetch, string]>([
    [
      "cannot be reached",
      () => Promise.reject(new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") })),
      "fetch failed (getaddrinfo ENOTFOUND)",
    ],
    [
      "refuses the connection",
      () =>
        Promise.reject(
          new TypeError("fetch failed", { cause: Object.assign(new Error(""), { code: "ECONNREFUSED" }) }),
        ),
      "fetch failed (ECONNREFUSED)",
    ],
    ["answers 403", async () => new Response("no", { status: 403 }), "train-images.gz: HTTP 403"],
    ["answers nothing", async () => new Response(null), "an answer without content"],
    ["answers too little", async () => new Response("short"), `5 of ${files[0].bytes} bytes`],
    ["answers too much", async () => new Response("x".repeat(1e6)), "more than the expected"],
    ["answers with other content", async () => new Response("x".repeat(files[0].bytes)), "MD5"],
    ["never answers", (_, { signal }) => untilAborted(signal), "no data for 0.03 s"],
    [
      "stops in the middle",
      async (_, { signal }) =>
        new Response(
          new ReadableStream({
            start: (controller) => {
              controller.enqueue(new Uint8Array(10));
              signal.addEventListener("abort", () => controller.error(signal.reason));
            },
          }),
        ),
      "no data for 0.03 s",
    ],
  ])("takes the next mirror where one %s, and draws digits where all do", async (_, answer, reason) => {
    expect((await load({ fetch: firstMirror(answer) })).source).toBe("download");
    expect(logged).toEqual([]);

    const { source } = await load({ fetch: answer, cacheDir: join(dir, "empty") });
    expect(source).toBe("drawn");
    expect(logged).toHaveLength(1);
    for (const mirror of mirrors) expect(logged[0]).toContain(`${mirror}: `);
    expect(logged[0]).toContain(reason);
    expect(await readdir(dir)).not.toContain("empty");
  });
});

describe("loadMnist without a folder and without a network", () => {
  it("draws the same 8,000 and 2,000 digits each time and says loudly that they are not MNIST", async () => {
    const drawn = await load({ fetch: offline });
    expect(drawn.source).toBe("drawn");
    expect(drawn.description).toBe("digits drawn by this program, not MNIST");
    expect(drawn.train.x.shape).toEqual([8_000, 28, 28]);
    expect(drawn.train.y.shape).toEqual([8_000]);
    expect(drawn.test.x.shape).toEqual([2_000, 28, 28]);
    expect(drawn.test.y.data).toHaveLength(2_000);
    expect(logged[0]).toMatch(/^WARNING: .+ NOT MNIST\.\n.+no data folder.+download failed: .+offline/);
    // One comparison of the bytes: `toEqual` takes half a minute for six million of them.
    const again = await load({ fetch: offline });
    expect(Buffer.compare(again.train.x.data, drawn.train.x.data)).toBe(0);
    expect(Buffer.compare(again.test.x.data, drawn.test.x.data)).toBe(0);
  });

  it("still takes MNIST from the cache", async () => {
    await load({ fetch: serve });
    expect((await load({ fetch: offline })).source).toBe("download");
    expect(logged).toEqual([]);
  });
});

describe("defaultCacheDir", () => {
  it("lies in a folder of its own", () => {
    expect(defaultCacheDir()).toMatch(/elegy.*mnist$/);
  });
});
