export const number = (value: number): string => value.toLocaleString("vi");

interface Counted {
  readonly events?: number | undefined;
  readonly streams?: number | undefined;
  readonly files?: number | undefined;
  readonly bytes?: number | undefined;
  readonly secrets?: number | undefined;
}

const words = {
  events: ["sự kiện", "events"],
  streams: ["chuỗi", "streams"],
  files: ["tệp", "files"],
  bytes: ["byte", "bytes"],
  secrets: ["mật khẩu và khóa", "secrets"],
} as const;

/** What was counted, in Vietnamese and in English: "3 sự kiện, 2 tệp" and "3 events, 2 files". */
export const counts = (counted: Counted): { readonly vi: string; readonly en: string } => {
  const parts = (["events", "streams", "files", "bytes", "secrets"] as const).flatMap((kind) => {
    const value = counted[kind];
    return value === undefined
      ? []
      : [[`${number(value)} ${words[kind][0]}`, `${number(value)} ${words[kind][1]}`]];
  });
  return { vi: parts.map(([vi]) => vi).join(", "), en: parts.map(([, en]) => en).join(", ") };
};
