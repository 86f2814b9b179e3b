import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  comesByHttps,
  findNetworkFaults,
  isThisMachine,
  NetworkEnvironment,
  remembersHttps,
  transportOf,
} from "./network-settings.ts";

const Settings = z.object(NetworkEnvironment);
const faultsOf = (environment: object, mayBeOwn = true) =>
  findNetworkFaults(Settings.parse(environment), { mayBeOwn });
const files = { SOGOC_CERTIFICATE: "/tls.crt", SOGOC_CERTIFICATE_KEY: "/tls.key" };

describe("listening beyond this machine", () => {
  it("is refused without a word on HTTPS, in words that say what to set", () => {
    for (const HOST of ["0.0.0.0", "::", "192.168.1.5", "2001:db8::1", "may-chu", "128.0.0.1"]) {
      const [fault, ...others] = faultsOf({ HOST });
      expect(others).toEqual([]);
      expect(fault).toContain(`HOST=${HOST} mở máy chủ ra mạng, nhưng chưa có HTTPS`);
      for (const way of ["SOGOC_HTTPS=own", "SOGOC_CERTIFICATE=", "SOGOC_HTTPS=proxy SOGOC_TRUST_PROXY=1"])
        expect(fault?.split(way)).toHaveLength(3);
      expect(faultsOf({ HOST }, false)[0]).not.toContain("SOGOC_HTTPS=own");
      expect(faultsOf({ HOST, SOGOC_HTTPS: "false", SOGOC_TRUST_PROXY: "false" })).toHaveLength(1);
    }
    for (const HOST of ["127.0.0.1", "127.8.0.1", "::1", "localhost", undefined])
      expect(faultsOf({ HOST })).toEqual([]);
    expect(isThisMachine("::ffff:192.168.1.5")).toBe(false);
  });

  it("goes on with certificate files, the own authority, or a proxy; as the settings of before said it, too", () => {
    const HOST = "0.0.0.0";
    const kinds = [
      [files, "files"],
      [{ ...files, SOGOC_HTTPS: "true", SOGOC_TRUST_PROXY: "1" }, "files"],
      [{ SOGOC_HTTPS: "own" }, "own"],
      [{ SOGOC_HTTPS: "proxy" }, "proxy"],
      [{ SOGOC_HTTPS: "true", SOGOC_TRUST_PROXY: "true" }, "proxy"],
      [{ SOGOC_TRUST_PROXY: "true" }, "proxy"],
      [{ SOGOC_TRUST_PROXY: "10.0.0.1" }, "proxy"],
    ] as const;
    for (const [settings, kind] of kinds) {
      expect(faultsOf({ HOST, ...settings }), JSON.stringify(settings)).toEqual([]);
      expect(transportOf(Settings.parse({ HOST, ...settings })).kind).toBe(kind);
    }
    expect(transportOf(Settings.parse({})).kind).toBe("this-machine");
  });

  it("is refused with SOGOC_HTTPS=true alone, which names both words; a proxy of this machine goes on", () => {
    // Whoever writes it most likely expects https, and got plain http without a word.
    const [fault, ...others] = faultsOf({ HOST: "0.0.0.0", SOGOC_HTTPS: "true" });
    expect(others).toEqual([]);
    expect(fault).toContain("SOGOC_HTTPS=true chưa nói rõ ai lo HTTPS");
    for (const way of ["SOGOC_HTTPS=own", "SOGOC_HTTPS=proxy SOGOC_TRUST_PROXY=1"])
      expect(fault?.split(way)).toHaveLength(3);
    expect(faultsOf({ HOST: "0.0.0.0", SOGOC_HTTPS: "true" }, false)[0]).not.toContain("SOGOC_HTTPS=own");
    expect(faultsOf({ HOST: "0.0.0.0", SOGOC_HTTPS: "true", SOGOC_TRUST_PROXY: "0" })).toHaveLength(1);
    expect(faultsOf({ HOST: "127.0.0.1", SOGOC_HTTPS: "true" })).toEqual([]);
    expect(transportOf(Settings.parse({ SOGOC_HTTPS: "true" })).kind).toBe("proxy");
  });

  it("refuses one port for people and for figures where the two would meet, and says which setting", () => {
    const PORT = "8158";
    for (const settings of [
      { PORT, SOGOC_METRICS_PORT: PORT },
      { PORT, SOGOC_METRICS_PORT: PORT, SOGOC_METRICS_HOST: "0.0.0.0" },
      { PORT, SOGOC_METRICS_PORT: PORT, HOST: "localhost" },
      { PORT: "9158" },
    ]) {
      const [fault, ...others] = faultsOf(settings);
      expect(others).toEqual([]);
      expect(fault).toMatch(/^SOGOC_METRICS_PORT.* PORT=\d+.* \/ must be another/);
    }
    const elsewhere = { PORT, SOGOC_METRICS_PORT: PORT, SOGOC_METRICS_HOST: "127.0.0.2" };
    for (const settings of [elsewhere, { PORT: "0", SOGOC_METRICS_PORT: "0" }, { PORT }])
      expect(faultsOf(settings)).toEqual([]);
  });

  it("refuses words that contradict each other", () => {
    const wrong = [
      { SOGOC_CERTIFICATE: "/tls.crt" },
      { SOGOC_CERTIFICATE_KEY: "/tls.key" },
      { ...files, SOGOC_HTTPS: "own" },
      { ...files, SOGOC_HTTPS: "proxy" },
      { SOGOC_HTTPS: "own", SOGOC_HSTS: "true" },
    ];
    for (const settings of wrong) expect(faultsOf(settings), JSON.stringify(settings)).toHaveLength(1);
    expect(faultsOf({ SOGOC_HTTPS: "own" }, false)).toHaveLength(1);
  });
});

