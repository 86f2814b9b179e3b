import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

describe("the settings of the standalone server", () => {
  it("make a demo where no folder is named, also where its name is left empty", () => {
    for (const environment of [{}, { SOGOC_DATA: "", PORT: "" }]) {
      expect(readConfig(environment, "/demo")).toMatchObject({ folder: "/demo", demo: true, port: 8158 });
    }
    expect(readConfig({ SOGOC_DATA: "/srv/sogoc" }, "/demo")).toMatchObject({
      folder: "/srv/sogoc",
      demo: false,
    });
  });

  it("refuse what is wrong with its name", () => {
    expect(() => readConfig({ PORT: "many", LOG_LEVEL: "loud" }, "/demo")).toThrow(/PORT[\s\S]*LOG_LEVEL/);
  });
});
