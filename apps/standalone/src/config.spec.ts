import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CommandEnvironment } from "@sogoc/host/command-environment";
import { ServiceEnvironment } from "@sogoc/host/service-config";
import { describe, expect, it } from "vitest";
import { Environment, readConfig } from "./config.ts";

describe("the settings of the standalone server", () => {
  it("name folders by whole paths: what no shell has replaced is refused", () => {
    for (const name of ["SOGOC_DATA", "SOGOC_BACKUP_TO"])
      for (const path of ["~", "~/sogoc", "~\\sogoc"])
        expect(() => readConfig({ [name]: path }, "/demo"), path).toThrow(name);
    expect(readConfig({ SOGOC_DATA: "so-goc~1" }, "/demo").folder).toBe(resolve("so-goc~1"));
  });

  it("make a demo where no folder is named, also where its name is left empty", () => {
    for (const environment of [{}, { SOGOC_DATA: "", PORT: "" }]) {
      expect(readConfig(environment, "/demo")).toMatchObject({ folder: "/demo", demo: true, port: 8158 });
    }
    expect(readConfig({ SOGOC_DATA: "/srv/sogoc" }, "/demo")).toMatchObject({
      folder: "/srv/sogoc",
      demo: false,
    });
  });

  it("are all documented, with those of the commands, and what is documented is a setting", () => {
    const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
    const documents = `${read("../../../deploy/README.md")}${read("../../cli/README.md")}`;
    const shapes = { ...Environment.shape, ...CommandEnvironment.shape };
    for (const [name, schema] of Object.entries(shapes)) {
      expect(documents).toContain(`\`${name}\``);
      expect(schema.description, name).toBeTruthy();
    }
    const known = Object.keys({ ...shapes, ...ServiceEnvironment.shape });
    const rows = documents.split("\n").filter((line) => line.startsWith("|"));
    const first = rows.map((row) => row.split("|")[1] ?? "").join();
    for (const [name] of first.matchAll(/SOGOC_\w+/g)) expect(known).toContain(name);
  });

  it("refuse what is wrong with its name", () => {
    expect(() => readConfig({ PORT: "many", LOG_LEVEL: "loud" }, "/demo")).toThrow(/PORT[\s\S]*LOG_LEVEL/);
  });
});
