import { existsSync } from "node:fs";
import { parseEnv } from "node:util";
import { STOP_MS } from "@sogoc/host/shutdown";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../apps/standalone/src/config.ts";
import { readText, root } from "./manifest-files.ts";

const PROGRAM = "/opt/sogoc";
const ENVIRONMENT = "/etc/sogoc/sogoc.env";
const GUIDE = "docs/huong-dan/chay-nhu-dich-vu.md";

/** The values of each key, sections aside: no key stands in two of them. */
const unit = Map.groupBy(
  readText("deploy/systemd/sogoc.service")
    .split("\n")
    .flatMap((line) => {
      const [, key, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [{ key, value }];
    }),
  ({ key }) => key,
);
const settingOf = (key: string) => {
  const [only, ...others] = unit.get(key) ?? [];
  expect(others, key).toEqual([]);
  return only?.value;
};
const sample = readText("deploy/systemd/sogoc.env");
const environment = parseEnv(sample);

describe("the unit for systemd", () => {
  it("starts what is there, from where the program is", () => {
    expect(settingOf("WorkingDirectory")).toBe(PROGRAM);
    const [node = "", program = ""] = settingOf("ExecStart")?.split(" ") ?? [];
    // The program itself and no script around it, which would take the signal to end for itself.
    expect(node).toBe(`${PROGRAM}/node_modules/node/bin/node`);
    for (const path of [node.slice(PROGRAM.length + 1), program])
      expect(existsSync(`${root}${path}`), path).toBe(true);
  });

  it("gives the server the time that it takes to end, and starts it again when it failed", () => {
    expect(Number(settingOf("TimeoutStopSec")) * 1000).toBeGreaterThan(STOP_MS);
    expect(settingOf("Restart")).toBe("on-failure");
    expect(settingOf("KillSignal")).toBe("SIGTERM");
  });

  it("lets it write to its data, its cache and its backups, and to nothing else", () => {
    expect(settingOf("ProtectSystem")).toBe("strict");
    for (const key of ["NoNewPrivileges", "PrivateTmp", "ProtectHome"]) expect(settingOf(key)).toBe("true");
    expect(settingOf("User")).toBe("sogoc");
    expect([settingOf("StateDirectoryMode"), settingOf("UMask"), settingOf("CapabilityBoundingSet")]).toEqual(
      ["0700", "0077", ""],
    );
    expect(environment["SOGOC_DATA"]).toBe(`/var/lib/${settingOf("StateDirectory")}`);
    expect(settingOf("Environment")).toBe(`NODE_COMPILE_CACHE=/var/cache/${settingOf("CacheDirectory")}`);
    const backups = /SOGOC_BACKUP_TO=(\S+)/.exec(sample)?.[1];
    expect(settingOf("ReadWritePaths")).toBe(`-${backups}`);
    // Made code is written while it runs.
    expect(unit.has("MemoryDenyWriteExecute")).toBe(false);
    // Node asks the kernel for the machine's addresses.
    expect(settingOf("RestrictAddressFamilies")).toContain("AF_NETLINK");
  });

  it("takes settings that the server knows, which open it by HTTPS", () => {
    expect(settingOf("EnvironmentFile")).toBe(ENVIRONMENT);
    const all = parseEnv(sample.replaceAll(/^# (?=[A-Z_]+=)/gm, ""));
    expect(Object.keys(all).length).toBeGreaterThan(Object.keys(environment).length);
    const documented = readText("deploy/README.md");
    for (const key of Object.keys(all)) expect(documented, key).toContain(`\`${key}\``);
    for (const settings of [environment, all]) {
      const config = readConfig(settings, "/demo");
      expect([config.folder, config.transport.kind, config.demo]).toEqual(["/var/lib/sogoc", "own", false]);
    }
  });

  it("is what the guide speaks of", () => {
    const guide = readText(GUIDE);
    for (const said of [
      ...["deploy/systemd/sogoc.service", "deploy/systemd/sogoc.env", PROGRAM, ENVIRONMENT],
      ...["/var/lib/sogoc", "node_modules/node/bin/node", "apps/standalone/src/main.ts"],
    ])
      expect(guide).toContain(said);
  });
});
