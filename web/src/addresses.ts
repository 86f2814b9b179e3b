/**
 * Every address of the application, in the order in which they are looked up: the pages, what the
 * server answers with the application, and the suite that visits every page are made from it.
 */
export const addresses = [
  "/",
  "/mat-khau",
  "/lo",
  "/viec-cua-toi",
  "/lo/:batchId",
  "/lo/:batchId/truong-hop",
  "/lo/:batchId/lan-hai",
  "/lo/:batchId/sua/:recordId",
  "/so",
  "/so/:bookId/doi-soat",
  "/nhap-tep",
  "/xuat-tep",
  "/tai-khoan",
  "/don-vi",
  "/khoi-luong",
  "/kiem-tra",
  "/kiem-tra/:reviewId",
  "/phan-xu",
  "/phan-xu/:batchId",
  "/nghiem-thu",
  "/nghiem-thu/gioi-han",
  "/nghiem-thu/:lotId",
  "/hai-lan-nhap",
  "/ban-giao",
  "/ban-giao/:bookId",
  "/de-nghi",
  "/toan-canh",
  "/toan-canh/so/:bookId",
  "/toan-canh/:unitId",
  "/tra-cuu",
  "/tra-cuu/:recordId",
] as const;

export type Address = (typeof addresses)[number];
