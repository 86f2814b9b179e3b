import type { Role } from "@sogoc/events";

/** Everybody in the demo has the same password: it protects nothing but invented people. */
export const DEMO_PASSWORD = "sogoc-demo-158";

export interface DemoPerson {
  readonly signInName: string;
  readonly displayName: string;
  /** Unit of the synthetic world that employs the person. */
  readonly unit: string;
  /** Area of the roles, where it is not the employer. */
  readonly area?: string | undefined;
  readonly roles: readonly Role[];
  /** A contractor's people leave when the contract ends. */
  readonly contractDays?: number | undefined;
  readonly what: string;
}

const commune = "xa-moi-thanh-lam";

export const demoPeople: readonly DemoPerson[] = [
  {
    signInName: "chinh",
    displayName: "Lê Thị Chinh",
    unit: commune,
    roles: ["unit-admin"],
    what: "quản trị đơn vị / unit admin",
  },
  {
    signInName: "thu",
    displayName: "Hoàng Thị Thu",
    unit: commune,
    roles: ["book-keeper"],
    what: "giữ sổ, giao lô / book keeper",
  },
  {
    signInName: "nam",
    displayName: "Phạm Văn Nam",
    unit: commune,
    roles: ["clerk"],
    what: "nhập liệu / clerk",
  },
  {
    signInName: "lan",
    displayName: "Bùi Thị Lan",
    unit: commune,
    roles: ["clerk"],
    what: "nhập liệu / clerk",
  },
  {
    signInName: "nhap1",
    displayName: "Đặng Quốc Huy",
    unit: "nha-thau-so-hoa-viet",
    area: commune,
    roles: ["clerk"],
    contractDays: 90,
    what: "nhập liệu, nhà thầu / contractor's clerk",
  },
  {
    signInName: "kiem",
    displayName: "Đỗ Thị Hòa",
    unit: commune,
    roles: ["checker"],
    what: "kiểm tra / checker",
  },
  {
    signInName: "phanxu",
    displayName: "Mai Văn Phúc",
    unit: commune,
    roles: ["checker"],
    what: "phân xử hai lần nhập / arbiter of two keyings",
  },
  {
    signInName: "duyet",
    displayName: "Vũ Thanh Bình",
    unit: commune,
    roles: ["acceptor"],
    what: "nghiệm thu / acceptor",
  },
  {
    signInName: "dulieu",
    displayName: "Ngô Thị Mai",
    unit: commune,
    roles: ["data-manager"],
    what: "quản lý dữ liệu / data manager",
  },
  {
    signInName: "suoi",
    displayName: "Cao Thị Suối",
    unit: "xa-moi-yen-suoi",
    roles: ["book-keeper", "clerk"],
    what: "giữ sổ và nhập liệu ở xã bên / book keeper and clerk of a second commune",
  },
  {
    signInName: "vinh",
    displayName: "Hà Quang Vinh",
    unit: "xa-moi-dong-vinh",
    roles: ["book-keeper", "clerk"],
    what: "giữ sổ và nhập liệu ở xã thứ ba / book keeper and clerk of a third commune",
  },
  {
    signInName: "sotp",
    displayName: "Trần Quang Sơn",
    unit: "tinh-son-ha",
    roles: ["province-viewer"],
    what: "Sở Tư pháp / province",
  },
  {
    signInName: "thanhtra",
    displayName: "Lý Thị Minh",
    unit: "tinh-son-ha",
    roles: ["auditor"],
    what: "thanh tra / auditor",
  },
];

export const demoSignIns = [
  { signInName: "admin", password: DEMO_PASSWORD, what: "quản trị hệ thống / system administrator" },
  ...demoPeople.map(({ signInName, what }) => ({ signInName, password: DEMO_PASSWORD, what })),
];
