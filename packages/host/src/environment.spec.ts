import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Environment, readConfig } from "../../../apps/standalone/src/config.ts";
import { readSettings } from "./environment.ts";
import { ServiceEnvironment } from "./service-config.ts";

const complaintOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
};

const standalone = (environment: NodeJS.ProcessEnv) => complaintOf(() => readConfig(environment, "/demo"));

describe("a setting that is wrong", () => {
  it("is told with what was given and what it must be, Vietnamese first", () => {
    const told = standalone({
      PORT: "abc",
      SOGOC_BACKUP_AT: "2am",
      SOGOC_BACKUP_KEEP: "0",
      SOGOC_BACKUP_WARN_HOURS: "lâu",
      SOGOC_DEMO: "maybe",
      LOG_LEVEL: "loud",
      SOGOC_UPLOAD_QUOTA_MB: "1.5",
      SOGOC_METRICS_PORT: "70000",
    });
    for (const line of [
      "PORT=abc: phải là số / must be a number",
      "SOGOC_BACKUP_AT=2am: phải là giờ và phút HH:MM, ví dụ 02:00 / must be a time of day HH:MM, such as 02:00",
      "SOGOC_BACKUP_KEEP=0: phải từ 1 trở lên / must be at least 1",
      "SOGOC_BACKUP_WARN_HOURS=lâu: phải là số / must be a number",
      "SOGOC_UPLOAD_QUOTA_MB=1.5: phải là số nguyên / must be a whole number",
      "SOGOC_METRICS_PORT=70000: không được quá 65535 / must be at most 65535",
    ])
      expect(told.split("\n  ")).toContain(line);
    expect(told).toMatch(/SOGOC_DEMO=maybe: phải là một trong \/ must be one of: true,.*false/);
    expect(told).toMatch(/LOG_LEVEL=loud: .*: fatal, error, warn/);
  });

  it("is none for blanks around it, or for capitals in an address", () => {
    for (const HOST of ["127.0.0.1 ", " LOCALHOST", "localhost\t"]) {
      const { host, port, folder } = readConfig(
        { HOST, PORT: " 8159 ", SOGOC_DEMO: "false ", SOGOC_DATA: "/so goc " },
        "/demo",
      );
      expect([host, port, folder]).toEqual([HOST.trim().toLowerCase(), 8159, "/so goc "]);
    }
    expect(readConfig({ HOST: "  ", SOGOC_METRICS_HOST: "LocalHost" }, "/demo")).toMatchObject({
      host: "127.0.0.1",
      metrics: { host: "localhost" },
    });
  });

  it("never shows what may be a secret, nor a line of its own making", () => {
    const secret = `AGE-SECRET-KEY-1${"Q".repeat(58)}`;
    const told = standalone({ SOGOC_BACKUP_RECIPIENT: secret, LOG_LEVEL: "a\n\u001b[31m" });
    expect(told).toMatch(/SOGOC_BACKUP_RECIPIENT: phải là khóa công khai age1/);
    expect(told).not.toContain(secret);
    expect(told).toContain("LOG_LEVEL=a\\n\\u001b[31m: ");
    const url = complaintOf(() =>
      readSettings(ServiceEnvironment, { SOGOC_MONGODB_URL: "postgres://u:mat-khau@x/" }),
    );
    expect(url).toContain("SOGOC_MONGODB_URL: phải bắt đầu bằng");
    expect(url).toContain("SOGOC_KAFKA_BROKERS: chưa được đặt / is not set");
    expect(url).not.toContain("mat-khau");
  });

  it("has words in both languages, whichever it is", () => {
    const shapes = [...Object.entries(Environment.shape), ...Object.entries(ServiceEnvironment.shape)];
    let refused = 0;
    for (const [name, schema] of shapes)
      for (const given of ["\u0001 ?", "-1", "99999999", "1.5", undefined]) {
        const told = complaintOf(() => readSettings(z.object({ [name]: schema }), { [name]: given }));
        if (told === "") continue;
        refused++;
        expect(told.split("\n  ")[1], `${name} ${given}`).toMatch(/[ạ-ỹăâđêôơưà-ýẠ-Ỹ].* \/ .*[a-z]/);
        expect(told).not.toMatch(/Invalid|expected|Too /);
      }
    expect(refused).toBeGreaterThan(30);
  });
});
