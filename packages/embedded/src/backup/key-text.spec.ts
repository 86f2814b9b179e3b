import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { textOfKeyFile } from "./key-text.ts";
import { ageSeal, ageUnseal, generateBackupKey } from "./seal.ts";

// From the test vectors of age (https://age-encryption.org/v1, testkit): no key of anybody.
const SECRET = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";
const MARK = "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4q47ryef";

let sealed: Buffer;
let other: Awaited<ReturnType<typeof generateBackupKey>>;
beforeAll(async () => {
  sealed = await buffer(await ageSeal(MARK).close(Readable.from([Buffer.from("sổ gốc")])));
  other = await generateBackupKey();
});

const open = async (keyText: string, wanted: string | undefined = MARK): Promise<string> =>
  (await buffer(await ageUnseal(keyText, wanted)(Readable.from([sealed])))).toString();
/** What is said of a key that opens nothing. */
const told = async (keyText: string, wanted?: string): Promise<string> => {
  const error = await (async () => open(keyText, wanted))().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "BackupRefused", kind: "key" });
  return error instanceof Error ? error.message : "";
};

const letters = SECRET.slice("AGE-SECRET-KEY-1".length);
const groups = (size: number, between: string) =>
  letters.match(new RegExp(`.{1,${size}}`, "g"))?.join(between) ?? "";
const swapped = `${SECRET.slice(0, 30)}${SECRET[31]}${SECRET[30]}${SECRET.slice(32)}`;

describe("a key that is right", () => {
  it.each([
    ["as it was shown", SECRET],
    ["in small letters, with blanks about it", `\t ${SECRET.toLowerCase()} \r\n`],
    ["in groups of six", `AGE-SECRET-KEY-1 ${groups(6, " ")}`],
    ["in groups with hyphens", `AGE-SECRET-KEY-1-${groups(4, "-")}`],
    [
      "in groups over lines, with the hyphens of a word processor",
      `AGE–SECRET–KEY–1\n${groups(20, "\r\n")}\n`,
    ],
    [
      "with text about it",
      `KHÓA SAO LƯU – CHỈ HIỆN MỘT LẦN.\n  ${SECRET}\nMã của khóa: ${MARK.slice(0, 14)}…\n`,
    ],
    ["with marks that nobody sees", `\uFEFF${SECRET.slice(0, 40)}\u200B${SECRET.slice(40)}\u00A0`],
  ])("opens %s", async (_, text) => {
    expect(await open(text)).toBe("sổ gốc");
  });

  it("opens wherever it stands in a file of several", async () => {
    for (const text of [`${SECRET}\n${other.secret}`, `${other.secret}\n${SECRET}`, `${swapped}\n${SECRET}`])
      expect(await open(text)).toBe("sổ gốc");
  });

  it("opens from a file of Windows, in UTF-16 with its mark or without, and in UTF-8 with one", async () => {
    const little = Buffer.from(`khóa\r\n${SECRET}\r\n`, "utf16le");
    const big = Buffer.from(little).swap16();
    for (const bytes of [
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
      little,
      big,
      Buffer.from(`\uFEFF${SECRET}`),
    ])
      expect(await open(textOfKeyFile(bytes))).toBe("sổ gốc");
  });
});

describe("a key that does not open", () => {
  it("is told to be mistyped where its checksum is wrong, and is not shown", async () => {
    for (const [text, mistake] of [
      [swapped, "some wrong or in each other's place"],
      [SECRET.slice(0, -2), "2 letters are missing"],
      ["AGE-SECRET-KEY-1", "58 letters are missing"],
      [SECRET.replace("0", "O"), "no key has O"],
    ] as const) {
      const said = await told(text);
      expect(said, text).toMatch(/Khóa bị chép sai[\s\S]*The key is mistyped/);
      expect(said).toContain(mistake);
      expect(said).not.toContain(text.slice(20, 30) || "\0");
    }
  });

  it("is told to be another, with the mark of the one that is wanted", async () => {
    expect(await told(other.secret)).toContain(
      `This is another key and does not open this backup. Wanted: the key marked ${MARK}; given: ${other.recipient}`,
    );
    expect(await told(`${other.secret}\n${swapped}`)).toMatch(/another key[\s\S]*one more is mistyped/);
    expect(await told(other.secret, "")).toMatch(/another key/);
  });

  it("is told to be none where there is none, or only the public one", async () => {
    for (const text of ["", "mật khẩu", "AGE-SECRET-KEY"])
      expect(await told(text)).toContain("No key in what was given");
    expect(await told(MARK)).toContain("only closes and opens nothing");
  });
});
