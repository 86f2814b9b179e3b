import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEngines } from "@sogoc/host/engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

/** Starts the server with these settings and answers what it says when it gives up. */
const complaintOf = (settings: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program],
      { env: { ...process.env, ...settings } },
      (error, _out, complaint) => (error ? resolve(complaint) : reject(new Error("It started."))),
    );
  });

describe("a server that cannot start", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sogoc-start-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("says which setting is wrong, and of those that nothing reads which name is nearest", async () => {
    const complaint = await complaintOf({
      PORT: "many",
      SOGOC_HTPS: "mat-khau",
      sogoc_data: folder,
      SOGOC_KAFKA_PREFIX: "x",
      SOGOC_BACKUP_KEY: "x",
    });
    expect(complaint).toContain("PORT=many: ");
    expect(complaint).not.toMatch(/^ *at /m);
    expect(complaint).not.toMatch(/mat-khau|SOGOC_KAFKA_PREFIX|SOGOC_BACKUP_KEY/);
    expect(complaint).toContain(
      "không có thiết lập SOGOC_HTPS nên nó bị bỏ qua; tên gần nhất là SOGOC_HTTPS",
    );
    expect(complaint).toContain("sogoc_data is no setting and does nothing; the nearest name is SOGOC_DATA");
  });

  it("does not listen on the network before it was told of HTTPS", async () => {
    const open = { HOST: "0.0.0.0", PORT: "0", SOGOC_DATA: join(folder, "n") };
    expect(await complaintOf({ ...open, SOGOC_HTTPS: "true" })).toMatch(
      /chưa nói rõ ai lo HTTPS[\s\S]*SOGOC_HTTPS=own[\s\S]*does not say who ends HTTPS/,
    );
    const complaint = await complaintOf(open);
    expect(complaint).toMatch(/chưa có HTTPS[\s\S]*SOGOC_HTTPS=own[\s\S]*without HTTPS/);
    expect(complaint).not.toContain("at ");
  });

  it("says that its data folder is a file, and that backups would lie in the data", async () => {
    const file = join(folder, "thu.txt");
    await writeFile(file, "thư");
    const complaint = await complaintOf({ PORT: "0", SOGOC_DATA: file });
    expect(complaint).toMatch(/Không khởi động được[\s\S]*thu\.txt: đã có thứ khác ở đó.*something else/);
    expect(complaint).not.toContain("    at ");
    const data = join(folder, "c");
    const inside = await complaintOf({ PORT: "0", SOGOC_DATA: data, SOGOC_BACKUP_TO: join(data, "sao-luu") });
    expect(inside).toMatch(/SOGOC_BACKUP_TO=.*thư mục dữ liệu.*is the data folder/);
  });

  it("says that the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address ? String(address.port) : "";
    const complaint = await complaintOf({ PORT: port, SOGOC_DATA: join(folder, "a") });
    expect(complaint).toMatch(/Cổng này[\s\S]*port is in use/);
    expect(complaint).not.toContain("    at ");
    await new Promise((resolve) => other.close(resolve));
  });

  it("says that another one is running on the same data", async () => {
    const data = join(folder, "b");
    const engines = await openEngines({ engine: "embedded", folder: data });
    expect(await complaintOf({ PORT: "0", SOGOC_DATA: data })).toContain("Another Sổ Gốc is running");
    await engines.close();
  });
});
