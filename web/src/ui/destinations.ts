import type { Address } from "../addresses.ts";

interface Destination {
  readonly path: Address;
  readonly label: string;
  readonly roles: readonly string[];
}

/**
 * Where each role works, in the order of the menu; the first that a person may enter is where they
 * land.
 */
export const destinations: readonly Destination[] = [
  { path: "/lo", label: "nav.queue", roles: ["clerk"] },
  { path: "/viec-cua-toi", label: "nav.ownWork", roles: ["clerk"] },
  { path: "/so", label: "nav.books", roles: ["book-keeper"] },
  { path: "/nhap-tep", label: "nav.import", roles: ["book-keeper", "clerk"] },
  { path: "/kiem-tra", label: "nav.reviews", roles: ["checker", "acceptor"] },
  { path: "/phan-xu", label: "nav.arbitration", roles: ["checker"] },
  {
    path: "/de-nghi",
    label: "nav.corrections",
    roles: ["acceptor", "book-keeper", "checker", "data-manager"],
  },
  { path: "/tai-khoan", label: "nav.accounts", roles: ["unit-admin", "system-admin"] },
  { path: "/nghiem-thu", label: "nav.lots", roles: ["acceptor", "checker", "unit-admin"] },
  { path: "/don-vi", label: "nav.units", roles: ["unit-admin", "system-admin"] },
  {
    path: "/toan-canh",
    label: "nav.dashboard",
    roles: [
      ...["province-viewer", "unit-admin", "book-keeper", "auditor"],
      ...["checker", "acceptor", "data-manager"],
    ],
  },
  { path: "/khoi-luong", label: "nav.work", roles: ["unit-admin", "book-keeper", "province-viewer"] },
  {
    path: "/tra-cuu",
    label: "nav.search",
    roles: ["data-manager", "auditor", "book-keeper", "checker", "acceptor"],
  },
  { path: "/hai-lan-nhap", label: "nav.disagreements", roles: ["book-keeper", "unit-admin", "checker"] },
  { path: "/ban-giao", label: "nav.handover", roles: ["data-manager", "acceptor"] },
  { path: "/xuat-tep", label: "nav.export", roles: ["data-manager", "acceptor", "unit-admin"] },
];

export const destinationsOf = (roles: readonly string[]): readonly Destination[] =>
  destinations.filter((destination) => destination.roles.some((role) => roles.includes(role)));
