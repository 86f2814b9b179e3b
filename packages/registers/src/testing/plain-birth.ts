/** A birth that no rule complains about, as it would be keyed. */
export const plainBirth = {
  so: { raw: "7" },
  quyenSo: { raw: "01/2008" },
  trangSo: { raw: "1" },
  ngayDangKy: { raw: "17.03.2008" },
  loaiDangKy: { raw: "1" },
  noiDangKy: { raw: "UBND xã Mai Lâm" },
  nksHoTen: { raw: "Nguyễn Văn An" },
  nksGioiTinh: { raw: "1" },
  nksNgaySinh: { raw: "01.03.2008" },
  nksDanToc: { raw: "Kinh" },
  nksQuocTich: { raw: "Việt Nam" },
  nksLoaiKhaiSinh: { raw: "1" },
  meHoTen: { raw: "Trần Thị Hoa" },
  meNgaySinh: { raw: "1985" },
  chaHoTen: { raw: "Nguyễn Văn Long" },
  chaNgaySinh: { raw: "1982" },
};
