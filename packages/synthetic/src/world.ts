import { communes, district, newCommunes, province } from "./places.ts";

/** An event of the accounts service as plain data; `stream` is where it belongs. */
export interface WorldEvent {
  readonly type: "UnitRegistered" | "UnitRenamed" | "UnitClosed" | "LeadUnitDesignated";
  readonly stream: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const provinceId = "tinh-son-ha";
export const districtId = "huyen-thanh-lam";
export const contractorId = "nha-thau-so-hoa-viet";
export const contractorName = "Công ty cổ phần Số hóa Lam Giang";

const start = "1997-01-01";
/** Three levels ended on the last day of June 2025. */
const reform = "2025-07-01";

const registered = (
  unitId: string,
  kind: string,
  name: string,
  parentId: string | null,
  from: string,
  more: object = {},
): WorldEvent => ({
  type: "UnitRegistered",
  stream: `unit-${unitId}`,
  data: { unitId, kind, name, parentId, from, ...more },
});

const lead = (unitId: string, areaId: string, from: string, until?: string): WorldEvent => {
  const data = { unitId, areaId, from, until };
  return { type: "LeadUnitDesignated", stream: `unit-${unitId}`, data };
};

/**
 * One province, one district with a town and seven communes until 30/6/2025, three larger communes
 * since, and one contractor: in the order in which it happened. The country is there already.
 */
export const worldEvents = (countryId = "vn"): WorldEvent[] => {
  const old = communes.map(({ id, name }, index) => {
    const aliases = [`UBND xã ${name}`, `xã ${name}`];
    return registered(id, "commune", `Xã ${name}`, districtId, start, {
      code: String(99101 + index * 3),
      aliases,
    });
  });
  const town = communes.filter(({ kind }) => kind === "thị trấn");
  return [
    registered(provinceId, "province", `Tỉnh ${province}`, countryId, start, { code: "99" }),
    registered(districtId, "district", `Huyện ${district}`, provinceId, start, { code: "991" }),
    ...old,
    lead(districtId, districtId, "2019-04-25", "2025-06-30"),
    ...town.map(
      ({ id, name }): WorldEvent => ({
        type: "UnitRenamed",
        stream: `unit-${id}`,
        data: { unitId: id, name: `Thị trấn ${name}`, from: "2011-01-01" },
      }),
    ),
    registered(contractorId, "contractor", contractorName, provinceId, "2019-01-01"),
    ...newCommunes.map(({ id, name }, index) =>
      registered(id, "commune", name, provinceId, reform, { code: String(99101 + index * 9) }),
    ),
    ...communes.map(
      ({ id, successor }): WorldEvent => ({
        type: "UnitClosed",
        stream: `unit-${id}`,
        data: { unitId: id, on: reform, successors: [successor] },
      }),
    ),
    {
      type: "UnitClosed",
      stream: `unit-${districtId}`,
      data: { unitId: districtId, on: reform, successors: newCommunes.map(({ id }) => id) },
    },
    lead(provinceId, provinceId, reform),
    ...newCommunes.map(({ id }) => lead(id, id, reform)),
  ];
};