describe("the proxies that are believed", () => {
  it("are counted or named; true is one, as it was meant", () => {
    const proxies = (text: string) => Settings.parse({ SOGOC_TRUST_PROXY: text }).SOGOC_TRUST_PROXY;
    expect(["true", "1", "2", "false", "0"].map(proxies)).toEqual([1, 1, 2, 0, 0]);
    expect(proxies("10.0.0.1, 192.168.0.0/16,2001:db8::/32")).toEqual([
      ...["10.0.0.1", "192.168.0.0/16", "2001:db8::/32"],
    ]);
    for (const wrong of ["10", "caddy", "10.0.0.1/33", "10.0.0.1/", "10.0.0.1,,", "::/129", "-1"])
      expect(() => proxies(wrong), wrong).toThrow("a number of proxies");
  });
});

describe("cookies and HSTS", () => {
  it("are for https where browsers are known to come by it; HSTS where certificates were given, or it was asked for", () => {
    const of = (settings: object) => {
      const transport = transportOf(Settings.parse(settings));
      return [comesByHttps(transport), remembersHttps(transport)];
    };
    expect(of(files)).toEqual([true, true]);
    expect(of({ ...files, SOGOC_HSTS: "false" })).toEqual([true, false]);
    expect(of({ SOGOC_HTTPS: "own" })).toEqual([true, false]);
    expect(of({ SOGOC_HTTPS: "proxy" })).toEqual([true, false]);
    expect(of({ SOGOC_HTTPS: "proxy", SOGOC_HSTS: "true" })).toEqual([true, true]);
    expect(of({ SOGOC_TRUST_PROXY: "1" })).toEqual([false, false]);
    expect(of({})).toEqual([false, false]);
  });

  it.each(["yes", "1", "on", "OWN", "http"])("takes no SOGOC_HTTPS=%s for a word of a proxy", (given) => {
    // Whoever writes it means https, and would get passwords in plain http.
    expect(NetworkEnvironment.SOGOC_HTTPS.safeParse(given).success).toBe(false);
  });

  it("refuses a range of everything by its name", () => {
    expect(NetworkEnvironment.SOGOC_TRUST_PROXY.safeParse("127.0.0.1/0").success).toBe(false);
    expect(NetworkEnvironment.SOGOC_TRUST_PROXY.safeParse("10.0.0.0/8").success).toBe(true);
  });
});
