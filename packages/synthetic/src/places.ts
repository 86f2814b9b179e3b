import type { Random } from "./random.ts";

/** Nothing of this is on a map: the names are made of syllables that real places are made of. */
export const province = "Sơn Hà";
export const district = "Thanh Lâm";

export interface Commune {
  readonly id: string;
  /** `xã Bình An`; capital where a name begins */
  readonly kind: "xã" | "thị trấn";
  readonly name: string;
  readonly villages: readonly string[];
  /** `id` of the commune that took over on 1/7/2025 */
  readonly successor: string;
}

export const communes: readonly Commune[] = [
  {
    id: "xa-thanh-lam",
    kind: "thị trấn",
    name: "Thanh Lâm",
    villages: ["Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3", "Tổ dân phố 4"],
    successor: "xa-moi-thanh-lam",
  },
  {
    id: "xa-binh-khe",
    kind: "xã",
    name: "Bình Khê",
    villages: ["Thôn Đông", "Thôn Đoài", "Thôn Trung", "Thôn Thượng"],
    successor: "xa-moi-thanh-lam",
  },
  {
    id: "xa-phu-mai",
    kind: "xã",
    name: "Phú Mai",
    villages: ["Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4", "Thôn 5"],
    successor: "xa-moi-thanh-lam",
  },
  {
    id: "xa-yen-suoi",
    kind: "xã",
    name: "Yên Suối",
    villages: ["Bản Nà Khoang", "Bản Pom Lót", "Bản Co Mạ", "Thôn Suối Giữa"],
    successor: "xa-moi-yen-suoi",
  },
  {
    id: "xa-lang-cao",
    kind: "xã",
    name: "Láng Cao",
    villages: ["Xóm Láng", "Xóm Cao", "Xóm Giữa", "Xóm Mới"],
    successor: "xa-moi-yen-suoi",
  },
  {
    id: "xa-dong-vinh",
    kind: "xã",
    name: "Đông Vinh",
    villages: ["Thôn Vinh Sơn", "Thôn Vinh Hải", "Thôn Vinh Giang"],
    successor: "xa-moi-dong-vinh",
  },
  {
    id: "xa-tan-ngoc",
    kind: "xã",
    name: "Tân Ngọc",
    villages: ["Ấp Ngọc Đông", "Ấp Ngọc Tây", "Ấp Ngọc Trung"],
    successor: "xa-moi-dong-vinh",
  },
  {
    id: "xa-hop-linh",
    kind: "xã",
    name: "Hợp Linh",
    villages: ["Thôn Hợp Nhất", "Thôn Hợp Nhì", "Thôn Linh Đài"],
    successor: "xa-moi-dong-vinh",
  },
];

/** Communes since 1/7/2025. */
export const newCommunes = [
  { id: "xa-moi-thanh-lam", name: "Xã Sơn Lâm" },
  { id: "xa-moi-yen-suoi", name: "Xã Yên Láng" },
  { id: "xa-moi-dong-vinh", name: "Xã Vinh Ngọc" },
] as const;

/** The name in a year: the town was a commune until 2011. */
const communeKind = (commune: Commune, year: number): "xã" | "thị trấn" =>
  commune.kind === "thị trấn" && year < 2011 ? "xã" : commune.kind;

export const officeName = (commune: Commune, year: number): string =>
  `UBND ${communeKind(commune, year)} ${commune.name}, huyện ${district}, tỉnh ${province}`;

export const address = (random: Random, commune: Commune, year: number): string =>
  `${random.pick(commune.villages)}, ${communeKind(commune, year)} ${commune.name}, huyện ${district}, tỉnh ${province}`;

export const hometown = (commune: Commune, year: number): string =>
  `${communeKind(commune, year)} ${commune.name}, huyện ${district}, tỉnh ${province}`;

export const birthplace = (random: Random, commune: Commune, year: number): string => {
  if (random.chance(0.55)) return `Bệnh viện đa khoa huyện ${district}, tỉnh ${province}`;
  if (random.chance(0.6))
    return `Trạm y tế ${communeKind(commune, year)} ${commune.name}, huyện ${district}, tỉnh ${province}`;
  return address(random, commune, year);
};

/** Mostly home, sometimes a neighbour. */
export const nearby = (random: Random, home: Commune): Commune =>
  random.chance(0.78) ? home : random.pick(communes);
